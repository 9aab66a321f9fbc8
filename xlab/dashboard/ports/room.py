"""The picture of the room: where its stations stand, and what was heard of late."""

from collections.abc import Mapping
from typing import Protocol

from xlab.beacons.signals import Signal
from xlab.events import Source


class NotPlaced(Exception):
    """The card does not take it, so the stations stay where they were."""


class Places(Protocol):
    """Where the facilitator put the stations. From any thread; :class:`NotPlaced` where a move cannot be kept."""

    def put(self, places: Mapping[str, tuple[float, float]]) -> bool:
        """Put stations, by id, to ``x`` and ``y`` in 0..1 as one move; False if one is not the kit's."""
        ...

    def undo(self) -> bool:
        """Take the last move back; False if there is none."""
        ...

    def can_undo(self) -> bool:
        """Whether there is a move to take back."""
        ...


class Signals(Protocol):
    """What the kit heard of late. From any thread."""

    def chart(self, beacon: str, source: Source, seconds: int) -> Signal | None:
        """The last ``seconds`` of a beacon's signal; None if it was not heard in the last minutes."""
        ...

    def heat(self, source: Source) -> Mapping[str, tuple[int, ...]]:
        """Badge-seconds of each minute of the last hour by station, the present minute last."""
        ...
