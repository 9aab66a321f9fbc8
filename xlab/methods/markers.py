"""The square markers that a camera finds: their pattern, and the sizes in which the kit prints them.

The patterns are those of the AprilTag family 36h11 (Olson, "AprilTag: A robust and flexible visual fiducial system",
ICRA 2011; April Robotics Laboratory, University of Michigan, BSD licence), only the few that are printed. Each has
6 by 6 cells inside a black border one cell wide, and needs a white rim of one more cell around it.
"""

from typing import Final

import msgspec

FAMILY: Final = "36h11"
"""As AprilTag calls it; in OpenCV it is ``DICT_APRILTAG_36h11``."""

INNER: Final = 6
"""Cells across the pattern."""

ACROSS: Final = INNER + 2
"""Cells across a marker, its black border included."""

CODES: Final = (0x21A146BAB, 0x92D18FE9B, 0x7089014BB, 0x193979E27, 0x44153D3D7, 0x35CD5B8CF)
"""By id: the cells row by row from the upper left, the highest bit first; 1 is white."""


class Marker(msgspec.Struct, frozen=True):
    """A printed marker: its ``id`` in the family, and the ``mm`` across its black border, from edge to edge."""

    id: int
    mm: float


LARGE: Final = Marker(0, 60.0)
"""The one to hold in two hands: it is seen up to a metre away."""

SMALL: Final = (Marker(1, 40.0), Marker(2, 40.0), Marker(3, 25.0), Marker(4, 25.0), Marker(5, 25.0))
"""To be cut out and put on things."""

PRINTED: Final = (LARGE, *SMALL)
"""All that the kit prints: who sees an id knows its size, and by that how far away it is."""


def dark(number: int) -> tuple[tuple[bool, ...], ...]:
    """The cells of the marker with this id, rows from the top: True is black. Raises ValueError for an unknown id.

    >>> rows = dark(0)
    >>> len(rows), all(rows[0]), rows[1]
    (8, True, (True, False, True, True, True, True, False, True))
    """
    if not 0 <= number < len(CODES):
        raise ValueError(f"There is no marker {number}; the kit prints 0 to {len(CODES) - 1}.")
    border = (True,) * ACROSS
    bits = f"{CODES[number]:0{INNER * INNER}b}"
    rows = [tuple(bit == "0" for bit in bits[at : at + INNER]) for at in range(0, INNER * INNER, INNER)]
    return (border, *((True, *row, True) for row in rows), border)
