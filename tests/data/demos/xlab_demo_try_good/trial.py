"""Does everything a demo can, without a fault."""

import pygame

from xlab_kiosk.stage import Badge, Demo, Presence, Tap, Touch

COLOURS = [(200, 30, 10), (10, 200, 30), (30, 10, 200)]


class Trial(Demo):
    taps = 0
    spot = (0, 0)

    def touch(self, touch: Touch) -> None:
        self.spot = (touch.x, touch.y)
        if touch.pointer == 9:
            self.stage.finish()

    def tap(self, tap: Tap) -> None:
        self.taps += 1
        self.stage.record(taps=self.taps)

    def presence(self, change: Presence) -> None:
        self.stage.known(change.badge)
        if change.kind == "left":
            self.stage.forget(change.badge)

    def known(self, badge: Badge) -> None:
        self.stage.record(badge, facts=len(self.stage.known(badge)))

    def draw(self, screen: pygame.Surface) -> None:
        screen.fill(COLOURS[self.taps % 3])
        screen.fill("white", (*self.spot, 2, 2))

    def attract(self, screen: pygame.Surface, t: float) -> None:
        screen.fill(COLOURS[0])
        screen.fill("white", (0, 0, screen.get_width() // 2, 1))
