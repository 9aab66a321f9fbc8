"""Fills the card with files that it has taken out of its data folder again and holds open."""

import os
from pathlib import Path

from xlab_kiosk.stage import Demo


class Trial(Demo):
    held = ()

    def update(self, dt):
        path = Path(os.environ["XLAB_DEMO_DATA"]) / "hidden"
        file = path.open("wb")
        path.unlink()
        for _ in range(8):
            file.write(os.urandom(1 << 20))
        file.flush()
        self.held = (*self.held, file)

    def draw(self, screen):
        screen.fill((200, 90, 60))
