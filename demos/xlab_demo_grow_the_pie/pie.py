"""The pie: one pastry, two fruits. Its portions as they are, on their way, claimed or served; drawn once and kept."""

from functools import lru_cache
from math import cos, pi, sin, sqrt

import msgspec
import pygame
from pygame import SRCALPHA, Color, Surface, transform

from xlab_demo_grow_the_pie.game import WHOLE
from xlab_kiosk.stage import Theme, ease_out

FRUIT = ("coral", "leaf")
"""Of the supplier and of the customer: the colours of sourcing and of making."""

_FINE = 2
_CRIMPS = 44
_CRIMP = 0.016
_FILLING = 0.86
_STEPS = 240
"""Points around a whole pie."""

_STRIPES = 9
_EXACT = 720
"""Angles are kept in steps of half a degree: finer could not be seen, and each step is drawn once."""


class Portion(msgspec.Struct, frozen=True):
    """A part of the pie, from ``start`` to ``end`` turns, clockwise from the top.

    ``fruit`` is whose it is; None is bare pastry that nobody claims, 2 what both claim. ``out`` is how far it was
    pulled from the middle, in radii; ``clean`` has pastry along its cuts as well.
    """

    start: float
    end: float
    fruit: int | None
    out: float = 0.0


def grown(slices: float) -> tuple[Portion, ...]:
    """A pie of so many slices, each half supplier and half customer; a part of a slice is one that still grows."""
    whole = int(slices)
    last = slices - whole
    count = whole + (last > 0)
    portions, at = [], 0.0
    for index in range(count):
        wide = (last if index == whole else 1.0) / slices / 2
        for fruit in (0, 1):
            portions.append(Portion(at, at + wide, fruit))
            at += wide
    return tuple(portions)


def sorted_out(slices: int, part: float) -> tuple[Portion, ...]:
    """How the fruits part: each towards its own side; ``part`` is 0 to 1 of the way to :func:`claimed` halves."""
    portions = []
    for portion in grown(slices):
        wide = portion.end - portion.start
        index = round(portion.start / wide) // 2
        goal = (-0.25 if portion.fruit == 0 else 0.25) + index * wide
        start = portion.start + (goal - portion.start) * part
        portions.append(Portion(start, start + wide, portion.fruit))
    return tuple(portions)


def claimed(claims: tuple[float, float], apart: float = 0.0) -> tuple[Portion, ...]:
    """What each side claims (0 to 1), from the middle of its own side; what both or nobody claims shows.

    ``apart`` is 0 to 1 of the way to each side's hands.
    """
    one, other = claims
    portions = []
    sure = min(one, 1 - other), min(other, 1 - one)
    if one + other < 1:
        portions += [Portion(one / 2, 0.5 - other / 2, None), Portion(0.5 + other / 2, 1 - one / 2, None)]
    elif one + other > 1:
        portions += [Portion(0.5 - other / 2, one / 2, 2), Portion(1 - one / 2, 0.5 + other / 2, 2)]
    for fruit, middle in ((0, 0.0), (1, 0.5)):
        if sure[fruit] > 0:
            portions.append(Portion(middle - sure[fruit] / 2, middle + sure[fruit] / 2, fruit, 0.16 * apart))
    return tuple(portions)


def radius(well: int, slices: float) -> float:
    """A pie's radius in a well of this diameter: its area is what was made."""
    return well / 2 * 0.92 * sqrt(min(1.0, slices / WHOLE))


def draw_pie(
    screen: Surface, theme: Theme, centre: tuple[int, int], size: float, portions: tuple[Portion, ...], alpha: int = 255
) -> None:
    """Draw the portions as a pie of radius ``size`` pixels around a point."""
    if size < 2 or not portions:
        return
    exact = tuple(
        Portion(round(one.start * _EXACT) / _EXACT, round(one.end * _EXACT) / _EXACT, one.fruit, round(one.out, 3))
        for one in portions
    )
    picture = _picture(theme, round(size), exact)
    picture.set_alpha(alpha)
    screen.blit(picture, (centre[0] - picture.get_width() // 2, centre[1] - picture.get_height() // 2))


def growing(before: int, seconds: float) -> float:
    """Slices on their way from ``before`` to one more; ``seconds`` from 0 to 1."""
    return before + ease_out(seconds)


@lru_cache(maxsize=6)
def _picture(theme: Theme, size: int, portions: tuple[Portion, ...]) -> Surface:
    side = 2 * round(size * (1 + 2 * _CRIMP + max(one.out for one in portions))) + 4
    large = Surface((side * _FINE, side * _FINE), SRCALPHA, 32)
    crust = _crust(theme)
    large.fill((crust.r, crust.g, crust.b, 0))
    for portion in portions:
        _draw_portion(large, theme, size * _FINE, portion)
    return transform.smoothscale(large, (side, side))


def _draw_portion(large: Surface, theme: Theme, size: float, portion: Portion) -> None:
    wide = portion.end - portion.start
    if wide <= 0:
        return
    turn = 2 * pi * (portion.start + portion.end) / 2
    middle = (
        large.get_width() / 2 + size * portion.out * sin(turn),
        large.get_height() / 2 - size * portion.out * cos(turn),
    )
    crust = _crust(theme)
    edge = _fan(middle, size, portion.start, portion.end, _CRIMP)
    pygame.draw.polygon(large, crust, edge)
    rim = _fan(middle, size * 0.925, portion.start, portion.end, 0.0)
    pygame.draw.polygon(large, crust.lerp(theme.color("foam"), 0.28), rim)
    pygame.draw.polygon(large, crust, _fan(middle, size * 0.905, portion.start, portion.end, 0.0))
    if portion.fruit is None:
        pygame.draw.polygon(
            large, crust.lerp(theme.color("foam"), 0.42), _fan(middle, size * _FILLING, portion.start, portion.end, 0.0)
        )
        return
    stripes = _STRIPES if portion.fruit == 2 else 1
    for index in range(stripes):
        fruit = index % 2 if portion.fruit == 2 else portion.fruit
        start = portion.start + wide * index / stripes
        color = theme.color(FRUIT[fruit])
        end = portion.start + wide * (index + 1) / stripes
        pygame.draw.polygon(
            large, color.lerp(theme.color("foam"), 0.18), _fan(middle, size * _FILLING, start, end, 0.0)
        )
        pygame.draw.polygon(large, color, _fan(middle, size * (_FILLING - 0.03), start, end, 0.0))
    for cut in (portion.start, portion.end) if wide < 0.999 else ():
        tip = middle[0] + size * _FILLING * sin(2 * pi * cut), middle[1] - size * _FILLING * cos(2 * pi * cut)
        pygame.draw.line(large, crust, middle, tip, max(2, round(size * 0.022)))


def _fan(middle: tuple[float, float], size: float, start: float, end: float, crimp: float) -> list[tuple[float, float]]:
    """The outline of a portion."""
    steps = max(3, round((end - start) * _STEPS))
    turns = [2 * pi * (start + (end - start) * step / steps) for step in range(steps + 1)]
    around = [size * (1 + crimp * cos(_CRIMPS * turn)) for turn in turns]
    points = [
        (middle[0] + far * sin(turn), middle[1] - far * cos(turn)) for far, turn in zip(around, turns, strict=True)
    ]
    return points if end - start >= 1 else [middle, *points]


def _crust(theme: Theme) -> Color:
    """Pastry: the theme's ink with a little of its warmest colour."""
    return theme.color("ink").lerp(theme.color("amber"), 0.3)
