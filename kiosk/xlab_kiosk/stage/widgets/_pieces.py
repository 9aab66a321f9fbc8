"""What is dragged and where it is dropped: how both look, and how a piece moves."""

from collections.abc import Callable

import msgspec
from pygame import Color, Rect, Surface

from xlab_kiosk.stage.arrange import grid, inset, line_height
from xlab_kiosk.stage.motion import Tween, between
from xlab_kiosk.stage.paint import cutout, lifted, outlined
from xlab_kiosk.stage.text import draw_block, draw_text, layout
from xlab_kiosk.stage.theme import Role, Theme
from xlab_kiosk.stage.widgets._press import reach, shade

Picture = Callable[[Surface, Rect], None]
"""Draws an object inside a rectangle."""

_PAD = 1.5
_GAP = 2.0
"""Units of the grid between two pieces: 2 mm on a small panel."""

_SHAPE = 2.6


class Piece(msgspec.Struct, frozen=True):
    """Something to drag: its ``key``, the words on it, and perhaps a picture above them and a colour.

    >>> Piece("trust", "Trust").label
    'Trust'
    """

    key: str
    label: str = ""
    picture: Picture | None = None
    color: Color | None = None


class Place(msgspec.Struct, frozen=True):
    """Somewhere to drop pieces: a cut-out at ``rect`` with ``room`` for so many, ``across`` of them side by side.

    >>> Place("first", Rect(400, 40, 300, 120), "First", room=2).room
    2
    """

    key: str
    rect: Rect
    label: str = ""
    room: int = 1
    across: int | None = None


def slots(theme: Theme, place: Place) -> list[Rect]:
    """Where pieces lie in a place, in order."""
    inside = inset(theme, place.rect, _PAD)
    if place.label:
        head = line_height(theme, "body") + theme.space(1)
        inside = Rect(inside.x, inside.y + head, inside.width, max(0, inside.height - head))
    return grid(theme, inside, place.room, across=place.across, shape=_SHAPE, gap=_GAP)


def draw_place(surface: Surface, theme: Theme, place: Place, lying: list[Rect], *, lit: bool) -> None:
    """The cut-out of a place with a mark for each piece; ``lit`` while a piece would fall into it."""
    radius = theme.radius("cutout")
    cutout(surface, place.rect, radius)
    if lit:
        outlined(surface, place.rect, radius, theme.color("ink"), max(2, theme.px(3)))
    for slot in lying:
        mark = slot.inflate(-theme.px(6), -theme.px(6))
        outlined(surface, mark, theme.radius("card"), theme.color("foam_raised"), max(1, theme.px(2)))
    if place.label:
        head = inset(theme, place.rect, _PAD)
        head = Rect(head.x + theme.space(0.5), head.y, head.width - theme.space(1), line_height(theme, "body"))
        draw_text(surface, theme, place.label, head, "body", "ink_soft", "left", "middle", weight=600)


class Body:
    """A piece as it lies, moves and hangs from a finger."""

    def __init__(self, theme: Theme, piece: Piece, rect: Rect) -> None:
        self.theme = theme
        self.piece = piece
        self._start = self._end = rect.copy()
        self._way = Tween(1.0, 1.0, 0.0)
        self._lift = Tween(0.0, 0.0, 0.0)

    @property
    def rect(self) -> Rect:
        """Where it is now."""
        return between(self._start, self._end, self._way.value)

    @property
    def target(self) -> Rect:
        """The area that answers to a finger."""
        return reach(self.theme, self.rect)

    @property
    def lift(self) -> float:
        """How high it is above the foam, from 0 to 1."""
        return self._lift.value

    def take(self) -> None:
        """A finger took hold of it."""
        self._lift.to(1.0, self.theme.seconds("press"))

    def let_go(self) -> None:
        """The finger is gone."""
        self._lift.to(0.0, self.theme.seconds("move"))

    def follow(self, x: float, y: float) -> None:
        """Be around this point at once."""
        place = self.rect
        place.center = round(x), round(y)
        self._start = self._end = place
        self._way = Tween(1.0, 1.0, 0.0)

    def go(self, rect: Rect) -> None:
        """Move to a place."""
        if rect != self._end:
            self._start, self._end = self.rect, rect.copy()
            self._way = Tween(0.0, 1.0, 0.0 if self.theme.reduced_motion else self.theme.seconds("move"))

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        return any([self._way.update(dt), self._lift.update(dt)])

    def draw(self, surface: Surface, *, enabled: bool) -> None:
        """Draw it as it is now."""
        theme, up = self.theme, shade(self.lift)
        grown = 0 if theme.reduced_motion else round(theme.px(8) * self.lift)
        place = self.rect.inflate(grown, grown).move(0, -grown // 2)
        color = self.piece.color or theme.color("ink")
        ink = theme.color("foam")
        if not enabled:
            color, ink = theme.color("foam_raised"), theme.color("ink_faint")
        lifted(
            surface, place, min(theme.radius("card"), place.height // 2), color, 0.35 + 0.65 * up if enabled else 0.0
        )
        inside = inset(theme, place, 1)
        words = inside.copy()
        if self.piece.picture is not None:
            role: Role = "caption"
            words.height = line_height(theme, role) if self.piece.label else 0
            words.bottom = inside.bottom
            self.piece.picture(surface, Rect(inside.x, inside.y, inside.width, max(0, words.y - inside.y)))
        else:
            role = "body"
        block = layout(theme, self.piece.label, role, words.width, height=words.height, weight=600)
        draw_block(surface, theme, block, words, ink, "center", "middle")
