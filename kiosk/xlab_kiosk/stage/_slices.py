"""Shapes of any size from one small picture: its corners are copied, its edges and middle stretched.

A shadow is slow to blur and cheap to copy. Cut into nine, one blurred picture serves every card of a corner radius, and
a card may grow on every frame without a blur.
"""

from collections.abc import Callable, Hashable

from pygame import BLEND_PREMULTIPLIED, Rect, Surface, transform

from xlab_kiosk.stage._cache import SurfaceCache

_pictures = SurfaceCache(12 << 20)


def draw_sliced(
    surface: Surface, rect: Rect, key: Hashable, outer: int, inner: int, make: Callable[[int, int], Surface]
) -> None:
    """Draw a shape at ``rect``.

    ``make(width, height)`` paints it for a rectangle of that size, with ``outer`` pixels around it and premultiplied
    alpha; more than ``inner`` pixels inside the rectangle's edge it must look the same everywhere. ``key`` names the
    design.
    """
    if rect.width <= 0 or rect.height <= 0:
        return
    side = 2 * inner + 1
    # Each way by itself: a pill is too low to be cut across, and may still grow in width on every frame.
    size = min(rect.width, side), min(rect.height, side)
    picture = _pictures.get((key, size), lambda: make(*size))
    top = rect.y - outer
    for y, high, height in _cuts(rect.height, outer, inner):
        left = rect.x - outer
        for x, wide, width in _cuts(rect.width, outer, inner):
            _put(surface, picture, Rect(x, y, wide, high), Rect(left, top, width, height))
            left += width
        top += height


def _cuts(length: int, outer: int, inner: int) -> list[tuple[int, int, int]]:
    """Where each piece begins along one side of the picture, how long it is there, and how long it is to be."""
    corner = outer + inner
    if length < 2 * inner + 1:
        return [(0, length + 2 * outer, length + 2 * outer)]
    return [(0, corner, corner), (corner, 1, length - 2 * inner), (corner + 1, corner, corner)]


def _put(surface: Surface, picture: Surface, piece: Rect, target: Rect) -> None:
    """One of the nine pieces. One pixel that is stretched both ways is a plain fill if nothing shows through."""
    if piece.size == target.size:
        surface.blit(picture, target, piece, special_flags=BLEND_PREMULTIPLIED)
    elif piece.size == (1, 1) and (color := picture.get_at(piece.topleft)).a in {0, 255}:
        if color.a:
            surface.fill(color, target)
    else:
        stretched = transform.scale(picture.subsurface(piece), target.size)
        surface.blit(stretched, target, special_flags=BLEND_PREMULTIPLIED)
