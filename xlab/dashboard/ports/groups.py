"""One group of visitors after another, as the facilitator's page of today needs it."""

from typing import Literal, Protocol

import msgspec

LeftOpen = Literal["", "close", "leave"]
"""What becomes of rounds that the facilitator left open; empty: that was not asked yet."""


class Began(msgspec.Struct, frozen=True, kw_only=True):
    """The group ``number`` came in.

    ``reset`` stations began anew, ``late`` ones are away and will when they return. ``back`` badges of the group
    before belong to nobody now, ``out`` are still walking and keep what is known of them. ``closed`` counts rounds.
    """

    number: int
    reset: int = 0
    late: int = 0
    back: int = 0
    out: int = 0
    closed: int = 0


class Groups(Protocol):
    """``kit.groups``. From any thread, never on the loop."""

    def left_open(self) -> int:
        """How many of the facilitator's rounds are open; a demo's own end with its run."""
        ...

    def begin(self, rounds: LeftOpen = "", number: int = 0) -> Began:
        """The next group comes in. Raises :class:`xlab.dashboard.ports.visits.VisitRefused`.

        Its reason is ``rounds`` where one is open and nothing was said of it, and ``state`` where ``number`` is given
        and is not that of the next group: somebody else was faster.
        """
        ...

    def last(self) -> Began | None:
        """What the last beginning brought, as far as it has come; None if the hub has seen none in this visit."""
        ...
