"""Takes 768 MB in twelve children of 64 MB each, so that no limit of one process helps."""

import os
import time

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def start(self, stage):
        super().start(stage)
        self.left = 12

    def update(self, dt):
        if not self.left:
            return
        self.left -= 1
        if os.fork() == 0:
            held = bytearray(64 * 1024 * 1024)
            held[::4096] = b"x" * len(held[::4096])
            time.sleep(60)
            os._exit(0)

    def draw(self, screen):
        screen.fill((200, 90, 60))
