"""The kit's clock: what time it is, how sure that is, and putting it right; no battery and no internet keeps it."""

from collections.abc import Iterable
from typing import Literal, Protocol

import msgspec

from xlab.events import Event
from xlab.events.kit import AgreedBy

Verdict = Literal["agrees", "differs", "settled", "wrong"]
"""``agrees``: nothing to do; ``differs``: offer to set the kit's clock; ``settled``: it differs from a time that was
agreed on already, so nobody is asked again; ``wrong``: no phone that works says such a time."""

Machine = Literal["set", "refused", "away"]
"""What became of the machine's own clock: ``refused``: the system does not let the kit set it; ``away``: it has no
service that could. The kit's time is right all the same, until the machine starts again."""


Refusal = Literal["wrong", "network", "settled", "not_stored"]
"""``wrong``: no such time can be; ``network``: the kit has its time from the network; ``settled``: somebody else was
faster; ``not_stored``: the card does not take it."""


class ClockNow(msgspec.Struct, frozen=True, kw_only=True):
    """The time at one moment.

    ``wall``: seconds since 1970, as right as the kit knows. ``mono``: seconds since the machine came up. ``confirmed``:
    who said in this boot that it is right, None if nobody did. ``offset``: seconds to add to what the machine's clock
    says, zero where that one is right.
    """

    wall: float
    mono: float
    confirmed: AgreedBy | None = None
    offset: float = 0.0


class ClockRefused(Exception):
    """Nothing was changed; ``reason`` is the key of a sentence, ``clock.refused_<reason>``."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason)
        self.reason = reason


class Clock(Protocol):
    """``kit.clock``. From any thread; ``phone_says`` and ``set_to`` never on the loop."""

    def now(self) -> ClockNow:
        """The time."""
        ...

    def phone_says(self, wall: float, mono: float) -> Verdict:
        """A facilitator's phone said ``wall`` when :meth:`now` said ``mono``. One that agrees confirms the clock."""
        ...

    def set_to(self, wall: float, mono: float) -> Machine:
        """It was ``wall`` at ``mono``: people say so. Stored on return; raises :class:`ClockRefused`."""
        ...

    def put_right(self, events: Iterable[Event]) -> list[Event]:
        """The same events, with the wall times that the kit's clock would have said had it been right."""
        ...

    def about(self, event: Event) -> bool:
        """Whether the time :meth:`put_right` gives this event is known only roughly."""
        ...
