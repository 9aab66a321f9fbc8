"""A card in its cut-out: something to take out of the box."""

from collections.abc import Callable

from pygame import Color, Rect, Surface

from xlab_kiosk.stage.motion import Tween
from xlab_kiosk.stage.paint import cutout, lifted
from xlab_kiosk.stage.text import Align, draw_block, layout
from xlab_kiosk.stage.theme import Theme
from xlab_kiosk.stage.widgets._press import Pressable, shade

Picture = Callable[[Surface, Rect], None]
"""Draws a card's object inside a rectangle."""

_WIDE = 1.9
"""A card wider than this many times its height has its picture beside the words."""

_RESTING = 0.45


class Card(Pressable):
    """A card with a picture, a title and a line of text, which lifts out of its cut-out when touched.

    ``rect`` is the cut-out's; the card lies in it. ``picture(surface, rect)`` draws the object.

    >>> card = Card(theme, Rect(40, 110, 370, 260), "Warm Welcome", "Put your badge on the pad", on_tap=stage.finish)
    """

    def __init__(
        self,
        theme: Theme,
        rect: Rect,
        title: str,
        text: str = "",
        *,
        on_tap: Callable[[], None],
        picture: Picture | None = None,
        color: Color | None = None,
        enabled: bool = True,
    ) -> None:
        super().__init__(theme, rect, on_tap, enabled=enabled)
        self.title = title
        self.text = text
        self.picture = picture
        self.color = color or theme.color("foam_raised")
        self._lift = Tween(0.0, 0.0, 0.0)

    @property
    def name(self) -> str:
        """What a checker calls it."""
        return self.title or "card"

    @property
    def face(self) -> Rect:
        """Where the card itself is now, in panel pixels: it rises a little as it lifts."""
        edge = self.theme.px(12)
        rise = 0 if self.theme.reduced_motion else round(self.theme.px(8) * self._lift.value)
        return self.rect.inflate(-2 * edge, -2 * edge).move(0, -rise)

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        due = super().update(dt)
        self._lift.to(1.0 if self.pressed > 0 else 0.0, self.theme.seconds("press" if self.pressed else "move"))
        return self._lift.update(dt) or due

    def draw(self, surface: Surface) -> None:
        """Draw the cut-out and the card in it."""
        theme, face = self.theme, self.face
        cutout(surface, self.rect, theme.radius("cutout"))
        up = shade(self._lift.value)
        color = self.color.lerp(theme.color("foam_edge"), 0.35 * up) if self.enabled else theme.color("foam")
        lifted(surface, face, theme.radius("card"), color, _RESTING + (1 - _RESTING) * up if self.enabled else 0.0)
        picture, words = self._split(face.inflate(-2 * theme.space(3), -2 * theme.space(2.5)))
        if self.picture and picture.width > 0 and picture.height > 0:
            self.picture(surface, picture)
        self._draw_words(surface, words, centred=words.x == picture.x)
        self._tell()

    def _split(self, inside: Rect) -> tuple[Rect, Rect]:
        """Room for the picture and for the words: one above the other, or side by side in a wide card."""
        if not self.picture:
            return Rect(inside.topleft, (0, 0)), inside
        if inside.width > _WIDE * inside.height:
            side = min(inside.height, inside.width // 3)
            picture = Rect(inside.x, inside.y, side, inside.height)
            left = picture.right + self.theme.space(2)
            return picture, Rect(left, inside.y, inside.right - left, inside.height)
        high = min(self._words_height(inside.width), inside.height * 3 // 5)
        gap = self.theme.space(1)
        picture = Rect(inside.x, inside.y, inside.width, inside.height - high - gap)
        return picture, Rect(inside.x, inside.bottom - high, inside.width, high)

    def _words_height(self, width: int) -> int:
        title = layout(self.theme, self.title, "lead", width, max_lines=2).height
        return title + (layout(self.theme, self.text, "caption", width, max_lines=2).height if self.text else 0)

    def _draw_words(self, surface: Surface, room: Rect, *, centred: bool) -> None:
        theme = self.theme
        align: Align = "center" if centred else "left"
        title = layout(theme, self.title, "lead", room.width, max_lines=2, height=room.height)
        text = layout(theme, self.text, "caption", room.width, max_lines=2, height=room.height - title.height)
        if not text.fits:
            text = layout(theme, "", "caption", room.width)
        top = room.y + max(0, room.height - title.height - text.height) // 2
        upper = Rect(room.x, top, room.width, title.height)
        ink, soft = ("ink", "ink_soft") if self.enabled else ("ink_faint", "ink_faint")
        draw_block(surface, theme, title, upper, ink, align)
        draw_block(surface, theme, text, Rect(room.x, upper.bottom, room.width, text.height), soft, align)
