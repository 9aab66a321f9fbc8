"""One beacon as the kit's scanners hear it: which station it is at, and how close. Pure.

Three questions, three measures, because each has its own enemy:

- *Does it move?* All scanners are asked together: what each heard lately against what it heard before. One scanner's
  doubt is noise, everyone's is a step. (A likelihood ratio test for a change of mean, pooled over the scanners.)
- *Which station?* While it moves, a filter over the stations: every step adds to a station's odds how much stronger it
  is than the others, against the noise, and the odds are bounded, for a badge may have gone anywhere at any time. So a
  large lead decides within a second and a small one takes many. (The forward filter of a hidden Markov model in which
  all stations have the same noise: then the log likelihood is linear in the level, and the bound is the log odds of a
  move. Of two stations it is Page's CUSUM test.) At rest the fades stand still, and the filter would count them again
  and again: there the strength over all the time of rest decides.
- *On the pad?* Asked of every packet, see ``_touch.py``; a touch decides the station at once.

Levels are RSSI minus calibrated TX power: decibels above what the beacon gives at 1 m. What teaching learned of a
station is taken off where stations are compared and distances judged, not where the touch of its own pad is.
"""

import math
from typing import Final

from xlab.beacons._ear import BLOCK, NOW, RECENT, Ear
from xlab.beacons._touch import TOUCH_SILENCE
from xlab.beacons.calibration import Calibration, Calibrations
from xlab.events import Proximity

STEP: Final = 0.5
"""Seconds between two looks at where a beacon is: within them, all scanners have told of the same packet."""

NOISE: Final = 6.0
"""Decibels that packets of a walked badge are off by in tests/data, fades and bodies together: what a change is held
against. Where levels differ by more from one block of seconds to the next, a lead counts for less in proportion."""

SURE: Final = 4.0
"""Standard deviations of the mean square of so many scanners' noise that show a move: of two scanners 13 dB as of a
single packet, of four 12, of twelve 10."""

BOUND: Final = 16.0
"""The most by which the odds of two stations differ, in decibels of lead times seconds: a lead of 8 dB, as it is before
one of them, turns them round in two seconds, one of 2 dB in eight."""

DECIDED: Final = 4.0
"""Odds, in the same measure, by which another station takes over, and which a station has when a badge begins to move:
what one packet that is off by 8 dB makes within a step."""

LEAD: Final = 3.0
"""Decibels another station must be stronger by while a badge rests: the error that fades which stand still leave in a
strength, however long one listens."""

FEWEST: Final = 3
"""Packets another station must have heard before it may take over a badge at rest: one for each channel."""

DEAF: Final = 20
"""Gaps between packets after which a scanner is forgotten that hears the beacon no more while others do."""

NEAR_LEVEL: Final = -10.0
"""A far beacon is near from here: about 3 m in free air, an arm's length with a body in between."""

FAR_LEVEL: Final = -16.0
"""A near beacon is far from here: 6 dB below, twice the error of a mean of ten packets."""

USUAL: Final = Calibration()
"""Of a station nobody has taught."""

MOST_SCANNERS: Final = 16
"""Scanners remembered for one beacon: more than any kit has stations."""


