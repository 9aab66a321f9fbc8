"""Warm Welcome: put your badge on the pad, see what is known of you, and keep it or have it erased."""

import time

import pygame

from xlab_demo_warm_welcome.attract import draw_still_life
from xlab_demo_warm_welcome.draw import Picture
from xlab_demo_warm_welcome.places import places
from xlab_demo_warm_welcome.story import SETTLE_S, Scene, Story
from xlab_kiosk.stage import Area, Badge, Button, Demo, Move, Presence, Stage, Touch


class WarmWelcome(Demo):
    """Brings the story, its picture and the kit together."""

    def start(self, stage: Stage) -> None:
        """Badges that lie on the pad already count as well."""
        self.stage = stage
        self.story = Story()
        self.scene: Scene = self.story.scene
        self.picture = Picture(stage, self.story)
        self.t = 0.0
        self.waits: tuple[float, ...] = ()
        at = places(stage.theme)
        text = stage.text
        self.move = Move(stage.theme, at.badge_pad, at.badge_pad)
        self.choices = (
            Button(stage.theme, at.keep, text("known.keep"), self._keep, icon="tick", role="lead"),
            Button(stage.theme, at.forget, text("known.forget"), self._forget, icon="cross", role="lead"),
        )
        # No need to wait for the greeting to end: a tap anywhere hurries it on.
        self.hurry = Area(stage.theme, pygame.Rect((0, 0), stage.size), text("hello.new"), self._hurry)
        self.done = Button(stage.theme, at.done, text("result.done"), stage.finish, role="lead")
        self.nexts = {
            scene: Area(stage.theme, rect, text("next.word"), self._next)
            for scene, rect in (("knowing", at.next_known), ("result", at.next_result))
        }
        for badge in stage.badges:
            near = stage.proximity(badge)
            if near is not None:
                self.presence(Presence(kind="entered", badge=badge, proximity=near, source=stage.source))

    def presence(self, change: Presence) -> None:
        """The first badge on the pad begins the story; from then on it may be lifted at any time."""
        self.story.presence(change, time.time())
        self._follow()

    def known(self, badge: Badge) -> None:
        """The kit says what it knows of a badge."""
        if badge == self.story.badge:
            self.story.known(self.stage.known(badge))

    def touch(self, touch: Touch) -> None:
        """The targets on the screen hear it, once they have been there long enough to be meant."""
        if touch.phase == "down" and self.story.seconds < SETTLE_S:
            return
        for target in self._targets():
            target.touch(touch)

    def update(self, dt: float) -> None:
        """All that moves: the story, the badge on its way, the buttons, the breathing pad."""
        self.t += dt
        gone = self.story.erased_so_far
        self.story.update(dt)
        if self.story.erased_so_far > gone:
            self.stage.sound("gone")
        self._follow()
        moving = [self.move.update(dt), *(target.update(dt) for target in self._targets())]
        waits = self.picture.waits(self.t) if self.story.scene == "waiting" else ()
        if any(moving) or self.story.moving or waits != self.waits:
            self.stage.redraw()
        self.waits = waits

    def draw(self, screen: pygame.Surface) -> None:
        """The scene, and its targets above it."""
        self.picture.draw(screen, self.t, self.move.rect)
        for target in self._targets():
            target.draw(screen)

    def attract(self, screen: pygame.Surface, t: float) -> None:
        """The picture in the menu."""
        draw_still_life(screen, self.stage.theme, t)

    def _targets(self) -> tuple[Button | Area, ...]:
        match self.story.scene:
            case "greeting":
                return (self.hurry,)
            case "knowing":
                return (*self.choices, *self._may_follow())
            case "result":
                return (self.done, *self._may_follow())
        return ()

    def _may_follow(self) -> tuple[Area, ...]:
        """Where a badge that waits may be tapped to begin."""
        return (self.nexts[self.story.scene],) if self.story.may_go_on else ()

    def _hurry(self) -> None:
        self.story.advance()
        self._follow()

    def _next(self) -> None:
        """The badge comes from where it waited."""
        self.move = Move(self.stage.theme, self.nexts[self.story.scene].rect, self.move.rect)
        self.story.next(time.time())
        self._follow()

    def _keep(self) -> None:
        self._choose(erase=False)

    def _forget(self) -> None:
        self._choose(erase=True)

    def _choose(self, *, erase: bool) -> None:
        """The wish goes out first. What was chosen is evidence, but not of this badge: it would be known again."""
        if self.story.choose(erase=erase) and self.story.badge is not None:
            self.stage.sound("knock" if erase else "kept")
            if erase:
                self.stage.forget(self.story.badge)
            self.stage.record(erased=erase)
        self._follow()

    def _follow(self) -> None:
        """If the story came to a new scene, send the badge on its way there and ask what is known of it now."""
        scene = self.story.scene
        if scene == self.scene:
            return
        self.scene = scene
        if scene == "greeting":
            self.stage.sound("knock")
        self.move = Move(self.stage.theme, self.move.rect, self._badge_place(scene), "place")
        self.stage.redraw()
        # While it is being erased the answer may be older than the wish; the result asks again, to prove it.
        if self.story.badge is not None and scene != "erasing" and (facts := self.stage.known(self.story.badge)):
            self.story.known(facts)

    def _badge_place(self, scene: Scene) -> pygame.Rect:
        at = places(self.stage.theme)
        return {
            "waiting": at.badge_pad,
            "greeting": at.badge_hello,
            "knowing": at.badge_known,
            "erasing": at.badge_known,
            "result": at.badge_result,
        }[scene]
