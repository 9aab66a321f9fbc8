"""The two ways that the samples tell, from source to shelf, and how far one is told. Pure.

Both are made up, and every screen that shows them says so. They are a dilemma on purpose: the one that is read at
every stop is long, and the short one is only short as far as somebody looked.
"""

from itertools import pairwise
from typing import Final, Literal

import msgspec

Stop = Literal["field", "yarn", "cloth", "dye", "sewing", "shelf"]


class Reading(msgspec.Struct, frozen=True):
    """A stop: its accent, the day on which the tag was read there, and the ``km`` since the stop before.

    Either is None where nobody read the tag: what was not read cannot be counted.
    """

    stop: Stop
    accent: str
    day: int | None
    km: int | None


class Way(msgspec.Struct, frozen=True):
    """All stops from source to shelf. The first and the last are always read."""

    readings: tuple[Reading, ...]

    @property
    def end(self) -> float:
        """How far is all the way: legs between the stops."""
        return float(len(self.readings) - 1)

    @property
    def read(self) -> int:
        """Stops at which the tag was read."""
        return sum(reading.day is not None for reading in self.readings)

    @property
    def dark(self) -> bool:
        """Whether any stop is unread, so that the distance is only a part of the truth."""
        return self.read < len(self.readings)

    @property
    def silence(self) -> int:
        """The longest time between two readings that has an unread stop in it, in days."""
        known = [(at, reading.day) for at, reading in enumerate(self.readings) if reading.day is not None]
        spans = [after - before for (i, before), (j, after) in pairwise(known) if j > i + 1]
        return max(spans, default=0)

    def km(self, reached: float) -> int:
        """Kilometres counted so far; an unread leg adds none."""
        done = 0.0
        for leg, reading in enumerate(self.readings[1:]):
            done += (reading.km or 0) * min(1.0, max(0.0, reached - leg))
        return round(done)

    def days(self, reached: float) -> int:
        """Days so far: they pass through the dark as well, from one reading to the next."""
        known = [(at, reading.day) for at, reading in enumerate(self.readings) if reading.day is not None]
        for (i, before), (j, after) in pairwise(known):
            if reached < j:
                return round(before + (after - before) * max(0.0, reached - i) / (j - i))
        return known[-1][1]

    def leg_read(self, leg: int) -> bool:
        """Whether the thread is whole from stop ``leg`` to the next: both were read."""
        return self.readings[leg].day is not None and self.readings[leg + 1].day is not None


KNOWN: Final = Way(
    (
        Reading("field", "coral", 0, None),
        Reading("yarn", "coral", 12, 2300),
        Reading("cloth", "leaf", 27, 5100),
        Reading("dye", "leaf", 39, 800),
        Reading("sewing", "leaf", 58, 3900),
        Reading("shelf", "sky", 74, 2100),
    )
)
NEAR: Final = Way(
    (
        Reading("field", "coral", 0, None),
        Reading("yarn", "coral", 6, 700),
        Reading("cloth", "leaf", None, None),
        Reading("dye", "leaf", None, None),
        Reading("sewing", "leaf", 35, None),
        Reading("shelf", "sky", 41, 2200),
    )
)
WAYS: Final = (KNOWN, NEAR)
"""The way of each sample: the first invites, and explains the rule; the second breaks it."""
