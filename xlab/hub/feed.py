"""Telling many listeners what happened: a bounded queue for each, and an end for those who cannot keep up."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

from xlab.events import Event
from xlab.link import Room
from xlab.workshop.rounds import PRIVATE

BACKLOG = 256
"""Items a listener may be behind. It is ended beyond that and resumes with the last number it saw."""

PAGE = 500


_ROOM = "room"
_END = "end"


class _Listener:
    """What waits for one listener. Rooms are whole states, so of those that wait only the newest counts."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[Event | str] = asyncio.Queue()
        self._room: Room | None = None

    def put(self, item: Event | Room) -> bool:
        """Keep an item; False if the listener is too far behind."""
        if isinstance(item, Room):
            due, self._room = self._room is not None, item
            if due:
                return True
        if self._waiting.qsize() >= BACKLOG:
            return False
        self._waiting.put_nowait(_ROOM if isinstance(item, Room) else item)
        return True

    def end(self) -> None:
        """Nothing more comes, and what waits is not worth having."""
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self._waiting.put_nowait(_END)

    async def get(self) -> Event | Room | None:
        """The next item; None at the end."""
        item = await self._waiting.get()
        if isinstance(item, Event):
            return item
        room, self._room = self._room, None
        return room if item == _ROOM else None


class Feed:
    """Events and the room to every listener. Used on the loop only."""

    def __init__(self, read: Callable[[int, int], Sequence[Event]]) -> None:
        self._read = read
        self._listeners: set[_Listener] = set()

    def tell(self, item: Event | Room) -> None:
        """Pass on an event that is in the log, or the room that changed. What one voter said goes to nobody."""
        if isinstance(item, Event) and isinstance(item.fact, PRIVATE):
            return
        for listener in list(self._listeners):
            if not listener.put(item):
                self._end(listener)

    def close(self) -> None:
        """End all listeners."""
        for listener in list(self._listeners):
            self._end(listener)

    async def listen(self, after: int | None) -> AsyncIterator[Event | Room]:
        """The events missed since ``after``, if that is given, then everything as it comes, until :meth:`close`."""
        listener = _Listener()
        # Listening starts before reading, so that nothing falls between; what comes twice is dropped by its number.
        self._listeners.add(listener)
        try:
            seen = after
            while seen is not None:
                page = await asyncio.to_thread(self._read, seen, PAGE)
                for event in page:
                    seen = event.seq
                    if not isinstance(event.fact, PRIVATE):
                        yield event
                if len(page) < PAGE:
                    break
            while (item := await listener.get()) is not None:
                if isinstance(item, Event):
                    if seen is not None and item.seq <= seen:
                        continue
                    seen = item.seq
                yield item
        finally:
            self._listeners.discard(listener)

    def _end(self, listener: _Listener) -> None:
        self._listeners.discard(listener)
        listener.end()
