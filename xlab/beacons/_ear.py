"""One scanner's view of one beacon: how strong it is now, lately, and since it last moved. Pure.

Strength is the mean of the packets' power, in dB. What comes over several paths fades by 5 dB and more, by another
amount on each of the three advertising channels, and while the badge rests every channel keeps its fade. The mean power
is what such fades (Rayleigh) leave least error in; the mean of the decibels is drawn down by the deep ones.

Sums of whole steps are kept, not packets, so a badge that sends often costs no more than one that seldom does.
"""

import math
from collections import deque
from typing import Final

from xlab.beacons._touch import TOUCH_LEVEL, Bucket
from xlab.beacons.calibration import Calibration

NOW: Final = 1.0
"""Seconds for which a packet counts for the strength now: it lags by no more, and two or three packets share in it."""

RECENT: Final = 6.0
"""Seconds that are "lately". A scanner goes through the three channels in two or three seconds; twice that evens them
out, and who walks is two metres further on."""

MEMORY: Final = 24.0
"""Seconds that are remembered at most: four times what is recent. From 15 to 60 the results hardly differ."""

BLOCK: Final = 2.0
"""Seconds whose mean level is compared with that of the next, to fit the noise: a badge does not go far meanwhile."""

NEW_GAP: Final = 3.0
"""Seconds between packets that are expected of a beacon that has just been heard for the first time."""

GAPS: Final = 8
"""Packets over which the gap between them is learned: one that was lost in between changes little."""


class Ear:
    """Levels are RSSI minus calibrated TX power, in dB. Times must not go back.

    ``heard`` is when, last; ``evidence`` the odds of its station (see ``_track.py``); ``count`` how many packets were
    heard lately and ``level`` the sum of their levels; ``audible`` whether there is a strength.
    """

    __slots__ = (
        "_before",
        "_bins",
        "_block",
        "_new",
        "_now_count",
        "_now_power",
        "_old",
        "_old_count",
        "_old_level",
        "_old_power",
        "_power",
        "_times",
        "_unrest",
        "audible",
        "count",
        "evidence",
        "heard",
        "level",
        "offset",
        "touch",
    )

    def __init__(self, t: float, calibration: Calibration) -> None:
        self.touch = Bucket(TOUCH_LEVEL)
        self.calibrate(calibration)
        self.heard = t
        self.evidence = 0.0
        self._times: deque[float] = deque(maxlen=GAPS + 1)
        self.clear()

    def calibrate(self, calibration: Calibration) -> None:
        """Judge by what teaching learned of this station."""
        self.offset = calibration.offset
        self.touch.level = TOUCH_LEVEL if calibration.touch is None else calibration.touch

    def clear(self) -> None:
        """Forget how strong the beacon was."""
        self.audible = False
        self._new: list[float] = []  # levels since the last step
        self._block = self._before = (0.0, 0)  # levels and packets of this block of seconds, and of the one before
        self._unrest: deque[tuple[float, float]] = deque()  # when, and how much two blocks differed
        self._now_power = self._now_count = 0.0
        self._bins: deque[tuple[float, float, float, int]] = deque()  # the steps lately: when, power, levels, packets
        self._power = self.level = 0.0  # summed over them
        self.count = 0
        self._old: deque[tuple[float, float, float, int]] = deque()  # the steps before
        self.forget_older()

    def forget_older(self) -> None:
        """Forget what is not recent: the badge was elsewhere."""
        self._old.clear()
        self._old_power = self._old_level = 0.0
        self._old_count = 0

    def hear(self, t: float, level: float) -> bool:
        """Take in one packet; True if a touch began or ended by it."""
        self._new.append(level)
        self._times.append(t)
        self.heard = t
        touch = self.touch
        return (level > touch.level or touch.filled > 0.0) and touch.hear(t, level)

    @property
    def gap(self) -> float:
        """Seconds between packets, as learned so far."""
        unknown = GAPS + 1 - len(self._times)
        return (self._times[-1] - self._times[0] + NEW_GAP * unknown) / GAPS

    def close(self, t: float) -> list[float]:
        """Close a block at ``t``; the squares of how much neighbouring blocks differed, each as by a single packet."""
        (level, count), (before, fewer) = self._block, self._before
        if count >= 2 and fewer >= 2:
            difference = level / count - before / fewer
            self._unrest.append((t, difference * difference * count * fewer / (count + fewer)))
        while self._unrest and self._unrest[0][0] <= t - MEMORY:
            self._unrest.popleft()
        self._before, self._block = self._block, (0.0, 0)
        return [square for _, square in self._unrest]

    def step(self, t: float, keep: float) -> None:
        """Close a step at ``t``; ``keep`` is what time has left of the strength before."""
        self._now_power *= keep
        self._now_count *= keep
        if new := self._new:
            count = len(new)
            if count == 1:
                level = new[0]
                power = 10.0 ** (level * 0.1)
            else:
                level = sum(new)
                power = sum([10.0 ** (one * 0.1) for one in new])
            new.clear()
            self.audible = True
            self._block = (self._block[0] + level, self._block[1] + count)
            self._now_power += power
            self._now_count += count
            self._power += power
            self.level += level
            self.count += count
            self._bins.append((t, power, level, count))
        if self._bins and self._bins[0][0] <= t - RECENT:
            self._age(t)
        if self._old and self._old[0][0] <= t - MEMORY:
            self._forget(t)

    def _age(self, t: float) -> None:
        while self._bins and self._bins[0][0] <= t - RECENT:
            one = self._bins.popleft()
            self._old.append(one)
            _, power, level, count = one
            self._power -= power
            self.level -= level
            self.count -= count
            self._old_power += power
            self._old_level += level
            self._old_count += count

    def _forget(self, t: float) -> None:
        while self._old and self._old[0][0] <= t - MEMORY:
            _, power, level, count = self._old.popleft()
            self._old_power -= power
            self._old_level -= level
            self._old_count -= count

    def strength_now(self) -> float:
        """In dB, as another station would hear it. Only while it is audible."""
        return 10.0 * math.log10(self._now_power / self._now_count) - self.offset

    def strength(self) -> float:
        """The same since the last move, as far as is remembered. Needs a packet that is."""
        return 10.0 * math.log10((self._old_power + self._power) / (self._old_count + self.count)) - self.offset

    @property
    def total(self) -> int:
        """Packets since the last move, as far as is remembered."""
        return self._old_count + self.count

    def change(self) -> float:
        """The square of how much lately differs from before, in dB, as if by a single packet; negative if not known.

        The difference of two means, over the error they have for each decibel a single packet is off by.
        """
        new, old = self.count, self._old_count
        if new < 2 or old < 2:
            return -1.0
        difference = self.level / new - self._old_level / old
        return difference * difference * new * old / (new + old)
