"""One beacon as the kit's scanners hear it: which station it is at, and how close. Pure.

Three questions, three measures, because each has its own enemy:

- *Which station?* The strong end of a long window, for a badge at rest is heard the same way for as long as it rests,
  and only many packets tell small leads from chance. A lead that is large within seconds means that the badge was
  moved: then what was heard before says nothing of where it is, and is forgotten. (Two windows stand in for a test of
  the point of change: the fewer the packets, the larger the lead must be.)
- *On the pad?* A bucket per scanner that fills with every advertisement stronger than a touch gives and drains with
  every weaker one: quick when the evidence is strong, patient when it is not, and never fooled by one packet. (A
  two-sided CUSUM test: E. S. Page, Continuous Inspection Schemes, Biometrika 41, 1954.)
- *Near or far?* The median of the last seconds, with a gap between the two thresholds.

Levels are RSSI minus calibrated TX power: decibels above what the beacon gives at 1 m. What teaching learned of a
station is taken off where stations are compared and distances judged, not where the touch of its own pad is.
"""

import math
from typing import Final

from xlab.beacons._window import Window
from xlab.beacons.calibration import Calibration, Calibrations
from xlab.events import Proximity

WINDOW: Final = 15.0
"""Seconds a station's strength looks back at most. From 15 to 30 the results hardly differ: moves cut it short."""

RECENT: Final = 5.0
"""Seconds in which a move shows, and whose median decides between near and far: three rounds of a badge's three
channels at two packets a second, the slowest the recordings know."""

HYSTERESIS: Final = 4.0
"""Decibels another station must be stronger by over the window: about the error of the difference of two means of ten
strong packets that fade together. Chosen in tests/benchmarks, where 3 to 5 do about as well."""

MOVED: Final = 8.0
"""Decibels that show a move at once: twice as many, for a third of the packets."""

SETTLING: Final = 7.5
"""Seconds after it came in during which a beacon's station is a first guess."""

SETTLING_HYSTERESIS: Final = 1.5
"""Decibels that correct the first guess: it rests on few packets and must not be defended like a measurement."""

FEWEST: Final = 3
"""Advertisements another station must have heard before it may take a beacon over: one packet is off by 7 to 9 dB."""

TOUCH_LEVEL: Final = 8.0
"""Level between a touch and no touch. A pad gives 15 to 25; a badge worn in front of the screen gives 6 or less."""

TOUCH_FULL: Final = 40.0
"""Decibels, added up, that make a touch, and unmake it: some four packets on the pad, under 1 s at five a second."""

TOUCH_STEP: Final = 20.0
"""The most one packet may add or take, so that no single one decides."""

TOUCH_SILENCE: Final = 2.0
"""Seconds of silence at the touched scanner that end a touch: a badge on a pad is heard several times a second."""

TOUCH_HOLD: Final = 2.0
"""Seconds a station keeps a badge after its touch: the packets that ended the touch were weaker than the usual ones."""

NEAR_LEVEL: Final = -10.0
"""A far beacon is near from here: about 3 m in free air, an arm's length with a body in between."""

FAR_LEVEL: Final = -16.0
"""A near beacon is far from here: 6 dB below, more than the spread of a median of five packets."""

USUAL: Final = Calibration()
"""Of a station nobody has taught."""

MOST_SCANNERS: Final = 16
"""Scanners remembered for one beacon: more than any kit has stations."""


class _Ear:
    """One scanner's view of one beacon."""

    __slots__ = ("bucket", "full", "heard", "offset", "recent", "touch_level", "touched", "window")

    def __init__(self, calibration: Calibration) -> None:
        self.calibrate(calibration)
        self.window = Window(WINDOW)
        self.recent = Window(RECENT)
        self.heard = 0.0
        self.bucket = 0.0
        self.full = 0.0  # when the bucket was last full
        self.touched: float | None = None  # since when

    def calibrate(self, calibration: Calibration) -> None:
        self.offset = calibration.offset
        self.touch_level = TOUCH_LEVEL if calibration.touch is None else calibration.touch

    def hear(self, t: float, level: float) -> None:
        self.window.add(t, level)
        self.recent.add(t, level)
        self.heard = t
        step = max(-TOUCH_STEP, min(level - self.touch_level, TOUCH_STEP))
        self.bucket = max(0.0, min(self.bucket + step, TOUCH_FULL))
        if self.bucket >= TOUCH_FULL:
            self.full = t
            if self.touched is None:
                self.touched = t

    def let_go(self, t: float) -> bool:
        """End the touch if it is over; True if it was and now is."""
        if self.touched is None or (self.bucket > 0.0 and t < self.heard + TOUCH_SILENCE):
            return False
        self.bucket = 0.0
        self.touched = None
        return True

    def place(self, touched: float | None) -> None:
        """Take the beacon to be touching since then, or not at all, whatever was heard."""
        if (self.touched is None) != (touched is None):
            self.touched = touched
            self.bucket = 0.0 if touched is None else TOUCH_FULL

    def forget(self, t: float, begin: float) -> None:
        """Forget what is too old at ``t``, and all from before ``begin``."""
        self.window.forget(t, begin)
        self.recent.forget(t, begin)

    def strength(self) -> float:
        """How strong the beacon is heard, as another station would hear it."""
        return self.window.strength() - self.offset

    def strength_now(self) -> float:
        """The same of the last seconds."""
        return self.recent.strength() - self.offset


