"""What visitors would put on the board, as a fold of events, and what the board becomes when it is accepted. Pure."""

from typing import Final

import msgspec

from xlab.events import BoardOffered, Event, Fact, OfferJudged
from xlab.events.rounds import Verdict
from xlab.events.visits import Platform, Stakeholder
from xlab.workshop.board import Board

KINDS: Final[tuple[type[Fact], ...]] = (BoardOffered, OfferJudged)
"""The facts that offers are made of."""

MOST_BRINGS: Final = 12
"""Things one stakeholder could bring, as the facts allow."""


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What one voter offers; ``verdict`` None: it waits for the facilitator."""

    id: str
    voter: str
    item: Stakeholder | Platform
    verdict: Verdict | None = None
    reason: str = ""


class Offers:
    """The offers of every visit. Feed it events in the order of the log."""

    def __init__(self) -> None:
        self._visits: dict[str, dict[str, Offer]] = {}

    def of(self, visit: str) -> tuple[Offer, ...]:
        """The offers of a visit, the oldest first."""
        return tuple(self._visits.get(visit, {}).values())

    def get(self, visit: str, offer: str) -> Offer | None:
        """One of them."""
        return self._visits.get(visit, {}).get(offer)

    def apply(self, event: Event) -> bool:
        """Take in an event; whether it changed anything. An offer that was put on the board stays accepted."""
        offers = self._visits.setdefault(event.visit or "", {})
        match event.fact:
            case BoardOffered(offer=offer, voter=voter, item=item) if offer not in offers:
                offers[offer] = Offer(id=offer, voter=voter, item=item)
                return True
            case OfferJudged(offer=offer, verdict=verdict, reason=reason) if offer in offers:
                if offers[offer].verdict == "shown":
                    return False
                offers[offer] = msgspec.structs.replace(offers[offer], verdict=verdict, reason=reason)
                return True
        return False

    def keep(self, visit: str) -> None:
        """Drop what was offered in other visits: their phones are nobody's any more."""
        self._visits = {visit: self._visits.get(visit, {})}

    def forget(self, voter: str) -> bool:
        """Drop what a voter offered, as the log does; what was accepted is the board's and stays there."""
        kept = {
            visit: {one.id: one for one in offers.values() if one.voter != voter}
            for visit, offers in self._visits.items()
        }
        changed = kept != self._visits
        self._visits = kept
        return changed


def fits(item: Stakeholder | Platform, board: Board) -> bool:
    """Whether it says something, about what is on the board."""
    if isinstance(item, Platform):
        return bool(item.pattern) and item.stakeholder in board.stakeholders
    return bool(item.name) and (item.id not in board.stakeholders or bool(item.values or item.brings))


def placed(item: Stakeholder | Platform, board: Board) -> Stakeholder | Platform:
    """The item as it goes on the board: what is said of a stakeholder that is there adds to it."""
    known = board.stakeholders.get(item.id)
    if known is None or isinstance(item, Platform):
        return item
    return msgspec.structs.replace(
        known,
        values=tuple(dict.fromkeys((*known.values, *item.values))),
        brings=tuple(dict.fromkeys((*known.brings, *item.brings)))[:MOST_BRINGS],
    )
