"""Hangs in an update while a thread of it sends signs of life."""

import contextlib
import os
import socket
import threading
import time

import msgspec

from xlab_kiosk.stage import Demo


def links():
    for fd in map(int, os.listdir("/proc/self/fd")):
        with contextlib.suppress(OSError):
            if os.readlink(f"/proc/self/fd/{fd}").startswith("socket:"):
                yield socket.socket(fileno=os.dup(fd))


class Trial(Demo):
    def start(self, stage):
        super().start(stage)
        threading.Thread(target=self.lie, daemon=True).start()

    def lie(self):
        plugs = list(links())
        while True:
            for link in plugs:
                link.send(msgspec.msgpack.encode({"type": "Beat"}))
            time.sleep(0.25)

    def draw(self, screen):
        screen.fill((200, 90, 60))

    def update(self, dt):
        time.sleep(600)
