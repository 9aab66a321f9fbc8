"""The rounds of a kit: what phones and the facilitator ask of them, and what stations are told.

There is one way in: a fact in the log. Phones' answers are stored here; a station's come through its outbox like all
that it records, so they count once whoever was away or was killed meanwhile. Whatever is stored is folded in the order
of the log, and an answer is acknowledged after that.
"""

import asyncio
import hashlib
import logging
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from typing import Any, Final, Protocol, TypeVar

import msgspec

from xlab import link
from xlab.dashboard.ports.rounds import IdeaNow, Mine, Moderated, RoundRefused
from xlab.events import (
    Answered,
    Draft,
    Event,
    Fact,
    ForgetVoter,
    IdeaAdded,
    IdeaJudged,
    RoundClosed,
    RoundOpened,
)
from xlab.events.rounds import AnswerValue, Question, Shows, Verdict
from xlab.hub.rounds_pace import Pace
from xlab.hub.rounds_voters import Voters, seat
from xlab.link.rounds import RoundIs, RoundNow
from xlab.store import StoreError, stamp
from xlab.workshop import rounds as workshop
from xlab.workshop.answers import fits, flaw

_log = logging.getLogger(__name__)

MOST_VOTERS: Final = 1000
"""Voters in one round: twice the phones that a kit is made for."""

MOST_IDEAS: Final = 300
MOST_IDEAS_OF_ONE: Final = 10
"""Ideas in one round, and of one voter: more than a facilitator can read out, and than anybody writes on a phone."""

CLOSED_SHOWN: Final = 20
"""Rounds that are over and that a phone still sees, the newest of them."""

STATION_EVERY: Final = 0.25
"""Seconds between two states of a round that its station is told."""

STATION_BYTES: Final = 2_000_000
"""Bytes of what a station is told of a round, half of what it takes in one message; the last voters are left out."""

_LONGEST_IDEA: Final = 300

_PATIENCE: Final = 5.0
"""Seconds a thread of the dashboard waits: a slow card, while a whole room answers at once."""

T = TypeVar("T")


class Storing(Protocol):
    """What writes to the log, as :class:`xlab.store.Writer` does."""

    async def append(self, drafts: Sequence[Draft]) -> list[Event]: ...  # noqa: D102
    async def forget(self, subject: str, reason: str) -> int: ...  # noqa: D102


