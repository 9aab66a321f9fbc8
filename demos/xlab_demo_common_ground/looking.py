"""The second screen: the map in front, islands to tap, the bridge, and the ways on."""

from collections.abc import Callable
from functools import partial

from pygame import Rect, Surface

from xlab_demo_common_ground.places import Places
from xlab_demo_common_ground.round import Round
from xlab_demo_common_ground.seamap import ME, SeaMap
from xlab_demo_common_ground.story import Story
from xlab_demo_common_ground.tags import draw_mark, draw_tag, marks
from xlab_demo_common_ground.telling import Teller
from xlab_kiosk.stage import Area, Button, Line, Move, Pane, Stage, Touch, draw_lines, foam, page


class LookingView:
    """Draws it and hears its fingers; ``go`` are what its buttons do."""

    def __init__(
        self, stage: Stage, story: Story, asked: Round, at: Places, go: dict[str, Callable[[], None]], *, begins: Rect
    ) -> None:
        self.stage, self.story, self.round, self.at = stage, story, asked, at
        self.theme, self.go = stage.theme, go
        self.teller = Teller(stage, story, asked)
        self.map = SeaMap(stage.theme, at.large_map, stage.text("map.you"))
        self.move = Move(stage.theme, begins, at.large_map, "place")
        self.pane = Pane(page(stage.theme, 0))
        self.marks: list[Area] = []
        self._shape: tuple[object, ...] = ()
        self.follow(at_once=True)

    def follow(self, *, at_once: bool = False) -> None:
        """Show the room as it is now."""
        view = self.round.shown(self.story)
        self.map.sketch = view == "example"
        self.map.show(self.round.sight(view), at_once=at_once)
        self.map.build(whole=self.teller.bridged)
        places = marks(self.theme, self.map.rect, self.map.middles())
        # A finger that is down keeps its target: only what changed is put in anew.
        shape = (view, len(places), self.round.enough, self.story.left > 0, self.story.open)
        if shape != self._shape:
            self._shape = shape
            self.pane.release()
            self.marks = [
                Area(self.theme, rect, f"island {group + 1}", partial(self._look, group))
                for group, rect in enumerate(places)
            ]
            self.pane.widgets = [*self.marks, *self._buttons()]
        for area, rect in zip(self.marks, places, strict=True):
            area.rect = rect

    def touch(self, touch: Touch) -> None:
        """Islands and buttons hear it."""
        self.pane.touch(touch)

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        return any([self.move.update(dt), self.map.update(dt), self.pane.update(dt)])

    def draw(self, screen: Surface) -> None:
        """The map with its marks, what it says, and the buttons."""
        screen.blit(foam(screen.get_size()), (0, 0))
        theme, text, story = self.theme, self.stage.text, self.story
        if self.move.rect != self.map.rect:
            self.map.draw(screen, self.move.rect)
            return
        self.map.draw(screen)
        view = self.round.shown(story)
        corner = self.map.rect.left + theme.px(16), self.map.rect.top + theme.px(16)
        words = text("map.example") if view == "example" else text("map.here", count=self.round.sight("here").people)
        draw_tag(screen, theme, corner, words, "amber" if view == "example" else "ink", self.map.rect.width * 3 // 4)
        for group, area in enumerate(self.marks):
            draw_mark(screen, theme, area.rect, group, chosen=story.island == group, pressed=area.pressed)
        self._draw_told(screen)
        self.pane.draw(screen)

    def _draw_told(self, screen: Surface) -> None:
        rect, story, theme = self.at.told, self.story, self.theme
        if story.island is not None and (lines := self.teller.island(story.island)):
            draw_lines(screen, theme, lines, rect)
            return
        low = theme.px(120)
        draw_lines(
            screen,
            theme,
            self.teller.bridge(),
            Rect(rect.left, rect.top, rect.width, rect.height - 2 * low + theme.px(60)),
        )
        self.teller.draw_chance(screen, Rect(rect.left, rect.bottom - low - theme.px(52), rect.width, low))
        note = self._note()
        if note:
            foot = Rect(rect.left, rect.bottom - theme.px(44), rect.width, theme.px(40))
            draw_lines(screen, theme, [Line(note, "caption", "ink")], foot)

    def _note(self) -> str:
        text = self.stage.text
        if not self.story.open:
            return text("told.closed")
        if self.story.added:
            return text("told.waits")
        return text("told.hint") if self.marks else ""

    def _buttons(self) -> list[Button]:
        text, story, theme = self.stage.text, self.story, self.theme
        wanted = []
        if story.left:
            wanted.append(("go.more", "more", "again"))
        if story.open:
            wanted.append(("go.own", "own", "plus"))
        buttons = [
            Button(theme, rect, text(key), self.go[name], icon=icon, kind="quiet")  # type: ignore[arg-type]
            for rect, (key, name, icon) in zip(self.at.quiet, wanted, strict=False)
        ]
        buttons.append(Button(theme, self.at.onward, text("go.result"), self.go["result"], icon="right"))
        if not self.round.enough:
            other = "map.show_here" if self.round.shown(story) == "example" else "map.show_example"
            place = Rect(0, 0, theme.px(220), theme.target)
            place.bottomleft = self.map.rect.left + theme.px(16), self.map.rect.bottom - theme.px(16)
            buttons.append(Button(theme, place, text(other), self._turn, kind="quiet", role="caption"))
        return buttons

    def _turn(self) -> None:
        self.story.view = "here" if self.round.shown(self.story) == "example" else "example"
        self.story.island = None
        self.follow()
        self.stage.redraw()

    def _look(self, group: int) -> None:
        self.story.look(group, self.round.sight(self.round.shown(self.story)).groups.get(ME))
        self.stage.sound("knock")
        self.stage.redraw()
