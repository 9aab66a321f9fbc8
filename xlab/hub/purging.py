"""Deleting what a visit may not keep: raw data at sign-off, all of a practice visit at its end.

The log puts a tombstone in the place of each event, and nothing of it stays in any of the log's files.
"""

import asyncio
from collections import Counter
from typing import Final

from xlab.events import (
    Answered,
    BadgeGiven,
    BadgeReturned,
    BoardOffered,
    Event,
    Fact,
    IdeaAdded,
    IdeaJudged,
    OfferJudged,
    PresenceChanged,
    Recorded,
    SideTold,
)
from xlab.store import EventLog
from xlab.workshop.visit import VisitNow

RAW: Final[tuple[type[Fact], ...]] = (
    *(PresenceChanged, BadgeGiven, BadgeReturned, Recorded),
    *(Answered, IdeaAdded, IdeaJudged, SideTold, BoardOffered, OfferJudged),
)
"""What single people did or said. What is left says that a round was asked or a demo ran, and what was decided."""

AT_ONCE: Final = 2000
"""Events read at once."""


async def purge(log: EventLog, visit: VisitNow) -> dict[str, int]:
    """Erase what this visit may not keep; how many events that were, by the name of the fact. Raises StoreError."""
    return await asyncio.to_thread(_purge, log, visit)


def _purge(log: EventLog, visit: VisitNow) -> dict[str, int]:
    counts: Counter[str] = Counter()
    after = 0
    while events := log.read(after, AT_ONCE):
        after = events[-1].seq
        gone = [event for event in events if _goes(event, visit)]
        log.erase((event.id for event in gone), "the visit was signed off")
        counts.update(type(event.fact).__name__ for event in gone)
    return dict(counts)


def _goes(event: Event, visit: VisitNow) -> bool:
    if event.visit != visit.visit or type(event.fact).__name__ == "Erased":
        return False
    return visit.practice or isinstance(event.fact, RAW)
