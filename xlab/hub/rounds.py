"""The rounds of a kit: what phones and the facilitator ask of them, and what stations are told.

There is one way in: a fact in the log. Phones' answers are stored here; a station's come through its outbox like all
that it records, so they count once whoever was away or was killed meanwhile. Whatever is stored is folded in the order
of the log, and an answer is acknowledged after that.
"""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from typing import Any, Final, TypeVar

from xlab.dashboard.join import Invitation
from xlab.dashboard.ports.rounds import Moderated, RoundRefused
from xlab.events import Draft, Event, IdeaJudged, RoundClosed, RoundOpened
from xlab.events.rounds import Question, Shows, Verdict
from xlab.hub.rounds_book import Book, Storing
from xlab.hub.rounds_phones import Phones, idea_now
from xlab.hub.rounds_stations import AtStations, Tell, seated
from xlab.hub.rounds_voters import Voters
from xlab.link import ToStation
from xlab.workshop.answers import flaw

_PATIENCE: Final = 5.0
"""Seconds a thread of the dashboard waits: a slow card, while a whole room answers at once."""

T = TypeVar("T")


class Rounds(Phones):
    """Implements :class:`xlab.dashboard.ports.rounds.Rounds`. Made on the loop.

    ``tell`` sends a station a message if it is here, ``invited`` is how phones join. ``visit`` is the visit that phones
    and rounds belong to, or empty.
    """

    def __init__(self, storing: Storing, tell: Tell, invited: Callable[[], Invitation], visit: str = "") -> None:
        self.book = Book(storing, visit)
        self.voters = Voters(visit)
        super().__init__(self.book, self.voters, self._has_changed)
        self._stations = AtStations(self.book, tell, invited)
        self._loop = asyncio.get_running_loop()
        self._listeners: set[asyncio.Event] = set()
        self._over = False

    # What the facilitator asks, from other threads.

    def all(self) -> tuple[Moderated, ...]:
        """See :class:`xlab.dashboard.ports.rounds.Rounds`, here and below."""

        async def look() -> tuple[Moderated, ...]:
            return self._all()

        return self._ask(look())

    def open(self, question: Question, shows: Shows) -> str:
        """Put a question to the room."""
        if flaw(question):
            raise RoundRefused("wrong")
        round_id = uuid.uuid4().hex

        async def ask() -> None:
            if self.book.over:
                raise RoundRefused("closed")
            await self.book.store(RoundOpened(round=round_id, question=question, shows=shows))

        self._ask(ask())
        return round_id

    def close(self, round_id: str) -> None:
        """Take no more answers. Every answer that was acknowledged comes before it in the log."""

        self._ask(self._close(round_id))

    def judge(self, round_id: str, idea: str, verdict: Verdict, reason: str = "") -> None:
        """Show, park or hide an idea."""

        async def judge() -> None:
            if idea not in self.book.known(round_id).ideas:
                raise RoundRefused("unknown")
            await self.book.store(IdeaJudged(round=round_id, idea=idea, verdict=verdict, reason=reason))

        self._ask(judge())

    def joined(self) -> int:
        """Phones that are here."""
        return self.voters.here()

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

    def belong_to(self, visit: str, *, practice: bool = False, over: bool = False) -> None:
        """Rounds and phones belong to this visit from now on; in a practice visit all of it is simulated.

        ``over``: it is closed, and takes no answers unless it is reopened.
        """
        another = (visit, over) != (self.book.visit, self.book.over)
        self.book.belong_to(visit, practice, over)
        self.voters.visit(visit)
        if another:
            self._has_changed(())

    def remember(self, events: Iterable[Event]) -> None:
        """What the log said before the hub came up; facts of other kinds are passed over."""
        self.book.remember(events)

    def stored(self, event: Event) -> None:
        """An event is on the card."""
        if changed := self.book.fold.apply(event):
            self._has_changed(changed)

    def station(self, station: str, demo: str | None) -> None:
        """A station says which demo it plays, if any; it is told of what it asked last, which may have gone on."""
        if own := self._stations.says(station, demo):
            self._has_changed(own)

    def station_away(self, station: str) -> None:
        """A station went away; its round goes on for phones until it comes back and says what it plays."""
        self._stations.away(station)

    def greet(self, station: str) -> Sequence[ToStation]:
        """A station is here: it hears which of its rounds outlived its runs, before the next of them begins."""
        return self._stations.lasting(station)

    def moved(self) -> None:
        """Phones join at another address now."""
        self._stations.moved()

    def from_station(self, station: str, draft: Draft) -> Draft:
        """What a station recorded, with voters whom no phone and no other station can be."""
        return seated(station, draft)

    def end(self) -> None:
        """End every iteration over changes; nobody is told anything more."""
        self._over = True
        self._stations.close()
        self._wake()

    async def close_all(self) -> None:
        """The visit ends: nothing is asked any more and no round takes answers. Raises :class:`RoundRefused`.

        Where it does not end after all, :meth:`belong_to` says so.
        """
        self.book.over = True
        for round_id in [one.id for one in self.book.newest() if one.open]:
            await self._close(round_id)

    async def _close(self, round_id: str) -> None:
        one = self.book.known(round_id)
        if not one.open or round_id in self.book.closing:
            return
        self.book.closing.add(round_id)
        try:
            await self.book.store(RoundClosed(round=round_id))
        finally:
            self.book.closing.discard(round_id)

    def _has_changed(self, rounds: Iterable[str]) -> None:
        self._stations.changed(rounds)
        self._wake()

    def _wake(self) -> None:
        for listener in self._listeners:
            listener.set()

    def _all(self) -> tuple[Moderated, ...]:
        return tuple(
            Moderated(
                now=self.book.now(one),
                station=one.station,
                demo=one.demo,
                ideas=tuple(map(idea_now, one.ideas.values())),
                sides=one.by_side(),
            )
            for one in self.book.newest()
        )

    def _ask(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=_PATIENCE)
