"""A thing for each need, as it would lie in the case; the colour says at which stage of the supply chain it is met.

Sourcing is coral, design amber. What a visitor brought is violet, the colour of use, and always has the same shape: a
spark in a speech bubble, so that it is known without seeing colours.
"""

from functools import partial
from math import cos, pi, sin
from typing import Final
from zlib import crc32

from pygame import Color

from xlab_kiosk.stage import Pen, Sketch, Theme

_THEME: Final = Theme((1280, 720))
"""Its colours are those of every panel."""

_WHITE: Final = _THEME.color("ink")
_GREY: Final = _WHITE.lerp(_THEME.color("foam"), 0.3)
_DARK: Final = _THEME.color("foam_pressed")

OWN: Final = "violet"
"""The accent of what visitors brought."""


def _shade(accent: str) -> tuple[Color, Color]:
    base = _THEME.color(accent)
    return base, base.lerp(_THEME.color("foam"), 0.4)


def _origin(pen: Pen) -> None:
    """A pin in a lump of ore."""
    base, shade = _shade("coral")
    pen.soft([(-0.78, 0.7), (-0.5, 0.3), (0.06, 0.2), (0.56, 0.34), (0.8, 0.72)], _GREY)
    pen.shape([(-0.46, 0.3), (0.06, 0.2), (-0.1, 0.52)], _WHITE)
    pen.shape([(0.06, 0.2), (0.54, 0.34), (0.3, 0.58), (-0.1, 0.52)], _WHITE.lerp(_GREY, 0.45))
    pen.line([(0.0, -0.3), (0.0, 0.36)], 0.09, shade)
    pen.shape([(-0.37, -0.28), (0.0, 0.3), (0.37, -0.28)], base)
    pen.oval((0.0, -0.44), 0.41, 0.41, base)
    pen.oval((0.0, -0.44), 0.17, 0.17, _WHITE)


def _second(pen: Pen) -> None:
    """Two crates, and the part that may come from either."""
    base, shade = _shade("coral")
    for left, face, edge in ((-0.84, base, shade), (0.12, shade, base)):
        pen.box(left, -0.78, left + 0.72, -0.06, face)
        pen.line([(left + 0.12, -0.54), (left + 0.6, -0.54)], 0.07, edge)
        pen.line([(left + 0.12, -0.3), (left + 0.6, -0.3)], 0.07, edge)
    pen.line([(-0.48, 0.0), (-0.48, 0.3), (-0.2, 0.46)], 0.08, _WHITE)
    pen.line([(0.48, 0.0), (0.48, 0.3), (0.2, 0.46)], 0.08, _WHITE)
    corners = [(0.36 * cos(pi * step / 3), 0.54 + 0.36 * sin(pi * step / 3)) for step in range(6)]
    pen.soft(corners, _WHITE, 0.06)
    pen.oval((0.0, 0.54), 0.16, 0.16, _DARK)


def _packaging(pen: Pen) -> None:
    """An open box on its way back."""
    base, shade = _shade("coral")
    pen.arc((0.0, 0.0), 0.8, 0.60, 1.36, 0.1, _WHITE)
    pen.shape([(-0.72, 0.5), (-0.26, 0.66), (-0.66, 0.92)], _WHITE)
    pen.shape([(-0.5, -0.12), (0.5, -0.12), (0.44, 0.5), (-0.44, 0.5)], base)
    pen.line([(-0.5, -0.1), (-0.74, -0.34)], 0.12, shade)
    pen.line([(0.5, -0.1), (0.62, -0.34)], 0.12, shade)
    pen.box(-0.5, -0.17, 0.5, 0.0, shade, 0.03)
    pen.line([(-0.14, 0.22), (0.14, 0.22)], 0.1, _WHITE)


