"""Lines of text one below the other: every word of the demo is drawn here."""

from collections.abc import Sequence
from typing import Literal

import msgspec
from pygame import Rect, Surface

from xlab_kiosk.stage import Block, Role, Theme, draw_block, layout

Align = Literal["left", "center"]
Weight = Literal[400, 600, 700]


class Line(msgspec.Struct, frozen=True):
    """Some words, their size, colour, and the space above them in token pixels."""

    words: str
    role: Role = "body"
    color: str = "ink"
    above: int = 0
    weight: Weight | None = None


def draw_lines(
    screen: Surface, theme: Theme, lines: Sequence[Line], rect: Rect, *, align: Align = "left", alpha: int = 255
) -> Rect:
    """Draw the lines together in the middle of ``rect``'s height; return what they took."""
    blocks = [layout(theme, line.words, line.role, rect.width, weight=line.weight) for line in lines]
    high = height_of(theme, lines, blocks)
    if high > rect.height:
        # Together they are too high, so each gives way one size.
        blocks = [layout(theme, line.words, theme.reduced(line.role), rect.width, weight=line.weight) for line in lines]
        high = height_of(theme, lines, blocks)
    used = Rect(rect.left, rect.centery - high // 2, rect.width, high)
    y = used.top
    for line, block in zip(lines, blocks, strict=True):
        y += theme.px(line.above)
        draw_block(screen, theme, block, Rect(rect.left, y, rect.width, block.height), line.color, align, alpha=alpha)
        y += block.height
    return used


def height_of(theme: Theme, lines: Sequence[Line], blocks: Sequence[Block]) -> int:
    """Pixels the blocks take with the space above each."""
    return sum(theme.px(line.above) + block.height for line, block in zip(lines, blocks, strict=True))
