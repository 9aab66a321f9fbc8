"""The things at the stops of a way, each as its own drawing: the cotton is always white, the stop has its accent."""

from pygame import Color

from xlab_demo_follow_the_material.ways import Stop
from xlab_kiosk.stage import Pen, Sketch, Theme

_THEME = Theme((1280, 720))
"""Its colours are those of every panel."""

WHITE = _THEME.color("ink")
FOLD = WHITE.lerp(_THEME.color("foam"), 0.22)
SEAM = WHITE.lerp(_THEME.color("foam"), 0.42)
DARK = _THEME.color("foam_pressed")


def _tones(accent: str) -> tuple[Color, Color]:
    """An accent and the same in shade."""
    base = _THEME.color(accent)
    return base, base.lerp(_THEME.color("foam"), 0.42)


def _field(pen: Pen) -> None:
    """A boll of cotton, open."""
    base, shade = _tones("coral")
    pen.bend([(0.04, 0.94), (-0.04, 0.66), (0.02, 0.36)], 0.11, shade)
    for side in (-1, 1):
        pen.curve([(side * 0.06, 0.56), (side * 0.5, 0.44), (side * 0.8, 0.02), (side * 0.62, 0.52)], shade)
    for x, y, r in ((-0.42, -0.02, 0.38), (0.42, -0.02, 0.38), (0.0, -0.42, 0.4), (0.0, 0.14, 0.4)):
        pen.oval((x, y), r, r, WHITE)
    for curve in (
        [(-0.36, -0.36), (-0.16, -0.12), (-0.06, -0.06)],
        [(0.36, -0.36), (0.16, -0.12), (0.06, -0.06)],
        [(-0.28, 0.34), (-0.16, 0.08), (-0.06, 0.0)],
        [(0.28, 0.34), (0.16, 0.08), (0.06, 0.0)],
    ):
        pen.bend(curve, 0.055, FOLD)
    pen.curve([(0.0, 0.28), (0.2, 0.5), (0.06, 0.66), (-0.06, 0.66), (-0.2, 0.5)], base)
    for side in (-1, 1):
        pen.curve([(side * 0.06, 0.62), (side * 0.34, 0.5), (side * 0.6, 0.24), (side * 0.4, 0.6)], base)


def _yarn(pen: Pen) -> None:
    """A spool, and the end of its thread."""
    base, shade = _tones("coral")
    pen.bend([(0.34, 0.34), (0.7, 0.3), (0.66, 0.66), (0.92, 0.72)], 0.07, WHITE)
    pen.box(-0.3, -0.7, 0.3, 0.74, shade, 0.04)
    pen.curve([(-0.42, -0.5), (0.42, -0.5), (0.5, 0.0), (0.42, 0.54), (-0.42, 0.54), (-0.5, 0.0)], WHITE)
    for row in range(6):
        y = -0.4 + 0.16 * row
        pen.bend([(-0.42, y + 0.06), (0.0, y), (0.42, y - 0.1)], 0.035, FOLD)
    pen.box(-0.62, -0.84, 0.62, -0.56, base, 0.12)
    pen.box(-0.62, 0.58, 0.62, 0.86, base, 0.12)


def _cloth(pen: Pen) -> None:
    """A bale of cloth, unrolled a little."""
    base, shade = _tones("leaf")
    pen.curve([(-0.8, -0.2), (0.3, -0.2), (0.36, 0.3), (0.3, 0.84), (-0.24, 0.74), (-0.86, 0.84), (-0.8, 0.3)], FOLD)
    for x in (-0.5, -0.22):
        pen.bend([(x, 0.1), (x + 0.03, 0.4), (x - 0.01, 0.78)], 0.09, base)
    pen.box(-0.88, -0.7, 0.4, 0.16, WHITE, 0.2)
    pen.line([(-0.5, -0.66), (-0.5, 0.12)], 0.09, base)
    pen.line([(-0.22, -0.66), (-0.22, 0.12)], 0.09, base)
    pen.oval((0.42, -0.27), 0.4, 0.43, base)
    spiral = [(0.42, -0.27), (0.54, -0.2), (0.42, -0.06), (0.26, -0.26), (0.42, -0.5), (0.64, -0.3), (0.52, 0.02)]
    pen.bend(spiral, 0.065, shade)


