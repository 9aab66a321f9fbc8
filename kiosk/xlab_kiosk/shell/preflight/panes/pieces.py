"""What the panes are put together from: round buttons in a row, a sign for how it went, words below each other."""

from collections.abc import Sequence
from typing import Final

import msgspec
from pygame import Rect, Surface

from xlab_kiosk.shell.view import Pressed, Target
from xlab_kiosk.stage import paint, text
from xlab_kiosk.stage.icons import Icon, draw_icon
from xlab_kiosk.stage.text import Align, Block
from xlab_kiosk.stage.theme import Role, Theme

TONES: Final[dict[bool | None, tuple[str, Icon]]] = {
    True: ("leaf", "tick"),
    None: ("amber", "minus"),
    False: ("coral", "cross"),
}
"""How it went, in colour and in shape: green, or not looked at, or in need of somebody."""


class Wanted(msgspec.Struct, frozen=True):
    """A button to be laid out. ``first``: the one that most will tap."""

    name: str
    meaning: Target
    label: str
    first: bool = False
    icon: Icon | None = None


class Button(msgspec.Struct, frozen=True):
    """A button in its place."""

    wanted: Wanted
    rect: Rect
    block: Block | None


def lines(widths: Sequence[int], most: int, gap: int) -> list[list[int]]:
    """Which of things so wide stand beside each other in lines of ``most`` pixels: their indices, line by line."""
    found: list[list[int]] = []
    left = 0
    for index, width in enumerate(widths):
        if not found or width > left:
            found.append([])
            left = most
        found[-1].append(index)
        left -= width + gap
    return found


def foot(theme: Theme, area: Rect, wanted: Sequence[Wanted]) -> list[Button]:
    """Buttons at the foot of ``area``, as wide as their words. Where one line is too narrow, answers have their own."""
    gap, pad = theme.space(2), theme.space(3)
    widest = area.width - 2 * pad
    blocks = [
        text.layout(theme, one.label, "body", widest, max_lines=1, weight=700) if one.label else None for one in wanted
    ]
    widths = [max(theme.target, block.width + 2 * pad if block else 0) for block in blocks]
    standing = lines(widths, area.width, gap)
    if len(standing) > 1:
        standing = [list(range(len(wanted) - 2)), [len(wanted) - 2, len(wanted) - 1]]
    y = area.bottom - len(standing) * theme.target - (len(standing) - 1) * gap
    placed = []
    for line in standing:
        x = area.centerx - (sum(widths[index] for index in line) + gap * (len(line) - 1)) // 2
        for index in line:
            placed.append(Button(wanted[index], Rect(x, y, widths[index], theme.target), blocks[index]))
            x += widths[index] + gap
        y += theme.target + gap
    return placed


def draw_buttons(surface: Surface, theme: Theme, buttons: Sequence[Button], pressed: Pressed) -> None:
    """Paper for the first, raised foam for the others."""
    for button in buttons:
        first, rect = button.wanted.first, button.rect
        ground = theme.color("paper") if first else theme.color("foam_raised").lerp(theme.color("foam_edge"), 0.5)
        if pressed(button.wanted.meaning):
            ground = ground.lerp(theme.color("foam_edge" if first else "foam_pressed"), 0.4)
        paint.rounded(surface, rect, rect.height // 2, ground)
        ink = "paper_ink" if first else "ink"
        if button.block is not None:
            text.draw_block(surface, theme, button.block, rect, ink, "center", "middle")
        if button.wanted.icon is not None:
            draw_icon(surface, button.wanted.icon, rect.center, theme.px(36), theme.color(ink))


def sign(surface: Surface, theme: Theme, centre: tuple[int, int], size: int, ok: bool | None) -> None:
    """A disc that says how it went."""
    color, icon = TONES[ok]
    paint.disc(surface, centre, size / 2, theme.color(color))
    draw_icon(surface, icon, centre, round(size * 0.62), theme.color("foam_pressed"))


class Said(msgspec.Struct, frozen=True):
    """Words in their place."""

    block: Block
    rect: Rect
    color: str
    align: Align


def lay_words(
    theme: Theme, area: Rect, words: Sequence[tuple[str, Role, str]], align: Align = "center", *, middle: bool = False
) -> list[Said]:
    """Words, their size and colour, below each other from the top of ``area``, or in its ``middle``."""
    gap, said, y, rest = theme.space(1), [], area.y, area.height
    for words_, role, color in words:
        if not words_:
            continue
        weight = 700 if role in ("title", "lead") else None
        block = text.layout(theme, words_, role, area.width, height=max(1, rest), weight=weight)  # type: ignore[arg-type]
        said.append(Said(block, Rect(area.x, y, area.width, block.height), color, align))
        y, rest = y + block.height + gap, rest - block.height - gap
    if middle and said:
        down = max(0, (area.bottom - said[-1].rect.bottom) // 2)
        said = [msgspec.structs.replace(one, rect=one.rect.move(0, down)) for one in said]
    return said


def draw_words(surface: Surface, theme: Theme, said: Sequence[Said]) -> None:
    """Draw them."""
    for one in said:
        text.draw_block(surface, theme, one.block, one.rect, one.color, one.align)
