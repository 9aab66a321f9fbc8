"""Forks for as long as it can, four hundred times at most, and each child forks on."""

import contextlib
import os
import time

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        left, more = os.pipe()
        os.write(more, b"x" * 400)
        os.close(more)
        while os.read(left, 1):
            with contextlib.suppress(OSError):
                os.fork()
        time.sleep(60)

    def draw(self, screen):
        screen.fill((200, 90, 60))
