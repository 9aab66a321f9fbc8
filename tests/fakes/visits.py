"""Visits in memory, on the real folds: what is written becomes a fact, and the facts say what the visit is."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from importlib.resources import files
from typing import Literal

from xlab.dashboard.ports.visits import Reason, VisitRefused
from xlab.events import (
    BoardDropped,
    BoardSet,
    CharterAmended,
    CharterWritten,
    Event,
    Fact,
    GroupBegan,
    LinesEdited,
    VisitClosed,
    VisitOpened,
    VisitPlanned,
    VisitReopened,
    VisitSignedOff,
)
from xlab.events.rounds import Language
from xlab.events.visits import BoardItem, Charter, Decided, EditedLine, Noted
from xlab.workshop.charter import digest, missing
from xlab.workshop.suggest import Rule, Suggestion, read_rules, suggest
from xlab.workshop.visit import Step, VisitNow, open_ends, take

BEGAN = 1_790_000_000.0
"""Seconds since 1970 of the first fact; each comes a minute after the one before."""


class FakeVisits:
    """Implements :class:`xlab.dashboard.ports.visits.Visits`."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.refusal: Reason | None = None
        """Refuse whatever is asked, as a card that is full does."""
        self.problem = ""
        self._visits: dict[str, VisitNow] = {}
        self._lock = threading.RLock()
        self._listeners: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._over = False

    def now(self) -> VisitNow | None:
        newest = next(reversed(self._visits.values()), None)
        return newest if newest is not None and newest.state != "signed_off" else None

    def all(self) -> tuple[VisitNow, ...]:
        return tuple(reversed(self._visits.values()))

    def plan(self, language: Language, practice: bool = False) -> str:
        with self._lock:
            if self.now() is not None:
                raise VisitRefused("state")
            visit = f"visit-{len(self._visits) + 1}"
            ends = () if practice else open_ends(self._visits.values())
            self._happen(visit, VisitPlanned(visit=visit, language=language, practice=practice))
            for note in ends:
                self._happen(visit, note)
        return visit

    def write_charter(self, charter: Charter) -> None:
        self._write([CharterWritten(charter=charter)], ("planned",))

    def amend(self, charter: Charter, reason: str) -> None:
        if missing(charter):
            raise VisitRefused("missing")
        self._write([CharterAmended(charter=charter, reason=reason)], ("open", "closed"))

    def step(self, step: Step) -> None:
        with self._lock:
            now = self.now()
            if now is None or not now.may(step):
                raise VisitRefused("state")
            if step == "open" and missing(now.charter):
                raise VisitRefused("missing")
            facts: dict[Step, Fact] = {
                "open": VisitOpened(sha256=digest(now.charter)),
                "close": VisitClosed(),
                "reopen": VisitReopened(),
                "sign_off": VisitSignedOff(purged={"Answered": 3}),
            }
            self._write([facts[step]])

    def put(self, item: BoardItem, by: Literal["facilitator", "visitor"] = "facilitator") -> None:
        self._write([BoardSet(item=item, by=by)])

    def drop(self, item: str, reason: str) -> None:
        with self._lock:
            now = self.now()
            if now is not None and item not in {*now.board.stakeholders, *now.board.platforms, *now.board.pilots}:
                raise VisitRefused("unknown")
            self._write([BoardDropped(item=item, reason=reason)])

    def suggestions(self) -> tuple[Suggestion, ...]:
        now = self.now()
        return suggest(now.board, self.rules()) if now is not None else ()

    def rules(self) -> tuple[Rule, ...]:
        return read_rules(files("xlab.workshop").joinpath("rules.toml").read_text("utf-8"), "rules.toml")

    def rules_problem(self) -> str:
        return self.problem

    def decide(self, decided: Decided) -> None:
        with self._lock:
            now = self.now()
            if now is not None and decided.decision in now.decisions:
                raise VisitRefused("wrong")
            self._write([decided])

    def note(self, noted: Noted) -> None:
        self._write([noted])

    def edit_lines(self, demo: str, lines: tuple[EditedLine, ...]) -> None:
        self._write([LinesEdited(demo=demo, lines=lines)], ("planned", "open"))

    def next_group(self) -> int:
        with self._lock:
            now = self.now()
            number = (now.group if now is not None else 0) + 1
            self._write([GroupBegan(number=number)], ("open",))
        return number

    async def changes(self) -> AsyncIterator[VisitNow | None]:
        own = (asyncio.get_running_loop(), asyncio.Event())
        self._listeners.add(own)
        try:
            while not self._over:
                own[1].clear()
                yield self.now()
                await own[1].wait()
        finally:
            self._listeners.discard(own)

    # What tests do to it.

    def look_again(self) -> None:
        """Something beside the visit changed that its pages show."""
        self._tell()

    def end_streams(self) -> None:
        """End every iteration, as a hub does that stops."""
        self._over = True
        self._tell()

    def _write(self, facts: Sequence[Fact], states: Sequence[str] = ()) -> None:
        with self._lock:
            now = self.now()
            if now is None or (states and now.state not in states):
                raise VisitRefused("state")
            for fact in facts:
                self._happen(now.visit, fact)

    def _happen(self, visit: str, fact: Fact) -> None:
        if self.refusal is not None:
            raise VisitRefused(self.refusal)
        self.facts.append(fact)
        number = len(self.facts)
        take(
            self._visits,
            Event(
                id=f"visit-{number}",
                wall=BEGAN + 60.0 * number,
                boot="boot",
                mono=float(number),
                fact=fact,
                visit=visit,
                kit="kit-7f3a",
                seq=number,
            ),
        )
        self._tell()

    def _tell(self) -> None:
        for loop, changed in list(self._listeners):
            loop.call_soon_threadsafe(changed.set)
