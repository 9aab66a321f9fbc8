"""What is written of presence: all that happens, but of a badge that never rests only as much as anyone can walk."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence

from xlab.beacons.presence import PresenceEvent
from xlab.events import Draft, Fact, PresenceChanged, Source
from xlab.hub.moves import EVERY, Moves
from xlab.store import stamp

_log = logging.getLogger(__name__)


class Diary:
    """Used on the loop only."""

    def __init__(
        self, note: Callable[[Sequence[Draft]], Awaitable[None]], counts: Callable[[Fact, Source], bool]
    ) -> None:
        """``note`` stores, in one piece; ``counts`` is asked once for each fact whether it may be stored."""
        self._note = note
        self._counts = counts
        self._moves = Moves()
        self._told = False
        self._later: asyncio.Task[None] | None = None

    async def write(self, events: Sequence[PresenceEvent], source: Source) -> None:
        """Write down what changed."""
        await self._write(self._moves.to_write(events, time.monotonic()) if source == "live" else events, source)
        if self._moves.holding and self._later is None:
            if not self._told:
                self._told = True
                _log.warning("A badge moves more often than anyone walks. Not all of its moves are stored.")
            self._later = asyncio.create_task(self._catch_up(), name="moves held back")

    async def close(self) -> None:
        """Write nothing more."""
        if self._later is not None:
            self._later.cancel()
            await asyncio.gather(self._later, return_exceptions=True)

    async def _catch_up(self) -> None:
        """Where a badge came to rest is written, also when nothing else happens."""
        while self._moves.holding:
            await asyncio.sleep(EVERY)
            await self._write(self._moves.to_write((), time.monotonic()), "live")
        self._later = None

    async def _write(self, events: Sequence[PresenceEvent], source: Source) -> None:
        drafts: list[Draft] = []
        for event in events:
            fact = PresenceChanged(kind=event.kind, beacon=event.beacon, proximity=event.proximity)
            if self._counts(fact, source):
                drafts.append(stamp(fact, source=source, station=event.station))
        await self._note(drafts)
