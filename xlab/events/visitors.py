"""Facts about visitors' phones beside the rounds: what they offer for the board, and on whose side they stand.

A ``voter`` is as in :mod:`xlab.events.rounds`: a random word of one visit. Forgetting it erases these facts as well.
"""

from typing import Annotated, Literal

from msgspec import Meta

from xlab.events.base import BaseFact
from xlab.events.rounds import Id, Verdict
from xlab.events.visits import Platform, Stakeholder, StakeholderClass

Side = StakeholderClass | Literal[""]
"""Whose side a visitor speaks for, or that they would rather not say."""


class BoardOffered(BaseFact, frozen=True):
    """A voter would put something on the board; it waits for the facilitator.

    ``offer`` says nothing of the voter. An item with the id of a stakeholder on the board adds to that one.
    """

    offer: Id
    voter: str
    item: Stakeholder | Platform


class OfferJudged(BaseFact, frozen=True):
    """The facilitator put an offer on the board (``shown``), parked it with a reason, or hid it as abuse."""

    offer: Id
    verdict: Verdict
    reason: Annotated[str, Meta(max_length=300)] = ""


class SideTold(BaseFact, frozen=True):
    """A voter said for whom they speak, or took that back."""

    voter: str
    side: Side