def _waste(pen: Pen) -> None:
    """A bin in which something grows."""
    base, shade = _shade("coral")
    pen.line([(0.0, 0.0), (0.0, -0.44)], 0.09, _GREY)
    pen.soft([(0.02, -0.36), (0.16, -0.74), (0.58, -0.82), (0.46, -0.46)], _WHITE)
    pen.soft([(-0.02, -0.2), (-0.2, -0.5), (-0.56, -0.52), (-0.42, -0.2)], _WHITE)
    pen.line([(0.04, -0.36), (0.4, -0.66)], 0.04, _GREY)
    pen.line([(-0.04, -0.2), (-0.38, -0.4)], 0.04, _GREY)
    pen.soft([(-0.5, 0.1), (0.5, 0.1), (0.4, 0.8), (-0.4, 0.8)], base, 0.14)
    pen.box(-0.66, -0.04, 0.66, 0.16, shade, 0.09)
    for x in (-0.2, 0.0, 0.2):
        pen.line([(x, 0.34), (x * 0.86, 0.66)], 0.07, shade)


def _repair(pen: Pen) -> None:
    """A cup that was mended."""
    base, shade = _shade("amber")
    pen.arc((0.46, -0.02), 0.32, -0.27, 0.27, 0.15, shade)
    pen.soft([(-0.62, -0.5), (0.44, -0.5), (0.38, 0.6), (-0.56, 0.6)], base, 0.16)
    pen.oval((-0.09, -0.52), 0.56, 0.09, shade)
    pen.line([(-0.24, -0.44), (-0.1, -0.2), (-0.24, 0.0)], 0.045, _DARK)
    for turn in (1, -1):
        pen.line([(-0.36, 0.16 - 0.2 * turn), (0.2, 0.16 + 0.2 * turn)], 0.24, _WHITE)
    pen.oval((-0.08, 0.16), 0.1, 0.1, _GREY)


def _onepart(pen: Pen) -> None:
    """The piece that fits."""
    base, shade = _shade("amber")
    pen.box(-0.66, -0.36, 0.36, 0.7, base, 0.08)
    pen.oval((-0.15, -0.48), 0.25, 0.25, base)
    pen.oval((0.48, 0.17), 0.25, 0.25, base)
    pen.oval((-0.6, 0.17), 0.2, 0.2, _DARK)
    pen.oval((-0.15, 0.66), 0.2, 0.2, _DARK)
    pen.line([(-0.44, -0.14), (0.14, -0.14)], 0.07, shade)
    for x, y in ((0.46, -0.62), (0.78, -0.3)):
        pen.line([(x, y), (x + 0.14, y - 0.14)], 0.08, _WHITE)
    pen.line([(0.58, -0.44), (0.78, -0.64)], 0.08, _WHITE)


def _weight(pen: Pen) -> None:
    """A weight that a balloon lifts."""
    base, shade = _shade("amber")
    pen.oval((0.0, -0.46), 0.42, 0.454, _WHITE)
    pen.arc((0.0, -0.46), 0.27, 0.55, 0.72, 0.07, _GREY)
    pen.shape([(-0.09, 0.08), (0.09, 0.08), (0.0, -0.06)], _WHITE)
    pen.line([(0.0, 0.06), (0.0, 0.3)], 0.05, _GREY)
    pen.arc((0.0, 0.38), 0.15, 0.5, 1.0, 0.09, shade)
    pen.soft([(-0.34, 0.46), (0.34, 0.46), (0.5, 0.84), (-0.5, 0.84)], base, 0.12)
    pen.line([(-0.16, 0.66), (0.16, 0.66)], 0.09, shade)


def _energy(pen: Pen) -> None:
    """A lamp that needs only its half."""
    base, shade = _shade("amber")
    pen.oval((0.0, -0.2), 0.56, 0.56, shade.lerp(_DARK, 0.45))
    half = [(0.56 * cos(pi * (0.5 + step / 30)), -0.2 + 0.56 * sin(pi * (0.5 + step / 30))) for step in range(31)]
    pen.shape(half, base)
    pen.box(-0.26, 0.24, 0.0, 0.5, base, 0.0)
    pen.box(0.0, 0.24, 0.26, 0.5, shade.lerp(_DARK, 0.45), 0.0)
    pen.line([(-0.14, 0.2), (-0.14, -0.1), (0.0, -0.26), (0.14, -0.1), (0.14, 0.2)], 0.06, _DARK)
    pen.box(-0.28, 0.48, 0.28, 0.62, _WHITE, 0.06)
    pen.box(-0.24, 0.66, 0.24, 0.78, _GREY, 0.06)
    pen.oval((0.0, 0.8), 0.12, 0.12, _GREY)
    for turn in (0.42, 0.5, 0.58):
        x, y = cos(2 * pi * turn), sin(2 * pi * turn)
        pen.line([(0.7 * x, -0.2 + 0.7 * y), (0.86 * x, -0.2 + 0.86 * y)], 0.08, _WHITE)


