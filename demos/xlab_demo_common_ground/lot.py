"""Whether a room's groups could be chance: worked out a little at a time, so that no picture waits for it. Pure."""

from collections.abc import Iterator
from math import ceil

import msgspec

from xlab.methods.opinion_groups import SHUFFLES, Analysis, chance
from xlab_demo_common_ground.opinions import FEWEST

SURE = 5
"""Of 100 shuffled rooms: with no more that look as grouped, a division is taken as one."""


class Drawn(msgspec.Struct, frozen=True):
    """Of 100 shuffled rooms, ``alike`` look as grouped as a room of ``people``."""

    people: int
    alike: int

    @property
    def may_be_chance(self) -> bool:
        """Whether the division is to be taken with a smile."""
        return self.alike > SURE


class Lots:
    """Shuffles the room one lot a step; while the room goes on, the last figure stays with its number of people."""

    def __init__(self) -> None:
        self.drawn: Drawn | None = None
        self._lots: Iterator[bool] | None = None
        self._of: Analysis | None = None
        self._next: Analysis | None = None
        self._alike: list[bool] = []

    @property
    def part(self) -> float:
        """How much of the shuffling under way is done, 0..1; 1 while none is."""
        return len(self._alike) / SHUFFLES if self._lots is not None else 1.0

    def room(self, analysis: Analysis) -> None:
        """The room is this now. What is under way is finished first: a room that never rests has a figure too."""
        if len(analysis.groups) < FEWEST:
            self.drawn, self._lots, self._next = None, None, None
        elif analysis is not self._of:
            self._next = analysis

    def step(self) -> bool:
        """Draw one more lot; True if there is a new figure."""
        if self._lots is None:
            if self._next is None:
                return False
            self._of, self._next = self._next, None
            self._lots, self._alike = self._of.shuffled(), []
        lot = next(self._lots, None)
        if lot is not None:
            self._alike.append(lot)
            return False
        self._lots = None
        assert self._of is not None, "what is under way is of a room"
        # Always rounded up: of a hundred rooms none may be said to look alike only because few were drawn.
        self.drawn = Drawn(len(self._of.groups), ceil(100 * chance(self._alike) - 1e-9))
        return True
