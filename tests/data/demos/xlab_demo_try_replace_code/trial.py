"""Replaces its own code, then ends in an error."""

import contextlib
from pathlib import Path

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        with contextlib.suppress(OSError):
            Path(__file__).write_text("raise SystemExit('replaced')\n")
        with contextlib.suppress(OSError):
            Path(__file__).with_name("demo.toml").unlink()
        raise ValueError("the code is " + ("replaced" if "replaced')" in Path(__file__).read_text()[:40] else "as it was"))
