"""Lines of text one below the other, drawn together in one place."""

from collections.abc import Sequence
from typing import Literal

import msgspec
from pygame import Rect, Surface

from xlab_kiosk.stage import Block, Role, Theme, draw_block, layout

Align = Literal["left", "center", "right"]
Valign = Literal["top", "middle", "bottom"]
Weight = Literal[400, 600, 700]


class Line(msgspec.Struct, frozen=True):
    """Some words, their size and colour, and the token pixels above them."""

    words: str
    role: Role = "body"
    color: str = "ink"
    above: int = 0
    weight: Weight | None = None


def draw_lines(
    screen: Surface,
    theme: Theme,
    lines: Sequence[Line],
    rect: Rect,
    *,
    align: Align = "left",
    valign: Valign = "middle",
    alpha: int = 255,
) -> Rect:
    """Draw lines together in ``rect``; if they are too high for it, all give way one size. Returns what they took."""
    blocks = [_laid(theme, one, one.role, rect.width) for one in lines]
    if _height(theme, lines, blocks) > rect.height:
        blocks = [_laid(theme, one, theme.reduced(one.role), rect.width) for one in lines]
    high = _height(theme, lines, blocks)
    top = {"top": rect.top, "middle": rect.centery - high // 2, "bottom": rect.bottom - high}[valign]
    y = top
    for one, block in zip(lines, blocks, strict=True):
        y += theme.px(one.above)
        room = Rect(rect.left, y, rect.width, block.height)
        draw_block(screen, theme, block, room, one.color, align, alpha=alpha)
        y += block.height
    return Rect(rect.left, top, rect.width, high)


def _laid(theme: Theme, one: Line, role: Role, width: int) -> Block:
    return layout(theme, one.words, role, width, weight=one.weight)


def _height(theme: Theme, lines: Sequence[Line], blocks: Sequence[Block]) -> int:
    return sum(theme.px(one.above) + block.height for one, block in zip(lines, blocks, strict=True))
