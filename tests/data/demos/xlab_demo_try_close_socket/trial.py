"""Closes its connection to the kit and goes on."""

import contextlib
import os

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        for fd in map(int, os.listdir("/proc/self/fd")):
            with contextlib.suppress(OSError):
                if os.readlink(f"/proc/self/fd/{fd}").startswith("socket:"):
                    os.close(fd)
