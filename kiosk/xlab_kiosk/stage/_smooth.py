"""Drawing larger and averaging: clean edges for shapes that pygame draws with steps."""

from collections.abc import Callable

from pygame import SRCALPHA, Color, Rect, Surface, transform

Point = tuple[float, float]
Place = Callable[[Point], Point]
"""From a place on the screen to the same place in the large drawing."""

_FINE = 4
_MOST_PIXELS = 1 << 21
"""A large drawing has no more than these: a shape that fills the screen is averaged less, and its steps are small."""


def smoothed(surface: Surface, bounds: Rect, color: Color, draw: Callable[[Surface, Place, int], None]) -> None:
    """Have ``draw(large, place, scale)`` draw in one colour, ``scale`` times larger, and put the result at ``bounds``.

    What lies outside the surface's clip is neither drawn nor averaged.
    """
    seen = bounds.clip(surface.get_clip())
    if not seen.width or not seen.height:
        return
    scale = _FINE
    while scale > 1 and seen.width * seen.height * scale * scale > _MOST_PIXELS:
        scale -= 1
    large = Surface((seen.width * scale, seen.height * scale), SRCALPHA, 32)
    large.fill((color.r, color.g, color.b, 0))  # its own colour, transparent: averaging must not darken the edge
    draw(large, lambda point: ((point[0] - seen.x) * scale, (point[1] - seen.y) * scale), scale)
    surface.blit(transform.smoothscale(large, seen.size) if scale > 1 else large, seen)
