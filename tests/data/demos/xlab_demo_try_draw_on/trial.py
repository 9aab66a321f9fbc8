"""Asks for the next picture while it draws this one, and says how often it was drawn and updated."""

import pygame

from xlab_kiosk.stage import Demo

ENOUGH = 30


class Trial(Demo):
    updates = draws = 0
    said = False

    def update(self, dt: float) -> None:
        self.updates += 1
        if self.updates >= ENOUGH and not self.said:
            self.said = True
            self.stage.record(draws=self.draws, updates=self.updates)

    def draw(self, screen: pygame.Surface) -> None:
        self.draws += 1
        screen.fill((self.draws % 256, 80, 80))
        self.stage.redraw()
