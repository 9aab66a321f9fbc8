"""Deleting what a visit may not keep: raw data at sign-off or after 14 days, all of a practice visit at its end.

The log puts a tombstone in the place of each event, and nothing of it stays in any of the log's files. The same goes
for the backups the kit holds, the recordings made during the visit, and the outbox of the kiosk beside the hub. Each
step can be done again: a kit that is switched off meanwhile goes on at its next start, and the tombstones, which say
why they stand there, still tell how much it was.
"""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from xlab.events import Erased, VisitSignedOff
from xlab.hub.backups import BackupError
from xlab.hub.cleansing import RAW, REASON, Erasures, every, goes
from xlab.store import EventLog, Outbox, StoreError
from xlab.workshop.visit import VisitNow

_log = logging.getLogger(__name__)

OUTBOX: Final = "outbox.db"
"""Where the kiosk of this home keeps what its hub does not have yet."""

ASIDE: Final = ".aside-*"
"""What follows the name of a database that was damaged and moved aside. Nobody can tell what is in it."""


class Purging:
    """Deletes for one kit. ``recordings`` deletes those of a visit, ``backups`` takes out of the kit's own backups what
    the log has erased and what else is told; both block, say how many it were, and raise OSError or BackupError."""

    def __init__(
        self,
        home: Path,
        log: EventLog,
        recordings: Callable[[str], int],
        backups: Callable[[Erasures], int],
    ) -> None:
        self._home = home
        self._events = log
        self._recordings = recordings
        self._backups = backups

    async def purge(self, visit: VisitNow) -> VisitSignedOff:
        """Delete what this visit may not keep; what to write down of that. Raises StoreError or OSError."""
        return await asyncio.to_thread(self._purge, visit.visit, visit.practice)

    async def unfinished(self) -> frozenset[str]:
        """The visits of which something was purged: those that are not signed off were interrupted in it."""
        return await asyncio.to_thread(self._begun)

    def again(self, visits: Iterable[str]) -> None:
        """Delete what these visits, signed off long since, have left: a station or a merge may have brought it."""
        over = Erasures(visits=frozenset(visits))
        ids = [event.id for event in every(self._events, RAW) if goes(event, over)]
        if ids:
            self._events.erase(ids, REASON)
            _log.info("Deleted %d events of visits that are signed off.", len(ids))
        for visit in over.visits:
            self._recordings(visit)

    def _purge(self, visit: str, practice: bool) -> VisitSignedOff:
        over = Erasures(visits=frozenset([visit]), practices=frozenset([visit] if practice else []))
        self._events.erase([event.id for event in every(self._events) if goes(event, over)], REASON)
        counts = Counter(
            event.fact.was
            for event in every(self._events, (Erased,))
            if event.visit == visit and isinstance(event.fact, Erased) and event.fact.reason == REASON
        )
        recordings = self._recordings(visit)
        self._outbox(visit, practice)
        self._damaged()
        try:
            backups = self._backups(over)
        except BackupError as error:
            raise OSError(str(error)) from error
        return VisitSignedOff(purged=dict(counts), recordings=recordings, backups=backups)

    def _begun(self) -> frozenset[str]:
        told = every(self._events, (Erased,))
        mine = (one for one in told if isinstance(one.fact, Erased) and one.fact.reason == REASON)
        return frozenset(event.visit for event in mine if event.visit)

    def _outbox(self, visit: str, practice: bool) -> None:
        """Drop what the kiosk here still keeps. Stations elsewhere hand theirs over, and it is not stored any more."""
        path = self._home / OUTBOX
        if not path.exists():
            return
        try:
            with contextlib.closing(Outbox.open(path)) as outbox:
                outbox.drop(visit, () if practice else RAW)
        except StoreError as error:
            # The kiosk moves a damaged one aside and begins afresh; it never keeps a visit from being signed off.
            _log.error("What the kiosk keeps of the visit could not be dropped: %s", error)

    def _damaged(self) -> None:
        """Remove what was damaged and moved aside: it may hold raw data that nobody can find any more."""
        for name in ("events.db", OUTBOX):
            for path in self._home.glob(f"{name}{ASIDE}"):
                path.unlink()