def _manual(pen: Pen) -> None:
    """A booklet that only says yes."""
    base, shade = _shade("amber")
    pen.box(-0.66, -0.74, 0.58, 0.78, shade, 0.1)
    pen.box(-0.5, -0.82, 0.7, 0.68, base, 0.1)
    pen.box(-0.5, -0.82, -0.34, 0.68, shade, 0.06)
    pen.line([(-0.12, -0.06), (0.1, 0.18), (0.5, -0.34)], 0.15, _WHITE)


def _fault(pen: Pen) -> None:
    """A bell that rings before anything breaks."""
    base, shade = _shade("amber")
    pen.oval((0.0, 0.62), 0.17, 0.17, shade)
    pen.oval((0.0, -0.62), 0.11, 0.11, shade)
    sides = [(0.16, -0.6), (0.4, -0.36), (0.46, 0.12), (0.62, 0.44)]
    pen.soft([*sides, *((-x, y) for x, y in reversed(sides))], base, 0.12)
    pen.line([(-0.62, 0.46), (0.62, 0.46)], 0.14, shade)
    pen.line([(-0.2, -0.3), (-0.26, 0.14)], 0.08, _WHITE)
    for start, end in ((-0.09, 0.06), (0.44, 0.59)):
        pen.arc((0.0, -0.3), 0.76, start, end, 0.09, _WHITE)


def _tag(pen: Pen) -> None:
    """A tag with something written on it: a need that the facilitator put there."""
    base, shade = _shade("amber")
    pen.arc((0.0, -0.78), 0.14, 0.3, 1.2, 0.06, _WHITE)
    pen.soft([(0.0, -0.74), (0.5, -0.36), (0.5, 0.76), (-0.5, 0.76), (-0.5, -0.36)], base, 0.14)
    pen.oval((0.0, -0.46), 0.13, 0.13, _DARK)
    for y, right in ((-0.04, 0.36), (0.22, 0.36), (0.48, 0.06)):
        pen.line([(-0.36, y), (right, y)], 0.09, shade)


def _spark(pen: Pen, rays: int = 4) -> None:
    base, _ = _shade(OWN)
    pen.box(-0.84, -0.78, 0.84, 0.46, base, 0.34)
    pen.shape([(-0.46, 0.36), (0.06, 0.36), (-0.5, 0.88)], base)
    star: list[tuple[float, float]] = []
    for step in range(2 * rays):
        radius = 0.11 + 0.02 * rays if step % 2 else 0.46
        turn = pi * step / rays - pi / 2
        star.append((radius * cos(turn), -0.16 + radius * sin(turn)))
    pen.shape(star, _WHITE)


_SPARKS: Final = tuple(partial(_spark, rays=rays) for rays in (4, 5, 6, 8))
"""The mark of what nobody had seeded: a spark in a speech bubble; its rays tell one from another."""

spark: Final[Sketch] = _SPARKS[0]

_THINGS: Final[dict[str, tuple[str, Sketch]]] = {
    "needs.origin": ("coral", _origin),
    "needs.repair": ("amber", _repair),
    "needs.packaging": ("coral", _packaging),
    "needs.weight": ("amber", _weight),
    "needs.waste": ("coral", _waste),
    "needs.energy": ("amber", _energy),
    "needs.second": ("coral", _second),
    "needs.fault": ("amber", _fault),
    "needs.onepart": ("amber", _onepart),
    "needs.manual": ("amber", _manual),
}


def accent_of(one: str, *, own: bool) -> str:
    """The accent of a need; ``own``: a visitor brought it."""
    return OWN if own else _THINGS.get(one, ("amber", _tag))[0]


def painting_of(one: str, *, own: bool) -> Sketch:
    """What is drawn for a need."""
    return _SPARKS[crc32(one.encode()) % len(_SPARKS)] if own else _THINGS.get(one, ("amber", _tag))[1]
