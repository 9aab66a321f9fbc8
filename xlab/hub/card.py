"""Whether the kit's card takes what happens: told to every screen and page, and looked at again until it does.

A card that is full, that fails, or that the kernel made read-only stops no visitor: what cannot be stored is refused, a
station keeps it and hands it over later. Looking writes nothing as long as all is well.
"""

import asyncio
import errno
import logging
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from xlab.box.machine import LEAST_FREE
from xlab.hub.aside import aside
from xlab.link import Keeps
from xlab.store import StoreError

_log = logging.getLogger(__name__)

EVERY: Final = 10.0
"""Seconds between looks: who made room still stands there when the kit says that it is enough."""

NARROW: Final = 8 * 1024 * 1024
"""Bytes free below which the card is tried with a small file: the log and its journal may need as much at once."""

TRIAL: Final = 256 * 1024
"""Bytes of that file: more than any batch of events, so that what passes lets the log go on."""

STEADY: Final = 30.0
"""Seconds for which a card that refused the log must take the trial, before it counts as well again."""


_SAID: Final[dict[Keeps, tuple[int, str]]] = {
    "yes": (logging.INFO, "The card has room again, and takes all that happens."),
    "low": (logging.WARNING, "Room gets short on the card."),
    "full": (logging.ERROR, "The card is full: nothing more is stored until there is room."),
    "failing": (logging.ERROR, "The card fails or is read-only: nothing more is stored."),
}


class Card:
    """A part of the hub. ``tell`` is called on the loop with each change; ``clock`` in seconds."""

    def __init__(self, home: Path, tell: Callable[[Keeps], None], clock: Callable[[], float]) -> None:
        self._home = home
        self._tell = tell
        self._clock = clock
        self._refused: float | None = None
        self._told: Keeps = "yes"
        self._due = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def wrote(self, failure: StoreError | None) -> None:
        """The log was written, or was not. From any thread."""
        was, self._refused = self._refused, None if failure is None else self._clock()
        if (was is None) != (failure is None):
            self._loop.call_soon_threadsafe(self._due.set)

    async def run(self, ready: Callable[[], None]) -> None:
        """Look again and again, until cancelled."""
        ready()
        while True:
            self._due.clear()
            found = await aside(self.look)
            if found != self._told:
                self._told = found
                _log.log(*_SAID[found])
                self._tell(found)
            try:
                async with asyncio.timeout(EVERY):
                    await self._due.wait()
            except TimeoutError:
                pass

    def look(self) -> Keeps:
        """How the card is now. Writes to it only where something is wrong."""
        try:
            about = os.statvfs(self._home)
        except OSError:
            return "failing"
        free = about.f_bavail * about.f_frsize
        if about.f_flag & os.ST_RDONLY:
            return "failing"
        refused = self._refused
        if refused is None and free >= NARROW and (about.f_favail > 0 or about.f_files == 0):
            return "yes" if free >= LEAST_FREE else "low"
        trouble = tried(self._home)
        if trouble is not None:
            return trouble
        if refused is not None and self._clock() - refused < STEADY:
            return "full" if free < NARROW else "failing"
        self._refused = None
        return "low"


def tried(home: Path) -> Keeps | None:
    """What a small file, which never gets a name, finds out; None: it was taken."""
    try:
        with tempfile.TemporaryFile(dir=home) as file:
            file.write(bytes(TRIAL))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return "full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "failing"
    return None