class Rounds:
    """Implements :class:`xlab.dashboard.ports.rounds.Rounds`. Made on the loop; other threads use those methods only.

    ``tell`` sends a station a message if it is here, ``url`` is where phones join. ``visit`` is the visit that phones
    and rounds belong to, or empty.
    """

    def __init__(
        self,
        storing: Storing,
        tell: Callable[[str, link.RoundIs], object],
        url: Callable[[], str],
        visit: str = "",
    ) -> None:
        self.fold = workshop.Rounds()
        self.voters = Voters(visit)
        self._storing = storing
        self._tell = tell
        self._url = url
        self._visit = visit
        self._practice = False
        self._loop = asyncio.get_running_loop()
        self._closing: set[str] = set()
        self._leaving: set[str] = set()
        self._screens: dict[str, str | None] = {}
        self._to_stations = Pace(STATION_EVERY, self._tell_station)
        self._listeners: set[asyncio.Event] = set()
        self._over = False
        self._storing_works = True

    # What phones ask, from other threads.

    def join(self) -> str:
        """See :class:`xlab.dashboard.ports.rounds.Rounds`, here and below."""

        async def join() -> str:
            word = self.voters.join()
            self._wake()
            return word

        return self._ask(join())

    def mine(self, voter: str) -> tuple[Mine, ...]:
        """The rounds as one phone sees them."""

        async def look() -> tuple[Mine, ...]:
            if not self.voters.knows(voter):
                return ()
            self.voters.see(voter)
            rounds = list(self.fold)[::-1]
            over = [one for one in rounds if not self._takes(one)][:CLOSED_SHOWN]
            return tuple(self._mine(one, voter) for one in (*filter(self._takes, rounds), *over))

        return self._ask(look())

    def answer(self, voter: str, round_id: str, item: str, value: AnswerValue) -> None:
        """Answer, or change an answer."""
        self._ask(self.take(voter, round_id, item, value))

    async def take(self, voter: str, round_id: str, item: str, value: AnswerValue) -> None:
        """As :meth:`answer`, on the loop: what many phones say at once is synced to the card together."""
        one = self._speaking(voter, round_id)
        if not fits(one.question, item, value, one.answerable()):
            raise RoundRefused("wrong")
        await self._store(Answered(round=round_id, voter=voter, item=item, value=value), one)

    def add_idea(self, voter: str, round_id: str, text: str) -> None:
        """Write an idea. A text is one idea of each voter, so it is written anew; of others, each is one more."""

        async def add() -> None:
            one = self._speaking(voter, round_id)
            own = one.ideas_of(voter)
            if not one.takes_ideas or not 0 < len(text) <= _LONGEST_IDEA:
                raise RoundRefused("wrong")
            if any(idea.text == text for idea in own):
                return
            alone = one.question.kind == "text"
            if not alone and len(own) >= MOST_IDEAS_OF_ONE:
                raise RoundRefused("busy")
            if len(one.ideas) >= MOST_IDEAS and not (alone and own):
                raise RoundRefused("full")
            idea = _only_idea_of(voter, round_id) if alone else uuid.uuid4().hex
            await self._store(IdeaAdded(round=round_id, idea=idea, voter=voter, text=text), one)

        self._ask(add())

    def forget(self, voter: str) -> None:
        """Erase all a phone said."""

        async def forget() -> None:
            try:
                await self.obey(voter)
            except StoreError as error:
                raise RoundRefused("not_stored") from error

        self._ask(forget())

    # What the facilitator asks, from other threads.

    def all(self) -> tuple[Moderated, ...]:
        """Every round, the newest first."""

        async def look() -> tuple[Moderated, ...]:
            return self._all()

        return self._ask(look())

    def open(self, question: Question, shows: Shows) -> str:
        """Put a question to the room."""
        if flaw(question):
            raise RoundRefused("wrong")
        round_id = uuid.uuid4().hex
        self._ask(self._store(RoundOpened(round=round_id, question=question, shows=shows)))
        return round_id

    def close(self, round_id: str) -> None:
        """Take no more answers. Every answer that was acknowledged comes before it in the log."""

        async def close() -> None:
            one = self._known(round_id)
            if not one.open or round_id in self._closing:
                return
            self._closing.add(round_id)
            try:
                await self._store(RoundClosed(round=round_id))
            finally:
                self._closing.discard(round_id)

        self._ask(close())

    def judge(self, round_id: str, idea: str, verdict: Verdict, reason: str = "") -> None:
        """Show, park or hide an idea."""

        async def judge() -> None:
            if idea not in self._known(round_id).ideas:
                raise RoundRefused("unknown")
            await self._store(IdeaJudged(round=round_id, idea=idea, verdict=verdict, reason=reason))

        self._ask(judge())

    def joined(self) -> int:
        """Phones that are here."""

        async def count() -> int:
            return self.voters.here()

        return self._ask(count())

    async def changes(self) -> AsyncIterator[tuple[Moderated, ...]]:
        """What :meth:`all` says, whenever it changed. On the loop only."""
        changed = asyncio.Event()
        self._listeners.add(changed)
        try:
            while not self._over:
                changed.clear()
                yield self._all()
                await changed.wait()
        finally:
            self._listeners.discard(changed)

    # What the kit says, on the loop.

    def belong_to(self, visit: str, *, practice: bool = False) -> None:
        """Rounds and phones belong to this visit from now on; in a practice visit all of it is simulated."""
        self._visit, self._practice = visit, practice
        self.voters.visit(visit)

    def remember(self, events: Iterable[Event]) -> None:
        """What the log said before the hub came up; facts of other kinds are passed over."""
        for event in events:
            self.fold.apply(event)

    def stored(self, event: Event) -> None:
        """An event is on the card."""
        self._changed(self.fold.apply(event))

    def station(self, station: str, demo: str | None) -> None:
        """A station says which demo it plays, if any; it is told of what it asked last, which may have gone on."""
        self._screens[station] = demo
        own = [one.id for one in self.fold if one.station == station]
        self._changed(own[-1:])

    def station_away(self, station: str) -> None:
        """A station went away; its round goes on for phones until it comes back and says what it plays."""
        self._screens.pop(station, None)

    def moved(self) -> None:
        """Phones join at another address now."""
        for one in self.fold:
            if one.open and one.station is not None:
                self._to_stations.due(one.id)

    def from_station(self, station: str, draft: Draft) -> Draft:
        """What a station recorded, with voters whom no phone and no other station can be."""
        fact = draft.fact
        if isinstance(fact, Answered | IdeaAdded | ForgetVoter):
            own = msgspec.structs.replace(fact, voter=seat(station, fact.voter))
            return msgspec.structs.replace(draft, fact=own)
        return draft

    async def obey(self, voter: str) -> None:
        """Erase all a voter said, from the log and from what everybody sees. Raises StoreError."""
        # What is said meanwhile would be written behind the erasing's back.
        self._leaving.add(voter)
        try:
            await self._storing.forget(voter, "a visitor asked to be forgotten")
        finally:
            self._leaving.discard(voter)
        self.voters.forget(voter)
        self._changed(self.fold.forget(voter))
        self._wake()

    def end(self) -> None:
        """End every iteration over changes; nobody is told anything more."""
        self._over = True
        self._to_stations.close()
        self._wake()

    def _speaking(self, voter: str, round_id: str) -> workshop.Round:
        """The round, if this phone may say something in it now. Nothing may be awaited until that is handed over."""
        one = self._known(round_id)
        if not self.voters.knows(voter) or voter in self._leaving:
            raise RoundRefused("unknown")
        if not self._takes(one):
            raise RoundRefused("closed")
        if one.voters >= MOST_VOTERS and not one.knows(voter):
            raise RoundRefused("full")
        if not self.voters.may_speak(voter):
            raise RoundRefused("busy")
        return one

    def _known(self, round_id: str) -> workshop.Round:
        one = self.fold.get(round_id)
        if one is None:
            raise RoundRefused("unknown")
        return one

    def _takes(self, one: workshop.Round) -> bool:
        """Whether it takes answers: a station that plays something else was killed before it could close its round."""
        here = one.station is None or self._screens.get(one.station, one.demo) == one.demo
        return one.open and here and one.id not in self._closing

    async def _store(self, fact: Fact, of: workshop.Round | None = None) -> None:
        """Store a fact, with the source of the round it belongs to; on return it is on the card, and folded."""
        source = of.source if of is not None else "simulated" if self._practice else "live"
        draft = stamp(fact, source=source, visit=self._visit or None)
        try:
            # Folded by then: subscribers of the log are told before whoever waits.
            await self._storing.append([draft])
        except StoreError as error:
            if self._storing_works:
                _log.error("What is said in rounds cannot be stored: %s", error)
            self._storing_works = False
            raise RoundRefused("not_stored") from error
        self._storing_works = True

    def _changed(self, rounds: Iterable[str]) -> None:
        for round_id in rounds:
            one = self.fold.get(round_id)
            if one is not None and one.station is not None:
                self._to_stations.due(round_id)
            self._wake()

    def _wake(self) -> None:
        for listener in self._listeners:
            listener.set()

    def _all(self) -> tuple[Moderated, ...]:
        return tuple(
            Moderated(
                now=self._now(one),
                station=one.station,
                demo=one.demo,
                ideas=tuple(map(_idea, one.ideas.values())),
            )
            for one in reversed(list(self.fold))
        )

    def _mine(self, one: workshop.Round, voter: str) -> Mine:
        return Mine(now=self._now(one), answers=one.answers(voter), ideas=tuple(map(_idea, one.ideas_of(voter))))

    def _now(self, one: workshop.Round) -> RoundNow:
        now = one.now()
        return now if now.open == self._takes(one) else msgspec.structs.replace(now, open=False)

    def _tell_station(self, round_id: str) -> None:
        one = self.fold.get(round_id)
        if one is None or one.station is None:
            return
        said = RoundIs(now=one.now(one.station), url=self._url())
        while len(link.encode(said)) > STATION_BYTES:
            given = said.now.given
            said = RoundIs(now=msgspec.structs.replace(said.now, given=given[: len(given) // 2]), url=said.url)
        self._tell(one.station, said)

    def _ask(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=_PATIENCE)


def _idea(written: workshop.Written) -> IdeaNow:
    return IdeaNow(id=written.id, text=written.text, verdict=written.verdict, reason=written.reason)


def _only_idea_of(voter: str, round_id: str) -> str:
    """The id of what a voter writes in a round of texts: the same each time, and nobody can tell the voter by it."""
    return hashlib.sha256(f"{round_id} {voter}".encode()).hexdigest()[:32]
