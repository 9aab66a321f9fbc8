"""The rounds as they go out to phones and facilitators, worked out once for all of them, and the wait for the next.

One task follows the kit's rounds while anybody listens. Every listener sleeps until it wakes them and then takes the
newest: however many phones there are, a change is counted and encoded once, and a slow phone skips what is between.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Final

import msgspec

from xlab.dashboard.ports.rounds import IdeaNow, Moderated, Rounds
from xlab.dashboard.streams import SEND_SECONDS
from xlab.events import Source
from xlab.events.rounds import Id, Question, Shows
from xlab.link.rounds import Idea, RoundNow
from xlab.workshop.sides import BySide
from xlab.workshop.tally import Result, tally

_log = logging.getLogger(__name__)

PACE: Final = 0.05
"""Seconds between two states that go out. A room that answers at once costs twenty of them a second at the most."""

SHARE: Final = 2.0
"""How much longer than it took to make and send a state it is until the next: phones that listen take a third of the
kit's time, however many they are and however slow it is, and the rest is for those that answer."""

MUCH: Final = 0.005
"""Seconds: what took longer to add up is added up on a thread, and the loop goes on meanwhile."""

STILL = 15.0
"""Seconds of silence after which everybody is told the same again: a page cannot see a dead link otherwise."""

_OPEN: Final = 8
_CLOSED: Final = 5
"""How many of the newest rounds phones hear of."""

_encode = msgspec.json.Encoder().encode


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A round as everybody may see it, but for its numbers: this part goes out only when it changed."""

    round: Id
    question: Question
    shows: Shows
    open: bool
    ideas: tuple[Idea, ...]
    source: Source = "live"
    lasts: bool = False


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of a round: how many people answered, how many ideas wait, the result where it may be seen."""

    round: Id
    answered: int
    waiting: int
    result: Result | None


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A round as the facilitator sees it; ``result`` is hidden here too until it may be seen by all.

    ``lasts``: a demo asked it for the whole group. ``sides``: what each side answered, once it closed.
    """

    round: Id
    question: Question
    shows: Shows
    open: bool
    answered: int
    result: Result | None
    ideas: tuple[IdeaNow, ...]
    station: str | None = None
    demo: str = ""
    lasts: bool = False
    source: Source = "live"
    sides: tuple[BySide, ...] = ()


class RoundsNow(msgspec.Struct, frozen=True, kw_only=True):
    """All rounds, the newest first, and how many phones are in."""

    joined: int
    rounds: tuple[Told, ...]


def told(moderated: Moderated) -> Told:
    """A round with its answers added up."""
    now = moderated.now
    return Told(
        round=now.round,
        question=now.question,
        shows=now.shows,
        open=now.open,
        answered=now.answered,
        result=tally(now),
        ideas=moderated.ideas,
        station=moderated.station,
        demo=moderated.demo,
        lasts=now.lasts,
        source=now.source,
        sides=moderated.sides,
    )


def all_of(rounds: Rounds) -> RoundsNow:
    """The rounds as the facilitator sees them. Not on the loop."""
    return RoundsNow(joined=rounds.joined(), rounds=tuple(map(told, rounds.all())))


class Frame:
    """One state of all rounds, as bytes of an event stream."""

    def __init__(self, every: tuple[Moderated, ...], now: RoundsNow) -> None:
        shown = _for_phones(every)
        results = {one.round: one.result for one in now.rounds}
        asked = [
            Asked(
                round=one.round,
                question=one.question,
                shows=one.shows,
                open=one.open,
                ideas=one.ideas,
                source=one.source,
                lasts=one.lasts,
            )
            for one in shown
        ]
        counts = [
            Count(round=one.round, answered=one.answered, waiting=one.waiting, result=results[one.round])
            for one in shown
        ]
        self.asked = _event("rounds", asked)
        self.counts = _event("counts", {"joined": now.joined, "rounds": counts})
        self.both = self.asked + self.counts
        self._now = now

    @cached_property
    def everything(self) -> bytes:
        """For facilitators; made when the first of them asks."""
        return _event("everything", self._now)


class Listener:
    """Somebody who wants to hear of rounds."""

    def __init__(self) -> None:
        self.over = False
        self.sending_since: float | None = None
        """When what is being sent now was begun, on the loop's clock: the board cuts off who takes nothing."""
        self._task = asyncio.current_task()
        self._frame: Frame | None = None
        self._new = asyncio.Event()

    def put(self, frame: Frame) -> None:
        """There is something new; what was not taken yet is not worth having any more."""
        self._frame = frame
        self._new.set()

    def end(self) -> None:
        """Nothing more comes."""
        self.over = True
        self._new.set()

    def cut(self) -> None:
        """Nothing more comes, and what is being sent is given up."""
        self.end()
        if self._task is not None:
            self._task.cancel()

    async def get(self) -> Frame | None:
        """The newest, once there is one that was not taken, or the same again after a silence; None at the end."""
        await self._new.wait()
        self._new.clear()
        return None if self.over else self._frame


