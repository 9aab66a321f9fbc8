"""What runs leave behind: drafts in the outbox, each with its true source.

The card is slow (a sync can take 100 ms), so a thread of its own writes, in order; the main loop never waits for it.
Whatever is wrong with the card is said once in the log and on the screen, and the kiosk goes on: a visitor's two
minutes matter more. What a full card refuses waits in memory, and is kept when there is room.
"""

import logging
import queue
import threading
import uuid
from collections import deque
from collections.abc import Callable
from typing import Final, Literal

import msgspec

from xlab.catalogue import Manifest
from xlab.events import (
    BadgeGiven,
    Draft,
    Fact,
    ForgetBadge,
    Outcome,
    PresenceChanged,
    Recorded,
    RunEnded,
    RunStarted,
    Source,
    Value,
    beacon_of,
)
from xlab.link import VisitInfo
from xlab.store import OutboxFull, StoreError, stamp
from xlab.store.stamping import boot_id, seconds_since_boot
from xlab_kiosk.shell.ports import Keep
from xlab_kiosk.stage.inputs import Presence

log = logging.getLogger(__name__)

AGAIN: Final = 5.0
"""Seconds between tries to keep what a card refused."""

MOST_LATE: Final = 2000
"""What may wait for that, in memory: some days of a station, in a few MB."""

MOST_PENDING: Final = 500
"""Drafts looked through for what is known here; the hub's own answer is bounded alike."""


def _again(keep: Keep) -> None:
    """The job that stands for another try; where nothing waits it only looks whether the card is there again."""
    keep.pending(1)


class Run(msgspec.Struct):
    """The run that is on the screen. ``began`` in seconds on the shell's clock."""

    id: str
    manifest: Manifest
    began: float
    simulated: bool = False
    seen: Source = "live"
    """Where the camera's pictures come from."""


