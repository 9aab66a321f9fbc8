"""Telling many listeners what happened: a bounded queue for each, and an end for those who cannot keep up."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

from xlab.events import Event
from xlab.link import Room

BACKLOG = 256
"""Items a listener may be behind. It is ended beyond that and resumes with the last number it saw."""

PAGE = 500


class Feed:
    """Events and the room to every listener. Used on the loop only."""

    def __init__(self, read: Callable[[int, int], Sequence[Event]]) -> None:
        self._read = read
        self._queues: set[asyncio.Queue[Event | Room | None]] = set()

    def tell(self, item: Event | Room) -> None:
        """Pass on an event that is in the log, or the room that changed."""
        for queue in list(self._queues):
            if queue.qsize() >= BACKLOG:
                self._end(queue)
            else:
                queue.put_nowait(item)

    def close(self) -> None:
        """End all listeners."""
        for queue in list(self._queues):
            self._end(queue)

    async def listen(self, after: int | None) -> AsyncIterator[Event | Room]:
        """The events missed since ``after``, if that is given, then everything as it comes, until :meth:`close`."""
        queue: asyncio.Queue[Event | Room | None] = asyncio.Queue()
        # Listening starts before reading, so that nothing falls between; what comes twice is dropped by its number.
        self._queues.add(queue)
        try:
            seen = after
            while seen is not None:
                page = await asyncio.to_thread(self._read, seen, PAGE)
                for event in page:
                    yield event
                    seen = event.seq
                if len(page) < PAGE:
                    break
            while (item := await queue.get()) is not None:
                if isinstance(item, Event):
                    if seen is not None and item.seq <= seen:
                        continue
                    seen = item.seq
                yield item
        finally:
            self._queues.discard(queue)

    def _end(self, queue: asyncio.Queue[Event | Room | None]) -> None:
        self._queues.discard(queue)
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(None)
