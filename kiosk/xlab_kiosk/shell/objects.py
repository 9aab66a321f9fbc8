"""Demos as things: a bright block with a window and words, lying in a cut-out of the foam, or lifted out of it."""

from typing import Final

import pygame
from pygame import Color, Rect, Surface

from xlab_kiosk.shell import shapes
from xlab_kiosk.shell.view import Item, Picture, Tone
from xlab_kiosk.stage import paint, text
from xlab_kiosk.stage.theme import Role, Theme

Size = tuple[int, int]

LIP: Final = 10
"""Foam visible around an object in its cut-out, in token pixels."""

SIDE: Final = 7
"""Thickness of an object as seen from above, in token pixels."""

PICTURE_SHARE: Final = 0.46
"""The picture keeps at least this share of an object's height; words give way first."""


class Objects:
    """Draws objects, keeping each finished face until its picture, words or size change."""

    def __init__(self, theme: Theme, picture: Picture) -> None:
        self.theme = theme
        self._picture = picture
        self._faces: dict[tuple[Item, Size, bool], tuple[Surface | None, Surface]] = {}
        self._veils: dict[Size, Surface] = {}

    def color(self, tone: Tone) -> Color:
        """The colour of an object."""
        return self.theme.color(tone)

    def ink(self) -> Color:
        """Words on any object: the accents are bright, so they are dark."""
        return self.theme.color("foam_pressed")

    def radius(self, size: Size) -> int:
        """Corner of an object of this size: smaller things have smaller corners."""
        return min(self.theme.radius("card"), max(self.theme.px(8), min(size) // 7))

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
        lift: float = 0.0,
        dim: int = 0,
        words: bool = True,
        size: Size | None = None,
    ) -> None:
        """The object at ``rect``; ``lift`` 0 (lies) to 1 (held up), ``dim`` 0 to 255 in the shade.

        ``size`` is the one it has at rest: on its way it is scaled, which is quicker than painting it anew.
        """
        up = round(self.theme.px(12) * lift)
        body = rect.move(0, -up)
        radius = self.radius(rect.size)
        side = self.color(item.tone).lerp(Color(0, 0, 0), 0.42)
        paint.lifted(surface, body, radius, side, 0.15 + 0.85 * lift)
        face = self.face(item, size or rect.size, words=words)
        surface.blit(face if face.get_size() == rect.size else pygame.transform.scale(face, rect.size), body)
        if dim > 0 and size in (None, rect.size):
            veil = self._veil(rect.size, radius)
            veil.set_alpha(dim)
            surface.blit(veil, body)

    def face(self, item: Item, size: Size, *, words: bool = True) -> Surface:
        """What one sees of an object from above. It is kept: draw from it, never on it."""
        picture = self._picture(item.demo, self.window(size, words=words))
        kept = self._faces.get((item, size, words))
        if kept is not None and kept[0] is picture:
            return kept[1]
        face = self._paint(item, size, picture, words)
        self._faces[(item, size, words)] = (picture, face)
        return face

    def window_face(self, item: Item, size: Size) -> Surface:
        """The window alone, with round corners."""
        face = Surface(size, pygame.SRCALPHA, 32)
        self._window(face, item, face.get_rect(), self._picture(item.demo, size), self.theme.radius("card"))
        return face

    def window(self, size: Size, *, words: bool) -> Size:
        """Size of the picture an object of this size would like to have."""
        pad = self._pad(size)
        width = size[0] - 2 * pad
        height = size[1] - self.theme.px(SIDE) - 2 * pad
        return max(1, width), max(1, round(height * 0.62) if words else height)

    def forget(self) -> None:
        """Drop all faces: the layout changed."""
        self._faces.clear()
        self._veils.clear()

    def _veil(self, size: Size, radius: int) -> Surface:
        if size not in self._veils:
            veil = Surface(size, pygame.SRCALPHA, 32)
            paint.rounded(veil, veil.get_rect(), radius, self.theme.color("foam_pressed"))
            self._veils[size] = veil
        return self._veils[size]

    def _pad(self, size: Size) -> int:
        return min(self.theme.space(2), max(self.theme.space(1), min(size) // 12))

    def _paint(self, item: Item, size: Size, picture: Surface | None, words: bool) -> Surface:
        theme, color = self.theme, self.color(item.tone)
        face = Surface(size, pygame.SRCALPHA, 32)
        body = Rect(0, 0, size[0], size[1] - theme.px(SIDE))
        radius = self.radius(size)
        paint.rounded(face, body, radius, color.lerp(Color(255, 255, 255), 0.35))  # the edge that catches the light
        paint.rounded(face, Rect(0, max(1, theme.px(2)), body.width, body.height - max(1, theme.px(2))), radius, color)
        pad = self._pad(size)
        inner = body.inflate(-2 * pad, -2 * pad)
        used = self._words(face, item, inner) if words else 0
        window = Rect(inner.x, inner.y, inner.width, inner.height - used)
        if window.height > 0 and window.width > 0:
            self._window(face, item, window, picture, max(theme.px(6), radius - pad // 2))
        return face

    def _window(self, face: Surface, item: Item, window: Rect, picture: Surface | None, radius: int) -> None:
        ground = self.theme.color("foam")
        if picture is None:
            shown = shapes.figure(window.size, item.demo, self.color(item.tone), ground)
        else:
            shown = covering(picture, window.size)
        mask = Surface(window.size, pygame.SRCALPHA, 32)
        paint.rounded(mask, mask.get_rect(), radius, Color(255, 255, 255))
        rounded = Surface(window.size, pygame.SRCALPHA, 32)
        rounded.blit(shown, (0, 0))
        rounded.blit(mask, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
        face.blit(rounded, window)

    def _words(self, face: Surface, item: Item, inner: Rect) -> int:
        """Write at the foot of ``inner`` what fits, most important first; the height it took, with its margin."""
        theme, ink = self.theme, self.ink()
        gap = theme.space(1.5)
        room = round(inner.height * (1 - PICTURE_SHARE)) - gap
        title_role: Role = "lead" if inner.width >= theme.px(300) and room >= theme.px(130) else "body"
        if inner.width < theme.px(240) or room < theme.px(80):
            title_role = "caption"
        title = text.layout(theme, item.title, title_role, inner.width, height=max(room, 1), max_lines=2, weight=700)
        if not title.lines:
            return 0
        line_role: Role = "body" if title_role == "lead" else "caption"
        rest = room - title.height - theme.space(0.5)
        line = text.layout(theme, item.question, line_role, inner.width, height=max(rest, 1), max_lines=3)
        shown = line.fits and bool(line.lines)
        used = title.height + (theme.space(0.5) + line.height if shown else 0)
        top = inner.bottom - used
        text.draw_block(face, theme, title, Rect(inner.x, top, inner.width, title.height), ink)
        if shown:
            below = Rect(inner.x, inner.bottom - line.height, inner.width, line.height)
            text.draw_block(face, theme, line, below, ink.lerp(self.color(item.tone), 0.12))
        return used + gap


def covering(picture: Surface, size: Size) -> Surface:
    """The picture scaled to cover ``size`` and cut to it around its middle."""
    if picture.get_size() == size:
        return picture
    factor = max(size[0] / picture.get_width(), size[1] / picture.get_height())
    width = max(size[0], round(picture.get_width() * factor))
    height = max(size[1], round(picture.get_height() * factor))
    scaled = pygame.transform.smoothscale(picture, (width, height))
    return scaled.subsurface(Rect((width - size[0]) // 2, (height - size[1]) // 2, *size))
