"""Calls the hub on this machine, by both kinds of address, with and without the demo's own code."""

import socket
import urllib.request
from pathlib import Path

from xlab_kiosk.stage import Demo


def can(attempt):
    try:
        return attempt() is not False
    except (OSError, ValueError, AttributeError):
        return False


def call(address, family=socket.AF_INET):
    with socket.socket(family, socket.SOCK_STREAM) as plug:
        plug.settimeout(1)
        plug.connect(address)


def attempts():
    ports = [int(Path(__file__).with_name("hub.txt").read_text()), 8080]  # the suite writes where the hub is
    found = {f"port {port}": lambda port=port: call(("127.0.0.1", port)) for port in [*ports, 80, 22, 631]}
    found |= {f"six {port}": lambda port=port: call(("::1", port), socket.AF_INET6) for port in ports}
    found |= {"health": lambda: urllib.request.urlopen(f"http://127.0.0.1:{ports[0]}/api/v1/health", timeout=1)}
    return found

class Trial(Demo):
    told = False

    def update(self, dt):
        self.stage.redraw()
        if not self.told:
            self.told = True
            self.stage.record(managed=" ".join(name for name, attempt in attempts().items() if can(attempt)) or "nothing")

    def draw(self, screen):
        screen.fill((200, 90, 60))
