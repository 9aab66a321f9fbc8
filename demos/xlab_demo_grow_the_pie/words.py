"""Lines of text one below the other: all words that no widget of the stage draws."""

from collections.abc import Sequence
from typing import Literal

import msgspec
from pygame import Rect, Surface

from xlab_kiosk.stage import Block, Role, Theme, draw_block, layout

Align = Literal["left", "center", "right"]
Valign = Literal["top", "middle", "bottom"]


class Line(msgspec.Struct, frozen=True):
    """Some words, their size and colour, and the space above them in token pixels."""

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
    align: Align = "left",
    valign: Valign = "middle",
    alpha: int = 255,
) -> Rect:
    """Draw the lines together in ``rect`` and return what they took; where they are too high each gives way a size."""
    blocks = [layout(theme, line.words, line.role, rect.width, weight=line.weight) for line in lines]
    if _height(theme, lines, blocks) > rect.height:
        blocks = [layout(theme, line.words, theme.reduced(line.role), rect.width, weight=line.weight) for line in lines]
    high = _height(theme, lines, blocks)
    top = {"top": rect.top, "middle": rect.centery - high // 2, "bottom": rect.bottom - high}[valign]
    y = top
    for line, block in zip(lines, blocks, strict=True):
        y += theme.px(line.above)
        place = Rect(rect.left, y, rect.width, block.height)
        draw_block(screen, theme, block, place, line.color, align, alpha=alpha)
        y += block.height
    return Rect(rect.left, top, rect.width, high)


def _height(theme: Theme, lines: Sequence[Line], blocks: Sequence[Block]) -> int:
    return sum(theme.px(line.above) + block.height for line, block in zip(lines, blocks, strict=True))


def height_of(theme: Theme, lines: Sequence[Line], width: int) -> int:
    """Pixels that lines take one below the other in so many pixels of width."""
    return _height(theme, lines, [layout(theme, line.words, line.role, width, weight=line.weight) for line in lines])


def one_size(theme: Theme, notes: Sequence[str], width: int) -> Role:
    """The size for notes that belong together: body where all fit a line of it, else caption."""
    return "body" if all(len(layout(theme, note, "body", width).lines) == 1 for note in notes) else "caption"
