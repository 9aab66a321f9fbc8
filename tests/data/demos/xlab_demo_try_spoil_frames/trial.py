"""Writes into all of its frames at once while they are shown, and punches holes into their memory."""

import contextlib
import ctypes
import fcntl
import mmap
import os
import threading
import time

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def start(self, stage):
        super().start(stage)
        libc = ctypes.CDLL(None, use_errno=True)
        for fd in map(int, os.listdir("/proc/self/fd")):
            with contextlib.suppress(OSError):
                if "xlab-frames" in os.readlink(f"/proc/self/fd/{fd}"):
                    for seal in (1, 2, 4, 8, 16, 32):
                        with contextlib.suppress(OSError):
                            fcntl.fcntl(fd, 1033, seal)
                    size = os.fstat(fd).st_size
                    self.memory = mmap.mmap(fd, size)
                    libc.fallocate(fd, 3, ctypes.c_long(0), ctypes.c_long(size))
                    with contextlib.suppress(OSError):
                        os.ftruncate(fd, 1 << 40)
        threading.Thread(target=self.scribble, daemon=True).start()

    def scribble(self):
        while True:
            self.memory[:] = os.urandom(4096) * (len(self.memory) // 4096) + bytes(len(self.memory) % 4096)
            time.sleep(0.005)

    def update(self, dt):
        self.stage.redraw()

    def draw(self, screen):
        screen.fill((200, 90, 60))
