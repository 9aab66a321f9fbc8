"""Whether touches arrive where they were made: five spots are tapped, and the taps say how the screen is turned. Pure.

A panel whose touch is mounted or set up in another way than its picture mirrors, turns or swaps every touch: eight ways
in all, those in which a square lies on itself (the dihedral group of order eight). Two neighbouring corners tell them
apart, so the way is found even where some corners are dead.
"""

import itertools
from collections.abc import Mapping, Sequence
from math import hypot
from typing import Final, Literal

import msgspec

Spot = Literal["top_left", "top_right", "bottom_right", "bottom_left", "middle"]
Place = tuple[float, float]
"""``x`` and ``y`` in 0..1 of the display."""

ORDER: Final[tuple[Spot, ...]] = ("top_left", "top_right", "bottom_right", "bottom_left", "middle")
"""Round the panel, then its middle: one move of the arm."""

MIDDLE: Final[Place] = (0.5, 0.5)


class Turn(msgspec.Struct, frozen=True):
    """How a touch on the glass becomes the touch that is told: axes swapped first, then mirrored.

    >>> Turn(mirror_x=True).told((0.1, 0.2))
    (0.9, 0.2)
    """

    swap: bool = False
    mirror_x: bool = False
    mirror_y: bool = False

    def told(self, made: Place) -> Place:
        """Where a touch at ``made`` is told to be."""
        x, y = (made[1], made[0]) if self.swap else made
        return 1.0 - x if self.mirror_x else x, 1.0 - y if self.mirror_y else y

    def made(self, told: Place) -> Place:
        """Where a touch that is told at ``told`` was made."""
        x, y = told
        x, y = 1.0 - x if self.mirror_x else x, 1.0 - y if self.mirror_y else y
        return (y, x) if self.swap else (x, y)

    def after(self, first: "Turn") -> "Turn":
        """Both, ``first`` before this one."""
        return next(turn for turn in TURNS if turn.told(_ODD) == self.told(first.told(_ODD)))


_ODD: Final[Place] = (0.25, 0.375)
"""A place that no two ways turn to the same place, exact in binary."""

STRAIGHT: Final = Turn()

NAMES: Final[Mapping[Turn, str]] = {
    STRAIGHT: "straight",
    Turn(mirror_x=True): "mirrored_sideways",
    Turn(mirror_y=True): "mirrored_upright",
    Turn(mirror_x=True, mirror_y=True): "half_turn",
    Turn(swap=True): "swapped",
    Turn(swap=True, mirror_x=True): "quarter_right",
    Turn(swap=True, mirror_y=True): "quarter_left",
    Turn(swap=True, mirror_x=True, mirror_y=True): "swapped_turned",
}
"""The eight ways, the likeliest first: where taps leave a choice, it is the one before."""

TURNS: Final = tuple(NAMES)

SAME: Final = 1e-6
"""Two ways that fit the taps as well as this are a choice."""

STRAYS: Final = 2
"""Taps beside every spot after which the next one counts, wherever it is: the touch is far off, not the finger."""


class Tap(msgspec.Struct, frozen=True):
    """One spot of the test: where its tap was told; None: passed by as dead."""

    spot: Spot
    at: Place | None


class Verdict(msgspec.Struct, frozen=True):
    """What the taps say. ``off`` is how far each answered spot is missed, in pixels, once the turn is undone."""

    turn: Turn
    off: dict[Spot, float]
    dead: tuple[Spot, ...]

    @property
    def name(self) -> str:
        """The turn's name."""
        return NAMES[self.turn]

    def wide(self, allowed: float) -> tuple[Spot, ...]:
        """The spots that are missed by more than so many pixels."""
        return tuple(spot for spot in ORDER if self.off.get(spot, 0.0) > allowed)


def spots(size: tuple[int, int], inset: float) -> dict[Spot, Place]:
    """Where the spots are on a panel of ``size``: their middles lie ``inset`` pixels from both edges."""
    x, y = inset / size[0], inset / size[1]
    corners: dict[Spot, Place] = {
        "top_left": (x, y),
        "top_right": (1.0 - x, y),
        "bottom_right": (1.0 - x, 1.0 - y),
        "bottom_left": (x, 1.0 - y),
    }
    return corners | {"middle": MIDDLE}


def beside(at: Place, places: Mapping[Spot, Place], size: tuple[int, int]) -> float:
    """How far a tap is, in pixels, from the closest place where any spot is told to be, whatever the turn."""
    return min(away(at, turn.told(place), size) for turn in TURNS for place in places.values())


def judge(taps: Sequence[Tap], places: Mapping[Spot, Place], size: tuple[int, int]) -> Verdict:
    """What five taps say of a panel of ``size`` pixels."""
    answered = [(tap.spot, tap.at) for tap in taps if tap.at is not None]
    costs = [sum(away(at, turn.told(places[spot]), size) for spot, at in answered) for turn in TURNS]
    least = min(costs)
    turn = next(turn for turn, cost in zip(TURNS, costs, strict=True) if cost <= least + SAME)
    off = {spot: away(turn.made(at), places[spot], size) for spot, at in answered}
    dead = tuple(spot for spot in ORDER if any(tap.spot == spot and tap.at is None for tap in taps))
    return Verdict(turn, off, dead)


def telling(taps: Sequence[Tap]) -> bool:
    """Whether the taps leave no choice between two ways: two neighbouring corners have answered."""
    answered = {tap.spot for tap in taps if tap.at is not None}
    ring = ORDER[:4]
    return any({one, other} <= answered for one, other in itertools.pairwise((*ring, ring[0])))


def away(one: Place, other: Place, size: tuple[int, int]) -> float:
    """Pixels between two places on a panel of ``size``."""
    return hypot((one[0] - other[0]) * size[0], (one[1] - other[1]) * size[1])
