"""How the box's surfaces are made: masks, blurs and rims. Each function paints one design at one size.

All pictures here have premultiplied alpha: laying one half transparent picture on another is only then exact, and edges
stay as bright as they should be.
"""

import pygame
from pygame import BLEND_PREMULTIPLIED, BLEND_RGBA_MULT, BLEND_RGBA_SUB, SRCALPHA, Color, Rect, Surface, transform

_FINE = 4
_BLACK = Color(0, 0, 0)
_WHITE = Color(255, 255, 255)


def filled(radius: int, color: Color, width: int, height: int) -> Surface:
    """A rectangle with round corners in one colour."""
    return _shape((width, height), Rect(0, 0, width, height), radius, color)


def ring(radius: int, color: Color, thick: int, width: int, height: int) -> Surface:
    """The outline of a rectangle with round corners, ``thick`` pixels wide, inside of it."""
    return _shape((width, height), Rect(0, 0, width, height), radius, color, thick)


def hole(radius: int, floor: Color, depth: int, width: int, height: int) -> Surface:
    """A cut-out with 2 pixels around it: its floor, the shadow of its upper wall, light on its lower edge."""
    margin = 2
    size = (width + 2 * margin, height + 2 * margin)
    place = Rect(margin, margin, width, height)
    inside = _shape(size, place, radius, floor)
    mask = _shape(size, place, radius, _WHITE)
    for drop, blur, strength in ((depth, depth, 150), (max(1, depth // 4), max(1, depth // 3), 90)):
        shadow = _wall(size, place.move(0, drop), radius, blur)
        shadow.blit(mask, (0, 0), special_flags=BLEND_RGBA_MULT)
        _over(inside, shadow, strength)
    picture = _rim(size, place, radius)
    _over(picture, inside)
    return picture


def card(radius: int, color: Color, blur: int, outer: int, width: int, height: int) -> Surface:
    """A card with ``outer`` pixels around it for its shadow, and a fine light on its upper edge."""
    size = (width + 2 * outer, height + 2 * outer)
    place = Rect(outer, outer, width, height)
    picture = Surface(size, SRCALPHA, 32)
    if blur:
        for drop, soft, strength in ((blur, blur, 120), (max(1, blur // 4), max(1, blur // 4), 110)):
            _over(picture, _blurred(_shadow(size, place.move(0, drop), radius), soft), strength)
    _over(picture, _shape(size, place, radius, color.lerp(_WHITE, 0.16)))
    face = _shape(size, place, radius, color)
    face.blit(_shape(size, place.move(0, 1), radius, _WHITE), (0, 0), special_flags=BLEND_RGBA_MULT)
    _over(picture, face)
    return picture


def _over(picture: Surface, layer: Surface, strength: int = 255) -> None:
    """Lay a layer on a picture; ``strength`` below 255 thins it, and changes it."""
    if strength < 255:
        layer.fill((strength,) * 4, special_flags=BLEND_RGBA_MULT)
    picture.blit(layer, (0, 0), special_flags=BLEND_PREMULTIPLIED)


def _rim(size: tuple[int, int], place: Rect, radius: int) -> Surface:
    """Light on the lower edge around ``place``, a pixel and a half high, fading out up the corners."""
    large, rect = _large(size, place, Color(255, 255, 255, 0))
    pygame.draw.rect(large, (255, 255, 255, 40), rect.move(0, 6), 0, radius * _FINE)
    pygame.draw.rect(large, (255, 255, 255, 0), rect, 0, radius * _FINE)
    rim = transform.smoothscale(large, size).premul_alpha()
    for row in range(radius):
        level = 255 * row // radius
        rim.fill((level,) * 4, (0, place.bottom - radius + row, size[0], 1), BLEND_RGBA_MULT)
    return rim


def _wall(size: tuple[int, int], place: Rect, radius: int, blur: int) -> Surface:
    """Everything around ``place`` in black, blurred: the shadow a wall of that shape casts inwards."""
    around = Surface(size, SRCALPHA, 32)
    around.fill((0, 0, 0, 255))
    around.blit(_shadow(size, place, radius), (0, 0), special_flags=BLEND_RGBA_SUB)
    return _blurred(around, blur)


def _blurred(picture: Surface, blur: int) -> Surface:
    """A blur, done on a smaller picture where it is wide: it leaves no detail that would be missed."""
    factor = max(1, blur // 3)
    wide, high = picture.get_size()
    padded = Surface((-(-wide // factor) * factor, -(-high // factor) * factor), SRCALPHA, 32)
    padded.blit(picture, (0, 0), special_flags=BLEND_PREMULTIPLIED)
    small = transform.smoothscale(padded, (padded.get_width() // factor, padded.get_height() // factor))
    soft = transform.smoothscale(transform.gaussian_blur(small, max(1, round(blur / factor))), padded.get_size())
    return soft.subsurface(Rect(0, 0, wide, high)).copy()


def _shape(size: tuple[int, int], place: Rect, radius: int, color: Color, thick: int = 0) -> Surface:
    """A rounded rectangle at ``place`` on a transparent surface of ``size``, drawn large and averaged."""
    large, rect = _large(place.size, Rect((0, 0), place.size), color)
    pygame.draw.rect(large, color, rect, thick * _FINE, radius * _FINE)
    shape = transform.smoothscale(large, place.size).premul_alpha()
    if place == Rect((0, 0), size):
        return shape
    surface = Surface(size, SRCALPHA, 32)
    surface.blit(shape, place, special_flags=BLEND_PREMULTIPLIED)
    return surface


def _shadow(size: tuple[int, int], place: Rect, radius: int) -> Surface:
    """A rounded rectangle at ``place`` in black, for a blur: what will be soft needs no clean edge."""
    surface = Surface(size, SRCALPHA, 32)
    pygame.draw.rect(surface, _BLACK, place, 0, radius)
    return surface


def _large(size: tuple[int, int], place: Rect, color: Color) -> tuple[Surface, Rect]:
    """A large transparent surface, of a colour so that averaging does not darken edges, and ``place`` on it."""
    large = Surface((size[0] * _FINE, size[1] * _FINE), SRCALPHA, 32)
    large.fill((color.r, color.g, color.b, 0))
    return large, Rect(place.x * _FINE, place.y * _FINE, place.width * _FINE, place.height * _FINE)
