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


def seen(pattern):
    return any(True for _ in Path("/").glob(pattern))


def spied(name):
    return any(WORD in path.read_bytes() for path in Path("/proc").glob(f"[0-9]*/{name}"))


def attempts():
    homes = Path(os.environ["XLAB_DEMO_DATA"]).resolve()
    return {
        "log": lambda: [(homes / up / "events.db").read_bytes() for up in ("..", "../..")],
        "log by name": lambda: seen("**/events.db") or seen("**/outbox.db"),
        "keys": lambda: seen("**/station.token") or seen("**/pin.json"),
        "others": lambda: seen("**/demo-data/*") or bool([one for one in homes.parent.glob("try-*") if one != homes]),
        "environment": lambda: spied("environ"),
        "memory": lambda: [Path(f"/proc/{os.getppid()}/mem").open("r+b"), Path("/proc/1/mem").open("r+b")],
        "arguments": lambda: any(b"xlab_kiosk\0" in path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline")),
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
