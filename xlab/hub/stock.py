"""The demos on the hub's machine: looked at when somebody changed them, and in any case soon; never on the loop."""

import asyncio
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec

from xlab.catalogue.digest import DigestError
from xlab.catalogue.doors import Entry, find_demos
from xlab.catalogue.fingerprints import fingerprint
from xlab.catalogue.rating import RATINGS, Rating, read_rating
from xlab.catalogue.shelf import sweep
from xlab.catalogue.shelf_state import STATE, ShelfError, Shelved, installed, places
from xlab.catalogue.trust import SIGNERS, Signer, TrustError, read_signers
from xlab.hub.aside import aside

_log = logging.getLogger(__name__)

EVERY: Final = 10.0
"""Seconds between glances at the folders: who copied a demo into one still looks at the page when it shows."""

_GLANCES: Final = 20.0
"""A glance that takes a second is followed by a pause of that many: a folder without end must not eat the processor."""

_MOST_FILES: Final = 20_000
"""Files one glance looks at; ten demos of the largest size."""

PATIENCE: Final = 30.0
"""Seconds somebody waits for a look that is under way."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What is on the hub's machine; ``digests`` and ``ratings`` are by the folder of an entry."""

    entries: tuple[Entry, ...] = ()
    shelved: Mapping[str, Shelved] = {}
    digests: Mapping[Path, str] = {}
    ratings: Mapping[Path, Rating] = {}
    signers: tuple[Signer, ...] = ()

    def signer(self, key: str) -> str:
        """The name of who has this public key, the first eight signs of it where nobody knows that, or empty."""
        known = next((signer.name for signer in self.signers if signer.key == key), "")
        return known or f"{key[:4]} {key[4:8]}".strip()


class Stock:
    """What demos there are. Made on the loop; :meth:`look` is for other threads."""

    def __init__(self, home: Path, changed: Callable[[Found], None]) -> None:
        """``changed`` is called on the loop after each look."""
        self._home = home
        self._changed = changed
        self._loop = asyncio.get_running_loop()
        self._looking = threading.Lock()
        self._seen: int | None = None

    def look(self) -> None:
        """Look at all demos now; what was found is told on the loop before anything this thread asks there later.

        Raises TimeoutError where another look does not come to an end.
        """
        if not self._looking.acquire(timeout=PATIENCE):
            raise TimeoutError("Looking at the demos takes too long.")
        try:
            seen = glance(self._home)
            found = _find(self._home)
            self._seen = seen
        finally:
            self._looking.release()
        self._loop.call_soon_threadsafe(self._changed, found)

    async def run(self, ready: Callable[[], None]) -> None:
        """Tidy the shelf, look, and look again whenever something changed. A part of the hub."""
        ready()  # nobody waits for a folder that is slow
        await aside(self._sweep)
        while True:
            looking = asyncio.ensure_future(aside(self._glance))
            try:
                done, _ = await asyncio.wait([looking], timeout=PATIENCE)
                if not done:
                    _log.warning(
                        "Looking at the demos in %s takes long. The others are shown as they were.", self._home
                    )
                await asyncio.sleep(max(EVERY, _GLANCES * await looking))
            finally:
                looking.cancel()
                await asyncio.wait([looking])

    def _sweep(self) -> None:
        try:
            sweep(self._home)
        except (ShelfError, OSError) as error:
            _log.warning("What an interrupted installation left could not be removed. %s", error)

    def _glance(self) -> float:
        """Look if something changed; seconds that the glance took."""
        began = time.monotonic()
        seen = glance(self._home)
        took = time.monotonic() - began
        if seen != self._seen:
            self.look()
        return took


def glance(home: Path) -> int:
    """A number that changes when a demo, the shelf, a rating or the list of signers does. Nothing is read."""
    marks = []
    for path in _watched(home):
        try:
            about = path.stat(follow_symlinks=False)
        except OSError:
            marks.append((str(path), 0, 0, 0))
        else:
            marks.append((str(path), about.st_mtime_ns, about.st_size, about.st_ino))
        if len(marks) >= _MOST_FILES:
            break
    return hash(tuple(marks))


def _watched(home: Path) -> Iterator[Path]:
    yield home / "keys" / SIGNERS
    yield home / RATINGS
    try:
        for place in places(home):
            yield place / STATE
    except OSError:
        yield home / "demos"
    for folder, folders, names in os.walk(home / "demos"):
        folders[:] = [name for name in folders if not name.startswith((".", "__"))]
        yield Path(folder)
        yield from (Path(folder) / name for name in names)


def _find(home: Path) -> Found:
    entries = tuple(find_demos(home))
    digests = {entry.folder: _digest(entry) for entry in entries if entry.folder is not None}
    ratings = {folder: read_rating(home, digest) for folder, digest in digests.items()}
    try:
        shelved = {demo.id: demo for demo in installed(home)[0]}
    except OSError:
        shelved = {}  # the list of demos says so
    try:
        signers = read_signers(home)
    except TrustError as error:
        _log.warning("%s", error)
        signers = ()
    return Found(
        entries=entries,
        shelved=shelved,
        digests=digests,
        ratings={folder: rating for folder, rating in ratings.items() if rating is not None},
        signers=signers,
    )


def _digest(entry: Entry) -> str:
    """Also of a Python package, whose entry names none: its rating is kept by it."""
    if entry.digest or entry.folder is None or entry.status == "bad":
        return entry.digest
    try:
        return fingerprint(entry.folder)
    except DigestError:
        return ""
