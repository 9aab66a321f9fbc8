"""What each station found out about itself when it was last walked through: kept on the card, for the dashboard."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import msgspec

from xlab import link
from xlab.catalogue.shelf_state import read_bytes
from xlab.dashboard.ports.checks import Asked
from xlab.hub.stations import Stations
from xlab.keyfiles import replace_file
from xlab.link import Check, Room
from xlab.look.saying import say, step_of
from xlab.look.words import Words
from xlab.nonsense import NONSENSE

_log = logging.getLogger(__name__)

MOST: Final = 50
"""Stations whose last walk is kept; no kit has a quarter of them. The oldest goes first."""

_AREA: Final = "preflight."
_MOST_BYTES: Final = 4 * 1024 * 1024
_PATIENCE: Final = 5.0
"""Seconds a thread of the dashboard waits for the loop."""


class _Kept(msgspec.Struct, frozen=True):
    walk: str
    at: float
    checks: tuple[Check, ...]


class Checks:
    """Implements :class:`xlab.dashboard.ports.checks.Checks`. Made on the loop."""

    def __init__(self, home: Path, stations: Stations, room: Callable[[], Room], wall: Callable[[], float]) -> None:
        """Stations are heard from now on. ``wall`` is seconds since 1970, as right as the kit knows."""
        stations.answers[link.StationChecked] = self.take
        self._stations, self._room, self._wall = stations, room, wall
        self._file = home / "checks.json"
        self._loop = asyncio.get_running_loop()
        self._writing = asyncio.Lock()
        self._able: set[str] = set()
        self._kept: Mapping[str, _Kept] = self._read()

    async def take(self, station: str, message: link.StationChecked) -> None:
        """A station says what its last walk found; nothing is answered, for it says so again when it comes back."""
        self._able.add(station)
        before = self._kept.get(station)
        if not message.walk or (before is not None and before.walk == message.walk):
            return
        checks = tuple(check for check in message.checks if _can_be_told(check))
        if len(checks) < len(message.checks):
            _log.warning("Station %s found things that this hub has no words for: it is of another version.", station)
        kept = _Kept(message.walk, self._wall() - message.age, checks)
        others = {name: one for name, one in self._kept.items() if name != station}
        newest = sorted(others.items(), key=lambda item: item[1].at)[-(MOST - 1) :]
        self._kept = dict(newest) | {station: kept}
        async with self._writing:
            content = msgspec.json.encode(self._kept)
            try:
                await asyncio.to_thread(replace_file, self._file, content)
            except OSError as error:
                _log.warning("What stations found out about themselves is not remembered: %s", error)

    def last(self, station: str) -> tuple[float, tuple[Check, ...]] | None:
        """When, and what was found; None where nobody has walked through it yet."""
        kept = self._kept.get(station)
        return (kept.at, kept.checks) if kept is not None else None

    def ask(self, station: str) -> Asked:
        """Have the station show its preflight."""

        async def ask() -> Asked:
            if (station, "kiosk") not in self._stations.here():
                return "away"
            if station not in self._able:
                return "older"
            self._stations.send(station, link.CheckStation())
            screens = {spot.id: spot.screen for spot in self._room().spots}
            return "opens" if screens.get(station) in ("attract", "locked") else "waits"

        return asyncio.run_coroutine_threadsafe(ask(), self._loop).result(timeout=_PATIENCE)

    def _read(self) -> dict[str, _Kept]:
        try:
            return msgspec.json.decode(read_bytes(self._file, _MOST_BYTES), type=dict[str, _Kept])
        except FileNotFoundError:
            return {}
        except (OSError, *NONSENSE) as error:
            _log.warning(
                "%s cannot be read (%s). What stations found out about themselves is unknown.", self._file, error
            )
            return {}


def _can_be_told(check: Check) -> bool:
    """Whether there are words for it here, and values for all their gaps."""
    words = Words("en")
    try:
        step_of(words, check.key, check.values)
        return check.key.startswith(_AREA) and bool(say(words, check.key, check.values))
    except (LookupError, OSError, ValueError):
        return False
