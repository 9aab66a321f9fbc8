"""Prints 1 GB without a line's end, then ends in an error that would clear a terminal."""

import os

from xlab_kiosk.stage import Demo


class Trial(Demo):
    left = 1000

    def update(self, dt):
        for _ in range(min(self.left, 3)):
            os.write(1, b"\x1b[2J\x07\xff" * 200_000)
        self.left -= 3
        if self.left <= 0:
            raise ValueError("printed enough \x1b]0;owned\x07\x1b[2J\u202e")

    def draw(self, screen):
        screen.fill((200, 90, 60))
