"""Looks for the event log, keys, other demos' data, and secrets in memory and environments."""

import os
from pathlib import Path

from xlab_kiosk.stage import Demo


def can(attempt):
    try:
        return attempt() is not False
    except (OSError, ValueError, AttributeError):
        return False


WORD = b"hostile-suite-secret"


def seen(*names):
    for place, folders, files in os.walk("/"):
        folders[:] = [name for name in folders if name not in ("usr", "proc", "sys", "dev", "lib", "node_modules")]
        if any(name in files for name in names):
            return True
    return False


def kiosks():
    return [path for path in Path("/proc").glob("[0-9]*/cmdline") if b"--offscreen" in path.read_bytes()]


def spied(name):
    return any(WORD in path.read_bytes() for path in Path("/proc").glob(f"[0-9]*/{name}"))


def attempts():
    homes = Path(os.environ["XLAB_DEMO_DATA"]).resolve()
    return {
        "log": lambda: [(homes / up / "events.db").read_bytes() for up in ("..", "../..")],
        "log by name": lambda: seen("events.db", "outbox.db"),
        "keys": lambda: seen("station.token", "pin.json"),
        "others": lambda: bool([one for one in homes.parent.glob("try-*") if one != homes]),
        "environment": lambda: spied("environ"),
        "memory": lambda: any([(path.parent / "mem").open("r+b") for path in kiosks()]),
        "arguments": lambda: any(kiosks()),
    }

class Trial(Demo):
    told = False

    def update(self, dt):
        self.stage.redraw()
        if not self.told:
            self.told = True
            self.stage.record(managed=" ".join(name for name, attempt in attempts().items() if can(attempt)) or "nothing")

    def draw(self, screen):
        screen.fill((200, 90, 60))
