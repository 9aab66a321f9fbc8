"""What teaching learned of each station's ear. Pure.

Radios differ: an adapter behind a screen hears every badge 6 dB weaker than one in the open, and a pad under wood
another touch than one under glass. A kit that was never taught has no calibration, and presence takes the usual values.
"""

from collections.abc import Mapping

import msgspec

from xlab.events import Calibrated


class Calibration(msgspec.Struct, frozen=True):
    """One station. ``offset`` in dB is what it hears above the others, taken off when stations are compared.

    ``touch`` is the level (RSSI minus calibrated TX power, in dB, nothing taken off) between a touch and no touch of
    its pad; None is the usual one.
    """

    offset: float = 0.0
    touch: float | None = None


Calibrations = Mapping[str, Calibration]
"""By station id."""


class Learned:
    """What the stations have learned, lesson upon lesson: a fold of :class:`Calibrated` facts, with the way back."""

    def __init__(self) -> None:
        self._states = [Calibrated(how="reset", offsets={}, touches={})]

    def apply(self, fact: Calibrated) -> None:
        """Take in a fact, in the log's order."""
        if fact.how != "undo":
            self._states.append(fact)
        elif len(self._states) > 1:
            self._states.pop()

    @property
    def now(self) -> Calibrated:
        """The state that holds; ``how`` is what brought it about."""
        return self._states[-1]

    @property
    def before(self) -> Calibrated | None:
        """The state that undoing goes back to; None where there is nothing to undo."""
        return self._states[-2] if len(self._states) > 1 else None

    def calibrations(self) -> Calibrations:
        """The state as presence takes it."""
        now = self.now
        return {
            station: Calibration(offset=now.offsets.get(station, 0.0), touch=now.touches.get(station))
            for station in now.offsets.keys() | now.touches.keys()
        }
