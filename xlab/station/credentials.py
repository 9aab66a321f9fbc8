"""The keys a station may prove itself with, as they lie in its home: one of its own, or the kit's beside its hub."""

import logging
from pathlib import Path
from typing import Final

import msgspec

from xlab.keyfiles import remove_key, write_key
from xlab.link import Digest
from xlab.nonsense import NONSENSE

_log = logging.getLogger(__name__)

TOKEN_FILE: Final = "station.token"  # noqa: S105 - where it is, not what it is
"""Made by the hub of a kit: whoever can read it runs on the kit's own machine, as the kit's user."""

PAIRED_FILE: Final = "hub.json"
"""Made when this station was paired with a hub elsewhere."""


class Key(msgspec.Struct, frozen=True):
    """A key, and whose it is: with ``kit`` empty, the hub's of this very home."""

    secret: bytes
    kit: str = ""
    kit_name: str = ""
    url: str = ""

    @property
    def paired(self) -> bool:
        """Whether it came from a pairing."""
        return bool(self.kit)


class _PairedFile(msgspec.Struct, frozen=True):
    station: str
    key: Digest
    kit: str
    kit_name: str
    url: str


def keys_of(home: Path, station: str) -> list[Key]:
    """The keys to try, best first. None: this home has no hub, and the station was not paired under this id."""
    keys = []
    paired = _paired(home)
    if paired is not None and paired.station == station and paired.kit:
        keys.append(Key(paired.key, paired.kit, paired.kit_name, paired.url))
    try:
        token = (home / "keys" / TOKEN_FILE).read_text("ascii", errors="replace").strip()
    except OSError:
        token = ""
    if token:
        keys.append(Key(token.encode()))
    return keys


def keep(home: Path, station: str, key: Key) -> None:
    """Keep the key of a pairing; on return it is on the card. Raises OSError."""
    content = _PairedFile(station, key.secret, key.kit, key.kit_name, key.url)
    write_key(home, PAIRED_FILE, msgspec.json.encode(content))


def forget(home: Path) -> None:
    """Let go of the key of the pairing. Raises OSError."""
    remove_key(home, PAIRED_FILE)


def _paired(home: Path) -> _PairedFile | None:
    path = home / "keys" / PAIRED_FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=_PairedFile)
    except FileNotFoundError:
        return None
    except (OSError, *NONSENSE) as error:
        _log.debug("%s cannot be read: %s", path, error)
        return None
