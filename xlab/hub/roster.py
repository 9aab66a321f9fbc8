"""The stations of a kit as the dashboard sees them: who is here, how late their sightings come, who wishes to join."""

import asyncio
import time
from collections.abc import Coroutine, Sequence
from typing import Any, Final, TypeVar

from msgspec import structs

from xlab import link
from xlab.dashboard.ports.pairing import StationNow, Tried, Waiting
from xlab.hub.pairing import ANSWER_LIMIT, Pairing
from xlab.hub.room import RoomState
from xlab.hub.secrets import StationKeys
from xlab.hub.stations import Stations

_PATIENCE: Final = 15.0
"""Seconds a thread of the dashboard waits for the loop."""

T = TypeVar("T")


class Roster:
    """Implements :class:`xlab.dashboard.ports.Pairing`. Made on the loop, used by other threads."""

    def __init__(
        self, own: tuple[str, str], keys: StationKeys, pairing: Pairing, stations: Stations, room: RoomState
    ) -> None:
        """``own`` is the id and the name of the station on this machine, whose radio the hub listens with itself."""
        self._own = own
        self._keys = keys
        self._pairing = pairing
        self._stations = stations
        self._room = room
        self._loop = asyncio.get_running_loop()

    def stations(self) -> Sequence[StationNow]:
        """All stations, the kit's own first."""

        async def look() -> Sequence[StationNow]:
            return self._look(time.monotonic())

        return self._ask(look())

    def waiting(self) -> Sequence[Waiting]:
        """Who wishes to be paired."""

        async def look() -> Sequence[Waiting]:
            return self._pairing.waiting()

        return self._ask(look())

    def try_code(self, code: str) -> Tried:
        """Pair the station that shows this code."""
        return self._ask(self._pairing.try_code(code), _PATIENCE + 2 * ANSWER_LIMIT)

    def unpair(self, station: str) -> bool:
        """Take a station off the kit: its key opens nothing any more, from now on."""
        known = self._keys.paired().get(station)
        if known is None:
            return False
        self._keys.put(station, structs.replace(known, off=True))

        async def tell() -> None:
            self._stations.unpair(station)
            self._room.unpaired(station)

        self._ask(tell())
        return True

    def _look(self, now: float) -> Sequence[StationNow]:
        own, name = self._own
        names = {own: name} | {station: known.name for station, known in self._keys.paired().items()}
        names |= {spot.id: spot.name for spot in self._spots()}
        found = [self._one(station, name, now) for station, name in names.items()]
        return sorted(found, key=lambda one: (not one.own, one.name, one.id))

    def _one(self, station: str, name: str, now: float) -> StationNow:
        room, ear = self._room.now, self._stations.ear(station)
        spot = next((spot for spot in self._spots() if spot.id == station), None)
        scanner = next((scanner for scanner in room.scanners if scanner.station == station), None)
        radio: link.Radio | link.Scanner | None = room.radio if station == self._own[0] else scanner
        away = radio is scanner and ear is None
        late = ear.lateness(now) if ear is not None else None
        return StationNow(
            id=station,
            name=name,
            own=station not in self._keys.paired(),
            screen=spot.screen if spot is not None else None,
            demo=spot.demo if spot is not None else None,
            radio=None if radio is None else "away" if away else radio.state,
            reason="" if radio is None or away else radio.reason,
            rate=ear.rate(now) if ear is not None else 0.0,
            late=None if late is None else round(late * 1000),
        )

    def _spots(self) -> Sequence[link.Spot]:
        return [spot for spot in self._room.now.spots if spot.source == "live"]

    def _ask(self, work: Coroutine[Any, Any, T], timeout: float = _PATIENCE) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=timeout)
