"""What the picture of the room asks of a kit: places that move stations, and signals in plain attributes."""

from collections.abc import Callable, Mapping

import msgspec

from xlab.beacons.signals import Signal
from xlab.events import Source
from xlab.link import Room


class FakePlaces:
    """Implements :class:`xlab.dashboard.ports.Places` on the room of a fake kit."""

    def __init__(self, room: Callable[[], Room], show: Callable[..., None]) -> None:
        self._room = room
        self._show = show
        self.before: list[Room] = []

    def put(self, places: Mapping[str, tuple[float, float]]) -> bool:
        spots = self._room().spots
        if not places.keys() <= {spot.id for spot in spots if spot.source == "live"}:
            return False
        self.before.append(self._room())
        moved = [
            msgspec.structs.replace(spot, x=places[spot.id][0], y=places[spot.id][1], placed=True)
            if spot.id in places
            else spot
            for spot in spots
        ]
        self._show(*self._room().badges, spots=tuple(moved))
        return True

    def undo(self) -> bool:
        if not self.before:
            return False
        self._show(*self._room().badges, spots=self.before.pop().spots)
        return True

    def can_undo(self) -> bool:
        return bool(self.before)


class FakeSignals:
    """Implements :class:`xlab.dashboard.ports.Signals`."""

    def __init__(self) -> None:
        self.charts: dict[tuple[str, Source], Signal] = {}
        self.heats: dict[Source, dict[str, tuple[int, ...]]] = {}

    def chart(self, beacon: str, source: Source, seconds: int) -> Signal | None:
        whole = self.charts.get((beacon, source))
        if whole is None:
            return None
        lines = tuple(msgspec.structs.replace(line, levels=line.levels[-seconds:]) for line in whole.lines)
        return msgspec.structs.replace(whole, lines=lines)

    def heat(self, source: Source) -> dict[str, tuple[int, ...]]:
        return self.heats.get(source, {})