class Evidence:
    """Writes down what happens at this station."""

    def __init__(self, keep: Keep, station: str, *, kept: Callable[[], None], answered: Callable[[], None]) -> None:
        """On the writer thread ``kept`` is called when a draft is on the card, ``answered`` when an answer is there."""
        self.run: Run | None = None
        self.radio: Source = "live"
        self.refusing: Literal["", "full", "failing"] = ""
        """How the card is, by what it did with the last thing that was to be kept."""
        self._station = station
        self._kept = kept
        self._answered = answered
        self._visit: VisitInfo | None = None
        self._since: tuple[str, float] | None = None
        """When the group that is here now came in: boot and seconds since it."""
        self._said: set[str] = set()
        self._faced = ""  # the simulated badge whose face the hub was told
        self._answers: queue.SimpleQueue[tuple[str, list[Draft]]] = queue.SimpleQueue()
        self._jobs: queue.SimpleQueue[tuple[Callable[[Keep], None], bool] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = threading.Thread(
            target=self._write, args=(keep,), name="evidence", daemon=True
        )
        self._thread.start()
        self._do(_again)

    @property
    def source(self) -> Source:
        """Where what happens now comes from: one simulated badge makes the whole run simulated, a clip recorded."""
        if self._visit is not None and self._visit.practice:
            return "simulated"
        if self.run is None:
            return self.radio
        if self.run.simulated:
            return "simulated"
        return self.radio if self.run.seen == "live" else self.run.seen

    def belong_to(self, visit: VisitInfo | None) -> None:
        """What is written down from now on belongs to this visit, however late the hub hears of it."""
        self._visit = visit

    def begin_anew(self) -> None:
        """Another group is here: what waits of the one before is told to nobody here any more."""
        self._since = boot_id(), seconds_since_boot()

    def start(self, manifest: Manifest, language: str, now: float, *, simulated: bool) -> None:
        """A run began; ``simulated`` if the simulated badge lies on the pad."""
        self.run = Run(uuid.uuid4().hex, manifest, now, simulated)
        self._put(RunStarted(run=self.run.id, demo=manifest.id, version=manifest.version, language=language))

    def end(self, outcome: Outcome, detail: str, now: float) -> None:
        """The run is over. Without a run, nothing happens."""
        if self.run is None:
            return
        seconds = round(max(0.0, now - self.run.began), 3)
        fact = RunEnded(run=self.run.id, demo=self.run.manifest.id, outcome=outcome, seconds=seconds, detail=detail)
        self._put(fact)
        self.run = None

    def see(self, source: Source | None) -> None:
        """The demo sees pictures from there, if any; once they were not live, the run stays so."""
        if self.run is not None and source is not None and self.run.seen == "live":
            self.run.seen = source

    def record(self, values: dict[str, Value], beacon: str | None) -> None:
        """The demo recorded something. What its manifest does not announce is dropped: no report could explain it."""
        if self.run is None:
            return
        announced = self.run.manifest.evidence
        for name in values.keys() - announced.keys():
            self._say(
                f"{self.run.manifest.id} recorded {name!r}, which its manifest does not announce; it was dropped."
            )
        values = {name: value for name, value in values.items() if name in announced}
        if values:
            self._put(Recorded(run=self.run.id, demo=self.run.manifest.id, values=values, beacon=beacon))

    def note(self, fact: Fact, *, lasts: bool = False) -> None:
        """The demo asked the room something, or somebody answered at this screen. Without a run, nothing happens.

        A question that ``lasts`` is the whole group's: one visitor's simulated badge does not make it simulated.
        """
        if lasts:
            practice = self._visit is not None and self._visit.practice
            self._put(fact, source="simulated" if practice else self.radio)
        elif self.run is not None:
            self._put(fact)

    def present(self, change: Presence) -> None:
        """The simulated badge came or went. No radio hears it, so the shell says what a hub would have."""
        if self.run is not None:
            self.run.simulated = True
        badge = change.badge
        if change.kind == "entered" and badge.beacon != self._faced:
            # Its face is told first, so that every page shows the animal that lies on this screen.
            self._faced = badge.beacon
            self._put(BadgeGiven(beacon=badge.beacon, animal=badge.animal, accent=badge.accent), source="simulated")
        fact = PresenceChanged(kind=change.kind, beacon=badge.beacon, proximity=change.proximity)
        self._put(fact, source="simulated")

    def forget(self, beacon: str) -> None:
        """A visitor wants to be forgotten: what waits here about the badge goes, and the hub is told to do the same."""
        source = self.source
        self._faced = ""

        def forget(keep: Keep) -> None:
            keep.forget(beacon, source=source, station=self._station)
            self._kept()

        self._do(forget)

    def ask(self, beacon: str) -> None:
        """Look up what waits here about a badge; the answer comes with :meth:`answers`."""

        def look(keep: Keep) -> None:
            about: list[Draft] = []
            try:
                waiting = keep.pending(MOST_PENDING)
                about = [draft for draft in waiting if beacon_of(draft.fact) == beacon and self._of_this_group(draft)]
            finally:  # whoever asked waits for an answer
                self._answers.put((beacon, about))
                self._answered()

        self._do(look, writes=False)

    def answers(self) -> list[tuple[str, list[Draft]]]:
        """What was asked for and found: beacon and drafts."""
        found = []
        while not self._answers.empty():
            found.append(self._answers.get())
        return found

    def close(self, patience: float) -> None:
        """Write what is left and stop; leaves no thread unless the card takes longer than ``patience`` seconds."""
        if self._thread is None:
            return
        self._jobs.put(None)
        self._thread.join(patience)
        if self._thread.is_alive():
            log.warning("The card did not take the last evidence in time.")
        self._thread = None

    def _put(self, fact: Fact, source: Source | None = None) -> None:
        visit = self._visit.visit if self._visit is not None else None
        draft = stamp(fact, source=source or self.source, station=self._station, visit=visit)

        def put(keep: Keep) -> None:
            keep.put(draft)
            self._kept()

        self._do(put)

    def _of_this_group(self, draft: Draft) -> bool:
        if self._since is None or isinstance(draft.fact, ForgetBadge):
            return True
        boot, since = self._since
        return draft.boot == boot and draft.mono >= since

    def _do(self, job: Callable[[Keep], None], *, writes: bool = True) -> None:
        if self._thread is not None:
            self._jobs.put((job, writes))

    def _write(self, keep: Keep) -> None:
        """Do the jobs in order. What a full card refuses waits here, as much as fits, and is tried again."""
        late: deque[Callable[[Keep], None]] = deque()
        while (found := self._next(AGAIN if late or self.refusing else None)) is not None:
            job, writes = found
            if not writes or (job is _again and not late):
                self._settled(job, keep)
                continue
            if job is not _again:
                if len(late) == MOST_LATE:
                    self._say("The card refuses evidence for too long: what happens now is lost.")
                    continue
                late.append(job)
            while late and self._settled(late[0], keep):
                late.popleft()
        lost = [job for job in late if not self._settled(job, keep)]
        if lost:
            log.error("The card refused the last evidence until the end: %d facts are lost.", len(lost))

    def _next(self, patience: float | None) -> tuple[Callable[[Keep], None], bool] | None:
        try:
            return self._jobs.get(timeout=patience)
        except queue.Empty:
            return _again, True

    def _settled(self, job: Callable[[Keep], None], keep: Keep) -> bool:
        """Whether a job is done with: it is kept, or nothing will ever make it so."""
        try:
            job(keep)
        except StoreError as error:
            self._say(f"Evidence cannot be kept on this station: {error}")
            self.refusing = "" if isinstance(error, OutboxFull) else "full" if "no room" in str(error) else "failing"
            self._answered()  # the screen says so
            return False
        except Exception as error:
            self._say(f"Evidence cannot be kept on this station: {error}")
            return True
        if self.refusing:
            self.refusing = ""
            self._said.clear()
            log.info("The card takes evidence again.")
            self._answered()
        return True

    def _say(self, sentence: str) -> None:
        """Each fault once: a full card would otherwise fill the log as well."""
        if sentence not in self._said and len(self._said) < 50:
            self._said.add(sentence)
            log.error(sentence)
