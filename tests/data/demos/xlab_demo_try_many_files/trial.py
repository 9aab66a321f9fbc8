"""Makes empty files in its data folder until there are no more to be had."""

import os
from pathlib import Path

from xlab_kiosk.stage import Demo


class Trial(Demo):
    number = 0

    def update(self, dt):
        for _ in range(200):
            self.number += 1
            (Path(os.environ["XLAB_DEMO_DATA"]) / f"{self.number}").touch()

    def draw(self, screen):
        screen.fill((200, 90, 60))
