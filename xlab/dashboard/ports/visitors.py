"""What visitors' phones say beside the rounds, as phones and the facilitator need it."""

from typing import Literal, Protocol

from msgspec import Struct

from xlab.events.rounds import Verdict
from xlab.events.visitors import Side
from xlab.events.visits import Platform, Stakeholder, StakeholderClass

Reason = Literal["state", "unknown", "wrong", "busy", "full", "not_stored"]
"""``state``: no visit is open; ``busy``: faster than a person, or more than one writes; ``full``: too many wait."""


class VisitorRefused(Exception):
    """Nothing was stored, and why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class OfferNow(Struct, frozen=True, kw_only=True):
    """Something for the board that a visitor wrote, never whose; ``verdict`` None: it waits."""

    id: str
    item: Stakeholder | Platform
    verdict: Verdict | None = None
    reason: str = ""


class Somebody(Struct, frozen=True, kw_only=True):
    """A stakeholder on the board, as phones may see it."""

    id: str
    group: StakeholderClass
    name: str


class Me(Struct, frozen=True, kw_only=True):
    """What a phone said, and whether the board takes offers now: of whom there is on it."""

    open: bool
    side: Side = ""
    offers: tuple[OfferNow, ...] = ()
    people: tuple[Somebody, ...] = ()


class Visitors(Protocol):
    """``kit.visitors``. From any thread, never on the loop. A change is on the card, or raises VisitorRefused."""

    def me(self, voter: str) -> Me:
        """What one phone said."""
        ...

    def tell_side(self, voter: str, side: Side) -> None:
        """For whom a phone speaks; empty takes it back."""
        ...

    def offer(self, voter: str, item: Stakeholder | Platform) -> None:
        """Offer something for the board. Saying the same again changes nothing."""
        ...

    def offers(self) -> tuple[OfferNow, ...]:
        """All offers of the visit under way, the oldest first."""
        ...

    def judge(self, offer: str, verdict: Verdict, reason: str = "") -> None:
        """Put an offer on the board, park it or hide it. What is on the board stays there."""
        ...
