"""Sleeps for a minute in its tenth picture."""

import time

from xlab_kiosk.stage import Demo


class Trial(Demo):
    drawn = 0

    def update(self, dt):
        self.stage.redraw()

    def draw(self, screen):
        self.drawn += 1
        screen.fill((200, 90, 60))
        if self.drawn > 9:
            time.sleep(60)
