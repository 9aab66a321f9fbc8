"""The stations of a kit as the dashboard sees them: who is here, how late their sightings come, who wishes to join."""

import asyncio
import time
from collections.abc import Coroutine, Sequence
from typing import Any, Final, TypeVar

from msgspec import structs

from xlab.dashboard.ports.pairing import StationNow, Tried, Waiting
from xlab.hub.pairing import ANSWER_LIMIT, Pairing
from xlab.hub.room import RoomState
from xlab.hub.secrets import StationKeys
from xlab.hub.stations import Stations

_PATIENCE: Final = 2.0
"""Seconds a thread of the dashboard waits for the loop."""

T = TypeVar("T")


class Roster:
    """Implements :class:`xlab.dashboard.ports.Pairing`. Made on the loop, used by other threads."""

    def __init__(self, keys: StationKeys, pairing: Pairing, stations: Stations, room: RoomState) -> None:
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
        here = self._stations.here()
        paired = self._keys.paired()
        spots = {spot.id: spot for spot in self._room.now.spots if spot.source == "live"}
        scanners = {scanner.station: scanner for scanner in self._room.now.scanners}
        found = []
        for station in {*spots, *paired, *(name for name, _ in here)}:
            spot, scanner, ear = spots.get(station), scanners.get(station), self._stations.ear(station)
            known = paired.get(station)
            late = ear.lateness(now) if ear is not None else None
            found.append(
                StationNow(
                    id=station,
                    name=spot.name if spot is not None else known.name if known is not None else station,
                    own=known is None,
                    screen=spot.screen if spot is not None else None,
                    demo=spot.demo if spot is not None else None,
                    radio=None if scanner is None else scanner.state if ear is not None else "away",
                    reason=scanner.reason if scanner is not None and ear is not None else "",
                    rate=ear.rate(now) if ear is not None else 0.0,
                    late=None if late is None else round(late * 1000),
                )
            )
        return sorted(found, key=lambda one: (not one.own, one.name, one.id))

    def _ask(self, work: Coroutine[Any, Any, T], timeout: float = _PATIENCE) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=timeout)
