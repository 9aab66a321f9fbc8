"""Whether a badge lies on a station's pad: evidence that one packet after the other adds to or takes away. Pure.

A bucket that fills with every packet stronger than a touch gives and drains with every weaker one: quick when the
evidence is strong, patient when it is not, and never fooled by one packet. (A two-sided CUSUM test: E. S. Page,
Continuous Inspection Schemes, Biometrika 41, 1954.)
"""

from typing import Final

TOUCH_LEVEL: Final = 8.0
"""Level between a touch and no touch. A pad gives 15 to 25; a badge worn in front of the screen gives 6 or less."""

TOUCH_FULL: Final = 40.0
"""Decibels, added up, that make a touch, and unmake it: some four packets on the pad, under 1 s at five a second."""

TOUCH_STEP: Final = 20.0
"""The most one packet may add or take, so that no single one decides."""

TOUCH_SILENCE: Final = 2.0
"""Seconds of silence at the touched scanner that end a touch: a badge on a pad is heard several times a second."""


class Bucket:
    """One beacon at one pad. ``level`` in dB is that of a touch, ``since`` when the touch began that lasts now.

    Empty (``filled`` is 0), it has no need to hear of packets that are not above its level.
    """

    __slots__ = ("filled", "level", "since")

    def __init__(self, level: float) -> None:
        self.level = level
        self.since: float | None = None
        self.filled = 0.0

    def hear(self, t: float, level: float) -> bool:
        """Take in the level of one packet; True if a touch began or ended by it."""
        step = max(-TOUCH_STEP, min(level - self.level, TOUCH_STEP))
        self.filled = max(0.0, min(self.filled + step, TOUCH_FULL))
        if self.since is None and self.filled >= TOUCH_FULL:
            self.since = t
            return True
        if self.since is not None and not self.filled:
            self.since = None
            return True
        return False

    def place(self, since: float | None) -> None:
        """Take the beacon to be touching since then, or not at all, whatever was heard."""
        if (self.since is None) != (since is None):
            self.since = since
            self.filled = 0.0 if since is None else TOUCH_FULL
