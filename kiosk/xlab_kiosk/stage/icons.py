"""Icons as drawn shapes: no font has to have them, and they share one stroke.

Each is drawn on a grid of 24 by 24 with a stroke of 2.4, round at its ends, and leaves 2 or more of the grid free at
every side.
"""

from collections.abc import Callable, Sequence
from math import cos, pi, sin
from typing import Literal, get_args

import pygame
from pygame import SRCALPHA, Color, Surface, transform

from xlab_kiosk.stage._cache import SurfaceCache
from xlab_kiosk.stage._smooth import Point
from xlab_kiosk.stage.strokes import stroke

Icon = Literal[
    "left",
    "right",
    "up",
    "down",
    "tick",
    "cross",
    "plus",
    "minus",
    "erase",
    "home",
    "globe",
    "lock",
    "unlock",
    "waves",
    "again",
    "pad",
]
ICONS: tuple[Icon, ...] = get_args(Icon)

GRID = 24
STROKE = 2.4
_FINE = 4

_icons = SurfaceCache(4 << 20)


def draw_icon(surface: Surface, icon: Icon, centre: Point, size: int, color: Color) -> None:
    """Draw an icon ``size`` pixels high around ``centre``. Raises KeyError if there is no such icon.

    >>> draw_icon(screen, "home", (60, 60), theme.px(40), theme.color("ink"))
    """
    paint = _DRAWINGS[icon]
    if size > 0:
        picture = _icons.get((icon, size, tuple(color)), lambda: _picture(paint, size, color))
        surface.blit(picture, (round(centre[0] - size / 2), round(centre[1] - size / 2)))


class _Pen:
    """Draws on the grid, whatever the size of the picture."""

    def __init__(self, surface: Surface, unit: float, color: Color) -> None:
        self._surface = surface
        self._unit = unit
        self._color = color

    def line(self, *points: Point) -> None:
        stroke(self._surface, [self._at(point) for point in points], STROKE * self._unit, self._color)

    def closed(self, *points: Point) -> None:
        self.line(*points, points[0])

    def arc(self, centre: Point, radii: Point, start: float, end: float) -> None:
        """From ``start`` to ``end`` turns, clockwise from the right."""
        steps = 48
        turns = [2 * pi * (start + (end - start) * step / steps) for step in range(steps + 1)]
        self.line(*((centre[0] + radii[0] * cos(turn), centre[1] + radii[1] * sin(turn)) for turn in turns))

    def dot(self, centre: Point, radius: float) -> None:
        pygame.draw.circle(self._surface, self._color, self._at(centre), radius * self._unit)

    def box(self, left: float, top: float, right: float, bottom: float, radius: float) -> None:
        """The outline of a box with round corners."""
        for x, y, turn in ((right, bottom, 0.0), (left, bottom, 0.25), (left, top, 0.5), (right, top, 0.75)):
            inner = (x + (radius if x == left else -radius), y + (radius if y == top else -radius))
            self.arc(inner, (radius, radius), turn, turn + 0.25)
        self.line((left + radius, top), (right - radius, top))
        self.line((left + radius, bottom), (right - radius, bottom))
        self.line((left, top + radius), (left, bottom - radius))
        self.line((right, top + radius), (right, bottom - radius))

    def _at(self, point: Point) -> Point:
        return point[0] * self._unit, point[1] * self._unit


def _picture(paint: Callable[[_Pen], None], size: int, color: Color) -> Surface:
    large = Surface((size * _FINE, size * _FINE), SRCALPHA, 32)
    large.fill((color.r, color.g, color.b, 0))
    paint(_Pen(large, size * _FINE / GRID, color))
    return transform.smoothscale(large, (size, size))


def _arrow(tip: Point, tail: Point, barbs: Sequence[Point]) -> Callable[[_Pen], None]:
    def paint(pen: _Pen) -> None:
        pen.line(tail, tip)
        pen.line(barbs[0], tip, barbs[1])

    return paint


def _tick(pen: _Pen) -> None:
    pen.line((4.5, 12.8), (9.8, 18), (19.5, 6.8))


def _cross(pen: _Pen) -> None:
    pen.line((6, 6), (18, 18))
    pen.line((18, 6), (6, 18))


def _plus(pen: _Pen) -> None:
    pen.line((12, 4.5), (12, 19.5))
    pen.line((4.5, 12), (19.5, 12))


def _minus(pen: _Pen) -> None:
    pen.line((4.5, 12), (19.5, 12))


def _erase(pen: _Pen) -> None:
    """A label that points back, with a cross on it."""
    pen.closed((2.8, 12), (8.6, 5.6), (21, 5.6), (21, 18.4), (8.6, 18.4))
    pen.line((11.4, 9.2), (17, 14.8))
    pen.line((17, 9.2), (11.4, 14.8))


def _home(pen: _Pen) -> None:
    pen.line((3.6, 11.6), (12, 4.2), (20.4, 11.6))
    pen.line((6, 10.4), (6, 19.6), (18, 19.6), (18, 10.4))
    pen.line((12, 19.2), (12, 15))


def _globe(pen: _Pen) -> None:
    pen.arc((12, 12), (8.8, 8.8), 0, 1)
    pen.arc((12, 12), (3.9, 8.8), 0, 1)
    pen.line((3.4, 12), (20.6, 12))


def _lock(pen: _Pen) -> None:
    pen.box(5, 10.6, 19, 20.2, 2)
    pen.arc((12, 8.4), (4.2, 4.6), 0.5, 1)
    pen.line((7.8, 8.4), (7.8, 10.6))
    pen.line((16.2, 8.4), (16.2, 10.6))
    pen.dot((12, 15.4), 1.6)


def _unlock(pen: _Pen) -> None:
    pen.box(5, 10.6, 19, 20.2, 2)
    pen.arc((12, 7.6), (4.2, 4.6), 0.5, 0.92)
    pen.line((7.8, 7.6), (7.8, 10.6))
    pen.dot((12, 15.4), 1.6)


def _waves(pen: _Pen) -> None:
    pen.dot((12, 12), 2.2)
    for radius in (5.4, 9.2):
        pen.arc((12, 12), (radius, radius), -0.115, 0.115)
        pen.arc((12, 12), (radius, radius), 0.385, 0.615)


def _again(pen: _Pen) -> None:
    pen.arc((12, 12.6), (7.8, 7.8), -0.15, 0.72)
    pen.line((8.6, 2.6), (12.2, 4.8), (9.6, 8.2))


def _pad(pen: _Pen) -> None:
    """The pad a badge is put on: an arrow down onto a plate."""
    pen.line((12, 3.6), (12, 12.4))
    pen.line((8, 8.8), (12, 12.8), (16, 8.8))
    pen.arc((12, 16.2), (8.6, 4.2), -0.02, 0.52)


_DRAWINGS: dict[Icon, Callable[[_Pen], None]] = {
    "left": _arrow((4.4, 12), (19.6, 12), ((11, 5.4), (11, 18.6))),
    "right": _arrow((19.6, 12), (4.4, 12), ((13, 5.4), (13, 18.6))),
    "up": _arrow((12, 4.4), (12, 19.6), ((5.4, 11), (18.6, 11))),
    "down": _arrow((12, 19.6), (12, 4.4), ((5.4, 13), (18.6, 13))),
    "tick": _tick,
    "cross": _cross,
    "plus": _plus,
    "minus": _minus,
    "erase": _erase,
    "home": _home,
    "globe": _globe,
    "lock": _lock,
    "unlock": _unlock,
    "waves": _waves,
    "again": _again,
    "pad": _pad,
}
