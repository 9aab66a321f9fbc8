"""Islands out of people: land rises where those of a group stand, and sinks between groups.

Each person is a soft hill (a Gaussian); hills of one group add up, those of others take away, so that a strait of water
stays between any two groups. The land is worked out in coarse cells and smoothed as it is enlarged.
"""

from collections.abc import Sequence
from math import log, sqrt

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import Color, Surface, transform

Place = tuple[float, float]

SHORE = 0.36
"""Height at which land begins: one person alone makes a small islet."""

STRAIT = 0.85
"""How much of another group's hills is taken away."""

HATCH = 24
"""Pixels from one line of hatching to the next."""

_RIM = 0.16
_STEPS = 256
_SHADOW = 96
"""Opacity (of 255) of the shadow that an island casts on the sea."""


class Terrain:
    """The land of groups on a sea of ``size`` pixels, in cells of ``cell`` pixels."""

    def __init__(self, size: tuple[int, int], cell: int) -> None:
        self.cell = cell
        self.size = size
        across, down = max(2, size[0] // cell), max(2, size[1] // cell)
        self._xs = (np.arange(across) + 0.5) * size[0] / across
        self._ys = (np.arange(down) + 0.5) * size[1] / down
        self.top = np.zeros((down, across), dtype=np.intp)
        """By cell, the group whose land it would be."""
        self.height = np.zeros((down, across))

    def rise(self, groups: Sequence[NDArray[np.float64]], reach: float) -> None:
        """Raise the land of these groups, each an array of places, shape (people, 2).

        However many stand in one place, land goes no further than ``reach`` pixels from there: the hills of large
        groups are steeper.
        """
        if not groups:
            self.height = np.zeros_like(self.height)
            return
        hill = reach / sqrt(2 * log(max(map(len, groups), default=1) / SHORE + 1))
        fields = np.stack([self._field(places, hill) for places in groups])
        self.top = fields.argmax(axis=0)
        best = fields.max(axis=0)
        self.height = best - STRAIT * (fields.sum(axis=0) - best)

    def group_at(self, place: Place) -> int | None:
        """The group whose land is at a place, None where there is water."""
        row = min(len(self._ys) - 1, max(0, int(place[1] * len(self._ys) / self.size[1])))
        column = min(len(self._xs) - 1, max(0, int(place[0] * len(self._xs) / self.size[0])))
        return int(self.top[row, column]) if self.height[row, column] >= SHORE else None

    def picture(self, ramps: NDArray[np.uint8], shadow: int, *, hatched: bool = False) -> Surface:
        """Draw the land in each group's colours by height, shape (groups, 256, 4), its shadow so many pixels below."""
        highest = max(float(self.height.max()), SHORE * 2)
        steps = np.clip(self.height / highest * (_STEPS - 1), 0, _STEPS - 1).astype(np.intp)
        levels = ramp_levels(steps, highest)
        cells = ramps[self.top, levels].astype(np.float64)
        if hatched:
            rows, columns = np.indices(self.height.shape)
            lines = (rows + columns) * self.cell % HATCH < HATCH // 4
            cells[..., 3] = np.where(levels < 100, cells[..., 3], np.where(lines, 120, 34))
        else:
            _shade(cells, max(1, shadow // self.cell))
        down, across = self.height.shape
        small = pygame.image.frombuffer(np.ascontiguousarray(cells.astype(np.uint8)).tobytes(), (across, down), "RGBA")
        return transform.smoothscale(small, self.size)

    def _field(self, places: NDArray[np.float64], hill: float) -> NDArray[np.float64]:
        wide = np.exp(-((self._xs[None] - places[:, :1]) ** 2) / (2 * hill**2))
        high = np.exp(-((self._ys[None] - places[:, 1:]) ** 2) / (2 * hill**2))
        field: NDArray[np.float64] = high.T @ wide
        return field


def ramp_levels(steps: NDArray[np.intp], highest: float) -> NDArray[np.intp]:
    """From heights in steps of the highest to levels of a ramp: 0 water, then the shore, then ever higher land."""
    heights = steps / (_STEPS - 1) * highest
    edge = np.clip((heights - SHORE) / 0.10, 0, 1) * 63
    inside = np.clip((heights - SHORE - _RIM) / 0.06, 0, 1)
    terraces = np.floor(np.clip((heights - SHORE) / max(1e-9, highest - SHORE), 0, 0.999) * 3) / 2
    level = np.where(inside > 0, 64 + inside * 63 + terraces * 128, edge)
    result: NDArray[np.intp] = np.clip(level, 0, _STEPS - 1).astype(np.intp)
    return result


def ramp(rim: Color, low: Color, high: Color) -> NDArray[np.uint8]:
    """The colours of one group from water to its highest land, shape (256, 4)."""
    level = np.arange(_STEPS)
    alpha = np.clip(level / 63, 0, 1) * 255
    into = np.clip((level - 64) / 63, 0, 1)[:, None]
    up = np.clip((level - 127) / 128, 0, 1)[:, None]
    land = np.array(low[:3]) * (1 - up) + np.array(high[:3]) * up
    colors = np.array(rim[:3]) * (1 - into) + land * into
    made: NDArray[np.uint8] = np.concatenate([colors, alpha[:, None]], axis=1).astype(np.uint8)
    return made


def _shade(cells: NDArray[np.float64], below: int) -> None:
    """Put a shadow under the land: where there is water, and land that many cells above."""
    alpha = cells[..., 3] / 255
    cast = np.zeros_like(alpha)
    cast[below:] = alpha[:-below]
    shade = cast * _SHADOW / 255 * (1 - alpha)
    whole = alpha + shade
    keep = np.where(whole > 0, alpha / np.maximum(whole, 1e-9), 1.0)
    cells[..., :3] *= keep[..., None]
    cells[..., 3] = whole * 255
