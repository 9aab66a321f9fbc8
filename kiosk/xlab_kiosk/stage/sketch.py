"""Pictures of things by code: drawn once, large, on a square, averaged to clean edges, kept, and scaled from there."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from math import cos, pi, sin

import pygame
from pygame import SRCALPHA, Color, Rect, Surface, Vector2, transform

from xlab_kiosk.stage._smooth import Point

_MASTER = 560
"""Pixels a side that each thing is kept in; smaller ones are scaled from it, so that growing costs a copy."""

_FINE = 3
_ROUNDING = 12
"""Points from one corner of a curve to the next."""


class Pen:
    """Draws one thing on a square; places and widths are parts of half its side: (-1, -1) is its top left corner.

    >>> def lamp(pen):
    ...     pen.oval((0, -0.2), 0.56, 0.56, theme.color("amber"))
    ...     pen.box(-0.26, 0.24, 0.26, 0.6, theme.color("ink_soft"), 0.06)
    >>> draw_sketch(screen, lamp, Rect(40, 40, 200, 200))
    """

    def __init__(self, surface: Surface) -> None:
        """Made by :func:`draw_sketch`."""
        self._surface = surface
        self._unit = surface.get_width() / 2

    def shape(self, points: Sequence[Point], color: Color) -> None:
        """A filled shape with straight edges."""
        pygame.draw.polygon(self._surface, color, [self._at(point) for point in points])

    def soft(self, points: Sequence[Point], color: Color, around: float = 0.1) -> None:
        """A filled shape whose corners are as round as a pen of the width ``around``."""
        self.shape(points, color)
        self.line([*points, points[0]], around, color)

    def curve(self, points: Sequence[Point], color: Color) -> None:
        """A filled shape with a smooth edge through its points."""
        self.shape(_smooth([*points[-1:], *points, *points[:2]]), color)

    def line(self, points: Sequence[Point], width: float, color: Color) -> None:
        """A line with round ends and bends."""
        half = width * self._unit / 2
        places = [Vector2(self._at(point)) for point in points]
        for start, end in pairwise(places):
            if start != end:
                side = Vector2(start.y - end.y, end.x - start.x).normalize() * half
                pygame.draw.polygon(self._surface, color, [start + side, end + side, end - side, start - side])
        for place in places:
            pygame.draw.circle(self._surface, color, place, half)

    def bend(self, points: Sequence[Point], width: float, color: Color) -> None:
        """A smooth line through points."""
        self.line(_smooth([points[0], *points, points[-1]]), width, color)

    def arc(self, centre: Point, radius: float, start: float, end: float, width: float, color: Color) -> None:
        """A part of a ring, from ``start`` to ``end`` turns, clockwise from the right."""
        turns = [2 * pi * (start + (end - start) * step / 40) for step in range(41)]
        self.line([(centre[0] + radius * cos(turn), centre[1] + radius * sin(turn)) for turn in turns], width, color)

    def oval(self, centre: Point, rx: float, ry: float, color: Color) -> None:
        """A filled ellipse."""
        x, y = self._at((centre[0] - rx, centre[1] - ry))
        pygame.draw.ellipse(self._surface, color, Rect(x, y, 2 * rx * self._unit, 2 * ry * self._unit))

    def box(self, left: float, top: float, right: float, bottom: float, color: Color, radius: float = 0.08) -> None:
        """A filled rectangle with round corners."""
        x, y = self._at((left, top))
        rect = Rect(x, y, (right - left) * self._unit, (bottom - top) * self._unit)
        pygame.draw.rect(self._surface, color, rect, border_radius=round(radius * self._unit))

    def _at(self, point: Point) -> Point:
        return (1 + point[0]) * self._unit, (1 + point[1]) * self._unit


Sketch = Callable[[Pen], None]
"""Draws a thing; it is drawn once, so it is a function of the module, not made anew for each picture."""


def draw_sketch(surface: Surface, sketch: Sketch, rect: Rect, alpha: int = 255) -> None:
    """Draw a thing in the middle of ``rect``, as large as fits; ``alpha`` 0 to 255.

    >>> draw_sketch(screen, lambda pen: pen.oval((0, 0), 0.9, 0.5, theme.color("leaf")), Rect(0, 0, 64, 64), alpha=128)
    """
    side = min(rect.size)
    if side < 1 or alpha <= 0:
        return
    picture = _scaled(sketch, side)
    if alpha < 255:
        picture = picture.copy()
        picture.fill((alpha, alpha, alpha, alpha), special_flags=pygame.BLEND_RGBA_MULT)
    place = rect.centerx - side // 2, rect.centery - side // 2
    surface.blit(picture, place, special_flags=pygame.BLEND_PREMULTIPLIED)


def _smooth(points: Sequence[Point]) -> list[Point]:
    """Points along the curve that goes through all but the first and the last (Catmull and Rom's)."""
    found: list[Point] = []
    for number in range(len(points) - 3):
        a, b, c, d = points[number : number + 4]
        for step in range(_ROUNDING):
            t = step / _ROUNDING
            found.append((_between(a[0], b[0], c[0], d[0], t), _between(a[1], b[1], c[1], d[1], t)))
    return [*found, points[-2]]


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    return b + t * ((c - a) / 2 + t * (a - 2.5 * b + 2 * c - d / 2 + t * ((d - a) / 2 + 1.5 * (b - c))))


@lru_cache(maxsize=24)
def _master(sketch: Sketch) -> Surface:
    large = Surface((_MASTER * _FINE, _MASTER * _FINE), SRCALPHA, 32)
    sketch(Pen(large))
    # Averaged with its alpha multiplied in, the transparent ground cannot darken the edges.
    return transform.smoothscale(large.premul_alpha(), (_MASTER, _MASTER))


@lru_cache(maxsize=48)
def _scaled(sketch: Sketch, side: int) -> Surface:
    picture = transform.smoothscale(_master(sketch), (side, side))
    # Averaging twice rounds down twice: the little that is missing would let what lies below shine through.
    missing = picture.copy()
    missing.fill((5, 5, 5, 5), special_flags=pygame.BLEND_RGBA_MULT)
    picture.blit(missing, (0, 0), special_flags=pygame.BLEND_RGBA_ADD)
    return picture
