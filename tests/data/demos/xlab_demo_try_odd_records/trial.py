"""Records what is no value: not finite, far too long, far too deep, and by names that are none."""

import contextlib
import os
import socket

import msgspec

from xlab_kiosk.stage import Demo


def links():
    for fd in map(int, os.listdir("/proc/self/fd")):
        with contextlib.suppress(OSError):
            if os.readlink(f"/proc/self/fd/{fd}").startswith("socket:"):
                yield socket.socket(fileno=os.dup(fd))


class Trial(Demo):
    def update(self, dt):
        deep = b"\x91" * 5000 + b"\xc0"
        odd = [
            {"taps": float("nan")},
            {"taps": 1 << 62},
            {"T\u00e4ps\u202e": 1},
            {"taps": "x" * 9000},
            {f"n{number}": 1 for number in range(500)},
        ]
        for link in links():
            link.send(deep)
            for values in odd:
                link.send(msgspec.msgpack.encode({"type": "Record", "values": values, "beacon": None}))
