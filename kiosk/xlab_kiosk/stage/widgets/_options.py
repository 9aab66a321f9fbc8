"""The options of a choice: how they lie side by side, and how one looks and is pressed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pygame import Color, Rect, Surface

from xlab_kiosk.stage.arrange import grid
from xlab_kiosk.stage.icons import Icon, draw_icon
from xlab_kiosk.stage.inputs import Touch
from xlab_kiosk.stage.motion import Tween
from xlab_kiosk.stage.paint import cutout, lifted, outlined
from xlab_kiosk.stage.text import Block, draw_block, layout
from xlab_kiosk.stage.theme import Role, Theme
from xlab_kiosk.stage.widgets._press import Pressable, shade

if TYPE_CHECKING:
    from xlab_kiosk.stage.widgets.choice import Choice

_SHAPES = 5.0
"""Width of an option in heights that looks best; a label is wide."""

_GAP = 2.0
"""Units of the grid between two options: 2 mm on a small panel."""


class Option(Pressable):
    """One option: sunk while it is not chosen, bright and raised when it is."""

    def __init__(self, choice: "Choice", number: int, rect: Rect, label: str, role: Role, icon: Icon | None) -> None:
        super().__init__(choice.theme, rect, lambda: choice.choose(number))
        self._choice = choice
        self._number = number
        self._label = label
        self._role = role
        self._icon = icon
        self._lit = Tween(0.0, 0.0, 0.0)

    @property
    def name(self) -> str:
        return self._label

    @property
    def on(self) -> bool:
        return self._number in self._choice.chosen

    @property
    def fits(self) -> bool:
        return _whole(_label(self.theme, self.rect, self._label, self._role))

    def jump(self) -> None:
        self._lit = Tween(0.0, float(self.on), 0.0)

    def touch(self, touch: Touch) -> bool:
        self.enabled = self._choice.open_to(self._number)
        return super().touch(touch)

    def update(self, dt: float) -> bool:
        due = super().update(dt)
        self._lit.to(float(self.on), self.theme.seconds("press"))
        return self._lit.update(dt) or due

    def draw(self, surface: Surface) -> None:
        theme, lit, face = self.theme, shade(self._lit.value), self._face()
        self.enabled = self._choice.open_to(self._number)
        radius = min(theme.radius("card"), self.rect.height // 2)
        cutout(surface, self.rect, radius)
        resting = theme.color("foam_raised" if self.enabled else "foam_pressed")
        color = resting.lerp(theme.color("foam_edge"), 0.6 * shade(self.pressed)).lerp(self._bright(), lit)
        inner = max(2, radius - theme.px(5))
        lifted(surface, face, inner, color, 0.5 * lit * (1 - 0.7 * shade(self.pressed)))
        # Half way both would be pale; the words turn dark as soon as the ground is bright.
        quiet = theme.color("ink" if self.enabled else "ink_faint")
        ink = theme.color("foam") if lit >= 0.5 else quiet
        self._draw_mark(surface, face, ink, lit)
        room = self._words_room(face)
        block = _label(theme, self.rect, self._label, self._role)
        draw_block(surface, theme, block, room, ink, "left", "middle")
        self._tell()

    def _bright(self) -> Color:
        return self._choice.color if self._choice.enabled else self.theme.color("ink_faint")

    def _face(self) -> Rect:
        return _face(self.theme, self.rect).move(0, round(self.theme.px(2) * self.pressed))

    def _mark(self, face: Rect) -> Rect:
        return _mark(self.theme, face)

    def _words_room(self, face: Rect) -> Rect:
        return _words_room(self.theme, face, self._mark(face))

    def _draw_mark(self, surface: Surface, face: Rect, ink: Color, lit: float) -> None:
        """An icon if there is one; else a ring that waits for its tick: round for one, squarer for several."""
        mark = self._mark(face)
        if self._icon:
            draw_icon(surface, self._icon, mark.center, mark.height, ink)
        elif lit >= 0.5:
            draw_icon(surface, "tick", mark.center, mark.height, ink)
        else:
            inner = mark.inflate(-mark.width // 5, -mark.height // 5)
            radius = inner.width // 2 if self._choice.most == 1 else inner.width // 4
            edge = self.theme.color("ink_faint" if self.enabled else "foam_edge")
            outlined(surface, inner, radius, edge, max(2, self.theme.px(3)))


def cells_of(theme: Theme, rect: Rect, labels: Sequence[str], across: int | None) -> list[Rect]:
    """Where the options lie: large enough to tap and to read, then in full lines, then in the best shape."""

    def faults(tried: int) -> tuple[bool, bool, int, float]:
        cells = grid(theme, rect, len(labels), across=tried, gap=_GAP)
        wide, high = cells[0].size
        small = min(wide, high) < theme.target
        cut = not all(_whole(_label(theme, cell, label, "caption")) for cell, label in zip(cells, labels, strict=True))
        ratio = max(1, wide) / max(1, high) / _SHAPES
        return small, cut, -len(labels) % tried, max(ratio, 1 / ratio)

    if across is None and labels:
        across = min(range(1, len(labels) + 1), key=faults)
    return grid(theme, rect, len(labels), across=across, gap=_GAP)


def role_of(theme: Theme, cells: Sequence[Rect], labels: Sequence[str]) -> Role:
    """One size for all of them: the larger if none would have to give way."""
    blocks = [_label(theme, cell, label, "body") for cell, label in zip(cells, labels, strict=True)]
    return "body" if all(_whole(block) and block.role == "body" for block in blocks) else "caption"


def _label(theme: Theme, rect: Rect, label: str, role: Role) -> Block:
    face = _face(theme, rect)
    room = _words_room(theme, face, _mark(theme, face))
    return layout(theme, label, role, room.width, height=room.height, weight=600)


def _whole(block: Block) -> bool:
    return block.fits and not block.broken


def _face(theme: Theme, rect: Rect) -> Rect:
    edge = theme.px(5)
    return rect.inflate(-2 * edge, -2 * edge)


def _mark(theme: Theme, face: Rect) -> Rect:
    side = min(theme.px(36), face.height * 3 // 5)
    return Rect(face.x + theme.space(2), face.centery - side // 2, side, side)


def _words_room(theme: Theme, face: Rect, mark: Rect) -> Rect:
    left = mark.right + theme.space(1.5)
    return Rect(left, face.y, max(1, face.right - theme.space(1.5) - left), face.height)
