"""What a recording tells beside its sightings, so that it adds up to the same changes again. Pure.

What a kit makes of sightings depends on what it was taught of its stations, and on what it had heard before. Our
recordings carry both. They stand in one more field of a line, ``xlab``, so that every line is a sighting in the form
that others read and write, and who does not know the field loses nothing but this.
"""

from collections.abc import Mapping
from typing import Annotated

import msgspec
from msgspec import Meta

from xlab.beacons.calibration import Calibration, Calibrations
from xlab.beacons.sighting import Sighting
from xlab.events import Proximity

Seconds = Annotated[float, Meta(ge=-1e12, le=1e12)]
Name = Annotated[str, Meta(pattern=r"^[^\x00-\x1f\x7f-\x9f]{1,64}\Z")]
"""Of a scanner. It will be shown, so it holds no control characters."""


class Taught(msgspec.Struct, frozen=True):
    """From ``t`` on, the kit judged its stations by these calibrations."""

    t: Seconds
    stations: dict[Name, Calibration]

    @property
    def calibrations(self) -> Calibrations:
        """As presence takes them."""
        return self.stations


class WarmUp(msgspec.Struct, frozen=True):
    """What comes up to ``until`` was heard before the recording began, and changes nobody's place."""

    until: Seconds


class Began(msgspec.Struct, frozen=True):
    """The recording begins at ``t``.

    ``here`` is where each beacon was by the kit's own reckoning then: its station and its band.
    """

    t: Seconds
    here: Mapping[str, tuple[Name, Proximity]]


Item = Sighting | WarmUp | Taught | Began
"""What a recording is made of, in the order in which it counts."""


class Notes(msgspec.Struct, frozen=True, omit_defaults=True):
    """The field ``xlab`` of a line: what counts before its sighting.

    ``begins`` stands in the first line; ``here`` is where the line's beacon was at that time.
    """

    begins: Seconds | None = None
    here: tuple[Name, Proximity] | None = None
    taught: Taught | None = None
