"""A pen for pictures of things: drawn large on a square from -1 to 1, averaged to clean edges, and kept."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

import pygame
from pygame import SRCALPHA, Color, Rect, Surface, transform

Point = tuple[float, float]

_MASTER = 560
"""Pixels a side that each thing is drawn in; smaller ones are scaled from it, so that growing costs a copy."""

_FINE = 3
_ROUNDING = 12
"""Points from one corner of a curve to the next."""

_KEPT = 40


class Pen:
    """Draws on a large surface; places and widths are parts of half its side."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._unit = surface.get_width() / 2

    def polygon(self, points: Sequence[Point], color: Color) -> None:
        """A filled shape with straight edges."""
        pygame.draw.polygon(self._surface, color, [self._at(point) for point in points])

    def curve(self, points: Sequence[Point], color: Color) -> None:
        """A filled shape with a smooth edge through its points."""
        self.polygon(smooth([*points[-1:], *points, *points[:2]]), color)

    def stroke(self, points: Sequence[Point], width: float, color: Color) -> None:
        """A line with round ends and bends."""
        half = width * self._unit / 2
        places = [pygame.Vector2(self._at(point)) for point in points]
        for start, end in pairwise(places):
            if start != end:
                side = pygame.Vector2(start.y - end.y, end.x - start.x).normalize() * half
                pygame.draw.polygon(self._surface, color, [start + side, end + side, end - side, start - side])
        for place in places:
            pygame.draw.circle(self._surface, color, place, half)

    def bend(self, points: Sequence[Point], width: float, color: Color) -> None:
        """A smooth line through points."""
        self.stroke(smooth([points[0], *points, points[-1]]), width, color)

    def oval(self, centre: Point, rx: float, ry: float, color: Color) -> None:
        """A filled ellipse."""
        x, y = self._at((centre[0] - rx, centre[1] - ry))
        pygame.draw.ellipse(self._surface, color, Rect(x, y, 2 * rx * self._unit, 2 * ry * self._unit))

    def box(self, left: float, top: float, right: float, bottom: float, radius: float, color: Color) -> None:
        """A filled rectangle with round corners."""
        x, y = self._at((left, top))
        rect = Rect(x, y, (right - left) * self._unit, (bottom - top) * self._unit)
        pygame.draw.rect(self._surface, color, rect, border_radius=round(radius * self._unit))

    def _at(self, point: Point) -> Point:
        return (1 + point[0]) * self._unit, (1 + point[1]) * self._unit


Paint = Callable[[Pen], None]


def smooth(points: Sequence[Point]) -> list[Point]:
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


@lru_cache(maxsize=16)
def _master(paint: Paint) -> Surface:
    large = Surface((_MASTER * _FINE, _MASTER * _FINE), SRCALPHA, 32)
    paint(Pen(large))
    # Averaged with its alpha multiplied in, the transparent ground cannot darken the edges.
    return transform.smoothscale(large.premul_alpha(), (_MASTER, _MASTER))


@lru_cache(maxsize=_KEPT)
def _scaled(paint: Paint, side: int) -> Surface:
    picture = transform.smoothscale(_master(paint), (side, side))
    # Averaging twice rounds down twice: the little that is missing would let what lies below shine through.
    missing = picture.copy()
    missing.fill((5, 5, 5, 5), special_flags=pygame.BLEND_RGBA_MULT)
    picture.blit(missing, (0, 0), special_flags=pygame.BLEND_RGBA_ADD)
    return picture


def draw_thing(screen: Surface, paint: Paint, rect: Rect, alpha: int = 255) -> None:
    """Draw a thing in the middle of ``rect``, as large as fits."""
    side = min(rect.size)
    if side < 1 or alpha <= 0:
        return
    picture = _scaled(paint, side)
    if alpha < 255:
        picture = picture.copy()
        picture.fill((alpha, alpha, alpha, alpha), special_flags=pygame.BLEND_RGBA_MULT)
    place = rect.centerx - side // 2, rect.centery - side // 2
    screen.blit(picture, place, special_flags=pygame.BLEND_PREMULTIPLIED)
