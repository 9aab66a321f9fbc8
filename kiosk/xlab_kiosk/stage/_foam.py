"""The foam every screen lies on: nearly black, a little warm, lit from above, with the grain of the real thing.

On a dark ground 8 bits show bands where a light fades slowly. So the light is a mask between two grainy tiles, each
with a grain of its own: where they mix, the grain hides the steps.
"""

from math import hypot
from random import Random

import pygame
from pygame import BLEND_RGB_ADD, BLEND_RGB_SUB, BLEND_RGBA_MULT, SRCALPHA, Color, Surface, transform

from xlab.look import tokens
from xlab_kiosk.stage._cache import SurfaceCache

TILE = 256
_GRAIN = 5
"""Levels of 255 between the darkest and the lightest grain."""

_WARMTH = 0.015
"""How much of a lamp's amber is in the light."""

_COARSE = (96, 96)
"""The light is computed this coarsely and stretched: it has no detail."""

_foams = SurfaceCache(20 << 20)


def foam(size: tuple[int, int]) -> Surface:
    """The ground of a whole screen; kept, so draw from it and never on it.

    >>> screen.blit(foam(screen.get_size()), (0, 0))
    Rect(0, 0, 1280, 720)
    """
    return _foams.get(size, lambda: _foam(size))


def noise(seed: int, most: int) -> Surface:
    """A grey tile of ``TILE`` pixels a side, each pixel from 0 to ``most``; the same for the same seed."""
    table = bytes(value * (most + 1) // 256 for value in range(256))
    grey = Random(seed).randbytes(TILE * TILE).translate(table)  # noqa: S311 - a texture, not a secret
    rgb = bytearray(3 * len(grey))
    rgb[0::3] = rgb[1::3] = rgb[2::3] = grey
    tile = Surface((TILE, TILE), 0, 32)
    tile.blit(pygame.image.frombuffer(bytes(rgb), (TILE, TILE), "RGB"), (0, 0))
    return tile


def tiled(surface: Surface, tile: Surface) -> Surface:
    """Cover the surface with a tile, and hand it back."""
    for y in range(0, surface.get_height(), TILE):
        for x in range(0, surface.get_width(), TILE):
            surface.blit(tile, (x, y))
    return surface


def _blurred(tile: Surface, radius: int) -> Surface:
    """A blur that runs on over the tile's edges, so that tiles join without a seam."""
    margin = 4 * radius
    wide = Surface((TILE + 2 * margin, TILE + 2 * margin), 0, 32)
    for y in (margin - TILE, margin, margin + TILE):
        for x in (margin - TILE, margin, margin + TILE):
            wide.blit(tile, (x, y))
    return transform.gaussian_blur(wide, radius).subsurface((margin, margin, TILE, TILE))


def _foam(size: tuple[int, int]) -> Surface:
    bright = Color(tokens.FOAM).lerp(Color(tokens.FOAM_RAISED), 0.2).lerp(Color(tokens.ACCENTS["amber"]), _WARMTH)
    dim = Color(tokens.FOAM).lerp(Color(tokens.FOAM_PRESSED), 0.75)
    lit = tiled(Surface(size, 0, 32), _grainy(bright, 1))
    dark = tiled(Surface(size, SRCALPHA, 32), _grainy(dim, 2))
    shade = Surface(_COARSE, SRCALPHA, 32)
    for y in range(_COARSE[1]):
        for x in range(_COARSE[0]):
            away = hypot((x / (_COARSE[0] - 1) - 0.5) * 1.25, (y / (_COARSE[1] - 1) - 0.36) * 1.15)
            shade.set_at((x, y), (255, 255, 255, round(255 * _smooth(away / 0.95))))
    dark.blit(transform.smoothscale(shade, size), (0, 0), special_flags=BLEND_RGBA_MULT)
    lit.blit(dark, (0, 0))
    return lit


def _grainy(color: Color, seed: int) -> Surface:
    """A tile of this colour on average: fine grain over a softer, larger one, as pores lie in foam."""
    tile = Surface((TILE, TILE), 0, 32)
    tile.fill(color)
    pores = _blurred(noise(seed + 100, 24), 2)
    for grain, mean in ((noise(seed, _GRAIN), _GRAIN // 2), (pores, 12)):
        tile.blit(grain, (0, 0), special_flags=BLEND_RGB_ADD)
        tile.fill((mean, mean, mean), special_flags=BLEND_RGB_SUB)
    return tile


def _smooth(t: float) -> float:
    t = min(1.0, max(0.0, t))
    return t * t * (3 - 2 * t)
