"""Fills every frame with its own number, as fast as it may: a torn frame would show two."""

import pygame

from xlab_kiosk.stage import Demo


class Trial(Demo):
    number = 0

    def draw(self, screen: pygame.Surface) -> None:
        self.number += 1
        colour = (self.number & 255, self.number >> 8 & 255, self.number >> 16 & 255)
        # In strips, so that a shell that looks too early sees a frame half drawn.
        for top in range(0, screen.get_height(), 8):
            screen.fill(colour, (0, top, screen.get_width(), 8))
        self.stage.redraw()
