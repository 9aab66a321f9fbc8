"""The live picture of the screen for the facilitator's browser: a few frames a second, made beside the main loop."""

import io
import logging
import queue
import threading
from collections.abc import Callable
from typing import Final

import pygame

log = logging.getLogger(__name__)

INTERVAL: Final = 1 / 8
"""Seconds between two pictures: enough to follow a visitor, little enough for a phone on a hotspot."""

WIDEST: Final = 960
"""Pixels; larger displays are scaled down, which a phone does anyway."""


def jpeg(picture: pygame.Surface, widest: int = WIDEST) -> bytes:
    """The picture as JPEG, at most ``widest`` pixels wide."""
    width, height = picture.get_size()
    if width > widest:
        picture = pygame.transform.smoothscale(picture, (widest, max(1, round(height * widest / width))))
    file = io.BytesIO()
    pygame.image.save(picture, file, "screen.jpg")
    return file.getvalue()


class Screencast:
    """Sends pictures while somebody watches. The main loop pays for one copy of the screen and nothing else."""

    def __init__(self, send: Callable[[bytes], None]) -> None:
        """``send`` is called on the worker thread."""
        self._send = send
        self._slot: queue.Queue[pygame.Surface | None] = queue.Queue(maxsize=1)
        self._thread: threading.Thread | None = None
        self._changed = False
        self._next = 0.0
        self.on = False

    def watch(self, on: bool) -> None:
        """Somebody began or ceased to watch. A new watcher gets a picture at once, even of a still screen."""
        self.on = on
        self._changed = True
        self._next = 0.0
        if on and self._thread is None:
            self._thread = threading.Thread(target=self._work, name="screencast", daemon=True)
            self._thread.start()

    def changed(self) -> None:
        """The display shows something new."""
        self._changed = True

    def due(self) -> float | None:
        """When :meth:`offer` has something to do; None while there is nothing."""
        return self._next if self.on and self._changed else None

    def offer(self, screen: pygame.Surface, now: float) -> None:
        """Take a copy of the screen if one is due and the worker has time for it."""
        if not self.on or not self._changed or now < self._next or self._slot.full():
            return
        self._slot.put_nowait(screen.copy())
        self._changed = False
        self._next = now + INTERVAL

    def close(self, patience: float) -> None:
        """Stop, leaving no thread unless a picture takes longer than ``patience`` seconds to send."""
        self.on = False
        if self._thread is None:
            return
        try:
            self._slot.put(None, timeout=patience)
        except queue.Full:
            log.warning("The live picture's worker is stuck; it ends with the process.")
        else:
            self._thread.join(timeout=patience)
        self._thread = None

    def _work(self) -> None:
        said = False
        while (picture := self._slot.get()) is not None:
            try:
                self._send(jpeg(picture))
            except Exception:
                # The live picture is a courtesy: whatever is wrong, the kiosk goes on, and says so once.
                if not said:
                    log.exception("The live picture could not be sent.")
                said = True
