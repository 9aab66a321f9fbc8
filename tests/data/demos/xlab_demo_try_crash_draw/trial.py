"""Raises when it draws."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def draw(self, screen):
        screen.fill("no such colour")