class Track:
    """What is remembered of one beacon. Times must not go back; the caller sees to that."""

    __slots__ = ("_calibrations", "_ears", "_held_until", "first", "heard", "proximity", "station")

    def __init__(self, t: float, calibrations: Calibrations) -> None:
        self._calibrations = calibrations
        self._ears: dict[str, _Ear] = {}
        self._held_until = t
        self.first = t
        self.heard = t
        self.station: str | None = None
        self.proximity: Proximity = "far"

    def calibrate(self, calibrations: Calibrations) -> None:
        """Judge by these from the next advertisement on; what was heard before is judged anew."""
        self._calibrations = calibrations
        for name, ear in self._ears.items():
            ear.calibrate(calibrations.get(name, USUAL))

    def place(self, station: str, proximity: Proximity) -> None:
        """Take the beacon to be there from here on."""
        for name, ear in self._ears.items():
            ear.place(self.heard if (name, proximity) == (station, "touch") else None)
        self.station, self.proximity = station, proximity

    def hear(self, t: float, scanner: str, level: float) -> None:
        """Take in one advertisement; then station and proximity are up to date."""
        ear = self._ears.get(scanner)
        if ear is None:
            if len(self._ears) >= MOST_SCANNERS:
                del self._ears[min(self._ears, key=lambda name: (self._ears[name].heard, name))]
            ear = self._ears[scanner] = _Ear(self._calibrations.get(scanner, USUAL))
        ear.hear(t, level)
        self.heard = t
        self.settle(t)

    def quiet_since(self) -> float | None:
        """When the scanner that is touched last heard the beacon; None without a touch."""
        if self.proximity != "touch" or self.station not in self._ears:
            return None
        return self._ears[self.station].heard

    def settle(self, t: float) -> None:
        """Bring station and proximity up to ``t``."""
        begin = -math.inf
        for ear in self._ears.values():
            if ear.let_go(t):
                # Where the badge was while it was touched says nothing of where it is now; without this, the peaks on
                # the pad would hold it to the station for the length of the window.
                begin = max(begin, math.nextafter(ear.full, math.inf))
                self._held_until = t + TOUCH_HOLD
        for ear in self._ears.values():
            ear.forget(t, begin)
        touched = [(ear.touched, name) for name, ear in self._ears.items() if ear.touched is not None]
        if touched:
            self.station = max(touched)[1]  # the newest touch: the visitor has moved on from the one before
            self.proximity = "touch"
            return
        moved = self._choose(t)
        self.proximity = self._band(t, fresh=moved or self.proximity == "touch")

    def _choose(self, t: float) -> bool:
        """Choose the station by strength; True if it is another one."""
        before = self.station
        heard = {name: ear for name, ear in self._ears.items() if len(ear.window)}
        if not heard or t < self._held_until:
            return False
        settling = t - self.first < SETTLING
        if before is None:
            self.station = _strongest({name: ear.strength() for name, ear in heard.items()})
        elif not settling and (there := self._moved_to(before)) is not None:
            self.station = there
            for ear in self._ears.values():
                ear.forget(t, t - RECENT)
        else:
            rivals = {name: ear.strength() for name, ear in heard.items() if len(ear.window) >= FEWEST}
            best = _strongest(rivals) if rivals else before
            margin = SETTLING_HYSTERESIS if settling else HYSTERESIS
            if before not in heard or (best != before and rivals[best] - heard[before].strength() >= margin):
                self.station = best
        return self.station != before

    def _moved_to(self, before: str) -> str | None:
        """Where the badge was moved to within the last seconds, if it shows."""
        recent = {name: ear.strength_now() for name, ear in self._ears.items() if len(ear.recent) >= FEWEST}
        if before not in recent:
            return None
        best = _strongest(recent)
        return best if recent[best] - recent[before] >= MOVED else None

    def _band(self, t: float, *, fresh: bool) -> Proximity:
        """Near or far at the station. ``fresh``: there is no band to hold on to, so the middle of the gap decides."""
        ear = self._ears.get(self.station or "")
        middle = None if ear is None else ear.recent.middle()
        if ear is None or middle is None:
            return "near" if self.proximity == "touch" else self.proximity
        level = middle - ear.offset
        if fresh:
            return "near" if level >= (NEAR_LEVEL + FAR_LEVEL) / 2 else "far"
        return "near" if level >= (FAR_LEVEL if self.proximity == "near" else NEAR_LEVEL) else "far"


def _strongest(strengths: dict[str, float]) -> str:
    return max(strengths, key=lambda name: (strengths[name], name))
