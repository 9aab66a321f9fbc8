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

Bill = Callable[[Sequence[Entry]], Sequence[Entry]]
"""What of all that was found may be seen, in its order."""


def ready(found: Sequence[Entry]) -> list[Entry]:
    """All that can be begun: for a station that nobody tells what to show."""
    return [entry for entry in found if entry.status == "ready"]


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
    """The demos that visitors may see, in their order, with their pictures as they come."""

    def __init__(
        self,
        find: Callable[[], list[Entry]],
        render: Render,
        wake: Callable[[], None],
        bill: Bill = ready,
    ) -> None:
        """``find`` looks into the catalogue, ``bill`` says what of it visitors may see, from any thread.

        ``wake`` is called from the worker when something is new.
        """
        self._find = find
        self._bill = bill
        self._render = render
        self._wake = wake
        self._lock = threading.Lock()
        self._pictures: dict[_Key, Surface | None] = {}
        self._jobs: queue.SimpleQueue[tuple[tuple[Size, ...], str] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._over = False
        self.drawn = False
        """Whether all demos that were found first have been pictured, as well as that could be done."""
        self.found: tuple[Entry, ...] = _all(find)
        """All there is, good and bad."""
        self.entries: tuple[Entry, ...] = ()
        self.revision = 0
        """Grows with every new picture."""
        self.bill_again()

    def entry(self, demo: str) -> Entry | None:
        """The demo of this id, if visitors may see it."""
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

    def bill_again(self) -> bool:
        """What visitors may see may be something else of what was found. True if it is. From any thread."""
        with self._lock:
            entries = tuple(entry for entry in self._bill(self.found) if entry.manifest is not None)
            changed, self.entries = entries != self.entries, entries
        return changed

    def forget(self) -> None:
        """Find the demos again at once, and forget how they looked."""
        self.found = _all(self._find)
        self.bill_again()
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
            found = _all(self._find)
            if found != self.found:
                self.found = found
                self.bill_again()
                self._wake()
            for entry in self.entries:
                if self._over or not self._jobs.empty():  # a newer wish replaces this one
                    break
                self._picture(entry, *job)
            else:
                self.drawn = True
                self._wake()

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
    return f"{entry.folder} {entry.manifest.version if entry.manifest is not None else ''} {entry.digest}"


def _all(find: Callable[[], list[Entry]]) -> tuple[Entry, ...]:
    """A broken catalogue is an empty one."""
    try:
        return tuple(find())
    except Exception:
        log.exception("The demos could not be listed.")
        return ()
