"""The round table: foam with a track, on which the rival's van drives once around while its clock runs."""

from functools import lru_cache
from math import cos, pi, sin

import pygame
from pygame import SRCALPHA, Rect, Surface, transform

from xlab_demo_grow_the_pie.places import Table
from xlab_kiosk.stage import Theme, cutout, foam, lifted, line, outlined

_DASHES = 48
_FINE = 4
_START = 0.25
"""Where the van starts and arrives: at the right, the same for both sides."""

_STEPS = 480
"""Places of the van around the track; each is a picture."""


def van_step(part: float) -> int:
    """The place of the van, of :data:`_STEPS`: a picture is due when it changes."""
    return round(part * _STEPS)


@lru_cache(maxsize=2)
def ground(theme: Theme, at: Table) -> Surface:
    """All that never changes: foam, the track, the island in it and the pie's well."""
    picture = Surface(theme.size, 0, 32)
    picture.blit(foam(theme.size), (0, 0))
    cutout(picture, at.ring, at.ring.width // 2)
    lifted(picture, at.island, at.island.width // 2, theme.color("foam_raised"), 0.25)
    cutout(picture, at.well, at.well.width // 2)
    outlined(picture, at.well, at.well.width // 2, theme.color("foam_edge"), max(1, theme.px(2)))
    return picture


def draw_table(screen: Surface, theme: Theme, at: Table, part: float) -> None:
    """The table with the rival's van after ``part`` (0..1) of its way."""
    screen.blit(ground(theme, at), (0, 0))
    box = at.ring.clip(screen.get_rect())
    screen.blit(_dashes(theme, at, int(part * _DASHES)), box)
    turn = _START + van_step(part) / _STEPS
    place = _on_track(at, turn)
    van = transform.rotozoom(_van(theme, round((at.ring.width - at.island.width) * 0.66)), -360 * turn, 1.0)
    screen.blit(van, van.get_rect(center=(round(place[0]), round(place[1]))))


def draw_van(screen: Surface, theme: Theme, centre: tuple[int, int], long: int) -> None:
    """The van by itself, ``long`` pixels from end to end, driving to the right."""
    van = _van(theme, long)
    screen.blit(van, van.get_rect(center=centre))


@lru_cache(maxsize=3)
def _dashes(theme: Theme, at: Table, done: int) -> Surface:
    """The track's middle line, bright where the van has been, and the finish."""
    picture = Surface(at.ring.size, SRCALPHA, 32)
    shift = at.ring.topleft
    for index in range(1, _DASHES):
        turn = _START + index / _DASHES
        ends = [_on_track(at, turn + swing) for swing in (-0.0045, 0.0045)]
        color = theme.color("ink" if index <= done else "foam_edge")
        line(picture, [(x - shift[0], y - shift[1]) for x, y in ends], max(2, theme.px(4)), color)
    _draw_finish(picture, theme, at)
    return picture


def _draw_finish(picture: Surface, theme: Theme, at: Table) -> None:
    """A chequered line across the track at the right."""
    wide = (at.ring.width - at.island.width) // 2
    cell = max(2, wide // 6)
    left = at.island.right - at.ring.left + (wide - 6 * cell) // 2
    top = at.ring.height // 2 - 2 * cell
    for row in range(4):
        for column in range(6):
            color = theme.color("ink" if (row + column) % 2 else "foam_edge")
            picture.fill(color, Rect(left + column * cell, top + row * cell, cell, cell))


@lru_cache(maxsize=4)
def _van(theme: Theme, long: int) -> Surface:
    """The rival's van from above, driving to the right."""
    high = long * 52 // 100
    large = Surface((long * _FINE, high * _FINE), SRCALPHA, 32)
    ink = theme.color("ink")
    large.fill((ink.r, ink.g, ink.b, 0))

    def part(x: float, y: float, w: float, h: float, color: str, corner: float) -> None:
        rect = Rect(round(x * long * _FINE), round(y * high * _FINE), round(w * long * _FINE), round(h * high * _FINE))
        pygame.draw.rect(large, theme.color(color), rect, border_radius=round(corner * high * _FINE))

    for x in (0.14, 0.66):
        for y in (0.0, 0.82):
            part(x, y, 0.2, 0.18, "ink_faint", 0.06)
    part(0.0, 0.08, 0.64, 0.84, "ink", 0.12)
    part(0.6, 0.12, 0.4, 0.76, "ink_soft", 0.24)
    part(0.74, 0.22, 0.13, 0.56, "foam_pressed", 0.1)
    part(0.1, 0.26, 0.4, 0.08, "ink_soft", 0.03)
    part(0.1, 0.66, 0.4, 0.08, "ink_soft", 0.03)
    return transform.smoothscale(large, (long, high))


def _on_track(at: Table, turn: float) -> tuple[float, float]:
    """A point of the track, in turns clockwise from the top."""
    return at.ring.centerx + at.track * sin(2 * pi * turn), at.ring.centery - at.track * cos(2 * pi * turn)
