"""A brush for small things: each is painted once, large, on a square from -1 to 1, and scaled from there."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from math import cos, pi, sin

import pygame
from pygame import SRCALPHA, Color, Rect, Surface, Vector2, transform

Spot = tuple[float, float]

_LARGE = 320
"""Pixels of the painting that is kept; no panel shows a thing much larger."""

_FINER = 3


class Brush:
    """Paints in parts of half the square's side; (0, 0) is the middle, y goes down."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._half = surface.get_width() / 2

    def shape(self, spots: Sequence[Spot], color: Color) -> None:
        """A filled shape with straight edges."""
        pygame.draw.polygon(self._surface, color, [self._place(spot) for spot in spots])

    def soft(self, spots: Sequence[Spot], color: Color, around: float = 0.1) -> None:
        """A filled shape whose corners are as round as a pen of this width."""
        self.shape(spots, color)
        self.line([*spots, spots[0]], around, color)

    def line(self, spots: Sequence[Spot], width: float, color: Color) -> None:
        """A line with round ends and bends."""
        radius = width * self._half / 2
        places = [Vector2(self._place(spot)) for spot in spots]
        for one in places:
            pygame.draw.circle(self._surface, color, one, radius)
        for one, other in pairwise(places):
            along = other - one
            if along.length() > 0:
                aside = Vector2(-along.y, along.x).normalize() * radius
                pygame.draw.polygon(self._surface, color, (one + aside, other + aside, other - aside, one - aside))

    def arc(self, centre: Spot, radius: float, start: float, end: float, width: float, color: Color) -> None:
        """A part of a ring, from ``start`` to ``end`` turns, clockwise from the right."""
        turns = [2 * pi * (start + (end - start) * step / 40) for step in range(41)]
        self.line([(centre[0] + radius * cos(turn), centre[1] + radius * sin(turn)) for turn in turns], width, color)

    def dot(self, centre: Spot, radius: float, color: Color, flat: float = 1.0) -> None:
        """A filled circle, or an ellipse so many times as high as wide."""
        x, y = self._place((centre[0] - radius, centre[1] - radius * flat))
        pygame.draw.ellipse(self._surface, color, Rect(x, y, 2 * radius * self._half, 2 * radius * flat * self._half))

    def box(self, left: float, top: float, right: float, bottom: float, color: Color, radius: float = 0.08) -> None:
        """A filled rectangle with round corners."""
        x, y = self._place((left, top))
        rect = Rect(x, y, (right - left) * self._half, (bottom - top) * self._half)
        pygame.draw.rect(self._surface, color, rect, border_radius=round(radius * self._half))

    def _place(self, spot: Spot) -> Spot:
        return (1 + spot[0]) * self._half, (1 + spot[1]) * self._half


Painting = Callable[[Brush], None]


@lru_cache(maxsize=24)
def _painted(painting: Painting) -> Surface:
    fine = Surface((_LARGE * _FINER, _LARGE * _FINER), SRCALPHA, 32)
    painting(Brush(fine))
    # With its alpha multiplied in, the empty ground cannot darken the edges when it is averaged.
    return transform.smoothscale(fine.premul_alpha(), (_LARGE, _LARGE))


@lru_cache(maxsize=48)
def _sized(painting: Painting, side: int) -> Surface:
    return transform.smoothscale(_painted(painting), (side, side))


def draw_painting(screen: Surface, painting: Painting, rect: Rect, alpha: int = 255) -> None:
    """Draw a thing in the middle of ``rect``, as large as fits; ``alpha`` 0 to 255."""
    side = min(rect.size)
    if side < 1 or alpha <= 0:
        return
    picture = _sized(painting, side)
    if alpha < 255:
        picture = picture.copy()
        picture.fill((alpha, alpha, alpha, alpha), special_flags=pygame.BLEND_RGBA_MULT)
    at = rect.centerx - side // 2, rect.centery - side // 2
    screen.blit(picture, at, special_flags=pygame.BLEND_PREMULTIPLIED)