def _dye(pen: Pen) -> None:
    """A vat with a cloth half dipped."""
    base, shade = _tones("leaf")
    pen.oval((0.0, 0.0), 0.74, 0.2, shade)
    pen.oval((0.0, 0.03), 0.62, 0.14, DARK)
    pen.shape([(-0.36, -0.82), (0.36, -0.82), (0.36, 0.08), (-0.36, 0.08)], WHITE)
    for x in (-0.12, 0.12):
        pen.line([(x, -0.76), (x, -0.2)], 0.04, FOLD)
    pen.curve(
        [(-0.37, -0.22), (-0.18, -0.3), (0.0, -0.2), (0.18, -0.3), (0.37, -0.22), (0.36, 0.1), (-0.36, 0.1)], base
    )
    pen.line([(-0.66, -0.84), (0.66, -0.84)], 0.1, shade)
    pen.curve(
        [
            (-0.74, 0.04),
            (-0.36, 0.18),
            (0.36, 0.18),
            (0.74, 0.04),
            (0.62, 0.74),
            (0.3, 0.88),
            (-0.3, 0.88),
            (-0.62, 0.74),
        ],
        base,
    )
    pen.bend([(-0.67, 0.42), (0.0, 0.56), (0.67, 0.42)], 0.06, shade)


def _sewing(pen: Pen) -> None:
    """A sewing machine."""
    base, shade = _tones("leaf")
    pen.box(0.66, -0.5, 0.92, 0.02, shade, 0.08)
    pen.box(0.24, -0.5, 0.72, 0.6, base, 0.1)
    pen.box(-0.8, -0.62, 0.72, -0.18, base, 0.16)
    pen.box(-0.8, -0.62, -0.36, 0.12, base, 0.12)
    pen.line([(-0.58, 0.1), (-0.58, 0.46)], 0.07, WHITE)
    pen.bend([(-0.4, -0.74), (-0.14, -0.9), (0.2, -0.84), (0.42, -0.62)], 0.05, WHITE)
    pen.shape([(-0.94, 0.4), (0.1, 0.4), (0.1, 0.5), (-0.94, 0.5)], WHITE)
    pen.box(-0.92, 0.5, 0.92, 0.78, shade, 0.1)
    pen.oval((0.0, -0.4), 0.1, 0.1, shade)
    pen.oval((0.3, -0.4), 0.1, 0.1, shade)


def _shelf(pen: Pen) -> None:
    """The shirt on its hanger."""
    base, _ = _tones("sky")
    pen.bend([(-0.12, -0.86), (0.04, -0.96), (0.12, -0.82), (0.0, -0.7), (0.0, -0.56)], 0.07, base)
    pen.line([(-0.46, -0.4), (0.0, -0.6), (0.46, -0.4)], 0.1, base)
    _cut(pen)


def shirt(pen: Pen) -> None:
    """A plain white shirt, as a sample lies in the foam."""
    _cut(pen)


def _cut(pen: Pen) -> None:
    half = [(0.25, -0.6), (0.52, -0.5), (0.94, -0.04), (0.68, 0.22), (0.53, 0.08), (0.51, 0.84)]
    neck = [(-0.14, -0.48), (0.0, -0.44), (0.14, -0.48)]
    outline = [*neck, *half, *((-x, y) for x, y in reversed(half))]
    pen.shape(outline, WHITE)
    # A stroke along the edge rounds every corner: cloth has none.
    pen.line([*half, *((-x, y) for x, y in reversed(half))], 0.07, WHITE)
    for side in (-1, 1):
        pen.line([(side * 0.53, 0.08), (side * 0.49, -0.16)], 0.04, FOLD)
        pen.line([(side * 0.87, -0.02), (side * 0.65, 0.19)], 0.04, FOLD)
    pen.bend([(-0.25, -0.6), (-0.14, -0.44), (0.0, -0.39), (0.14, -0.44), (0.25, -0.6)], 0.07, FOLD)
    pen.line([(-0.49, 0.78), (0.49, 0.78)], 0.03, FOLD)


THINGS: dict[Stop, Sketch] = {
    "field": _field,
    "yarn": _yarn,
    "cloth": _cloth,
    "dye": _dye,
    "sewing": _sewing,
    "shelf": _shelf,
}
"""What is drawn at each stop."""
