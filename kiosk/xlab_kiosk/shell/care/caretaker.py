"""Looks after the demos of a station: which of them visitors may see, and what the hub is told of them.

The programme comes from the hub and is kept for when it is away. From it goes what this station holds back on its own
(``held.py``). What runs leave behind waits in the home until the hub has it.
"""

import contextlib
import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Protocol

import msgspec
from pygame import Surface

from xlab.catalogue import Entry
from xlab.catalogue.programme import billed, fits
from xlab.catalogue.quarantine import FAILURES
from xlab.catalogue.shelf_state import FETCHED
from xlab.events import Outcome
from xlab.link import (
    BundlePiece,
    DemoHere,
    DemosHere,
    FromStation,
    OrdersAre,
    Programme,
    ProgrammeIs,
    ReportTaken,
    RunReport,
    ToStation,
    WantBundle,
    Welcome,
)
from xlab_kiosk.shell.care.clerk import Clerk
from xlab_kiosk.shell.care.held import Held, HeldFile, Which
from xlab_kiosk.shell.care.kept import forget_kept, read_kept, write_kept
from xlab_kiosk.shell.care.starting import SECONDS, Starting
from xlab_kiosk.shell.care.troubles import Troubles
from xlab_kiosk.shell.screencast import jpeg

log = logging.getLogger(__name__)

WIDEST: Final = 480
"""Pixels of the last picture in a report: enough to see what a visitor saw, and 30 kB."""

MOST_TEXT: Final = 32 * 1024
"""Characters of a report, the last ones: a traceback and what was printed before it."""

MOST_DEMOS: Final = 400

ASK_AGAIN: Final = 60.0
"""Seconds until a demo that is still lacking is asked for again: the card may have been full, or the hub busy."""


class Fetches(Protocol):
    """Gets from the hub what the station lacks, as :class:`xlab.station.fetching.Fetching` does."""

    def want(self, programme: Programme, entries: Sequence[Entry]) -> list[WantBundle]:
        """What to ask of the hub."""
        ...

    def take(self, piece: BundlePiece) -> WantBundle | None:
        """A piece has come; what to ask for next."""
        ...


class RunOver(msgspec.Struct, frozen=True, kw_only=True):
    """A run that was over, with its last picture and what it left to read."""

    run: str
    which: Which
    outcome: Outcome
    detail: str = ""
    text: str = ""
    picture: Surface | None = None


