"""The appliance: a coffee maker for one hand, of seven parts along one axis. Made up; lengths are millimetres. Pure."""

from functools import cache
from math import cos, pi, sin
from typing import Final, Literal

import msgspec
import numpy as np

from xlab_demo_see_inside.lens import Floats, spin
from xlab_demo_see_inside.meshes import Mesh, box, half_tube, joined, toothed, turned

Name = Literal["head", "pump", "gear", "motor", "board", "shell", "screws"]

NAMES: Final[tuple[Name, ...]] = ("shell", "head", "pump", "gear", "motor", "board", "screws")
"""In the order in which a walk goes through them."""

ACCENTS: Final[dict[Name, str]] = {
    "head": "sky",
    "pump": "coral",
    "gear": "leaf",
    "motor": "coral",
    "board": "violet",
    "shell": "amber",
    "screws": "leaf",
}
"""The stage of the supply chain at which a partner could come in: sourcing coral, design amber, make leaf, sell sky,
use violet."""

STAGES: Final[dict[str, str]] = {
    "coral": "sourcing",
    "amber": "design",
    "leaf": "make",
    "sky": "sell",
    "violet": "use",
}

BEFORE_MM: Final = 46.0
"""How far the appliance hovers before its sheet."""

TILT: Final = spin(0, 16) @ spin(1, -27)
"""It is turned a little, so that a sheet held straight shows more than its side."""


class Piece(msgspec.Struct, frozen=True, eq=False):
    """Something that moves as one: whose part it is, where it goes when the appliance is open, its solid."""

    part: Name
    goes: tuple[float, float, float]
    mesh: Mesh
    inside: bool = True
    """Whether the closed shell hides it."""


@cache
def pieces() -> tuple[Piece, ...]:
    """All pieces of the closed appliance."""
    cuts = (-62.0, -40.0, -20.0, 0.0, 20.0, 40.0)
    upper = half_tube(cuts, 21.5, 24.5, "amber", "amber dark", above=True)
    lower = half_tube(cuts, 21.5, 24.5, "amber", "amber dark", above=False)
    return (
        Piece("shell", (0.0, 50.0, 0.0), upper, inside=False),
        Piece("shell", (0.0, -50.0, 0.0), lower, inside=False),
        Piece("head", (66.0, 0.0, 0.0), _head(), inside=False),
        Piece("pump", (43.0, 0.0, 0.0), _pump()),
        Piece("gear", (20.0, 0.0, 0.0), _gear()),
        Piece("motor", (-10.0, 0.0, 0.0), _motor()),
        Piece("board", (-40.0, 0.0, 0.0), _board()),
        Piece("shell", (-70.0, 0.0, 0.0), _cap(), inside=False),
        Piece("screws", (-92.0, 0.0, 0.0), _screws(), inside=False),
    )


def open_by(piece: Piece, part: float) -> Floats:
    """Where a piece has moved when the appliance is open by ``part``, 0 to 1: the shell leads, the rest follows."""
    lead = min(1.0, part * 1.6) if not piece.inside else max(0.0, (part - 0.18) / 0.82)
    return np.array(piece.goes) * lead


def _head() -> Mesh:
    return joined(
        turned([(40, 24.5), (44, 25.5), (58, 25.5), (60, 24)], "sky", 26),
        turned([(60, 19), (64, 18), (74, 9), (82, 8)], "sky dark"),
        turned([(47, 26.4), (49, 26.4)], "metal"),
        turned([(53, 26.4), (55, 26.4)], "metal"),
    )


def _pump() -> Mesh:
    return joined(
        turned([(12, 16), (14, 17.5), (16, 17.5), (17, 15)], "coral dark"),
        turned([(17, 14), (30, 14)], "coral"),
        turned([(30, 16.5), (33, 16.5)], "coral dark"),
        turned([(33, 6), (39, 5)], "metal", 12),
        turned([(7, 4), (12, 4)], "metal", 12),
        box((18, 27), (13, 17), (-4, 4), "metal"),
    )


def _gear() -> Mesh:
    return joined(
        toothed((3, 8), 14.5, 18.5, 14, "leaf"),
        turned([(8, 7), (12, 7)], "leaf dark", 14),
        turned([(0, 3), (3, 3)], "metal", 10),
    )


def _motor() -> Mesh:
    return joined(
        turned([(-30, 15), (-29, 16.5), (-26, 16.5)], "metal dark"),
        turned([(-26, 18), (-8, 18)], "coral", 24),
        turned([(-8, 16.5), (-4, 16.5), (-3, 14)], "metal dark"),
        turned([(-21, 18.6), (-19.5, 18.6)], "metal"),
        turned([(-14.5, 18.6), (-13, 18.6)], "metal"),
        turned([(-3, 2.6), (4, 2.6)], "metal", 10),
    )


def _board() -> Mesh:
    """It stands, so that its chips are seen from the front."""
    chips = [
        box((-50, -37), (-5, 8), (1, 4), "foam"),
        box((-58, -53), (3, 12), (1, 3.5), "foam"),
        box((-59, -50), (-14, -6), (1, 7), "metal"),
        box((-37, -35), (-13, -7), (1, 3), "metal"),
        box((-45, -39), (-13, -10), (1, 2.5), "amber"),
        box((-45, -39), (11, 13), (1, 2.5), "amber"),
    ]
    return joined(box((-61, -33), (-16.5, 16.5), (-1, 1), "violet"), *chips)


def _cap() -> Mesh:
    return joined(
        turned([(-74, 17), (-72, 21.5), (-66, 24.5), (-62, 24.5)], "amber", 26),
        turned([(-76.5, 8), (-74, 9)], "paper", 16),
    )


def _screws() -> Mesh:
    found = []
    for i in range(4):
        y, z = 15.0 * cos(pi / 4 + i * pi / 2), 15.0 * sin(pi / 4 + i * pi / 2)
        found.append(turned([(-80, 3.2), (-78.5, 4.6), (-76, 4.6)], "leaf", 10).moved(y=y, z=z))
        found.append(turned([(-76, 2.0), (-58, 1.6)], "metal", 8).moved(y=y, z=z))
    return joined(*found)
