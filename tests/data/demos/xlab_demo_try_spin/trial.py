"""Keeps every processor busy with as many processes and threads as it may have, and plays on."""

import os

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def start(self, stage):
        super().start(stage)
        for _ in range(20):
            if os.fork() == 0:
                while True:
                    pass

    def update(self, dt):
        self.stage.redraw()

    def draw(self, screen):
        screen.fill((200, 90, 60))
