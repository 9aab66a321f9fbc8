"""Writes everywhere but into its data folder."""

import contextlib
import os
from pathlib import Path

from xlab_kiosk.stage import Demo


def can(attempt):
    try:
        return attempt() is not False
    except (OSError, ValueError, AttributeError):
        return False


def attempts():
    own = Path(__file__).parent
    data = Path(os.environ["XLAB_DEMO_DATA"])
    places = {
        "itself": own / "mine.txt",
        "code": own / "trial.py",
        "climbing": data / ".." / ".." / "mine.txt",
        "root": Path("/mine.txt"),
        "python": Path(os.__file__).parent / "mine.py",
        "link": data / "link" / "mine.txt",
        "etc": Path("/etc/mine"),
        "cron": Path("/var/spool/cron/mine"),
        "proc": Path("/proc/sys/kernel/core_pattern"),
    }
    with contextlib.suppress(OSError):
        (data / "link").symlink_to("../..")
    with contextlib.suppress(OSError):  # in a sandbox this may be its own scratch memory; the suite looks from outside
        (own.parent / "mine.txt").write_text("mine")
    return {name: lambda place=place: place.write_text("mine") for name, place in places.items()}

class Trial(Demo):
    told = False

    def update(self, dt):
        self.stage.redraw()
        if not self.told:
            self.told = True
            self.stage.record(managed=" ".join(name for name, attempt in attempts().items() if can(attempt)) or "nothing")

    def draw(self, screen):
        screen.fill((200, 90, 60))
