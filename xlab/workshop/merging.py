"""Events of one visit on several kits: the order in which they are folded, and what of them may travel. Pure.

Two boxes at one event share a visit when one has planned it and the other has taken it in. Each goes on in its own log.
What comes out is the same on both, whoever is merged into whom and how often: an event is known by its kit and number,
and the order is that of :func:`in_order`, never that of clocks or of arriving.
"""

import hashlib
from collections.abc import Iterable
from typing import Final

import msgspec

from xlab.events import (
    Answered,
    BoardOffered,
    Event,
    IdeaAdded,
    IdeaJudged,
    OfferJudged,
    VisitPlanned,
)
from xlab.events.base import BaseFact
from xlab.workshop.rounds import Rounds

_SEEN: Final = "phone-"
"""How the word of a voter begins that was replaced."""


def in_order(events: Iterable[Event]) -> list[Event]:
    """What the kit that planned a visit says of it comes first, then the other kits by id; each in its own order.

    The kit that wrote the charter opened the visit: without that, what others say of it would be about nothing.
    """
    told = list(events)
    host: dict[str, str] = {}
    for event in sorted(told, key=lambda one: (one.kit, one.seq)):
        if isinstance(event.fact, VisitPlanned):
            host.setdefault(event.fact.visit, event.kit)
    return sorted(told, key=lambda one: (one.visit is not None and host.get(one.visit) != one.kit, one.kit, one.seq))


def without_voters(event: Event) -> Event:
    """The event with another word in the place of a voter's: it tells the same ones from each other and opens nothing.

    Doing it again changes nothing, so that a log and what was exported of it say the same.
    """
    voter = getattr(event.fact, "voter", None)
    if not isinstance(voter, str) or voter.startswith(_SEEN):
        return event
    # A phone's word is drawn from 2^128: nobody finds it from its hash.
    word = f"{_SEEN}{hashlib.sha256(voter.encode()).hexdigest()[:24]}"
    fact: BaseFact = event.fact
    return msgspec.structs.replace(event, fact=msgspec.structs.replace(fact, voter=word))


def may_travel(events: Iterable[Event]) -> list[Event]:
    """What may leave the kit of these events of a visit, in order.

    Nobody's word is in it, nothing that was said in a round that shows its results on closing and is still open, and no
    text that the facilitator has not let through.
    """
    told = in_order(events)
    rounds = Rounds()
    for event in told:
        rounds.apply(event)
    hidden = {one.id for one in rounds if one.open and one.shows == "on_close"}
    shown = {(one.id, idea.id) for one in rounds for idea in one.ideas.values() if idea.verdict == "shown"}
    return [without_voters(event) for event in told if _travels(event, hidden, shown)]


def _travels(event: Event, hidden: set[str], shown: set[tuple[str, str]]) -> bool:
    match event.fact:
        case BoardOffered() | OfferJudged():
            # What was accepted stands on the board.
            return False
        case Answered(round=asked) | IdeaJudged(round=asked):
            return asked not in hidden
        case IdeaAdded(round=asked, idea=idea):
            return asked not in hidden and (asked, idea) in shown
    return True
