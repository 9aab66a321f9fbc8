"""Sends the shell descriptors it did not ask for."""

import contextlib
import os
import socket

from xlab_kiosk.host import wire
from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        for fd in map(int, os.listdir("/proc/self/fd")):
            with contextlib.suppress(OSError):
                if os.readlink(f"/proc/self/fd/{fd}").startswith("socket:"):
                    socket.send_fds(socket.socket(fileno=os.dup(fd)), [wire.encode(wire.Beat())], [0, 1, 2])

    def draw(self, screen):
        screen.fill((200, 90, 60))
