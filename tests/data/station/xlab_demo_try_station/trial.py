"""Its surface is four fields: left top records, right top finishes, left bottom crashes. It forgets who leaves."""

import pygame

from xlab_kiosk.stage import Badge, Demo, Presence, Tap

GROUND, WITH_BADGE = (10, 120, 10), (10, 10, 200)


class Trial(Demo):
    badge = False

    def tap(self, tap: Tap) -> None:
        left, top = tap.x < self.stage.size[0] / 2, tap.y < self.stage.size[1] / 2
        if left and top:
            self.stage.record(language=self.stage.language, secret="no report knows this")
        elif top:
            self.stage.finish()
        elif left:
            raise ValueError("the visitor touched the wrong field")

    def presence(self, change: Presence) -> None:
        self.badge = change.kind != "left"
        if self.badge:
            self.stage.known(change.badge)
        else:
            self.stage.forget(change.badge)

    def known(self, badge: Badge) -> None:
        self.stage.record(badge, facts=len(self.stage.known(badge)))

    def draw(self, screen: pygame.Surface) -> None:
        screen.fill(WITH_BADGE if self.badge else GROUND)

    def attract(self, screen: pygame.Surface, t: float) -> None:
        screen.fill((250, 0, 250))
