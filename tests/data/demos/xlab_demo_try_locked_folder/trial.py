"""Hides what it writes in a folder that nobody may look into."""

import os
from pathlib import Path

from xlab_kiosk.stage import Demo


class Trial(Demo):
    number = 0

    def update(self, dt):
        folder = Path(os.environ["XLAB_DEMO_DATA"]) / "locked"
        folder.mkdir(exist_ok=True)
        folder.chmod(0o700)
        self.number += 1
        (folder / f"{self.number}").write_bytes(os.urandom(4 << 20))
        folder.chmod(0)

    def draw(self, screen):
        screen.fill((200, 90, 60))
