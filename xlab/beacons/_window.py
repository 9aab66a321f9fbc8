"""The levels of the last seconds, with their strong end and their middle at hand. Pure."""

from bisect import bisect_left, insort
from collections import deque
from typing import Final

STRONG_SHARE: Final = 3
"""One in so many levels counts as strong. A beacon sends on three channels in turn, and each fades on its own by as
much as 9 dB while the badge rests: a third of the packets came over the best channel, which tells most of the distance.
Given by this reason, which the recordings in tests/data suggest; they alone are too few to choose it (tests/benchmarks
leave one out and show it)."""

MOST_SAMPLES: Final = 512
"""Levels remembered in one window: 34 a second for 15 seconds, more than any beacon sends."""


class Window:
    """Levels in dB of the last ``seconds``, as far as they were forgotten in time. Times must not go back."""

    __slots__ = ("_levels", "_samples", "_seconds", "_strength")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._samples: deque[tuple[float, float]] = deque()
        self._levels: list[float] = []
        self._strength: float | None = None

    def __len__(self) -> int:
        return len(self._samples)

    def add(self, t: float, level: float) -> None:
        """Take in one level; beyond ``MOST_SAMPLES`` the oldest goes."""
        self._samples.append((t, level))
        insort(self._levels, level)
        self._strength = None
        if len(self._samples) > MOST_SAMPLES:
            self._drop()

    def forget(self, t: float, begin: float) -> None:
        """Forget what is older at ``t`` than the window is long, and what came before ``begin``."""
        before = max(begin, t - self._seconds)
        while self._samples and self._samples[0][0] < before:
            self._drop()

    def strength(self) -> float:
        """The mean of the strongest levels, in dB. Needs one level at least."""
        if self._strength is None:
            strongest = self._levels[-max(1, round(len(self._levels) / STRONG_SHARE)) :]
            self._strength = sum(strongest) / len(strongest)
        return self._strength

    def middle(self) -> float | None:
        """The median in dB, the upper one of two; None without a level."""
        return self._levels[len(self._levels) // 2] if self._levels else None

    def _drop(self) -> None:
        _, level = self._samples.popleft()
        del self._levels[bisect_left(self._levels, level)]
        self._strength = None
