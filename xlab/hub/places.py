"""Where the facilitator put the stations: kept in the log, shown to everyone, the last moves undone."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Final

from xlab.dashboard.ports import NotPlaced
from xlab.events import Draft, Event, StationPlaced
from xlab.hub.room import RoomState
from xlab.store import StoreError, stamp

Place = tuple[float, float]
"""``x`` and ``y`` in 0..1 of the room's picture."""

UNDO: Final = 20
"""Moves that can be undone: more than anyone remembers having made."""

Store = Callable[[Sequence[Draft]], Awaitable[None]]

_PATIENCE = 5.0
"""Seconds a thread of the dashboard waits for the loop."""


class Places:
    """The places of this kit's stations. Made on the loop; :meth:`put` and :meth:`undo` are for other threads."""

    def __init__(self, room: RoomState, store: Store) -> None:
        """``store`` returns when it is on the card, or raises StoreError."""
        self._room = room
        self._store = store
        self._moving = asyncio.Lock()
        self._loop = asyncio.get_running_loop()
        self._moves: deque[dict[str, Place | None]] = deque(maxlen=UNDO)

    def remember(self, events: Iterable[Event]) -> None:
        """The places of before, oldest first; facts of other kinds are passed over."""
        found: dict[str, Place | None] = {}
        for event in events:
            if isinstance(event.fact, StationPlaced) and event.station is not None:
                found[event.station] = _place(event.fact)
        self._room.place(found)

    def put(self, places: Mapping[str, Place]) -> bool:
        """Put stations to places, as one move; False, and nothing is changed, if one of them is not in the room."""

        async def put() -> bool:
            if not set(places).issubset(self._room.stations()):
                return False
            async with self._moving:
                placed = self._room.placed()
                before = {station: placed.get(station) for station in places}
                await self._move(places)
                self._moves.append(before)
            return True

        return asyncio.run_coroutine_threadsafe(put(), self._loop).result(timeout=_PATIENCE)

    def undo(self) -> bool:
        """Take the last move back; False if there is none."""

        async def undo() -> bool:
            async with self._moving:
                if not self._moves:
                    return False
                await self._move(self._moves[-1])
                self._moves.pop()
            return True

        return asyncio.run_coroutine_threadsafe(undo(), self._loop).result(timeout=_PATIENCE)

    def can_undo(self) -> bool:
        """Whether there is a move to take back."""
        return bool(self._moves)

    async def _move(self, places: Mapping[str, Place | None]) -> None:
        facts = [(_fact(place), station) for station, place in places.items()]
        try:
            await self._store([stamp(fact, station=station) for fact, station in facts])
        except StoreError as error:
            raise NotPlaced from error
        self._room.place(places)


def _fact(place: Place | None) -> StationPlaced:
    x, y = place or (None, None)
    return StationPlaced(x=x, y=y)


def _place(fact: StationPlaced) -> Place | None:
    return None if fact.x is None or fact.y is None else (fact.x, fact.y)
