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
    whole = rect.width < side or rect.height < side
    size = rect.size if whole else (side, side)
    picture = _pictures.get((key, size), lambda: make(*size))
    if whole:
        surface.blit(picture, (rect.x - outer, rect.y - outer), special_flags=BLEND_PREMULTIPLIED)
        return
    corner = outer + inner
    xs = ((0, corner), (corner, 1), (corner + 1, corner))
    ys = ((0, corner), (corner, 1), (corner + 1, corner))
    widths = (corner, rect.width - 2 * inner, corner)
    heights = (corner, rect.height - 2 * inner, corner)
    top = rect.y - outer
    for (y, high), height in zip(ys, heights, strict=True):
        left = rect.x - outer
        for (x, wide), width in zip(xs, widths, strict=True):
            _put(surface, picture, Rect(x, y, wide, high), Rect(left, top, width, height))
            left += width
        top += height


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