class Caretaker:
    """All methods belong to the main thread but :meth:`bill`; none of them waits for the card."""

    def __init__(
        self,
        home: Path,
        send: Callable[[FromStation], None],
        *,
        begun: float,
        fetching: Callable[[Callable[[], None]], Fetches] | None = None,
        sandbox: Callable[[], str] = str,
    ) -> None:
        """``begun`` is when the start began, on the clock of :meth:`tick`; ``sandbox`` says what is not protected.

        ``fetching`` makes what fetches demos, once one is lacking: it needs much that most stations never need. What it
        is given is to be called, from any thread, when a demo came.
        """
        self.home = home
        self._programme_file, self._held_file = home / "programme.json", home / "held.json"
        self.clerk = Clerk()
        self.programme = read_kept(self._programme_file, Programme)
        self.held = Held(read_kept(self._held_file, HeldFile))
        self.starting = Starting(home / "starting.json")
        self.rebill = False
        """What visitors may see may have changed; cleared by whoever looks."""
        self.left_out: tuple[Entry, ...] = ()
        """What visitors would see, had it not kept the station from starting."""
        self.look = False
        """There may be other demos than before; cleared by whoever looks."""
        self._fetched = home / "demos" / FETCHED
        self._demo_data = home / "demo-data"
        self._muted_file = home / "muted.json"
        self.muted = read_kept(self._muted_file, bool) or False
        """Whether the facilitator wanted no sounds when last heard."""
        self._send = send
        self._begun = self._asked_at = begun
        self._make_fetching = fetching
        self._fetching: Fetches | None = None
        self._troubles = Troubles(home / "troubles", send)
        self._found: Sequence[Entry] | None = None
        self._sandbox: str | None = None
        self._news = True
        self._start_over = False
        self.clerk.do(lambda: self._look_at(sandbox))
        for which in self.starting.guilty:
            log.warning(
                "This station starts without %s %s: it did not finish starting twice.", which.demo, which.version
            )
            self.held.stopped_start(which)
        if self.starting.guilty:
            # Here and now: the journal is about to be written anew, and this start may be the next to fail.
            with contextlib.suppress(OSError):
                write_kept(self._held_file, self.held.kept)

    def bill(self, found: Sequence[Entry]) -> list[Entry]:
        """The demos that visitors may see, in their order. From any thread."""
        return [entry for entry in billed(found, self.programme) if not self.held.reason(which_of(entry))]

    def begin_anew(self) -> None:
        """Another group is here: nothing that a demo keeps tells of the one before. No demo may be running."""
        self.clerk.do(lambda: forget_kept(self._demo_data))

    def hear(self, message: ToStation) -> None:
        """The hub said something; what is not for us is passed over."""
        match message:
            case Welcome():
                self._news = True
                self.clerk.do(self._troubles.tell)
            case ProgrammeIs(programme=programme):
                if programme != self.programme:
                    self.programme = programme
                    self.clerk.do(lambda: write_kept(self._programme_file, programme))
                before = self.held.kept
                self.held.hear(programme)
                if self.held.kept != before:
                    self._keep_held()
                self.rebill = self._news = True
                if self._found is not None and _unknown(programme, self._found):
                    self.look = True  # it may have come to this machine since the last look
                self._fetch()
            case OrdersAre(orders=orders) if orders.muted != self.muted:
                self.muted = orders.muted
                self.clerk.do(lambda: write_kept(self._muted_file, orders.muted))
            case BundlePiece():
                self.clerk.do(lambda: self._take(message))
            case ReportTaken(run=run):
                self.clerk.do(lambda: self._troubles.taken(run))

    def tick(self, now: float, found: Sequence[Entry], *, drawn: bool) -> None:
        """Tell the hub what is here, if that is news; ``drawn``: all demos have their pictures."""
        if found is not self._found:
            self._found, self._news, self._asked_at = found, True, now
            self._fetch()
        elif now - self._asked_at >= ASK_AGAIN:
            self._asked_at = now
            self._fetch()
        if drawn or now - self._begun >= SECONDS:
            self.finish_start()
        if self._news and self._sandbox is not None:
            self._news = False
            shown = billed(found, self.programme)
            self.left_out = tuple(entry for entry in shown if self.held.left_out(which_of(entry)))
            self._send(DemosHere(demos=tuple(map(self._here, found[:MOST_DEMOS])), sandbox=self._sandbox))

    def finish_start(self) -> None:
        """The start went well, or somebody ended it who knew what they did."""
        if not self._start_over:
            self._start_over = True
            self.clerk.do(self.starting.finish)

    def opening(self, entry: Entry) -> None:
        """A demo is about to run."""
        # Before it runs, and on this thread: a journal that is written afterwards would miss what it is for.
        self.starting.suspect(which_of(entry))

    def opened(self, entry: Entry) -> None:
        """It was only tried, and did no harm to the station."""
        self.starting.clear(which_of(entry))

    def ran(self, over: RunOver) -> None:
        """A run is over."""
        self.starting.clear(over.which)
        before, held = self.held.kept, self.held.reason(over.which)
        self.held.ran(over.which, over.outcome, over.detail)
        if self.held.kept != before:
            self._keep_held()
        if reason := self.held.reason(over.which):
            self.rebill = self._news = True
            if not held:
                log.warning("The demo %s is no longer shown here. %s", over.which.demo, reason)
        if over.outcome in FAILURES or over.text.strip():
            wall = time.time()
            self.clerk.do(lambda: self._troubles.keep(report_of(over, wall)))

    def close(self, patience: float) -> None:
        """Write down what is left, in so many seconds."""
        self.clerk.close(patience)

    def _look_at(self, sandbox: Callable[[], str]) -> None:
        self._sandbox = sandbox()[:1000]

    def _keep_held(self) -> None:
        kept = self.held.kept
        self.clerk.do(lambda: write_kept(self._held_file, kept))

    def _fetch(self) -> None:
        programme, found = self.programme, self._found
        if programme is not None and found is not None:
            self.clerk.do(lambda: self._want(programme, found))

    def _want(self, programme: Programme, found: Sequence[Entry]) -> None:
        needed = self._fetched.exists() or _lacks(programme, found)
        if self._fetching is None and self._make_fetching is not None and needed:
            self._fetching = self._make_fetching(self._came)
        for wish in self._fetching.want(programme, found) if self._fetching is not None else ():
            self._send(wish)

    def _came(self) -> None:
        self.look = True

    def _take(self, piece: BundlePiece) -> None:
        wish = self._fetching.take(piece) if self._fetching is not None else None
        if wish is not None:
            self._send(wish)

    def _here(self, entry: Entry) -> DemoHere:
        which = which_of(entry)
        return DemoHere(
            demo=entry.name[:200],
            door=entry.door,
            status=entry.status,
            version=which.version[:40],
            digest=entry.digest,
            reason=entry.reason[:1000],
            held=self.held.reason(which)[:1000] if entry.status != "bad" else "",
        )


def _unknown(programme: Programme, found: Sequence[Entry]) -> bool:
    return any(not any(fits(entry, slot) for entry in found) for slot in programme.slots)


def _lacks(programme: Programme, found: Sequence[Entry]) -> bool:
    return any(slot.seal and not any(fits(entry, slot) for entry in found) for slot in programme.slots)


def which_of(entry: Entry) -> Which:
    """The version of a demo that was found; without a manifest it has none."""
    return Which(entry.name, entry.manifest.version if entry.manifest is not None else "")


def report_of(over: RunOver, wall: float) -> RunReport:
    """What goes to the hub of a run; ``wall`` in seconds since 1970."""
    return RunReport(
        run=over.run,
        demo=over.which.demo,
        version=over.which.version,
        outcome=over.outcome,
        detail=over.detail[:1000],
        text=over.text[-MOST_TEXT:],
        picture=jpeg(over.picture, WIDEST) if over.picture is not None else b"",
        wall=wall,
    )
