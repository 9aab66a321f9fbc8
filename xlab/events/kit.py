"""Facts about the kit itself."""

from typing import Literal

from xlab.events.base import BaseFact


class KitStarted(BaseFact, frozen=True):
    """The hub came up."""

    version: str


class RadioChanged(BaseFact, frozen=True):
    """The radio's state changed; ``reason`` is a plain sentence or empty."""

    state: str
    reason: str = ""


class StationPlaced(BaseFact, frozen=True):
    """The facilitator put the event's station to a place of the room's picture, ``x`` and ``y`` in 0..1.

    Both None: nobody has placed it any more (the first move was undone), and the kit arranges it with the others.
    """

    x: float | None
    y: float | None


class Calibrated(BaseFact, frozen=True):
    """What all stations have learned from now on, whole: offsets and touch levels in dB by station id.

    Their meaning is that of :class:`xlab.beacons.calibration.Calibration`. ``how`` is what brought it about; undoing
    writes the state before once more.
    """

    how: Literal["pad", "walk", "undo", "reset"]
    offsets: dict[str, float]
    touches: dict[str, float]


AgreedBy = Literal["facilitator", "ntp"]
"""Who said what time it is: the phone of a facilitator, or the network."""


class ClockAgreed(BaseFact, frozen=True):
    """It was ``wall`` (seconds since 1970) when the machine had been up for ``mono`` seconds since its boot ``boot``.

    With it the wall times of all events of that boot can be put right, also of those recorded before it was known.
    """

    boot: str
    mono: float
    wall: float
    by: AgreedBy


class Erased(BaseFact, frozen=True):
    """A tombstone: something of type ``was`` stood here and was erased for ``reason``."""

    was: str
    reason: str
