"""Follow the Material: lay a tagged sample on the pad, and it tells its way from source to shelf."""

from collections.abc import Sequence
from functools import partial

import pygame
from pygame import Rect

from xlab_demo_follow_the_material.attract import draw_still_life
from xlab_demo_follow_the_material.draw import Picture
from xlab_demo_follow_the_material.places import places
from xlab_demo_follow_the_material.result import chosen_places
from xlab_demo_follow_the_material.story import CHOICES, SETTLE_S, Choice, Scene, Story
from xlab_demo_follow_the_material.things import LETTERS
from xlab_demo_follow_the_material.trace import other_pads
from xlab_kiosk.stage import Area, Badge, Button, Demo, Move, Presence, Stage, Touch

State = tuple[Scene, int | None, int]
"""What decides where samples are: the scene, the sample on the pad, the stop that was reached."""


class FollowTheMaterial(Demo):
    """Brings the story, its picture and the kit together."""

    def start(self, stage: Stage) -> None:
        """Which shirt a tag belongs to is kept: whoever plays next hears the same way from it."""
        self.stage = stage
        self.story = Story(_kept_tags(stage))
        self.picture = Picture(stage, self.story)
        self.t = 0.0
        self.at = places(stage.theme)
        self.state: State = self._state()
        self.moves = [Move(stage.theme, rect, rect) for rect in self._where()]
        self._build_targets()

    def presence(self, change: Presence) -> None:
        """A tag on the pad, or lifted from it."""
        self.story.presence(change)
        self.stage.keep["tags"] = dict(self.story.tags)
        if change.kind != "left" and change.proximity == "touch":
            self.known(change.badge)
        self._follow()

    def known(self, badge: Badge) -> None:
        """Where the kit read this tag before; asked when it was laid down, told when the answer comes."""
        if badge in self.story.faces.values():
            self.picture.pads = other_pads(self.stage.known(badge)) or self.picture.pads

    def touch(self, touch: Touch) -> None:
        """The targets on the screen hear it, once they have been there long enough to be meant."""
        if touch.phase == "down" and self.story.seconds < SETTLE_S:
            return
        for target in self._targets():
            if target.touch(touch):
                break

    def update(self, dt: float) -> None:
        """All that moves: the story, samples on their way, targets."""
        self.t += dt
        self.story.update(dt)
        self._follow()
        due = [move.update(dt) for move in self.moves]
        due += [target.update(dt) for target in self._targets()]
        if any(due) or self.story.moving:
            self.stage.redraw()

    def draw(self, screen: pygame.Surface) -> None:
        """The scene, and its targets above it."""
        a, b, pad = (move.rect for move in self.moves)
        pressed = tuple(lane.pressed for lane in self.lanes)
        self.picture.draw(screen, self.t, (a, b, pad), pressed)
        for target in self._targets():
            target.draw(screen)

    def attract(self, screen: pygame.Surface, t: float) -> None:
        """The picture in the menu."""
        draw_still_life(screen, self.stage.theme, t)

    def _build_targets(self) -> None:
        theme, text, at = self.stage.theme, self.stage.text, self.at
        whole = Rect((0, 0), self.stage.size)

        def samples(rects: tuple[Rect, Rect]) -> list[Area]:
            return [
                Area(theme, rect, text("name", letter=letter), partial(self._tap, sample))
                for sample, (rect, letter) in enumerate(zip(rects, LETTERS, strict=True))
            ]

        self.waiting = [*samples(at.wait_samples), Area(theme, at.wait_pad, text("pad"), partial(self._tap, 0))]
        again = Area(theme, at.pad, text("pad"), lambda: self._tap(self.story.shown))
        self.telling = [*samples(at.samples), again, Area(theme, at.way, text("hurry"), self._hurry)]
        self.lanes = [
            Area(theme, lane.card, text("name", letter=letter), partial(self._choose, choice))
            for lane, letter, choice in zip(at.lanes, LETTERS, CHOICES[:2], strict=True)
        ]
        self.ask = Button(theme, at.ask, text("choose.ask"), partial(self._choose, "ask"), kind="quiet")
        self.done = Button(theme, at.done.clip(whole), text("result.done"), self.stage.finish)

    def _targets(self) -> Sequence[Area | Button]:
        match self.story.scene:
            case "waiting":
                return self.waiting
            case "telling":
                return self.telling
            case "choosing":
                return [*self.lanes, self.ask]
        return [self.done]

    def _tap(self, sample: int) -> None:
        self.story.tap(sample)
        self._follow()

    def _hurry(self) -> None:
        self.story.hurry()
        self._follow()

    def _choose(self, choice: Choice) -> None:
        self.story.choose(choice)
        self._follow()

    def _state(self) -> State:
        lying = self.story.lying
        stop = int(self.story.reached[self.story.shown] or 0)
        return self.story.scene, lying.sample if lying else None, stop + 10 * self.story.shown

    def _follow(self) -> None:
        """If something came to another place, send it there; say by sound and evidence what just happened."""
        before, self.state = self.state, self._state()
        if self.state == before:
            return
        scene, lying, _ = self.state
        if before[:2] != self.state[:2]:
            places_now = [move.rect for move in self.moves]
            ends = zip(places_now, self._where(), strict=True)
            self.moves = [Move(self.stage.theme, start, end, "place") for start, end in ends]
        if lying is not None and lying != before[1] and scene == "telling":
            self.stage.sound("knock")
        elif scene == "telling" and self.story.told and lying is not None:
            self.stage.sound("told")
        if scene == "result" != before[0]:
            trace = self.story.trace
            self.stage.sound("knock")
            self.stage.record(chose=self.story.choice or "ask", tagged=trace.tagged, dwell=round(trace.seconds, 1))
        self.stage.redraw()

    def _where(self) -> list[Rect]:
        """Where both samples and the pad belong now."""
        at, story = self.at, self.story
        match story.scene:
            case "waiting":
                return [*at.wait_samples, at.wait_pad]
            case "choosing":
                return [*(lane.sample for lane in at.lanes), at.pad]
            case "result":
                places_now = chosen_places(at.chosen, story.choice or "ask")
                return [*(places_now.get(sample, at.lanes[sample].sample) for sample in range(2)), at.pad]
        lying = story.lying
        on_pad = at.pad.inflate(-at.pad.width // 5, -at.pad.width // 5)
        return [
            *(on_pad if lying is not None and lying.sample == sample else at.samples[sample] for sample in range(2)),
            at.pad,
        ]


def _kept_tags(stage: Stage) -> dict[str, int]:
    """What an earlier play kept, as far as it is what this version keeps."""
    kept = stage.keep.get("tags")
    return {face: at for face, at in kept.items() if at in (0, 1)} if isinstance(kept, dict) else {}  # type: ignore[misc]
