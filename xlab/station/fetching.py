"""Bundles that a station gets from its hub: asked for piece by piece, kept below ``HOME/demos/.incoming``, installed.

One bundle at a time, and the next piece only when the last one is in the file, so a slow card slows the hub down and
fills no memory. What is there when the link breaks is gone on with at the next one. Nothing here raises: a station that
cannot get a demo shows the others.
"""

import logging
import os
import shutil
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from xlab.catalogue.bundle import BundleError, open_bundle
from xlab.catalogue.digest import MAX_BYTES
from xlab.catalogue.doors import Entry
from xlab.catalogue.programme import fits
from xlab.catalogue.shelf import ShelfError, install
from xlab.catalogue.trust import TrustError
from xlab.link import BundlePiece, Programme, Slot, WantBundle
from xlab.station.fetched import Fetched

_log = logging.getLogger(__name__)

PAUSE: Final = 300.0
"""Seconds until a bundle that could not be got or installed is asked for again: a card may have been full meanwhile."""

ROOM: Final = 64 * 1024 * 1024
"""Bytes that stay free on the card besides a bundle and what is unpacked of it."""

_MOST: Final = 2 * MAX_BYTES
"""Bytes of the largest file that can be a bundle (:mod:`xlab.catalogue.container`)."""

_PART: Final = ".part"


class Fetching:
    """What one station fetches. :meth:`want` and :meth:`take` are for one thread, not the one that draws."""

    def __init__(
        self,
        home: Path,
        changed: Callable[[], None],
        *,
        clock: Callable[[], float] = time.monotonic,
        free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    ) -> None:
        """``changed`` is called, on any thread, when a bundle was installed or given up: look at the demos, want again.

        ``free`` says how many bytes the card of a folder has left.
        """
        self._home = home
        self._folder = home / "demos" / ".incoming"
        self._fetched = Fetched(home)
        self._changed = changed
        self._clock = clock
        self._free = free
        self._seal = ""
        self._offset = 0
        self._not_before: dict[str, float] = {}
        self._installing: threading.Thread | None = None

    def want(self, programme: Programme, entries: Sequence[Entry]) -> list[WantBundle]:
        """What to ask of the hub now: after each programme it tells, with the demos found here. Empty: nothing."""
        lacking = [slot.seal for slot in programme.slots if _lacks(slot, entries)]
        if self._busy():
            return []
        if self._fetched.withdraw(programme):
            self._changed()
        try:
            self._tidy(lacking)
            now = self._clock()
            self._seal = next((seal for seal in lacking if self._not_before.get(seal, now) <= now), "")
            if not self._seal:
                return []
            self._folder.mkdir(parents=True, exist_ok=True)
            self._offset = _size(self._part(self._seal))
        except OSError as error:
            _log.warning("The folder %s cannot be used: %s. No demo is fetched.", self._folder, error.strerror or error)
            self._seal = ""
            return []
        return [WantBundle(seal=self._seal, offset=self._offset)]

    def take(self, piece: BundlePiece) -> WantBundle | None:
        """A piece has come; what to ask for next, or None."""
        # Another offset: it was asked for twice, around a new programme, and the other answer counts.
        if not piece.seal or (piece.seal, piece.offset) != (self._seal, self._offset) or self._busy():
            return None
        try:
            wrong = self._wrong(piece)
            if not wrong:
                _append(self._part(self._seal), piece)
        except OSError as error:
            wrong = f"It cannot be written down: {error.strerror or error}."
        if wrong:
            self._leave(wrong)
            self._changed()
            return None
        self._offset += len(piece.data)
        if self._offset < piece.size:
            return WantBundle(seal=self._seal, offset=self._offset)
        self._installing = threading.Thread(target=self._install, args=(self._seal,), name="install demo", daemon=True)
        self._installing.start()
        return None

    def _wrong(self, piece: BundlePiece) -> str:
        """Why nothing comes of this piece, or empty."""
        end = piece.offset + len(piece.data)
        if piece.size == 0:
            return "The hub has it no more."
        if piece.size > _MOST or end > piece.size or (not piece.data and end < piece.size):
            self._drop(self._part(self._seal))
            return "What the hub sends of it cannot be right."
        if self._free(self._home) < 2 * piece.size - piece.offset + ROOM:
            return f"There is no room on this station's card for its {piece.size // 1024**2 + 1} MB."
        return ""

    def _busy(self) -> bool:
        return self._installing is not None and self._installing.is_alive()

    def _install(self, seal: str) -> None:
        path = self._part(seal)
        try:
            # Also a bundle of a signer this station trusts has to be the one that was asked for.
            if open_bundle(path).seal != seal:
                raise BundleError("It is another bundle than the one that was asked for.")
            demo = install(self._home, path, approved=seal)
        except (BundleError, ShelfError, TrustError, OSError) as error:
            self._leave(str(error))
        except Exception:
            _log.exception("A bundle from the hub failed in a way nobody thought of.")
            self._leave("See above.")
        else:
            _log.info("The demo %s %s came from the hub.", demo.id, demo.current.version)
            self._fetched.add(seal)
            self._seal = ""
        self._drop(path)
        self._installing = None
        self._changed()

    def _leave(self, reason: str) -> None:
        _log.warning("The demo with the seal %.8s cannot be fetched from the hub. %s", self._seal, reason)
        self._not_before[self._seal] = self._clock() + PAUSE
        self._seal = ""

    def _drop(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            _log.warning("%s cannot be removed: %s", path, error)

    def _tidy(self, lacking: Sequence[str]) -> None:
        """Remove what was begun and nobody wants any more."""
        wanted = {self._part(seal).name for seal in lacking}
        self._not_before = {seal: until for seal, until in self._not_before.items() if seal in lacking}
        if self._folder.is_dir():
            for item in self._folder.iterdir():
                if item.name not in wanted:
                    item.unlink()

    def _part(self, seal: str) -> Path:
        return self._folder / f"{seal}{_PART}"


def _lacks(slot: Slot, entries: Sequence[Entry]) -> bool:
    return bool(slot.seal) and not any(fits(entry, slot) for entry in entries)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _append(path: Path, piece: BundlePiece) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.seek(piece.offset)
        file.write(piece.data)
