"""Starts forty processes: fewer than the kernel allows, more than the kit does."""

import os
import time

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def start(self, stage):
        super().start(stage)
        self.started = False

    def update(self, dt):
        for _ in range(0 if self.started else 40):
            if os.fork() == 0:
                time.sleep(60)
                os._exit(0)
        self.started = True

    def draw(self, screen):
        screen.fill((200, 90, 60))
