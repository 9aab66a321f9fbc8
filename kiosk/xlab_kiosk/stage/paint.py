"""Shapes with clean edges and soft shadows, in panel pixels. What is slow to make is made once and kept.

The light comes from above. Depth follows from the corner's radius, so a small thing casts a small shadow, up
to a radius from which a shadow only costs more.
"""

from functools import cache, partial
from math import ceil, hypot

from pygame import BLEND_RGB_ADD, BLEND_RGB_MULT, BLEND_RGB_SUB, Color, Rect, Surface, transform

from xlab.look import tokens
from xlab_kiosk.stage import _designs
from xlab_kiosk.stage._cache import SurfaceCache
from xlab_kiosk.stage._foam import foam, noise, tiled
from xlab_kiosk.stage._slices import draw_sliced
from xlab_kiosk.stage._smooth import Point
from xlab_kiosk.stage.strokes import arc, disc, line, polygon, sector

__all__ = ["arc", "cutout", "disc", "foam", "glow", "lifted", "line", "outlined", "polygon", "rounded", "sector"]

_LIFTS = 8
"""Heights a lifted card can have; more could not be told apart."""

_SOFTEST = 64
"""Corner radius in pixels from which shadows grow no further: one of a large disc would be slow and hardly softer."""

_STRENGTHS = 20
_COARSE = 96

_glows = SurfaceCache(8 << 20)


def rounded(surface: Surface, rect: Rect, radius: int, color: Color) -> None:
    """A filled rectangle with round corners.

    >>> rounded(screen, Rect(40, 40, 300, 72), 36, theme.color("sky"))
    """
    radius = _fitting(rect, radius)
    draw_sliced(
        surface, rect, ("rounded", radius, tuple(color)), 0, radius + 1, partial(_designs.filled, radius, color)
    )


def outlined(surface: Surface, rect: Rect, radius: int, color: Color, width: int) -> None:
    """The outline of a rectangle with round corners, ``width`` pixels wide, inside of it.

    >>> outlined(screen, Rect(40, 40, 300, 72), 36, theme.color("foam_edge"), 2)
    """
    radius = _fitting(rect, radius)
    key = ("outlined", radius, tuple(color), width)
    draw_sliced(surface, rect, key, 0, max(radius, width) + 1, partial(_designs.ring, radius, color, width))


def cutout(surface: Surface, rect: Rect, radius: int, color: Color | None = None) -> None:
    """A hole in the foam: its upper wall casts a shadow into it, its lower edge catches the light.

    >>> cutout(screen, Rect(40, 40, 300, 400), theme.radius("cutout"))
    """
    radius = _fitting(rect, radius)
    floor = color or Color(tokens.FOAM_PRESSED)
    depth = max(2, radius // 3)
    key = ("cutout", radius, tuple(floor))
    draw_sliced(surface, rect, key, 2, max(radius, 4 * depth) + 2, partial(_designs.hole, radius, floor, depth))


def lifted(surface: Surface, rect: Rect, radius: int, color: Color, lift: float = 1.0) -> None:
    """A card above the foam; its shadow grows and softens with ``lift``, from 0 (flat) to 1.

    >>> lifted(screen, Rect(60, 60, 260, 360), theme.radius("card"), theme.color("foam_raised"))
    """
    radius = _fitting(rect, radius)
    step = round(min(1.0, max(0.0, lift)) * _LIFTS)
    blur = ceil(min(_SOFTEST, max(4, radius)) * 0.6 * step / _LIFTS)
    outer = 4 * blur + 2
    key = ("lifted", radius, tuple(color), blur)
    inner = max(radius, 2 * blur) + 2
    draw_sliced(surface, rect, key, outer, inner, partial(_designs.card, radius, color, blur, outer))


def glow(surface: Surface, centre: Point, radius: int, color: Color, strength: float = 0.35) -> None:
    """Light of a colour around a point, fading to nothing at ``radius``; ``strength`` from 0 to 1.

    >>> glow(screen, (640, 300), 240, theme.color("amber"))
    """
    step = round(min(1.0, max(0.0, strength)) * _STRENGTHS)
    if step and radius > 0:
        key = (radius, color.r, color.g, color.b, step)
        light = _glows.get(key, lambda: _light(radius, color, step / _STRENGTHS))
        surface.blit(light, (centre[0] - radius, centre[1] - radius), special_flags=BLEND_RGB_ADD)


@cache
def _fade() -> Surface:
    """White in the middle, black at the edge: every light is made from it."""
    fade = Surface((_COARSE, _COARSE), 0, 32)
    for y in range(_COARSE):
        for x in range(_COARSE):
            away = min(1.0, hypot(2 * x / (_COARSE - 1) - 1, 2 * y / (_COARSE - 1) - 1))
            level = round(255 * (1 - away * away) ** 2)
            fade.set_at((x, y), (level, level, level))
    return fade


def _light(radius: int, color: Color, strength: float) -> Surface:
    light = transform.smoothscale(_fade(), (2 * radius, 2 * radius))
    dim = Color(round(color.r * strength), round(color.g * strength), round(color.b * strength))
    # Grain as large as one step of the dimmed colour hides the rings that the steps would make.
    grain = noise(3, min(255, round(255 / max(1, dim.r, dim.g, dim.b))))
    light.blit(tiled(Surface(light.get_size(), 0, 32), grain), (0, 0), special_flags=BLEND_RGB_SUB)
    light.fill(dim, special_flags=BLEND_RGB_MULT)
    return light


def _fitting(rect: Rect, radius: int) -> int:
    return max(0, min(radius, rect.width // 2, rect.height // 2))
