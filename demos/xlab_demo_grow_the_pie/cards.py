"""What lies at a side's hands: cards to choose, and the card that was chosen, on its way over the table."""

from collections.abc import Callable
from functools import lru_cache
from math import cos, pi

from pygame import SRCALPHA, Color, Rect, Surface, transform

from xlab_demo_grow_the_pie.game import SIDES, Move, Side
from xlab_demo_grow_the_pie.pace import ARRIVE_S, FLIP_S
from xlab_demo_grow_the_pie.pie import FRUIT
from xlab_demo_grow_the_pie.places import Table, half
from xlab_demo_grow_the_pie.story import Story
from xlab_kiosk.stage import (
    Area,
    Icon,
    Line,
    Theme,
    cutout,
    disc,
    draw_icon,
    draw_lines,
    ease_out,
    lifted,
    outlined,
    rounded,
)

ICONS: dict[Move, Icon] = {"share": "up", "contract": "lock", "hold": "home"}
"""To the middle of the table, under lock, at home."""

CHIP = 18
"""Token pixels from one chip of the walk-away value to the next."""


class Option(Area):
    """A card to choose: what it does and what it brings.

    ``marks`` are dots: how many of it are left, and were. ``value`` is a name and the number of chips that lie on it.
    ``picked``: it was chosen and left its cut-out.
    """

    def __init__(
        self, theme: Theme, rect: Rect, words: tuple[str, str], on_tap: Callable[[], None], *, move: Move, side: Side
    ) -> None:
        super().__init__(theme, rect, words[0], on_tap)
        self.says = words[1]
        self.move = move
        self.color = theme.color(FRUIT[side])
        self.marks: tuple[int, int] | None = None
        self.value: tuple[str, int] | None = None
        self.picked = False

    def draw(self, surface: Surface) -> None:
        """The card in its cut-out; the one that was chosen has left it."""
        theme = self.theme
        cutout(surface, self.rect, theme.radius("card"))
        edge = theme.px(8)
        face = self.rect.inflate(-2 * edge, -2 * edge).move(0, -round(theme.px(4) * self.pressed))
        room = face.inflate(-2 * theme.px(14), -2 * theme.px(8))
        if not self.picked:
            raised = theme.color("foam_raised").lerp(theme.color("foam_edge"), 0.5 * round(4 * self.pressed) / 4)
            lifted(surface, face, theme.radius("small"), raised, 0.5 if self.enabled else 0.0)
            self._draw_words(surface, room)
        if self.value is not None:
            self._draw_value(surface, room)
        super().draw(surface)

    def _draw_words(self, surface: Surface, room: Rect) -> None:
        theme, ink = self.theme, "ink" if self.enabled else "ink_soft"
        size = min(theme.px(52), room.height)
        high = room.height if self.value is None else min(room.height - theme.px(72), theme.px(120))
        left = room.left + size + theme.px(14)
        words = Rect(left, room.top, room.right - left, high)
        lines = [Line(self.name, "lead", ink), Line(self.says, "caption", "ink_soft")]
        if self.marks is not None:
            lines = [Line(self.name, "body", ink, 0, 600)]
            words.width -= self._draw_marks(surface, room)
        used = draw_lines(surface, theme, lines, words)
        middle = room.left + size // 2, used.centery if self.marks is not None else used.top + size // 2
        disc(surface, middle, size / 2, self._shade())
        draw_icon(surface, ICONS[self.move], middle, size * 6 // 10, theme.color("foam_pressed"))

    def _draw_value(self, surface: Surface, room: Rect) -> None:
        """The number at the card's foot, and as many chips above it as there is room for."""
        assert self.value is not None
        theme = self.theme
        foot = Rect(room.left, room.bottom - theme.px(44), room.width, theme.px(44))
        draw_lines(surface, theme, [Line(self.value[0], "caption", "ink_soft")], foot)
        draw_lines(surface, theme, [Line(str(self.value[1]), "lead", "ink")], foot, align="right")
        step = theme.px(CHIP)
        across = room.width // step
        rows = max(0, room.height - theme.px(44) - theme.px(120)) // step
        for index in range(min(self.value[1], across * rows)):
            row, column = divmod(index, across)
            place = room.left + step // 2 + column * step, foot.top - step // 2 - row * step
            disc(surface, place, step * 0.38, self.color)

    def _shade(self) -> Color:
        """The accent, dimmer while it is not this side's turn."""
        return self.color if self.enabled else self.color.lerp(self.theme.color("foam_raised"), 0.4)

    def _draw_marks(self, surface: Surface, room: Rect) -> int:
        """The dots, right in the card; returns the pixels they take."""
        assert self.marks is not None
        left, most = self.marks
        step = self.theme.px(22)
        for index in range(most):
            color = self._shade() if index < left else self.theme.color("foam_edge")
            place = room.right - step // 2 - (most - 1 - index) * step, room.centery
            disc(surface, place, self.theme.px(7), color)
        return most * step + self.theme.px(8)


def draw_flying(screen: Surface, theme: Theme, at: Table, story: Story, side: Side) -> None:
    """A side's chosen card: face down on the pie's rim, turned over, then into the pie or to whoever has it now."""
    move = story.chosen[side]
    if move is None:
        return
    rim = on_rim(at, side)
    if story.scene == "choosing":
        draw_card(screen, theme, at, side, None, rim)
        return
    assert story.last is not None
    goal: tuple[float, float] = at.ring.center
    if not story.last.grew:
        lost = move == "share" and story.last.moves[1 - side] == "hold"
        goal = at_home(theme, SIDES[1 - side] if lost else side)
    moved = ease_out((story.seconds - FLIP_S) / (ARRIVE_S - FLIP_S))
    way = 0.0 if theme.reduced_motion else moved
    place = rim[0] + (goal[0] - rim[0]) * way, rim[1] + (goal[1] - rim[1]) * way
    draw_card(screen, theme, at, side, move, place, story.seconds / FLIP_S, round(255 * (1 - moved**6)))


def on_rim(at: Table, side: Side, away: float = 0.34) -> tuple[float, float]:
    """Where a side's chosen card lies; ``away`` is its distance from the middle in diameters of the well."""
    down = at.well.height * away
    return at.ring.centerx, at.ring.centery + (down if side == 1 else -down)


def at_home(theme: Theme, side: Side) -> tuple[float, float]:
    """The middle of the card that a side holds by."""
    x, y = half(theme).hold.center
    return (x, y) if side == 1 else (theme.size[0] - x, theme.size[1] - y)


def draw_card(
    screen: Surface, theme: Theme, at: Table, side: Side, move: Move | None, place: tuple[float, float],
    turned: float = 0.0, alpha: int = 255,
) -> None:  # fmt: skip
    """A side's card around a point; ``turned`` (0 to 1) shows its face."""
    turned = min(1.0, max(0.0, turned))
    card = _card(theme, at.well.width * 20 // 100, side, move if turned > 0.5 else None)
    if 0 < turned < 1:
        squeezed = max(0.04, abs(cos(pi * turned)))
        card = transform.smoothscale(card, (max(2, round(card.get_width() * squeezed)), card.get_height()))
    if side == 0:
        card = transform.flip(card, True, True)
    card.set_alpha(alpha)
    screen.blit(card, card.get_rect(center=(round(place[0]), round(place[1]))))
    card.set_alpha(255)


@lru_cache(maxsize=12)
def _card(theme: Theme, wide: int, side: Side, move: Move | None) -> Surface:
    """A small card; without a move it lies on its face."""
    picture = Surface((wide, wide * 132 // 100), SRCALPHA, 32)
    color, dark = theme.color(FRUIT[side]), theme.color("foam_pressed")
    picture.fill((dark.r, dark.g, dark.b, 0))
    rect, radius = picture.get_rect(), max(4, wide // 7)
    rounded(picture, rect, radius, dark)
    inner = rect.inflate(-max(2, wide // 24) * 2, -max(2, wide // 24) * 2)
    if move is None:
        rounded(picture, inner, radius, color)
        outlined(picture, inner.inflate(-wide // 5, -wide // 5), radius // 2, dark, max(2, wide // 26))
        disc(picture, inner.center, wide * 0.1, dark)
    else:
        rounded(picture, inner, radius, theme.color("ink"))
        disc(picture, inner.center, wide * 0.34, color)
        draw_icon(picture, ICONS[move], inner.center, round(wide * 0.44), dark)
    return picture
