"""The demo's own picture: islands in the foam, a bridge between two of them, and a balloon on its way."""

from math import pi, sin

import numpy as np
from pygame import Rect, Surface

from xlab_demo_common_ground.shapes import GROUPS, draw_balloon, draw_bridge, draw_pebble
from xlab_demo_common_ground.terrain import Terrain, ramp
from xlab_kiosk.stage import Theme, breathe, cutout, foam

ISLANDS = (
    ((0.15, 0.46), (0.25, 0.32), (0.31, 0.52), (0.18, 0.66), (0.31, 0.73)),
    ((0.65, 0.76), (0.77, 0.64), (0.86, 0.71)),
    ((0.68, 0.28), (0.81, 0.24)),
)
"""Where people stand, in widths and heights of a lying picture; no two islands alike, or they look like organs."""

_land: dict[tuple[int, int], Surface] = {}


def draw_still_life(screen: Surface, theme: Theme, t: float) -> None:
    """Draw it on the whole of ``screen``, after ``t`` seconds; standing, the islands lie one above the other."""
    size = screen.get_size()
    screen.blit(foam(size), (0, 0))
    edge = min(size) // 16
    sea = Rect((0, 0), size).inflate(-2 * edge, -2 * edge)
    cutout(screen, sea, min(size) // 10)
    lying = size[0] >= size[1]

    def at(place: tuple[float, float]) -> tuple[float, float]:
        x, y = place if lying else (place[1], place[0])
        return sea.width * x, sea.height * y

    groups = [np.array([at(place) for place in island]) for island in ISLANDS]
    hill = 0.086 * (sea.width * sea.height) ** 0.5
    if sea.size not in _land:
        _land.clear()
        terrain = Terrain(sea.size, 2)
        terrain.rise(groups, hill * 2.3)
        ground = theme.color("foam_raised")
        tones = [theme.color(name) for name, _ in GROUPS[: len(ISLANDS)]]
        ramps = np.stack([ramp(tone, ground.lerp(tone, 0.38), ground.lerp(tone, 0.66)) for tone in tones])
        _land[sea.size] = terrain.picture(ramps, max(2, round(hill / 5)))
    screen.blit(_land[sea.size], sea)
    part = screen.subsurface(sea)
    one, other = (tuple(group.mean(axis=0)) for group in groups[:2])
    start, end = (
        (one[0] + (other[0] - one[0]) * p for p in (0.22, 0.80)),
        (one[1] + (other[1] - one[1]) * p for p in (0.22, 0.80)),
    )
    (ax, bx), (ay, by) = tuple(start), tuple(end)
    draw_bridge(part, theme, (ax, ay), (bx, by), 1.0)
    for group, (color, shape) in zip(groups, GROUPS[: len(ISLANDS)], strict=True):
        for x, y in group.tolist():
            draw_pebble(
                part, (x, y), max(6, round(hill * 0.46)), shape, theme.color(color).lerp(theme.color("ink"), 0.3)
            )
    way = breathe(t, 14.0)
    x = one[0] + (other[0] - one[0]) * (0.25 + 0.5 * way)
    y = one[1] + (other[1] - one[1]) * (0.25 + 0.5 * way) + hill * 0.12 * sin(2 * pi * t / 4) - hill * 0.4
    draw_balloon(part, theme, (x, y), round(min(sea.size) * 0.42))
