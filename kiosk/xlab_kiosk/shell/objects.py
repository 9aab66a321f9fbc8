"""Demos as things: a bright block with a window and words, lying in a cut-out of the foam, or lifted out of it."""

from collections.abc import Callable
from typing import Final

import pygame
from pygame import Color, Rect, Surface

from xlab_kiosk.shell import shapes
from xlab_kiosk.shell.foot import GAP, Foot, feet_of
from xlab_kiosk.shell.view import Item, Picture, Tone
from xlab_kiosk.stage import paint
from xlab_kiosk.stage.theme import Theme

Size = tuple[int, int]

LIP: Final = 10
"""Foam visible around an object in its cut-out, in token pixels."""

SIDE: Final = 7
"""Thickness of an object as seen from above, in token pixels."""

LIFT: Final = 12
"""How far an object is above its cut-out when it is held up, in token pixels."""


class Objects:
    """Draws objects, keeping each finished face until its picture, words or size change."""

    def __init__(self, theme: Theme, picture: Picture) -> None:
        self.theme = theme
        self._picture = picture
        self._say: Callable[[int], str] = str
        self._foot = 0
        self._page: tuple[tuple[Item, ...], Size, tuple[str, ...]] | None = None
        self._feet: dict[tuple[Item, Size], Foot] = {}
        self._faces: dict[tuple[Item, Size, bool], tuple[Surface | None, Surface]] = {}
        self._veils: dict[Size, Surface] = {}
        self._caps: dict[tuple[int, tuple[int, ...]], Surface] = {}

    def page(self, items: tuple[Item, ...], size: Size, say: Callable[[int], str]) -> None:
        """These objects lie side by side: their words take the same height, so that their windows are in line.

        ``say`` puts minutes into words. A page that is the same as before keeps its faces: painting a full one anew
        would take longer than several pictures.
        """
        page = (items, size, tuple(say(item.minutes) for item in items))
        if page == self._page:
            return
        self._page = page
        self._faces.clear()
        self._veils.clear()
        self._say = say
        feet = feet_of(self.theme, items, say, self._inner(size))
        self._feet = {(item, size): foot for item, foot in zip(items, feet, strict=True)}
        self._foot = max((foot.height for foot in self._feet.values()), default=0)

    def color(self, tone: Tone) -> Color:
        """The colour of an object."""
        return self.theme.color(tone)

    def ink(self) -> Color:
        """Words on any object: the accents are bright, so they are dark."""
        return self.theme.color("foam_pressed")

    def radius(self, size: Size) -> int:
        """Corner of an object of this size: smaller things have smaller corners."""
        return min(self.theme.radius("card"), max(self.theme.px(8), min(size) // 7))

    def window_radius(self, size: Size) -> int:
        """Corner of the window of an object of this size: parallel to the object's own."""
        return max(self.theme.px(6), self.radius(size) - self._pad(size) // 2)

    def window_rect(self, size: Size, *, words: bool) -> Rect:
        """Where the window is on the face of an object of this size."""
        inner = self._inner(size)
        used = self._foot + self.theme.space(GAP) if words and self._foot else 0
        return Rect(inner.x, inner.y, inner.width, max(1, inner.height - used))

    def hole(self, surface: Surface, rect: Rect) -> None:
        """The cut-out an object at ``rect`` lies in."""
        lip = self.theme.px(LIP)
        paint.cutout(surface, rect.inflate(2 * lip, 2 * lip), self.radius(rect.size) + lip)

    def draw(
        self,
        surface: Surface,
        item: Item,
        rect: Rect,
        *,
        size: Size,
        lift: float = 0.0,
        dim: int = 0,
        words: bool = True,
    ) -> None:
        """The object at ``rect``; ``lift`` 0 (lies) to 1 (held up), ``dim`` 0 to 255 in the shade.

        ``size`` is the one it has at rest: on its way it is scaled, which is quicker than painting it anew.
        """
        body = rect.move(0, -round(self.theme.px(LIFT) * lift))
        radius = self.radius(rect.size)
        side = self.color(item.tone).lerp(Color(0, 0, 0), 0.42)
        paint.lifted(surface, body, radius, side, 0.15 + 0.85 * lift)
        face = self.face(item, size, words=words)
        surface.blit(face if size == rect.size else pygame.transform.scale(face, rect.size), body)
        if dim > 0 and size == rect.size:
            veil = self._veil(size, radius)
            veil.set_alpha(dim)
            surface.blit(veil, body)

    def face(self, item: Item, size: Size, *, words: bool = True) -> Surface:
        """What one sees of an object from above. It is kept: draw from it, never on it."""
        picture = self._picture(item.demo, self.window_rect(size, words=words).size)
        kept = self._faces.get((item, size, words))
        if kept is not None and kept[0] is picture:
            return kept[1]
        face = self._paint(item, size, words)
        self._faces[(item, size, words)] = (picture, face)
        return face

    def content(self, item: Item, size: Size) -> Surface:
        """What is seen through a window of this size: the demo's own picture, or a figure."""
        picture = self._picture(item.demo, size)
        if picture is not None:
            return covering(picture, size)
        return shapes.figure(size, item.demo, self.color(item.tone), self.theme.color("foam"))

    def corners(self, surface: Surface, rect: Rect, radius: int, color: Color) -> None:
        """Round the corners of a picture at ``rect`` that lies on ``color``."""
        if radius <= 0:
            return
        key = (radius, tuple(color))
        if key not in self._caps:
            self._caps[key] = _cap(radius, color)
        right, bottom = rect.right - radius, rect.bottom - radius
        for x, y in ((rect.x, rect.y), (right, rect.y), (rect.x, bottom), (right, bottom)):
            surface.blit(pygame.transform.flip(self._caps[key], x == right, y == bottom), (x, y))

    def draw_words(self, surface: Surface, item: Item, size: Size, body: Rect, alpha: int) -> None:
        """The words of an object of this size at the foot of ``body``, which may be larger."""
        inner = self._inner(size)
        foot = Rect(body.x + inner.x, body.bottom - (size[1] - inner.bottom) - self._foot, inner.width, self._foot)
        self._words(item, size).draw(surface, foot, self.ink(), self.color(item.tone), alpha)

    def _veil(self, size: Size, radius: int) -> Surface:
        if size not in self._veils:
            veil = Surface(size, pygame.SRCALPHA, 32)
            paint.rounded(veil, veil.get_rect(), radius, self.theme.color("foam_pressed"))
            self._veils[size] = veil
        return self._veils[size]

    def _pad(self, size: Size) -> int:
        return min(self.theme.space(2), max(self.theme.space(1), min(size) // 12))

    def _inner(self, size: Size) -> Rect:
        pad = self._pad(size)
        return Rect(0, 0, size[0], size[1] - self.theme.px(SIDE)).inflate(-2 * pad, -2 * pad)

    def _words(self, item: Item, size: Size) -> Foot:
        """As laid out with the page; of an object that is not on it, as it would be alone."""
        return self._feet.get((item, size)) or self._laid(item, size)

    def _laid(self, item: Item, size: Size) -> Foot:
        return feet_of(self.theme, [item], self._say, self._inner(size))[0]

    def _paint(self, item: Item, size: Size, words: bool) -> Surface:
        theme, color = self.theme, self.color(item.tone)
        face = Surface(size, pygame.SRCALPHA, 32)
        body = Rect(0, 0, size[0], size[1] - theme.px(SIDE))
        radius, edge = self.radius(size), max(1, theme.px(2))
        paint.rounded(face, body, radius, color.lerp(Color(255, 255, 255), 0.35))  # the edge that catches the light
        paint.rounded(face, Rect(0, edge, body.width, body.height - edge), radius, color)
        window = self.window_rect(size, words=words)
        face.blit(self.content(item, window.size), window)
        self.corners(face, window, self.window_radius(size), color)
        if words:
            self.draw_words(face, item, size, face.get_rect(), 255)
        return face


def _cap(radius: int, color: Color) -> Surface:
    """What is outside of a round corner, at the top left, with a smooth edge."""
    fine = 4
    big = Surface((radius * fine, radius * fine), pygame.SRCALPHA, 32)
    big.fill(color)
    pygame.draw.circle(big, (color.r, color.g, color.b, 0), (radius * fine, radius * fine), radius * fine)
    return pygame.transform.smoothscale(big, (radius, radius))


def covering(picture: Surface, size: Size) -> Surface:
    """The picture scaled to cover ``size`` and cut to it around its middle."""
    if picture.get_size() == size:
        return picture
    factor = max(size[0] / picture.get_width(), size[1] / picture.get_height())
    width = max(size[0], round(picture.get_width() * factor))
    height = max(size[1], round(picture.get_height() * factor))
    scaled = pygame.transform.smoothscale(picture, (width, height))
    return scaled.subsurface(Rect((width - size[0]) // 2, (height - size[1]) // 2, *size))
