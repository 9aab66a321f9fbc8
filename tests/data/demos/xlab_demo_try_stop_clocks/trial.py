"""Stops the clocks of Python in its own process."""

import time

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def draw(self, screen):
        screen.fill((200, 90, 60))

    def update(self, dt):
        time.monotonic = lambda: 0.0
        time.time = lambda: 0.0
