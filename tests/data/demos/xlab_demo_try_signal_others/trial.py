"""Sends signals to everybody it can name, then stops whoever is above it."""

import os
import signal
from pathlib import Path

from xlab_kiosk.stage import Demo


def can(attempt):
    try:
        return attempt() is not False
    except (OSError, ValueError, AttributeError):
        return False


def attempts():
    signal.signal(signal.SIGCONT, signal.SIG_IGN)
    above = os.getppid() or 1
    return {
        "parent": lambda: os.getppid() > 1 and os.kill(os.getppid(), signal.SIGKILL),
        "grandparent": lambda: os.kill(int(Path(f"/proc/{above}/stat").read_text().split()[3]) or -2, signal.SIGSTOP),
        "guess": lambda: not any([can(lambda n=n: os.kill(n, signal.SIGUSR1)) for n in range(3, 5000) if n != os.getpid()]) and False,
        "debug": lambda: Path(f"/proc/{above}/comm").write_text("mine"),
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
