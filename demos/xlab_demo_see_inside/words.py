"""Lines of text one below the other, drawn together in one place."""

from collections.abc import Sequence
from typing import Literal

import msgspec
from pygame import Rect, Surface

from xlab_kiosk.stage import Role, Theme, draw_block, layout


class Line(msgspec.Struct, frozen=True):
    """Some words, their size and colour, and the token pixels above them."""

    words: str
    role: Role = "body"
    color: str = "ink"
    above: int = 0
    weight: Literal[400, 600, 700] | None = None


def draw_lines(
    screen: Surface,
    theme: Theme,
    lines: Sequence[Line],
    rect: Rect,
    *,
    align: Literal["left", "center", "right"] = "left",
    valign: Literal["top", "middle"] = "middle",
    alpha: int = 255,
) -> Rect:
    """Draw lines together in ``rect``; if they are too high for it, all give way one size. Returns what they took."""
    for smaller in (0, 1, 2):
        blocks = []
        for one in lines:
            role = one.role
            for _ in range(smaller):
                role = theme.reduced(role)
            blocks.append(layout(theme, one.words, role, rect.width, weight=one.weight))
        high = sum(theme.px(one.above) + block.height for one, block in zip(lines, blocks, strict=True))
        if high <= rect.height:
            break
    y = top = rect.top if valign == "top" else rect.centery - high // 2
    for one, block in zip(lines, blocks, strict=True):
        y += theme.px(one.above)
        room = Rect(rect.left, y, rect.width, block.height)
        draw_block(screen, theme, block, room, one.color, align, alpha=alpha)
        y += block.height
    return Rect(rect.left, top, rect.width, high)
