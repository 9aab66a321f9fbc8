"""Reaches for devices, displays and the buses of the system."""

import os
import socket
from pathlib import Path

from xlab_kiosk.stage import Demo


def can(attempt):
    try:
        return attempt() is not False
    except (OSError, ValueError, AttributeError):
        return False


def speak(address):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as plug:
        plug.connect(address)


def opened(*patterns):
    return any([path.open("rb") for pattern in patterns for path in Path("/").glob(pattern)])


def attempts():
    return {
        "sound": lambda: opened("dev/snd/*", "dev/dsp*", "run/user/*/pulse/*"),
        "screen": lambda: opened("dev/dri/*", "dev/fb*"),
        "input": lambda: opened("dev/input/*", "dev/uinput"),
        "camera": lambda: opened("dev/video*", "dev/media*"),
        "disks": lambda: opened("dev/mem", "dev/kmsg", "dev/vd*", "dev/sd*", "dev/mmcblk*", "dev/loop*"),
        "radio": lambda: opened("dev/vhci", "dev/rfkill", "dev/uhid"),
        "system bus": lambda: speak("/run/dbus/system_bus_socket"),
        "session bus": lambda: speak(f"/run/user/{os.getuid()}/bus"),
        "display": lambda: speak("\0" + "/tmp/.X11-unix/X0"),
        "told of a display": lambda: any(name in os.environ for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")),
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
