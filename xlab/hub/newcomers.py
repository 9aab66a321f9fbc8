"""How many beacons that nobody has seen before may come into the room. Pure: time comes as an argument.

Whoever knows the kit's UUID can send any number of identities from one phone. Each would get a face, events in the log
and a place in every picture of the room, for good. The badges of a kit are few and known after the first day, so only
strangers are counted; what was let in once is never asked again.
"""

from typing import Final

AT_ONCE: Final = 100
"""Strangers let in at once: a new box that is opened for the first time, twice over."""

EVERY: Final = 30.0
"""Seconds after which one more may come: a badge from elsewhere is not kept waiting for long, a flood grows no log."""


class Newcomers:
    """A bucket of :data:`AT_ONCE` places that fills up by one every :data:`EVERY` seconds."""

    def __init__(self) -> None:
        self._places = float(AT_ONCE)
        self._filled: float | None = None

    def admit(self, now: float) -> bool:
        """Take a place for one stranger; False while there is none. ``now`` in seconds on a clock that only grows."""
        if self._filled is not None:
            self._places = min(float(AT_ONCE), self._places + max(0.0, now - self._filled) / EVERY)
        self._filled = now
        if self._places < 1.0:
            return False
        self._places -= 1.0
        return True
