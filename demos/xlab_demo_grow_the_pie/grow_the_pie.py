"""Grow the Pie: two sides of one table make something, or hold their cards close while a rival ships."""

import pygame

from xlab_demo_grow_the_pie import record
from xlab_demo_grow_the_pie.attract import draw_still_life
from xlab_demo_grow_the_pie.game import SIDES
from xlab_demo_grow_the_pie.middle import Middle
from xlab_demo_grow_the_pie.outcome import OutcomeView
from xlab_demo_grow_the_pie.pace import ARRIVE_S
from xlab_demo_grow_the_pie.side import SideView
from xlab_demo_grow_the_pie.story import Scene, Story
from xlab_kiosk.stage import Demo, Stage, Touch, foam


class GrowThePie(Demo):
    """Brings the story, both sides of the table, its middle and the kit together."""

    def start(self, stage: Stage) -> None:
        """The table is laid; nobody sits yet."""
        self.stage = stage
        self.story = Story(stage.random)
        self.scene: Scene = self.story.scene
        self.t = 0.0
        self.due = False
        """Whether the turn that is shown has still to be heard."""
        self.middle = Middle(stage.theme, self.story)
        self.sides = [SideView(stage, self.story, side, self._sound) for side in SIDES]
        self.outcome: OutcomeView | None = None

    def touch(self, touch: Touch) -> None:
        """Both sides hear it; each finger belongs to the side it came down on."""
        if touch.phase == "down" and not self.story.ready:
            return
        if self.outcome is not None:
            self.outcome.pane.touch(touch)
        else:
            for side in self.sides:
                side.pane.touch(touch)
        self._follow()

    def update(self, dt: float) -> None:
        """The story, the van, the pie, the buttons."""
        self.t += dt
        self.story.update(dt)
        self._follow()
        self._sound_turn()
        if self.outcome is not None:
            due = self.outcome.update(dt)
        else:
            due = any([self.middle.update(self.t), *(side.pane.update(dt) for side in self.sides)])
        if due:
            self.stage.redraw()

    def draw(self, screen: pygame.Surface) -> None:
        """The table and its two sides, or the last screen."""
        if self.outcome is not None:
            screen.blit(foam(screen.get_size()), (0, 0))
            self.outcome.pane.draw(screen)
            return
        self.middle.draw(screen, self.t)
        for side in self.sides:
            side.pane.draw(screen)
        self.middle.draw_above(screen)

    def attract(self, screen: pygame.Surface, t: float) -> None:
        """The picture in the menu."""
        draw_still_life(screen, self.stage.theme, t)

    def _follow(self) -> None:
        """Bring all that is seen up to the story, and keep what is to be kept once it is known."""
        story = self.story
        if story.scene != self.scene:
            self.scene = story.scene
            self._arrive(story.scene)
            self.stage.redraw()
        if any([side.follow() for side in self.sides]):
            self.stage.redraw()

    def _arrive(self, scene: Scene) -> None:
        match scene:
            case "revealing":
                self.due = self.story.attended
            case "served":
                self._record()
            case "result":
                self.outcome = OutcomeView(self.stage, self.story)

    def _record(self) -> None:
        """What this pair did is evidence; what it took home goes onto the map, unless a machine was half of it."""
        story = self.story
        values: dict[str, bool | int | str] = {
            "ended": story.ending,
            "made": story.making.slices,
            "contracts": story.making.contracts,
            "total": sum(story.home),
            "machine": story.machine is not None,
        }
        if story.making.slices:
            values["deal"] = story.deal
        self.stage.record(None, **values)
        if story.machine is None:
            record.add(self.stage.keep, story.home)

    def _sound_turn(self) -> None:
        """What a turn brought is heard when it is seen, not before."""
        if self.due and self.story.last is not None and self.story.seconds >= ARRIVE_S:
            self.due = False
            self._sound("grow" if self.story.last.grew else "held")

    def _sound(self, name: str) -> None:
        self.stage.sound(name)
