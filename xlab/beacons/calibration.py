"""What teaching learned of each station's ear. Pure.

Radios differ: an adapter behind a screen hears every badge 6 dB weaker than one in the open, and a pad under wood
another touch than one under glass. A kit that was never taught has no calibration, and presence takes the usual values.
"""

from collections.abc import Mapping

import msgspec


class Calibration(msgspec.Struct, frozen=True):
    """One station. ``offset`` in dB is what it hears above the others, taken off when stations are compared.

    ``touch`` is the level (RSSI minus calibrated TX power, in dB, nothing taken off) between a touch and no touch of
    its pad; None is the usual one.
    """

    offset: float = 0.0
    touch: float | None = None


Calibrations = Mapping[str, Calibration]
"""By station id."""
