"""Badges on the kiosk: the same shapes as on the web, drawn with smooth edges and kept for the next frame."""

from functools import lru_cache
from itertools import pairwise

import pygame

from xlab.look.animals import ANIMALS, colours, disc
from xlab.look.shapes import Point, Shape, Stroke, cubics, flatten
from xlab.look.svg import BARE_SCALE

_KEPT = 96
"""Small pictures kept: a room of badges in two sizes. At 120 px one is 58 kB."""

_KEPT_LARGE = 6
"""Large pictures kept: few are on a screen at once, and at 600 px one is 1.4 MB."""

_SMALL = 160
"""Pixels up to which each size is drawn for itself, at its sharpest."""

_MASTERS = (512, 1024)
"""Larger sizes are scaled down from one of these: a badge that grows with every frame costs a copy, not a drawing."""

_SUPERSAMPLED = 2048
"""Pixels a side that a badge is drawn in at most before it is averaged; up to four times its size."""


def draw_badge(
    surface: pygame.Surface,
    centre: tuple[float, float],
    size: float,
    animal: str,
    accent: str,
    *,
    alpha: int = 255,
    background: bool = True,
) -> None:
    """Draw a badge ``size`` pixels across around ``centre``. Raises KeyError for an unknown animal or accent.

    >>> draw_badge(screen, (200, 200), 120, badge.animal, badge.accent)
    """
    side = round(size)
    if side < 1 or alpha <= 0:
        return
    picture = badge_surface(side, animal, accent, background=background)
    if alpha < 255:
        picture = picture.copy()
        picture.set_alpha(alpha)
    surface.blit(picture, (round(centre[0] - side / 2), round(centre[1] - side / 2)))


def badge_surface(size: int, animal: str, accent: str, *, background: bool = True) -> pygame.Surface:
    """The badge on a transparent square of ``size`` pixels. It is kept and shared: copy it before changing it."""
    keep = _small if size <= _SMALL else _large
    return keep(size, animal, accent, background)


def _scaled(size: int, animal: str, accent: str, background: bool) -> pygame.Surface:
    master = next((side for side in _MASTERS if side >= size), 0)
    if not master:
        return _paint(size, animal, accent, background)
    picture = _master(master, animal, accent, background)
    return picture if master == size else pygame.transform.smoothscale(picture, (size, size))


def _paint(size: int, animal: str, accent: str, background: bool) -> pygame.Surface:
    factor = max(1, min(4, _SUPERSAMPLED // size))
    big = size * factor
    fills = colours(accent)
    # Start from the colour of the ground, transparent: scaling down then has nothing else to mix into the edges.
    ground = pygame.Color(disc(accent))
    picture = pygame.Surface((big, big), pygame.SRCALPHA)
    picture.fill((ground.r, ground.g, ground.b, 0))
    if background:
        pygame.draw.circle(picture, ground, (big / 2, big / 2), big / 2)
    unit = big / 2 * (1.0 if background else BARE_SCALE)
    for shape in ANIMALS[animal]:
        _fill(picture, shape, pygame.Color(fills[shape.role]), unit)
    return pygame.transform.smoothscale(picture, (size, size)) if factor > 1 else picture


_small = lru_cache(maxsize=_KEPT)(_paint)
_master = lru_cache(maxsize=_KEPT_LARGE)(_paint)
_large = lru_cache(maxsize=_KEPT_LARGE)(_scaled)


def _fill(picture: pygame.Surface, shape: Shape, colour: pygame.Color, unit: float) -> None:
    middle = picture.get_width() / 2
    points = [(middle + x * unit, middle + y * unit) for x, y in flatten(cubics(shape), 24)]
    if isinstance(shape, Stroke):
        _stroke(picture, points, shape.width * unit / 2, colour)
    else:
        pygame.draw.polygon(picture, colour, points)


def _stroke(picture: pygame.Surface, points: list[Point], half: float, colour: pygame.Color) -> None:
    """A thick line: a disc at every point and a strip from each to the next."""
    for start, end in pairwise(points):
        along = pygame.Vector2(end) - pygame.Vector2(start)
        if along.length() > 0:
            side = pygame.Vector2(-along.y, along.x).normalize() * half
            pygame.draw.polygon(picture, colour, [start + side, end + side, end - side, start - side])
    for point in points:
        pygame.draw.circle(picture, colour, point, half)
