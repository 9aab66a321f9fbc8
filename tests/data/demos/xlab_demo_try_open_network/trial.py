"""Opens the network in every way there is."""

import socket
from pathlib import Path

from xlab_kiosk.stage import Demo


def can(attempt):
    try:
        return attempt() is not False
    except (OSError, ValueError, AttributeError):
        return False


def sends(kind, number=0):
    with socket.socket(socket.AF_INET, kind, number) as plug:
        plug.settimeout(1)
        plug.sendto(b"x", ("192.0.2.1", 9))


def routes():
    return Path("/proc/net/route").read_text().count("\n") > 1


def attempts():
    return {
        "name": lambda: socket.getaddrinfo("example.org", 80),
        "datagram": lambda: sends(socket.SOCK_DGRAM),
        "raw": lambda: sends(socket.SOCK_RAW, socket.IPPROTO_ICMP),
        "packets": lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0x300),
        "bluetooth": lambda: socket.socket(socket.AF_BLUETOOTH, socket.SOCK_RAW, socket.BTPROTO_HCI).bind((0,)),
        "machine": lambda: socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM).connect((2, 1)),
        "routes": routes,
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
