"""Leaves a named pipe where its small state is kept, and 100 MB beside it."""

import contextlib
import os
from pathlib import Path

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        data = Path(os.environ["XLAB_DEMO_DATA"])
        (data / "keep.json").unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            (data / "keep.new").symlink_to("/proc/self/mem")
        os.mkfifo(data / "keep.json")
        raise ValueError("kept badly")
