"""What the log says of rounds and demos, read from the card anew: for those who look behind a figure.

Nothing of what the hub holds in memory goes into it, so that the one can be held against the other. Reading takes up to
some seconds in a full room, so it happens one at a time, and what was read a moment ago is not read again.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Final, Generic, TypeVar

from xlab.catalogue.doors import find_demos
from xlab.dashboard.ports.findings import Found, Recount, Runs
from xlab.events import Event, Fact, Recorded, RoundOpened
from xlab.hub.cleansing import every
from xlab.report import find
from xlab.store import EventLog
from xlab.workshop import evidence
from xlab.workshop.how import recount
from xlab.workshop.merging import in_order
from xlab.workshop.rounds import KINDS
from xlab.workshop.visit import VisitNow

FRESH: Final = 2.0
"""Seconds for which a count is as good as new: a room of phones that asks at once makes the card read once."""

T = TypeVar("T")


class _Kept(Generic[T]):
    """What was read a moment ago, by what it is about."""

    def __init__(self, read: Callable[[str], T]) -> None:
        self._read = read
        self._known: dict[str, tuple[float, T]] = {}

    def get(self, key: str) -> T:
        """What was read, or what is read now."""
        now = time.monotonic()
        self._known = {one: kept for one, kept in self._known.items() if now - kept[0] < FRESH}
        if key not in self._known:
            self._known[key] = (time.monotonic(), self._read(key))
        return self._known[key][1]

    def clear(self) -> None:
        """Keep nothing."""
        self._known = {}


class Findings:
    """Implements :class:`xlab.dashboard.ports.findings.Findings`, on any thread but the loop's.

    ``known`` says how a visit is; ``clock`` is the kit's, in seconds since 1970.
    """

    def __init__(
        self, home: Path, log: EventLog, known: Callable[[str], VisitNow | None], clock: Callable[[], float]
    ) -> None:
        self._home = home
        self._log = log
        self._known = known
        self._clock = clock
        self._reading = threading.Lock()
        self._recounts = _Kept(self._recount)
        self._found = _Kept(self._evidence)

    def recount(self, round_id: str) -> Recount | None:
        """See :class:`xlab.dashboard.ports.findings.Findings`, here and below."""
        with self._reading:
            return self._recounts.get(round_id)

    def evidence(self, visit: str) -> Found | None:
        """What the log holds of a visit."""
        with self._reading:
            return self._found.get(visit)

    def forgot(self) -> None:
        """Somebody wished to be forgotten: what was read before that is not told any more. From any thread."""
        self._recounts.clear()
        self._found.clear()

    def _recount(self, round_id: str) -> Recount | None:
        events = list(self._read(KINDS))
        one = recount(events, round_id)
        if one is None:
            return None
        visit = self._known(one.visit or "")
        return Recount(
            at=self._clock(),
            events=sum(getattr(event.fact, "round", None) == round_id for event in events),
            now=one.now(),
            visit=one.visit or "",
            erased=visit is not None and visit.state == "signed_off",
            ideas=Counter(idea.verdict for idea in one.ideas.values()),
        )

    def _evidence(self, visit: str) -> Found | None:
        now = self._known(visit)
        if now is None:
            return None
        events = [event for event in self._read((*KINDS, Recorded)) if event.visit == visit]
        manifests = {demo.manifest.id: demo.manifest for demo in find_demos(self._home) if demo.manifest is not None}
        return Found(
            report=find(events, now, manifests, self._clock()),
            runs=tuple(_runs(events)),
            asked={event.fact.round: event.station or "" for event in events if isinstance(event.fact, RoundOpened)},
        )

    def _read(self, kinds: Collection[type[Fact]]) -> list[Event]:
        return in_order(every(self._log, kinds))


def _runs(events: list[Event]) -> Iterator[Runs]:
    """Runs by demo and station, each source for itself; what tells of a small number is hidden."""
    for source, found in sorted(evidence.fold(events).items()):
        # The very table of the report: two that hide different cells of the same numbers would give both away.
        told = evidence.runs(found)
        if told.demos:
            yield Runs(source=source, demos=told.demos, stations=told.stations, counts=told.counts)
