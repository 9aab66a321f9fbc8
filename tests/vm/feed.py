"""The dashboard's live feed, listened to from outside."""

import http.client
import json
import threading
from typing import Any

from tests.vm.browser import Browser


class Feed:
    """Of a browser that is signed in. A context manager; ``room`` is the newest state of the room, ``rooms`` all."""

    def __init__(self, browser: Browser) -> None:
        self._stream = browser.stream("/live")
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self.rooms: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []

    def __enter__(self) -> "Feed":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    @property
    def room(self) -> dict[str, Any]:
        """The room as it was told last; empty while it was not."""
        return self.rooms[-1] if self.rooms else {}

    def _listen(self) -> None:
        name = ""
        try:
            for line in self._stream:
                field, _, value = line.decode().rstrip("\n").partition(": ")
                if field == "event":
                    name = value
                elif field == "data":
                    (self.rooms if name == "room" else self.events).append(json.loads(value))
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            pass  # closed from either end
