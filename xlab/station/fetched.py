"""Which installed bundles came from the hub, so that the station gives up what the hub has given up."""

import logging
from pathlib import Path
from typing import Final

import msgspec

from xlab.catalogue.shelf import remove
from xlab.catalogue.shelf_files import replace_file
from xlab.catalogue.shelf_state import FETCHED, ShelfError, installed, read_bytes
from xlab.link import Programme
from xlab.nonsense import NONSENSE

_log = logging.getLogger(__name__)

_MOST: Final = 500
"""Seals remembered, the newest: a few weeks of changes every day."""

_MOST_BYTES: Final = 64 * 1024


class Fetched:
    """The file ``HOME/demos/.fetched``. Reads and writes the disk; nothing here raises."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._file = home / "demos" / FETCHED

    def add(self, seal: str) -> None:
        """The bundle with this seal came from the hub."""
        seals = [one for one in self._read() if one != seal] + [seal]
        try:
            replace_file(self._file, msgspec.json.encode(seals[-_MOST:]))
        except OSError as error:
            _log.warning("%s cannot be written: %s", self._file, error)

    def withdraw(self, programme: Programme) -> bool:
        """Remove what hides a demo of the kit's own software that the hub shows again; whether there was any."""
        packages = {slot.demo for slot in programme.slots if not slot.digest}
        gone = False
        try:
            seals = set(self._read())
            for demo in installed(self._home)[0]:
                if demo.id in packages and demo.current.seal in seals:
                    remove(self._home, demo.id)
                    _log.info("The hub shows its own %s again; the one it had handed on was removed.", demo.id)
                    gone = True
        except (ShelfError, OSError) as error:
            _log.warning("A demo that the hub gave up cannot be removed: %s", error)
        return gone

    def _read(self) -> tuple[str, ...]:
        try:
            return msgspec.json.decode(read_bytes(self._file, _MOST_BYTES), type=tuple[str, ...])
        except FileNotFoundError:
            return ()
        except (OSError, *NONSENSE) as error:
            _log.warning("%s cannot be read: %s", self._file, error)
            return ()
