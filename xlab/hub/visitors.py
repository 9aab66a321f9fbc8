"""What visitors' phones say beside the rounds: for whom they speak, and what they would put on the board.

An offer waits for the facilitator. What is accepted is the board's and says nothing of the phone; all else goes with
the phone that is forgotten, and at the latest when the visit is signed off.
"""

import asyncio
import uuid
from collections.abc import Coroutine, Iterable
from typing import Any, Final, TypeVar

import msgspec

from xlab.dashboard.ports.rounds import RoundRefused
from xlab.dashboard.ports.visitors import Me, OfferNow, Somebody, VisitorRefused
from xlab.dashboard.ports.visits import VisitRefused
from xlab.events import BoardOffered, BoardSet, Event, Fact, OfferJudged, VisitPlanned, VisitSignedOff
from xlab.events.rounds import Verdict
from xlab.events.visitors import Side
from xlab.events.visits import Platform, Stakeholder
from xlab.hub.rounds_phones import Phones
from xlab.hub.visits import MOST_ITEMS, Visits
from xlab.workshop.offers import KINDS, Offer, Offers, fits, placed
from xlab.workshop.visit import VisitNow

MOST_OF_ONE: Final = 12
MOST: Final = 300
"""Offers of one phone and of all in a visit: more than anybody writes, and than a facilitator can read."""

_PATIENCE: Final = 5.0

T = TypeVar("T")


class Visitors:
    """Implements :class:`xlab.dashboard.ports.visitors.Visitors`. Made on the loop; other threads use those methods."""

    def __init__(self, visits: Visits, phones: Phones) -> None:
        self._visits = visits
        self._phones = phones
        self.fold = Offers()
        self._loop = asyncio.get_running_loop()
        phones.left.append(self._forget)

    # What phones and the facilitator ask, from other threads.

    def me(self, voter: str) -> Me:
        """See :class:`xlab.dashboard.ports.visitors.Visitors`, here and below."""

        async def look() -> Me:
            now = self._visits.now()
            if now is None or not self._phones.knows(voter):
                return Me(open=False, side=self._phones.side(voter))
            board = now.board.stakeholders.values() if now.state == "open" else ()
            return Me(
                open=now.state == "open",
                side=self._phones.side(voter),
                offers=tuple(_told(one) for one in self.fold.of(now.visit) if one.voter == voter),
                people=tuple(Somebody(id=one.id, group=one.group, name=one.name) for one in board),
            )

        return self._ask(look())

    def tell_side(self, voter: str, side: Side) -> None:
        """For whom a phone speaks."""
        self._ask(self._phones.tell_side(voter, side))

    def offer(self, voter: str, item: Stakeholder | Platform) -> None:
        """Offer something for the board."""

        def offered(now: VisitNow) -> list[Fact]:
            self._phones.speaks(voter)
            known = self.fold.of(now.visit)
            mine = [one for one in known if one.voter == voter]
            if not fits(item, now.board):
                raise VisitorRefused("wrong")
            adds = isinstance(item, Stakeholder) and item.id in now.board.stakeholders
            if any(_same(one.item, item, adds) for one in mine):
                return []
            if len(mine) >= MOST_OF_ONE:
                raise VisitorRefused("busy")
            if len(known) >= MOST:
                raise VisitorRefused("full")
            return [BoardOffered(offer=uuid.uuid4().hex, voter=voter, item=_named(item, now))]

        self._ask(self._visits.write(offered, {"open"}))

    def offers(self) -> tuple[OfferNow, ...]:
        """Every offer of the visit under way."""

        async def look() -> tuple[OfferNow, ...]:
            now = self._visits.now()
            return tuple(map(_told, self.fold.of(now.visit))) if now is not None else ()

        return self._ask(look())

    def judge(self, offer: str, verdict: Verdict, reason: str = "") -> None:
        """Put an offer on the board, park it or hide it."""

        def judged(now: VisitNow) -> list[Fact]:
            one = self.fold.get(now.visit, offer)
            if one is None:
                raise VisitorRefused("unknown")
            if one.verdict == "shown":
                return []
            said = OfferJudged(offer=offer, verdict=verdict, reason=reason)
            return [*_on_board(one, now), said] if verdict == "shown" else [said]

        self._ask(self._visits.write(judged))

    # What the kit says, on the loop.

    def remember(self, events: Iterable[Event]) -> None:
        """What the log said before the hub came up."""
        for event in events:
            self.fold.apply(event)

    def stored(self, event: Event) -> None:
        """An event is on the card."""
        if isinstance(event.fact, VisitPlanned | VisitSignedOff):
            now = self._visits.now()
            self.fold.keep(now.visit if now is not None else "")
        if isinstance(event.fact, KINDS) and self.fold.apply(event):
            self._visits.look_again()

    def _forget(self, voter: str) -> None:
        if self.fold.forget(voter):
            self._visits.look_again()

    def _ask(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=_PATIENCE)
        except RoundRefused as refused:
            raise VisitorRefused(_SAME.get(refused.reason, "unknown")) from refused
        except VisitRefused as refused:
            raise VisitorRefused(_SAME.get(refused.reason, "wrong")) from refused


_SAME: Final[dict[str, Any]] = {one: one for one in ("state", "unknown", "wrong", "busy", "full", "not_stored")}


def _named(item: Stakeholder | Platform, now: VisitNow) -> Stakeholder | Platform:
    """The item under an id of its own, or as what it adds to is called on the board."""
    known = now.board.stakeholders.get(item.id)
    if known is None or isinstance(item, Platform):
        return msgspec.structs.replace(item, id=uuid.uuid4().hex)
    return msgspec.structs.replace(item, group=known.group, name=known.name)


def _on_board(one: Offer, now: VisitNow) -> list[Fact]:
    board = now.board
    if not fits(one.item, board):
        raise VisitorRefused("unknown")
    if len(board.stakeholders) + len(board.platforms) + len(board.pilots) >= MOST_ITEMS:
        raise VisitorRefused("full")
    return [BoardSet(item=placed(one.item, board), by="visitor")]


def _same(known: Stakeholder | Platform, item: Stakeholder | Platform, adds: bool) -> bool:
    """Whether this was offered already: a phone that heard no answer says it once more."""
    if isinstance(known, Stakeholder) and isinstance(item, Stakeholder) and adds:
        return (known.id, known.values, known.brings) == (item.id, item.values, item.brings)
    return msgspec.structs.replace(known, id="-") == msgspec.structs.replace(item, id="-")


def _told(one: Offer) -> OfferNow:
    return OfferNow(id=one.id, item=one.item, verdict=one.verdict, reason=one.reason)
