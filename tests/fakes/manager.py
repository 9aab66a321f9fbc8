"""The service manager's end of sd_notify(3): a real socket, and what came to it."""

import socket
from pathlib import Path

from tests.waiting import PATIENCE


class ServiceManager:
    """Waits for signs of life every ``patience`` seconds, and keeps what it is told. A context manager."""

    def __init__(self, folder: Path, patience: float = 1.0) -> None:
        self._path = folder / "notify"
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._line.bind(str(self._path))
        self._line.settimeout(PATIENCE)
        self.env = {"NOTIFY_SOCKET": str(self._path), "WATCHDOG_USEC": str(round(patience * 1e6))}

    def __enter__(self) -> "ServiceManager":
        return self

    def __exit__(self, *_: object) -> None:
        self._line.close()

    def told(self) -> dict[str, str]:
        """The next message, waited for."""
        lines = self._line.recv(4096).decode().splitlines()
        return dict(line.split("=", 1) for line in lines)

    def until(self, name: str) -> list[dict[str, str]]:
        """All messages up to and with the first that says ``name``."""
        messages = [self.told()]
        while name not in messages[-1]:
            messages.append(self.told())
        return messages
