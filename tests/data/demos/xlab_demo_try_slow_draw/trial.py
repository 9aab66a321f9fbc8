"""Sleeps for half a second in every picture: slow, and never silent for long."""

import time

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        self.stage.redraw()

    def draw(self, screen):
        screen.fill((200, 90, 60))
        time.sleep(0.5)
