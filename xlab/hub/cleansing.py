"""Taking out of a copy of the log what may not be kept: what the log itself has erased, and raw data of visits past.

A copy is the log in a backup, the one in a backup that is being put back, or one that was merged. None of them may know
more of a person than the log does.
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec

from xlab.events import (
    Answered,
    BadgeGiven,
    BadgeReturned,
    BoardOffered,
    Erased,
    Event,
    Fact,
    IdeaAdded,
    IdeaJudged,
    LinesEdited,
    OfferJudged,
    PresenceChanged,
    Recorded,
    SideTold,
    VisitPlanned,
    VisitSignedOff,
)
from xlab.hub import backups
from xlab.hub.backups import LOG, BackupError
from xlab.store import EventLog, SqliteLog

RAW: Final[tuple[type[Fact], ...]] = (
    *(PresenceChanged, BadgeGiven, BadgeReturned, Recorded),
    *(Answered, IdeaAdded, IdeaJudged, SideTold, BoardOffered, OfferJudged, LinesEdited),
)
"""What single people did or said, and what was written for one visit alone. What is left says that a round was asked or
a demo ran, and what was decided."""

REASON: Final = "the visit was signed off"
"""Stands in the tombstones of what a visit may not keep: it tells how many there were, also after a pulled plug."""

_AT_ONCE: Final = 2000


class Erasures(msgspec.Struct, frozen=True):
    """What may not be kept: events by id and why, raw data of visits, all of visits for practice, and subjects."""

    ids: Mapping[str, str] = {}
    visits: frozenset[str] = frozenset()
    practices: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()


def every(log: EventLog, kinds: Collection[type[Fact]] = ()) -> Iterator[Event]:
    """All events of a log, its own first, then those of other kits; of these ``kinds`` if given."""
    after = 0
    while events := log.read(after, _AT_ONCE, kinds):
        yield from events
        after = events[-1].seq
    yield from log.others(kinds)


def erasures(log: EventLog, *subjects: str) -> Erasures:
    """What copies of ``log`` may not keep now; ``subjects`` are badges or voters who are being forgotten."""
    told = list(every(log, (Erased, VisitPlanned, VisitSignedOff)))
    practices = {event.fact.visit for event in told if isinstance(event.fact, VisitPlanned) and event.fact.practice}
    over = {event.visit for event in told if isinstance(event.fact, VisitSignedOff) and event.visit}
    # Of a practice that is over there is no plan left: all of what it was is among the ids.
    return Erasures(
        ids={event.id: event.fact.reason for event in told if isinstance(event.fact, Erased)},
        visits=frozenset(over),
        practices=frozenset(over & practices),
        subjects=frozenset(subjects),
    )


def goes(event: Event, erasures: Erasures) -> bool:
    """Whether this event may not be kept."""
    if isinstance(event.fact, Erased):
        return False
    return (
        event.id in erasures.ids
        or event.visit in erasures.practices
        or (event.visit in erasures.visits and isinstance(event.fact, RAW))
    )


def cleanse(copy: EventLog, erasures: Erasures) -> int:
    """Erase in ``copy`` what may not be kept; how many events that were. Raises StoreError."""
    gone: dict[str, list[str]] = {}
    for key, reason in erasures.ids.items():
        gone.setdefault(reason, []).append(key)
    # Most of what is erased is known by its id: only for what else is told the log is read.
    kinds = () if erasures.practices else RAW
    told = every(copy, kinds) if erasures.visits or erasures.practices else ()
    gone.setdefault(REASON, []).extend(event.id for event in told if goes(event, erasures))
    count = sum(copy.erase(ids, reason) for reason, ids in gone.items())
    return count + sum(copy.forget(subject, "a visitor asked to be forgotten") for subject in erasures.subjects)


def cleanse_backup(home: Path, path: Path, erasures: Erasures) -> int:
    """Write a backup anew without what may not be kept, if there is any of it; how many events that were.

    A backup that cannot be read cannot be cleansed either, so it is removed. Raises :class:`BackupError`.
    """
    try:
        with backups.workplace(home) as work:
            manifest = backups.unpack(path, work, count=False)
            copy = SqliteLog.open(work / LOG)
            try:
                count = cleanse(copy, erasures)
                if count:
                    # Written anew: what a copy holds in unused pages would travel on.
                    copy.backup(work / "clean.db")
            finally:
                copy.close()
            if count:
                files = [(part.path, work / part.path) for part in manifest.parts]
                files[0] = (LOG, work / "clean.db")
                told = msgspec.structs.replace(manifest, erased=manifest.erased + count)
                backups.pack(told, files, path)
            return count
    except BackupError as error:
        if error.reason != "damaged":
            raise
        path.unlink(missing_ok=True)
        return 1
