"""Which demos can be taken out of the box, and what they look like: found and pictured beside the main loop."""

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec
from pygame import Surface

from xlab.catalogue import Entry

log = logging.getLogger(__name__)

Size = tuple[int, int]


class Render(Protocol):
    """Draws a demo's attract picture in several sizes. Takes a second or more; never raises for what a demo does."""

    def __call__(self, entry: Entry, sizes: Sequence[Size], *, language: str) -> Sequence[Surface]:
        """One picture for each size, or none at all."""
        ...


class _Key(msgspec.Struct, frozen=True):
    demo: str
    version: str
    size: Size
    language: str


class Gallery:
    """The demos that are ready, in their order, with their pictures as they come."""

    def __init__(self, find: Callable[[], list[Entry]], render: Render, wake: Callable[[], None]) -> None:
        """``find`` looks into the catalogue; ``wake`` is called from the worker when something is new."""
        self._find = find
        self._render = render
        self._wake = wake
        self._lock = threading.Lock()
        self._pictures: dict[_Key, Surface | None] = {}
        self._jobs: queue.SimpleQueue[tuple[tuple[Size, ...], str] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._over = False
        self.entries: tuple[Entry, ...] = _ready(find)
        self.revision = 0
        """Grows with every new picture."""

    def entry(self, demo: str) -> Entry | None:
        """The demo of this id, if it is ready."""
        return next((entry for entry in self.entries if entry.name == demo), None)

    def picture(self, demo: str, size: Size, language: str) -> Surface | None:
        """The picture of a demo that suits ``size`` best; None while there is none."""
        with self._lock:
            known = [
                (abs(key.size[0] / key.size[1] - size[0] / size[1]), key.language != language, picture)
                for key, picture in self._pictures.items()
                if key.demo == demo and picture is not None
            ]
        return min(known, key=lambda one: one[:2])[2] if known else None

    def look(self, sizes: Sequence[Size], language: str) -> None:
        """Look for demos again, and picture those that have no picture yet in these sizes and this language."""
        self._jobs.put((tuple(sizes), language))
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="gallery", daemon=True)
            self._thread.start()

    def forget(self) -> None:
        """Find the demos again at once, and forget how they looked."""
        self.entries = _ready(self._find)
        with self._lock:
            self._pictures = {}
        self.revision += 1

    def close(self, patience: float) -> None:
        """Stop after what is being done, but wait no longer than ``patience`` seconds for it."""
        self._over = True
        self._jobs.put(None)
        if self._thread is not None:
            self._thread.join(patience)
            self._thread = None

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            entries = _ready(self._find)
            if entries != self.entries:
                self.entries = entries
                self._wake()
            for entry in entries:
                if self._over or not self._jobs.empty():  # a newer wish replaces this one
                    break
                self._picture(entry, *job)

    def _picture(self, entry: Entry, sizes: tuple[Size, ...], language: str) -> None:
        wanted = [_Key(entry.name, _version(entry), size, language) for size in dict.fromkeys(sizes)]
        missing = [key for key in wanted if key not in self._pictures]
        if not missing:
            return
        try:
            drawn: Sequence[Surface | None] = self._render(entry, [key.size for key in missing], language=language)
        except Exception:
            log.exception("The picture of %s could not be made.", entry.name)
            drawn = []
        made = dict(zip(missing, drawn or [None] * len(missing), strict=False))
        with self._lock:
            # Pictures are the largest thing a kiosk keeps, so the ones this demo had before go.
            kept = {key: one for key, one in self._pictures.items() if key.demo != entry.name or key in wanted}
            self._pictures = kept | made
        self.revision += 1
        self._wake()


def _version(entry: Entry) -> str:
    """Something that is different when the demo is."""
    return f"{entry.folder} {entry.manifest.version if entry.manifest is not None else ''}"


def _ready(find: Callable[[], list[Entry]]) -> tuple[Entry, ...]:
    """What visitors may see: nothing bad, nothing that IT has not approved. A broken catalogue is an empty one."""
    try:
        return tuple(entry for entry in find() if entry.status == "ready" and entry.manifest is not None)
    except Exception:
        log.exception("The demos could not be listed.")
        return ()
