"""Visitors' phones beside the rounds, in memory: offers on the real fold, accepted onto a fake visit's board."""

import threading

import msgspec

from tests.fakes.visits import FakeVisits
from xlab.dashboard.ports.visitors import Me, OfferNow, Reason, Somebody, VisitorRefused
from xlab.events.rounds import Verdict
from xlab.events.visitors import Side
from xlab.events.visits import Platform, Stakeholder
from xlab.workshop.board import Board
from xlab.workshop.offers import fits, placed
from xlab.workshop.visit import VisitNow


class FakeVisitors:
    """Implements :class:`xlab.dashboard.ports.visitors.Visitors`."""

    def __init__(self, visits: FakeVisits) -> None:
        self.sides: dict[str, Side] = {}
        self.refusal: Reason | None = None
        self._visits = visits
        self._offers: dict[str, tuple[str, OfferNow]] = {}
        self._lock = threading.RLock()

    def me(self, voter: str) -> Me:
        now = self._now()
        return Me(
            open=now is not None,
            side=self.sides.get(voter, ""),
            offers=tuple(one for by, one in self._offers.values() if by == voter),
            people=tuple(
                Somebody(id=one.id, group=one.group, name=one.name)
                for one in (now.board if now is not None else Board()).stakeholders.values()
            ),
        )

    def tell_side(self, voter: str, side: Side) -> None:
        self._refuse()
        self.sides[voter] = side

    def offer(self, voter: str, item: Stakeholder | Platform) -> None:
        self._refuse()
        with self._lock:
            now = self._now()
            if now is None:
                raise VisitorRefused("state")
            if not fits(item, now.board):
                raise VisitorRefused("wrong")
            number = len(self._offers) + 1
            known = item.id in now.board.stakeholders
            named = item if known else msgspec.structs.replace(item, id=f"item-{number}")
            self._offers[f"offer-{number}"] = (voter, OfferNow(id=f"offer-{number}", item=named))
        self._visits.look_again()

    def offers(self) -> tuple[OfferNow, ...]:
        return tuple(one for _, one in self._offers.values())

    def judge(self, offer: str, verdict: Verdict, reason: str = "") -> None:
        self._refuse()
        with self._lock:
            if offer not in self._offers:
                raise VisitorRefused("unknown")
            by, one = self._offers[offer]
            if verdict == "shown":
                now = self._now()
                self._visits.put(placed(one.item, now.board if now is not None else Board()), "visitor")
            self._offers[offer] = (by, msgspec.structs.replace(one, verdict=verdict, reason=reason))
        self._visits.look_again()

    def _now(self) -> VisitNow | None:
        now = self._visits.now()
        return now if now is not None and now.state == "open" else None

    def _refuse(self) -> None:
        if self.refusal is not None:
            raise VisitorRefused(self.refusal)