class Board:
    """Tells every listener. Used on the loop only."""

    def __init__(self, rounds: Callable[[], Rounds]) -> None:
        self._rounds = rounds
        self._frame: Frame | None = None
        self._known: dict[str, tuple[Moderated, Told]] = {}
        self._watched = False
        self.closed: dict[str, float] = {}
        """When each round closed that did so while somebody listened, on the steady clock of ``time.monotonic``."""
        self._task: asyncio.Task[None] | None = None
        self._watch: asyncio.TimerHandle | None = None
        self._told = 0.0
        self._much = False
        self.listeners: set[Listener] = set()

    @contextmanager
    def listen(self) -> Iterator[Listener]:
        """A listener, told of the state as it is at once. Belongs to the task that asks."""
        listener = Listener()
        self.listeners.add(listener)
        if self._task is None:
            self._task = asyncio.create_task(self._follow())
            self._look()
        elif self._frame is not None:
            listener.put(self._frame)
        try:
            yield listener
        finally:
            self.listeners.discard(listener)
            if not self.listeners and self._task is not None:
                self._task.cancel()
                self._rest()

    async def _follow(self) -> None:
        clock = asyncio.get_running_loop().time
        changes = self._rounds().changes()
        pause = PACE
        try:
            async for every in changes:
                began = clock()
                self._frame = await asyncio.to_thread(self._made, every) if self._much else self._made(every)
                self._much = clock() - began > MUCH
                self._tell(self._frame)
                # Whom that woke stands before us in the loop's queue: after this, all that could be sent is on its way.
                await asyncio.sleep(0)
                # What others kept the loop busy with meanwhile counts as well, so one slow state alone says little.
                pause = max(PACE, min(SHARE * (clock() - began), 2 * pause))
                await asyncio.sleep(pause)
        except Exception:
            # Phones come back by themselves, and with the first of them all of this begins anew.
            _log.exception("phones are not told of rounds any more")
        finally:
            if isinstance(changes, AsyncGenerator):
                await changes.aclose()
        self._rest()
        for listener in self.listeners:
            listener.end()

    def _rest(self) -> None:
        self._task = self._frame = None
        self._watched = False
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None

    def _tell(self, frame: Frame) -> None:
        self._told = asyncio.get_running_loop().time()
        for listener in self.listeners:
            listener.put(frame)

    def _look(self) -> None:
        """Say again what is, after a silence, and cut off who takes nothing: one timer, not one for each phone."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        if self._frame is not None and now - self._told >= STILL:
            self._tell(self._frame)
        stuck = [one for one in self.listeners if one.sending_since is not None]
        for one in stuck:
            if now - (one.sending_since or now) >= SEND_SECONDS:
                one.cut()
        self._watch = loop.call_later(min(STILL, SEND_SECONDS) / 4, self._look)

    def _made(self, every: tuple[Moderated, ...]) -> Frame:
        """Count what changed; a round that is as it was is as it was."""
        before = self._known
        self._note_closed(every, before)
        self._known = {
            one.now.round: known if (known := before.get(one.now.round)) and known[0] == one else (one, told(one))
            for one in every
        }
        rounds = tuple(shown for _, shown in self._known.values())
        return Frame(every, RoundsNow(joined=self._rounds().joined(), rounds=rounds))

    def _note_closed(self, every: Sequence[Moderated], before: dict[str, tuple[Moderated, Told]]) -> None:
        """Note what closed since the state before; of the first state nobody knows since when it is so."""
        now = time.monotonic()
        for index, one in enumerate(every if self._watched else ()):
            known = before.get(one.now.round)
            # The newest may have come and gone between two states.
            if not one.now.open and (known[0].now.open if known is not None else index == 0):
                self.closed[one.now.round] = now
        here = {one.now.round for one in every}
        self.closed = {key: at for key, at in self.closed.items() if key in here}
        self._watched = True


def _for_phones(every: tuple[Moderated, ...]) -> list[RoundNow]:
    going = [one.now for one in every if one.now.open][:_OPEN]
    return going + [one.now for one in every if not one.now.open][:_CLOSED]


def _event(name: str, what: object) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (name.encode(), _encode(what))