class Track:
    """What is remembered of one beacon. Times must not go back, and each step must be settled: the caller does it."""

    __slots__ = (
        "_block",
        "_calibrations",
        "_ears",
        "_looked",
        "_moving_until",
        "_noise",
        "_settled",
        "first",
        "heard",
        "proximity",
        "station",
    )

    def __init__(self, t: float, calibrations: Calibrations) -> None:
        self._calibrations = calibrations
        self._ears: dict[str, Ear] = {}
        self._moving_until = t + RECENT  # a newcomer came walking
        self._settled: float | None = None
        self._looked = t  # for scanners that hear it no more
        self._block = 0.0  # the number of the block of seconds
        self._noise = NOISE * NOISE  # squared, as fitted
        self.first = t
        self.heard = t
        self.station: str | None = None
        self.proximity: Proximity = "far"

    def calibrate(self, calibrations: Calibrations) -> None:
        """Judge by these from the next step on; what was heard before is judged anew."""
        self._calibrations = calibrations
        for name, ear in self._ears.items():
            ear.calibrate(calibrations.get(name, USUAL))

    def place(self, station: str, proximity: Proximity) -> None:
        """Take the beacon to be there from here on."""
        for name, ear in self._ears.items():
            ear.touch.place(self.heard if (name, proximity) == (station, "touch") else None)
        self.station, self.proximity = station, proximity

    def hear(self, t: float, scanner: str, level: float) -> bool:
        """Take in one packet; True if it changes something at once."""
        ear = self._ears.get(scanner)
        if ear is None:
            ear = self._meet(t, scanner)
        self.heard = t
        turned = ear.hear(t, level)
        if self.station is None:
            self.station = scanner
            self.proximity = _band(level - ear.offset)
            return True
        if turned:
            self._turn(t)
        return turned

    @property
    def gap(self) -> float:
        """Seconds between the beacon's packets, at the scanner that misses the fewest."""
        return min([ear.gap for ear in self._ears.values()])

    def quiet_since(self) -> float | None:
        """When the scanner that is touched last heard the beacon; None without a touch."""
        ear = self._ears.get(self.station or "")
        return None if ear is None or ear.touch.since is None else ear.heard

    def fall_silent(self, t: float) -> None:
        """End the touches that silence has ended by ``t``."""
        silent = [ear for ear in self._ears.values() if ear.touch.since is not None and t >= ear.heard + TOUCH_SILENCE]
        for ear in silent:
            ear.touch.place(None)
        if silent:
            self._turn(t)

    def settle(self, t: float) -> None:
        """Close a step at ``t``: station and proximity are then up to date."""
        new = self._settled is None
        passed = STEP if self._settled is None else min(t - self._settled, 2 * STEP)
        self._settled = t
        if t >= self._looked + RECENT:
            self._looked = t
            gone = t - max(2 * RECENT, DEAF * self.gap)
            self._ears = {name: ear for name, ear in self._ears.items() if ear.heard >= gone}
        if (block := t // BLOCK) != self._block:
            self._block = block
            self._fit(t)
        keep = math.exp(-passed / NOW)
        changes, scanners = 0.0, 0
        for ear in self._ears.values():
            ear.step(t, keep)
            if (change := ear.change()) >= 0.0:
                changes += change
                scanners += 1
        if self.proximity == "touch":
            return
        moving = new or t < self._moving_until
        if changes > NOISE * NOISE * (scanners + SURE * math.sqrt(2 * scanners)):
            self._start(t, already=moving)
            moving = True
        before = self.station
        self.station = self._follow(passed) if moving else self._rest()
        at = self._ears.get(self.station or "")
        if at is not None and at.count:
            self.proximity = _band(at.level / at.count - at.offset, self.proximity if self.station == before else None)

    def _meet(self, t: float, scanner: str) -> Ear:
        """A scanner hears the beacon that did not before."""
        if len(self._ears) >= MOST_SCANNERS:
            del self._ears[min(self._ears, key=lambda name: (self._ears[name].heard, name))]
        ear = self._ears[scanner] = Ear(t, self._calibrations.get(scanner, USUAL))
        if self._settled is not None:
            ear.evidence = -BOUND
        return ear

    def _turn(self, t: float) -> None:
        """A touch began or ended. Where the badge was while it was touched says nothing of where it goes from there."""
        touched = [(ear.touch.since, name) for name, ear in self._ears.items() if ear.touch.since is not None]
        if touched:
            self.station = max(touched)[1]  # the newest: the visitor has moved on from the one before
            self.proximity = "touch"
            return
        for name, ear in self._ears.items():
            ear.clear()
            ear.evidence = 0.0 if name == self.station else -BOUND
        self._moving_until = t + RECENT
        self.proximity = "near"

    def _fit(self, t: float) -> None:
        """Fit the noise: the mean square by which all scanners' levels differ from one block of seconds to the next."""
        squares = [square for ear in self._ears.values() for square in ear.close(t)]
        self._noise = max(NOISE * NOISE, sum(squares) / max(1, len(squares)))

    def _start(self, t: float, *, already: bool) -> None:
        """The badge moves: what was heard before is of another place."""
        self._moving_until = t + RECENT
        for name, ear in self._ears.items():
            ear.forget_older()
            if not already:
                ear.evidence = 0.0 if name == self.station else -DECIDED

    def _follow(self, seconds: float) -> str | None:
        """The station of a badge that moves, after a step of so many seconds."""
        levels = [(name, ear, ear.strength_now()) for name, ear in self._ears.items() if ear.audible]
        if not levels:
            return self.station
        strongest = max([level for _, _, level in levels])
        weight = seconds * NOISE * NOISE / self._noise
        for _, ear, level in levels:
            ear.evidence += weight * (level - strongest)
        highest = max([ear.evidence for _, ear, _ in levels])
        for _, ear, _ in levels:
            ear.evidence = max(ear.evidence - highest, -BOUND)
        return self._best([(ear.evidence, name) for name, ear, _ in levels], DECIDED)

    def _rest(self) -> str | None:
        """The station of a badge at rest."""
        return self._best([(ear.strength(), name) for name, ear in self._ears.items() if ear.total >= FEWEST], LEAD)

    def _best(self, stations: list[tuple[float, str]], margin: float) -> str | None:
        """The station that is worth most by so much, else the one before."""
        if not stations:
            return self.station
        most, best = max(stations)
        for worth, name in stations:
            if name == self.station:
                return best if most - worth >= margin else name
        return best


def _band(level: float, before: Proximity | None = None) -> Proximity:
    """Near or far; without a band to hold on to, the middle of the gap decides."""
    if before is None:
        return "near" if level >= (NEAR_LEVEL + FAR_LEVEL) / 2 else "far"
    return "near" if level >= (FAR_LEVEL if before == "near" else NEAR_LEVEL) else "far"
