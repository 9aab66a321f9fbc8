"""Badges as self-contained SVG, for pages and print."""

from xlab.look.animals import ANIMALS, colours, disc
from xlab.look.shapes import Shape, Stroke, cubics

BARE_SCALE = 1.2
"""Without its disc an animal is drawn larger, so that it fills the same square."""


def badge_svg(animal: str, accent: str, *, background: bool = True) -> str:
    """The badge as one ``<svg>`` element without a size of its own: the page gives it one.

    It is decoration next to words, so it is hidden from screen readers. Raises KeyError for an unknown animal or
    accent.
    """
    fills = colours(accent)
    body = "".join(_element(shape, fills[shape.role]) for shape in ANIMALS[animal])
    ground = (
        f'<circle r="1" fill="{disc(accent)}"/>{body}'
        if background
        else f'<g transform="scale({BARE_SCALE})">{body}</g>'
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 2 2" aria-hidden="true">{ground}</svg>'


def _element(shape: Shape, colour: str) -> str:
    curves = cubics(shape)
    path = f"M{_pair(curves[0][0])}" + "".join(f"C{_pair(a)} {_pair(b)} {_pair(end)}" for _, a, b, end in curves)
    if isinstance(shape, Stroke):
        line = f'stroke="{colour}" stroke-width="{shape.width:g}" stroke-linecap="round" stroke-linejoin="round"'
        return f'<path d="{path}" fill="none" {line}/>'
    return f'<path d="{path}Z" fill="{colour}"/>'


def _pair(point: tuple[float, float]) -> str:
    return f"{point[0]:.3f} {point[1]:.3f}"
