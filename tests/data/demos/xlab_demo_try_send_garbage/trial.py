"""Writes bytes to the socket that are no message."""

import contextlib
import os
import socket

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        for fd in map(int, os.listdir("/proc/self/fd")):
            with contextlib.suppress(OSError):
                if os.readlink(f"/proc/self/fd/{fd}").startswith("socket:"):
                    socket.socket(fileno=os.dup(fd)).send(os.urandom(64))
