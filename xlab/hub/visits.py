"""The visit of a kit: what facilitators write about it, stored before it is acknowledged, and what it is now.

There is at most one visit under way, from planning to sign-off. Whatever the kit records meanwhile belongs to it.
"""

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

import msgspec

from xlab.dashboard.ports.visits import VisitRefused
from xlab.events import (
    BoardDropped,
    BoardSet,
    CharterAmended,
    CharterWritten,
    Draft,
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
from xlab.hub.rounds_book import Storing
from xlab.hub.rulebook import rules_of
from xlab.link import VisitInfo
from xlab.store import StoreError, stamp
from xlab.workshop import charter as charters
from xlab.workshop.merging import in_order
from xlab.workshop.suggest import Rule, Suggestion, suggest
from xlab.workshop.visit import Step, VisitNow, fold, open_ends, take

_log = logging.getLogger(__name__)

KINDS: Final[tuple[type[Fact], ...]] = (
    *(VisitPlanned, CharterWritten, CharterAmended, VisitOpened, VisitClosed, VisitReopened, VisitSignedOff),
    *(GroupBegan, BoardSet, BoardDropped, Decided, Noted, LinesEdited),
)
"""The facts that visits are made of."""

MOST_ITEMS: Final = 300
"""Things on a board: what a room can talk about in a day, many times over."""

MARK: Final = 12
"""Digits of the charter's SHA-256 that screens show: enough to compare by eye with the report."""

_PATIENCE: Final = 15.0

_SIGNING: Final = 120.0
"""Seconds for a sign-off: the report of a full day is added up once more, and thousands of records are erased."""

T = TypeVar("T")


class Visits:
    """Implements :class:`xlab.dashboard.ports.visits.Visits`. Made on the loop; other threads use those methods only.

    ``changed`` is told on the loop whenever the visit under way changed; ``ending`` closes its rounds, or raises
    :class:`VisitRefused`; ``sign_off`` deletes what a signed-off visit may not keep and returns what to write down of
    that. ``right`` gives events the times when they happened, as the kit knows them now, and
    ``rough`` says of which it knows that only roughly.
    """

    def __init__(
        self,
        home: Path,
        storing: Storing,
        changed: Callable[[VisitNow | None], object],
        ending: Callable[[], Coroutine[Any, Any, None]],
        sign_off: Callable[[VisitNow], Coroutine[Any, Any, VisitSignedOff]],
        right: Callable[[Iterable[Event]], list[Event]] = list,
        rough: Callable[[Event], bool] = lambda _: False,
    ) -> None:
        self._storing = storing
        self._told = changed
        self._ending = ending
        self._sign_off = sign_off
        self._right, self._rough = right, rough
        self._events: list[Event] = []
        self._visits: dict[str, VisitNow] = {}
        self._current: VisitNow | None = None
        self._gone: set[str] = set()
        self._rules, self._rules_problem = rules_of(home)
        self._loop = asyncio.get_running_loop()
        self._writing = asyncio.Lock()
        self._listeners: set[asyncio.Event] = set()
        self._over = False

    # What the facilitator asks, from other threads.

    def now(self) -> VisitNow | None:
        """See :class:`xlab.dashboard.ports.visits.Visits`, here and below."""
        return self._current

    def all(self) -> tuple[VisitNow, ...]:
        """Every visit."""

        async def look() -> tuple[VisitNow, ...]:
            return tuple(reversed(self._visits.values()))

        return self._ask(look())

    def plan(self, language: Language, practice: bool = False) -> str:
        """Begin a visit."""
        visit = uuid.uuid4().hex

        async def plan() -> None:
            async with self._writing:
                if self._current is not None:
                    raise VisitRefused("state")
                planned = VisitPlanned(visit=visit, language=language, practice=practice)
                ends = () if practice else open_ends(self._visits.values())
                await self._store([planned, *ends], visit, practice)

        self._ask(plan())
        return visit

    def write_charter(self, charter: Charter) -> None:
        """The charter, while it is planned."""
        self._ask(self.write(lambda now: [CharterWritten(charter=charter)], {"planned"}))

    def amend(self, charter: Charter, reason: str) -> None:
        """A new version of the charter."""
        if not reason.strip():
            raise VisitRefused("wrong")

        def amended(now: VisitNow) -> list[Fact]:
            if charters.missing(charter):
                raise VisitRefused("missing")
            return [CharterAmended(charter=charter, reason=reason)] if charter != now.charter else []

        self._ask(self.write(amended, {"open", "closed"}))

    def step(self, step: Step) -> None:
        """Open, close, reopen or sign off."""

        async def go() -> None:
            async with self._writing:
                now = self._under_way()
                if not now.may(step):
                    raise VisitRefused("state")
                if step == "open" and charters.missing(now.charter):
                    raise VisitRefused("missing")
                if step == "close":
                    await self._close(now)
                else:
                    await self._store([await self._fact_of(step, now)], now.visit, now.practice)

        self._ask(go(), _SIGNING if step == "sign_off" else _PATIENCE)

    def put(self, item: BoardItem, by: Literal["facilitator", "visitor"] = "facilitator") -> None:
        """Put something on the board."""

        def placed(now: VisitNow) -> list[Fact]:
            board = now.board
            if len(board.stakeholders) + len(board.platforms) + len(board.pilots) >= MOST_ITEMS:
                raise VisitRefused("full")
            return [BoardSet(item=item, by=by)]

        self._ask(self.write(placed))

    def drop(self, item: str, reason: str) -> None:
        """Take something off the board."""

        def dropped(now: VisitNow) -> list[Fact]:
            if item not in now.board.stakeholders | now.board.platforms | now.board.pilots:  # type: ignore[operator]
                raise VisitRefused("unknown")
            return [BoardDropped(item=item, reason=reason)]

        self._ask(self.write(dropped))

    def suggestions(self) -> tuple[Suggestion, ...]:
        """What the rules suggest."""
        now = self._current
        return suggest(now.board, self._rules) if now is not None else ()

    def rules(self) -> tuple[Rule, ...]:
        """The rules that hold."""
        return self._rules

    def rules_problem(self) -> str:
        """What is wrong with the kit's own rules."""
        return self._rules_problem

    def decide(self, decided: Decided) -> None:
        """Put a decision into the log."""

        def fact(now: VisitNow) -> list[Fact]:
            if decided.decision in now.decisions:
                raise VisitRefused("wrong")
            return [decided]

        self._ask(self.write(fact))

    def note(self, noted: Noted) -> None:
        """Write a note."""
        self._ask(self.write(lambda now: [noted]))

    def edit_lines(self, demo: str, lines: tuple[EditedLine, ...]) -> None:
        """Say all words of a demo that may be edited anew; what is as it was is not written once more."""

        def edited(now: VisitNow) -> list[Fact]:
            return [LinesEdited(demo=demo, lines=lines)] if now.lines.get(demo, ()) != lines else []

        self._ask(self.write(edited, {"planned", "open"}))

    async def changes(self) -> AsyncIterator[VisitNow | None]:
        """What :meth:`now` says, whenever it changed. On the loop only."""
        changed = asyncio.Event()
        self._listeners.add(changed)
        try:
            while not self._over:
                changed.clear()
                yield self._current
                await changed.wait()
        finally:
            self._listeners.discard(changed)

    # What the kit says, on the loop.

    async def begin_group(self, returned: Sequence[Fact] = (), wanted: int = 0) -> int:
        """The next group comes in, and with it what is ``returned``; its number, which is ``wanted`` if that is given.

        Raises :class:`VisitRefused`.
        """
        numbers: list[int] = []

        def next_one(now: VisitNow) -> list[Fact]:
            if wanted not in (0, now.group + 1):
                raise VisitRefused("state")
            numbers.append(now.group + 1)
            return [GroupBegan(number=now.group + 1), *returned]

        await self.write(next_one, {"open"})
        return numbers[-1]

    def remember(self, events: Iterable[Event]) -> None:
        """What the log said before the hub came up."""
        self._events += events
        self.put_right()

    def put_right(self) -> None:
        """Times of what happened before are known better."""
        self._visits = fold(self._right(in_order(self._events)))
        rough = {event.visit or "" for event in self._events if self._rough(event)}
        for visit in rough & self._visits.keys():
            self._visits[visit] = msgspec.structs.replace(self._visits[visit], about=True)
        self._told_anew()

    def stored(self, event: Event) -> None:
        """An event is on the card."""
        if isinstance(event.fact, KINDS):
            self._events.append(event)
            if any(one.kit != event.kit for one in self._events):
                # Another kit's word comes after ours, whenever it was merged.
                self.put_right()
                return
            for right in self._right((event,)):
                take(self._visits, right)
            self._told_anew()

    def every(self) -> tuple[VisitNow, ...]:
        """All visits, the oldest first."""
        return tuple(self._visits.values())

    def of(self, visit: str | None) -> VisitNow | None:
        """A visit as it is, also an earlier one."""
        return self._visits.get(visit or "")

    def look_again(self) -> None:
        """Something beside the visit changed that its pages show."""
        for listener in self._listeners:
            listener.set()

    async def expire(self, visit: str, why: Literal["signed_off", "too_old"] = "too_old") -> None:
        """Close and sign off a visit without anybody asking: it is too old, or was being signed off when the plug was
        pulled. On the loop. Nothing happens if it is over."""
        async with self._writing:
            now = self._visits.get(visit)
            if now is not None and now.state == "open":
                await self._close(now)
                now = self._visits[visit]
            if now is not None and now.state == "closed":
                fact = await self._sign_off(now)
                await self._store([msgspec.structs.replace(fact, why=why)], now.visit, now.practice)

    def is_over(self, visit: str | None) -> bool:
        """Whether nothing may be written of this visit any more; a visit that this kit does not know may go on."""
        known = self._visits.get(visit or "")
        return visit in self._gone or (known is not None and known.state == "signed_off")

    def gone(self, visit: str) -> None:
        """Nothing is left of this visit: a practice is over."""
        self._gone.add(visit)
        self._events = [event for event in self._events if event.visit != visit]
        if self._visits.pop(visit, None) is not None:
            self._told_anew()

    def end(self) -> None:
        """End every iteration over changes."""
        self._over = True
        for listener in self._listeners:
            listener.set()

    def _told_anew(self) -> None:
        # The newest; where visits of several kits are known, the one that is under way.
        going = (visit for visit in reversed(self._visits.values()) if visit.state != "signed_off")
        self._current = next(going, None)
        self._told(self._current)
        self.look_again()

    def _under_way(self) -> VisitNow:
        if self._current is None:
            raise VisitRefused("state")
        return self._current

    async def write(self, facts: Callable[[VisitNow], Sequence[Fact]], states: Iterable[str] = ()) -> None:
        """Store what ``facts`` says of the visit under way, one writer at a time: two facilitators never cross."""
        async with self._writing:
            now = self._under_way()
            if states and now.state not in states:
                raise VisitRefused("state")
            await self._store(facts(now), now.visit, now.practice)

    async def _store(self, facts: Sequence[Fact], visit: str, practice: bool) -> None:
        drafts: list[Draft] = [stamp(fact, source="simulated" if practice else "live", visit=visit) for fact in facts]
        if not drafts:
            return
        try:
            # Folded by then: subscribers of the log are told before whoever waits.
            await self._storing.append(drafts)
        except StoreError as error:
            _log.error("What was written about the visit cannot be stored: %s", error)
            raise VisitRefused("not_stored") from error

    async def _close(self, now: VisitNow) -> None:
        try:
            await self._ending()
            await self._store([VisitClosed()], now.visit, now.practice)
        except VisitRefused:
            # It goes on, and whoever made ready for its end is told.
            self._told(self._current)
            raise

    async def _fact_of(self, step: Step, now: VisitNow) -> Fact:
        match step:
            case "open":
                return VisitOpened(sha256=charters.digest(now.charter))
            case "close":
                return VisitClosed()
            case "reopen":
                return VisitReopened()
            case "sign_off":
                try:
                    return await self._sign_off(now)
                except (OSError, StoreError) as error:
                    _log.error("The visit cannot be signed off: %s", error)
                    raise VisitRefused("not_stored") from error

    def _ask(self, work: Coroutine[Any, Any, T], patience: float = _PATIENCE) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=patience)


def visit_info(visit: VisitNow | None) -> VisitInfo | None:
    """The visit under way, as every screen may show it."""
    if visit is None or visit.state == "signed_off":
        return None
    return VisitInfo(
        visit=visit.visit,
        state=visit.state,
        practice=visit.practice,
        unit=visit.charter.unit,
        vision=visit.charter.vision,
        charter=visit.versions[-1].sha256[:MARK] if visit.state != "planned" and visit.versions else "",
        group=visit.group,
        lines={demo: lines for demo, lines in visit.lines.items() if lines},
    )
