"""Tries what it should not be able to, and records what it could do."""

import os
import socket
from pathlib import Path

from xlab_kiosk.stage import Demo


def can(attempt):
    try:
        return bool(attempt())
    except OSError:
        return False


def reach():
    with socket.socket() as plug:
        plug.settimeout(1)
        plug.bind(("127.0.0.1", 0))
        plug.listen()
        return plug.getsockname()[1] and Path("/proc/net/route").read_text().count("\n") > 1


class Trial(Demo):
    def update(self, dt):
        if hasattr(self, "told"):
            return
        self.told = True
        own = Path(__file__)
        data = Path(os.environ["XLAB_DEMO_DATA"])
        self.stage.record(
            reads_itself=can(own.read_text),
            writes_its_data=can(lambda: (data / "kept.txt").write_text("kept")),
            writes_its_code=can(lambda: own.write_text("")),
            sees_secrets=can(lambda: Path("/etc/shadow").exists() or Path("/etc/passwd").exists()),
            sees_others_files=can(lambda: Path((data / "where.txt").read_text()).exists()),
            sees_neighbours=can(lambda: [name for name in os.listdir(own.parent.parent) if name != own.parent.name]),
            writes_above=can(lambda: (own.parent.parent / "mine.txt").write_text("")),
            sees_processes=can(lambda: sum(name.isdigit() for name in os.listdir("/proc")) > 4),
            sees_devices=can(
                lambda: [name for name in os.listdir("/dev") if name in ("input", "video0", "dri", "mem")]
            ),
            reaches_network=can(reach),
            gets_root=can(
                lambda: os.setuid(0) is None and os.getuid() == 0 and Path("/proc/sys/kernel/hostname").open("w")
            ),
        )
