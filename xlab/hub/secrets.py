"""Secrets that the hub makes: the token of this machine, the setup code, and the keys of stations that were paired."""

import logging
import re
import secrets
import threading
from pathlib import Path
from typing import Final

import msgspec

from xlab.keyfiles import write_key
from xlab.link import Digest
from xlab.nonsense import NONSENSE

_log = logging.getLogger(__name__)

_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{32,128}")
_TOKEN_FILE: Final = "station.token"  # noqa: S105 - where it is, not what it is
_STATIONS_FILE: Final = "stations.json"

MOST_STATIONS: Final = 64
"""Stations that are remembered, those that were unpaired included; of these the oldest are forgotten first."""


def station_token(home: Path) -> str:
    """What a station on this machine proves itself with to the hub; made when the hub first starts. Raises OSError."""
    path = home / "keys" / _TOKEN_FILE
    try:
        token = path.read_text("ascii", errors="replace").strip()
    except FileNotFoundError:
        token = ""
    if not _TOKEN.fullmatch(token):
        # It is not there yet, or it is what a card with a fault left of it. What others can guess is no secret either.
        token = secrets.token_urlsafe(32)
        write_key(home, _TOKEN_FILE, token.encode())
    return token


def setup_code() -> str:
    """A code of six digits that proves the reader stands before the kit. Kept in memory only."""
    return f"{secrets.randbelow(1_000_000):06d}"


class PairedStation(msgspec.Struct, frozen=True):
    """A station that was paired. ``off``: the facilitator took it off the kit; the key stays, to tell it so."""

    key: Digest
    name: str
    off: bool = False


class StationKeys:
    """The keys of stations elsewhere, by station id, in ``keys/stations.json``. Used from any thread."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._writing = threading.Lock()
        self._stations = self._read()

    def get(self, station: str) -> PairedStation | None:
        """What is known of a station; None if it was never paired."""
        return self._stations.get(station)

    def paired(self) -> dict[str, PairedStation]:
        """The stations of this kit that are elsewhere."""
        return {station: known for station, known in self._stations.items() if not known.off}

    @property
    def full(self) -> bool:
        """Whether no further station can be paired."""
        return len(self.paired()) >= MOST_STATIONS

    def put(self, station: str, known: PairedStation) -> None:
        """Keep or change a station; on return it is on the card. Raises OSError, and then nothing changed."""
        # One is paired on one thread while another is taken off on the next: neither may undo the other.
        with self._writing:
            stations = {name: one for name, one in self._stations.items() if name != station} | {station: known}
            off = [name for name, one in stations.items() if one.off]
            for name in off[: max(0, len(stations) - MOST_STATIONS)]:
                del stations[name]
            write_key(self._home, _STATIONS_FILE, msgspec.json.encode(stations))
            self._stations = stations

    def _read(self) -> dict[str, PairedStation]:
        path = self._home / "keys" / _STATIONS_FILE
        try:
            return msgspec.json.decode(path.read_bytes(), type=dict[str, PairedStation])
        except FileNotFoundError:
            return {}
        except (OSError, *NONSENSE) as error:
            _log.error("%s cannot be read (%s). Pair the kit's further stations again.", path, error)
            return {}
