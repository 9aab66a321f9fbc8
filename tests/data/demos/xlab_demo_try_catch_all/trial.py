"""Catches whatever is raised, and goes on."""

import contextlib
import time

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def draw(self, screen):
        screen.fill((200, 90, 60))

    def touch(self, touch):
        while True:
            with contextlib.suppress(BaseException):
                while True:
                    time.sleep(1)
