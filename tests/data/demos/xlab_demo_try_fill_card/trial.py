"""Fills its data folder, file by file, until the card is full."""

import contextlib
import os
from pathlib import Path

from xlab_kiosk.stage import Demo


class Trial(Demo):
    number = 0

    def update(self, dt):
        self.number += 1
        with (Path(os.environ["XLAB_DEMO_DATA"]) / f"{self.number}").open("wb") as file, contextlib.suppress(OSError):
            for _ in range(8):
                file.write(os.urandom(1 << 20))

    def draw(self, screen):
        screen.fill((200, 90, 60))
