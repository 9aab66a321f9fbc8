"""The reports of visits: made as soon as a visit closes, anew when it is put right, and kept before it is signed off.

A report is added up on a thread, from the log, and drawn by a process of its own; nothing that happens there stops a
visit. What a report says is kept before the facts it was made of are deleted (:meth:`Papers.keep`, which whoever
purges a visit calls first), and from then on it is drawn from what was kept, never from the log. After the sign-off it
is drawn once more, with the note of what was deleted. The report of a practice visit goes with the visit.

Where it lies, and how it is deleted, is :mod:`xlab.hub.papers_shelf`.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from xlab.catalogue.doors import find_demos
from xlab.catalogue.manifest import Manifest
from xlab.dashboard.ports.papers import Paper, Problem, Progress
from xlab.events import (
    Answered,
    BeaconRegistered,
    BoardDropped,
    BoardSet,
    CharterAmended,
    Event,
    Fact,
    IdeaAdded,
    IdeaJudged,
    Recorded,
    RoundClosed,
    RunEnded,
    SideTold,
    VisitClosed,
    VisitReopened,
    VisitSignedOff,
)
from xlab.events.visits import Decided, Noted
from xlab.hub import papers_shelf as shelf
from xlab.hub.aside import aside
from xlab.hub.cleansing import every
from xlab.report import Report, build, render, signed
from xlab.store import EventLog, StoreError
from xlab.workshop.merging import in_order
from xlab.workshop.visit import VisitNow

_log = logging.getLogger(__name__)

PAUSE: Final = 2.0
"""Seconds after a change until the report is made anew: who types on makes it once, who stops sees it soon."""

TOLD: Final[tuple[type[Fact], ...]] = (
    *(BoardSet, BoardDropped, CharterAmended, Decided, Noted),
    # A phone or a station that comes back late hands over what it kept.
    *(Answered, IdeaAdded, IdeaJudged, Recorded, RoundClosed, RunEnded, SideTold),
)
"""The facts that a report tells of: after one of them it is made anew."""

_STIRS: Final = (*TOLD, VisitClosed, VisitReopened, VisitSignedOff)

_FULL: Final = "No space left on device"


class NotMade(Exception):
    """The process that draws made nothing; the message says why."""


class Papers:
    """Implements :class:`xlab.dashboard.ports.papers.Papers`. Made on the loop.

    ``known`` says how a visit is, ``changed`` is called whenever a report is another way than before, both on the loop;
    ``right`` puts the times of events right and ``wall`` says what time it is, on any thread.
    """

    def __init__(
        self,
        home: Path,
        log: EventLog,
        known: Callable[[str], VisitNow | None],
        changed: Callable[[], object],
        right: Callable[[Iterable[Event]], list[Event]] = list,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._home = home
        self._event_log = log
        self._known = known
        self._changed = changed
        self._right = right
        self._wall = wall
        self._loop = asyncio.get_running_loop()
        self._papers: Mapping[str, Paper] = {}  # replaced, never changed: other threads read it
        self._work: dict[str, asyncio.Task[None]] = {}
        self._said: dict[str, Report] = {}  # added up by this hub: pages need not wait for what is drawn
        self._stale: set[str] = set()
        self._keeping = asyncio.Lock()
        self._placing = threading.Lock()

    # What pages ask, from other threads.

    def of(self, visit: str) -> Paper | None:
        """See :class:`xlab.dashboard.ports.papers.Papers`, here and below."""
        return self._papers.get(visit)

    def report(self, visit: str) -> Report | None:
        """What can be read now."""
        paper = self.of(visit)
        if paper is None:
            return None
        return self._said.get(visit) or (shelf.model(self._home, visit) if paper.sizes else None)

    def file(self, visit: str, name: str) -> Path | None:
        """A document."""
        return shelf.document(self._home, visit, name) if self.of(visit) is not None else None

    def again(self, visit: str) -> None:
        """Once more."""
        self._loop.call_soon_threadsafe(self._begin, visit, 0.0)

    # What the hub says, on the loop.

    async def start(self, visits: Iterable[VisitNow]) -> None:
        """Put right what an earlier hub left, and make what it owes."""
        known = {visit.visit: visit for visit in visits}
        await aside(lambda: shelf.tidy(self._home, known))
        for visit in known.values():
            if visit.state == "closed":
                self._begin(visit.visit, 0.0)
            elif visit.state == "signed_off" and not visit.practice:
                await self._found(visit)

    def stored(self, event: Event) -> None:
        """An event is on the card, and its visit is as it is with it."""
        visit = self._known(event.visit) if event.visit and isinstance(event.fact, _STIRS) else None
        if visit is None:
            return
        match event.fact:
            case VisitClosed():
                self._begin(visit.visit, 0.0)
            case VisitReopened():
                self._stop(visit.visit)
                self._forget(visit.visit)
            case VisitSignedOff() if visit.practice:
                self._drop(visit.visit)
            case VisitSignedOff():
                self._begin(visit.visit, 0.0)
            case _ if visit.state == "closed":
                self._begin(visit.visit, PAUSE)

    def forgot(self) -> None:
        """Somebody was erased from the log: what tells of them is made anew."""
        for key in self._papers:
            visit = self._known(key)
            if visit is not None and visit.state == "closed":
                self._begin(key, PAUSE)

    async def keep(self, visit: VisitNow) -> None:
        """Keep what the report says, as it is now, before any of it is deleted. Raises OSError or StoreError.

        Calling it again, after a purge that failed half-way, keeps what was kept.
        """
        if visit.practice:
            return
        async with self._keeping:
            if await aside(lambda: shelf.is_sealed(self._home, visit.visit)):
                return
            making = self._stop(visit.visit)
            try:
                report = await aside(lambda: self._built(visit))
                await aside(lambda: self._seal(report))
            finally:
                if making:
                    self._begin(visit.visit, PAUSE)

    async def close(self) -> None:
        """End what is under way; the next hub makes it anew."""
        for key in tuple(self._work):
            self._stop(key)

    # The work.

    def _begin(self, key: str, pause: float) -> None:
        visit = self._known(key)
        if visit is None or visit.state not in ("closed", "signed_off") or not shelf.may_be_kept(key):
            return
        if key in self._work:
            self._stale.add(key)
            return
        if not pause:
            self._tell(key, self._making(key, "adding"))
        task = asyncio.create_task(self._until_fresh(key, pause), name=f"report {key[:8]}")
        self._work[key] = task
        task.add_done_callback(lambda done: self._done(key, done))

    def _done(self, key: str, task: asyncio.Task[None]) -> None:
        if self._work.get(key) is task:
            del self._work[key]
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("The report of a visit could not be made.", exc_info=error)
            self._tell(key, self._failed(key, "broken", f"{type(error).__name__}: {error}"))

    def _stop(self, key: str) -> bool:
        """Whether there was anything to stop. A thread goes on, and what it makes is not put in place."""
        self._stale.discard(key)
        task = self._work.pop(key, None)
        return task is not None and task.cancel()

    async def _until_fresh(self, key: str, pause: float) -> None:
        while True:
            await asyncio.sleep(pause)
            self._stale.discard(key)
            if (visit := self._known(key)) is not None:
                await self._make(visit)
            if key not in self._stale:
                return
            pause = PAUSE

    async def _make(self, visit: VisitNow) -> None:
        key = visit.visit
        self._tell(key, self._making(key, "adding"))
        try:
            report = await aside(lambda: self._says(visit))
            if report is None:
                return self._tell(key, self._failed(key, "lost", "It was signed off, and no report was kept."))
            self._said[key] = report
            self._tell(key, self._making(key, "drawing"))
            problem = await self._drawn(report)
            self._tell(key, await aside(lambda: self._ready(key, problem)))
        except (OSError, StoreError, NotMade) as error:
            _log.error("The report of a visit could not be made: %s", error)
            self._tell(key, self._failed(key, "full" if _FULL in str(error) else "broken", str(error)))

    async def _drawn(self, report: Report) -> str:
        """Draw it and put it in place, unless nobody waits any more; what is not there and why, or empty."""
        stopped = threading.Event()

        def draw() -> str:
            with shelf.bench(self._home, report.visit) as folder:
                drawn = render(report, folder)
                if not drawn.files:
                    raise NotMade(drawn.problem)
                with self._placing:
                    if not stopped.is_set():
                        shelf.put(self._home, report.visit, folder)
                return drawn.problem

        try:
            return await aside(draw)
        except asyncio.CancelledError:
            stopped.set()
            raise

    def _says(self, visit: VisitNow) -> Report | None:
        """What the report says: from the log, as long as all of it is there; then what was kept."""
        if visit.state != "signed_off" and not shelf.is_sealed(self._home, visit.visit):
            return self._built(visit)
        kept = shelf.model(self._home, visit.visit)
        return signed(kept, visit) if kept is not None and visit.state == "signed_off" else kept

    def _seal(self, report: Report) -> None:
        with self._placing:
            shelf.seal(self._home, report)

    def _built(self, visit: VisitNow) -> Report:
        manifests: dict[str, Manifest] = {
            entry.manifest.id: entry.manifest for entry in find_demos(self._home) if entry.manifest is not None
        }
        zone = datetime.now().astimezone().tzinfo
        assert zone is not None  # an aware time has one
        return build(self._right(self._told(visit.visit)), visit, manifests, self._wall(), zone)

    def _told(self, key: str) -> list[Event]:
        """All that the log says of a visit, and which beacons are no badges."""
        told = every(self._event_log)
        return in_order(event for event in told if event.visit == key or isinstance(event.fact, BeaconRegistered))

    async def _found(self, visit: VisitNow) -> None:
        """A visit that was signed off earlier: its report is there, or must still be drawn of what was kept."""
        kept = await aside(lambda: shelf.model(self._home, visit.visit))
        if kept is None:
            return
        paper = await aside(lambda: self._ready(visit.visit, ""))
        if kept.purged is not None and paper.sizes:
            self._tell(visit.visit, paper)
        else:
            self._begin(visit.visit, 0.0)

    def _drop(self, key: str) -> None:
        """A practice is gone at its end, and its report with it."""
        self._stop(key)
        self._forget(key)

        async def delete() -> None:
            try:
                await aside(lambda: shelf.delete(self._home, key))
            except OSError as error:
                _log.error("The report of a practice visit cannot be deleted: %s", error)
            self._changed()

        task = asyncio.create_task(delete(), name="drop report")
        self._work[key] = task
        task.add_done_callback(lambda done: self._done(key, done))

    def _forget(self, key: str) -> None:
        self._said.pop(key, None)
        self._tell(key, None)

    # How it is.

    def _making(self, key: str, progress: Progress) -> Paper:
        return Paper(visit=key, state="making", progress=progress, sizes=self._sizes(key))

    def _ready(self, key: str, told: str) -> Paper:
        """Reads the disk."""
        found = shelf.sizes(self._home, key)
        missing: Problem = "full" if _FULL in told else "no_print" if told or "report.pdf" not in found else ""
        return Paper(visit=key, state="ready", problem=missing, told=told, sizes=found)

    def _failed(self, key: str, problem: Problem, told: str) -> Paper:
        return Paper(visit=key, state="failed", problem=problem, told=told, sizes=self._sizes(key))

    def _sizes(self, key: str) -> Mapping[str, int]:
        """Of the one before, which is there until the new one takes its place."""
        before = self._papers.get(key)
        return before.sizes if before is not None else {}

    def _tell(self, key: str, paper: Paper | None) -> None:
        """On the loop."""
        rest = {visit: one for visit, one in self._papers.items() if visit != key}
        self._papers = {**rest, key: paper} if paper is not None else rest
        self._changed()
