"""Where people stand on a map of some size: the room's own places, brought to pixels. Pure."""

from collections.abc import Mapping
from math import cos, pi, sin, sqrt

from xlab.methods.opinion_groups import Point, Voter
from xlab_demo_common_ground.opinions import Sight

LEAST = 0.6
"""Half of the map's width at the least, in the units of the analysis: who differs in little must not look far apart."""

STRETCH = 2.0
"""How much more one direction may be stretched than the other, to use the map."""

_TURN = pi * (3 - sqrt(5))
_TRIES = 40


def placed(sight: Sight, size: tuple[int, int], edge: int, apart: float) -> dict[Voter, Point]:
    """The place of each voter in pixels on a map of ``size``, ``edge`` away from its rim.

    Who stands where somebody else does moves aside until ``apart`` pixels lie between them, where there is room.
    """
    if not sight.places:
        return {}
    # Islands fill the map; who has hardly voted yet may be far out, and waits at the rim.
    inside = [sight.places[voter] for voter in sight.groups] or list(sight.places.values())
    half = size[0] / 2 - edge, size[1] / 2 - edge
    middles, scales = [], []
    for axis in (0, 1):
        ends = [min(place[axis] for place in inside), max(place[axis] for place in inside)]
        middles.append(sum(ends) / 2)
        scales.append(half[axis] / max(LEAST, (ends[1] - ends[0]) / 2))
    across, down = min(scales[0], scales[1] * STRETCH), min(scales[1], scales[0] * STRETCH)
    aims = {
        voter: (
            size[0] / 2 + max(-half[0], min(half[0], (x - middles[0]) * across)),
            size[1] / 2 - max(-half[1], min(half[1], (y - middles[1]) * down)),
        )
        for voter, (x, y) in sight.places.items()
    }
    return _aside(aims, apart)


def _aside(aims: Mapping[Voter, Point], apart: float) -> dict[Voter, Point]:
    """Nobody on top of anybody else: along a spiral to the first free spot."""
    taken: dict[tuple[int, int], list[Point]] = {}
    found: dict[Voter, Point] = {}
    for voter, aim in aims.items():
        spot = aim
        for turn in range(_TRIES):
            away = apart * 0.62 * sqrt(turn)
            spot = aim[0] + away * cos(turn * _TURN), aim[1] + away * sin(turn * _TURN)
            if not any((spot[0] - x) ** 2 + (spot[1] - y) ** 2 < apart * apart for x, y in _around(taken, spot, apart)):
                break
        found[voter] = spot
        taken.setdefault(_cell(spot, apart), []).append(spot)
    return found


def _around(taken: Mapping[tuple[int, int], list[Point]], spot: Point, apart: float) -> list[Point]:
    column, row = _cell(spot, apart)
    return [
        one for x in (column - 1, column, column + 1) for y in (row - 1, row, row + 1) for one in taken.get((x, y), ())
    ]


def _cell(spot: Point, apart: float) -> tuple[int, int]:
    return int(spot[0] // apart), int(spot[1] // apart)
