"""What hub, kiosk and scanner tell the service manager: that they are up, that their loop still turns, that they end.

The protocol is systemd's, sd_notify(3): datagrams of ``NAME=value`` lines to the socket that the environment names.
What wraps it is either long unkept or needs a compiler, and it is a few lines. Where nobody listens, nothing is sent.
"""

import os
import socket
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from typing import Final

BEATS: Final = 3
"""Signs of life within the time after which the manager gives a process up: one or two may come late."""

_PATIENCE: Final = 1.0
"""Seconds a manager may take to accept a datagram; it is at the other end of a socket on this machine."""


class Manager:
    """The service manager at the socket ``address``, empty where there is none.

    ``patience`` is how many seconds it waits for a sign of life, 0 where it does not wait for any.
    """

    def __init__(self, address: str = "", patience: float = 0.0) -> None:
        self._address = address
        self.there = bool(address)
        """Whether there is one: then what ends is started again."""
        self.every = patience / BEATS if address else 0.0
        """Seconds between two signs of life; 0: nobody waits for any."""
        self._due = float("-inf")

    def ready(self, status: str) -> None:
        """It is up; ``status`` is a sentence for who asks how it is."""
        self._send("READY=1", f"STATUS={_one_line(status)}")

    def alive(self, now: float) -> None:
        """The loop turns. May be called at every turn: it sends when one is due. ``now`` in seconds of any clock."""
        if self.every and now >= self._due:
            self._due = now + self.every
            self._send("WATCHDOG=1")

    def stopping(self, status: str) -> None:
        """It was told to end, and does."""
        self._send("STOPPING=1", f"STATUS={_one_line(status)}")

    def _send(self, *lines: str) -> None:
        if not self._address:
            return
        # A manager that is gone or overwhelmed is no reason for a kit to stop.
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.settimeout(_PATIENCE)
            line.sendto("\n".join(lines).encode(), self._address)


def service_manager(environ: MutableMapping[str, str] = os.environ, pid: int | None = None) -> Manager:
    """The manager that started this process, by its environment, from which it is taken out.

    What this process starts, demos among them, must not speak in its name.
    """
    address = environ.pop("NOTIFY_SOCKET", "")
    patience = environ.pop("WATCHDOG_USEC", "")
    meant = environ.pop("WATCHDOG_PID", "")
    if not address.startswith(("/", "@")):  # not of this machine, or not there
        return Manager()
    waits = patience.isdecimal() and meant in ("", str(pid or os.getpid()))
    # An abstract socket: the kernel wants a zero byte where people write @.
    return Manager(address.replace("@", "\0", 1) if address[0] == "@" else address, int(patience) / 1e6 if waits else 0)


def is_service(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a service manager started this process, asked before :func:`service_manager` is."""
    return environ.get("NOTIFY_SOCKET", "").startswith(("/", "@"))


def _one_line(text: str) -> str:
    return " ".join(text.split())
