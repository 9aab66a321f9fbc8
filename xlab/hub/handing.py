"""Handing demos on: bundles for stations that show a demo and do not have it, kept for as long as one lacks it."""

import asyncio
import logging
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from xlab import link
from xlab.catalogue.bundle import BundleError
from xlab.catalogue.doors import Entry
from xlab.catalogue.handing import bundle_of
from xlab.catalogue.shelf_state import Shelved
from xlab.hub.aside import aside

_log = logging.getLogger(__name__)

PAUSE: Final = 60.0
"""Seconds until a demo that could not be packed is tried again: a card may have been full meanwhile."""


class Handing:
    """The folder ``HOME/demos/.outgoing``. Used on the loop only."""

    def __init__(
        self, home: Path, shelved: Callable[[], Mapping[str, Shelved]], packed: Callable[[dict[str, str]], None]
    ) -> None:
        """``packed`` is told the seals of the bundles that are there, by the digests of their demos, at each change."""
        self._home = home
        self._folder = home / "demos" / ".outgoing"
        self._shelved = shelved
        self._packed = packed
        self._lacking: dict[str, Entry] = {}
        self._seals: dict[str, str] = {}
        self._not_before: dict[str, float] = {}
        self._due = asyncio.Event()

    def lacking(self, entries: Sequence[Entry]) -> None:
        """These demos, and no others, are lacked by a station."""
        now = {entry.digest: entry for entry in entries}
        if now.keys() != self._lacking.keys():
            self._due.set()
        self._lacking = now

    async def run(self, ready: Callable[[], None]) -> None:
        """Pack what is lacked, remove what is not. A part of the hub."""
        ready()
        self._seals = {}
        self._packed({})
        await aside(lambda: shutil.rmtree(self._folder, ignore_errors=True))
        loop = asyncio.get_running_loop()
        while True:
            self._due.clear()
            for digest in [digest for digest in self._seals if digest not in self._lacking]:
                path = self._path(self._seals.pop(digest))
                self._packed(dict(self._seals))
                await asyncio.to_thread(path.unlink, missing_ok=True)
            waiting = [one for one in self._lacking.values() if one.digest not in self._seals]
            entry = next((one for one in waiting if self._not_before.get(one.digest, 0.0) <= loop.time()), None)
            if entry is not None:
                await self._pack(entry)
                continue
            try:
                async with asyncio.timeout(PAUSE if waiting else None):
                    await self._due.wait()
            except TimeoutError:
                pass

    async def piece(self, station: str, message: link.WantBundle) -> link.BundlePiece:
        """A piece of a bundle that is handed on now; of size 0 for any other."""
        none = link.BundlePiece(seal=message.seal, offset=message.offset, size=0)
        if message.seal not in self._seals.values():
            return none
        try:
            size, data = await asyncio.to_thread(_read, self._path(message.seal), message.offset)
        except OSError as error:
            _log.warning("A demo cannot be handed on to station %s: %s", station, error)
            return none
        return link.BundlePiece(seal=message.seal, offset=message.offset, size=size, data=data)

    async def _pack(self, entry: Entry) -> None:
        shelved = self._shelved().get(entry.name)
        try:
            bundle = await aside(lambda: bundle_of(self._home, entry, shelved, self._folder))
        except BundleError as error:
            if entry.digest not in self._not_before:
                _log.warning("The demo %s cannot be handed on to other stations. %s", entry.name, error)
            self._not_before[entry.digest] = asyncio.get_running_loop().time() + PAUSE
            return
        self._not_before.pop(entry.digest, None)
        self._seals[entry.digest] = bundle.seal
        self._packed(dict(self._seals))

    def _path(self, seal: str) -> Path:
        return self._folder / f"{seal}.xlabdemo"


def _read(path: Path, offset: int) -> tuple[int, bytes]:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        if offset >= size:
            return size, b""
        file.seek(offset)
        return size, file.read(link.PIECE)
