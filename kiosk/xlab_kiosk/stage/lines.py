"""Several texts in one box: one below the other, and where there is too little room, all of them a size smaller."""

from collections.abc import Sequence

import msgspec
from pygame import Rect, Surface

from xlab_kiosk.stage.fonts import Weight
from xlab_kiosk.stage.text import Align, Block, Valign, draw_block, layout
from xlab_kiosk.stage.theme import ROLES, Role, Theme


class Line(msgspec.Struct, frozen=True):
    """Some words that wrap, their size, weight and colour, and the space ``above`` them in token pixels.

    >>> Line("Nobody read the tag", "caption", "ink_soft", above=4).role
    'caption'
    """

    words: str
    role: Role = "body"
    color: str = "ink"
    above: float = 0
    weight: Weight | None = None


def draw_lines(
    surface: Surface,
    theme: Theme,
    lines: Sequence[Line],
    rect: Rect,
    *,
    align: Align = "left",
    valign: Valign = "middle",
    alpha: int = 255,
) -> Rect:
    """Draw texts one below the other in ``rect`` and return what they took.

    Where they are too high together, every one of them gives way by a size, and then by another: a title never stands
    whole above words that were cut.

    >>> told = [Line("Erased", "title"), Line("Nothing is known of this badge any more.", "body", "ink_soft", above=8)]
    >>> draw_lines(screen, theme, told, Rect(40, 40, 600, 200), valign="top")
    Rect(40, 40, 600, 132)
    """
    blocks = _fitted(theme, lines, rect)
    high = _height(theme, lines, blocks)
    top = {"top": rect.top, "middle": rect.centery - high // 2, "bottom": rect.bottom - high}[valign]
    y = max(rect.top, top)
    for line, block in zip(lines, blocks, strict=True):
        y += theme.px(line.above)
        place = Rect(rect.left, y, rect.width, max(0, min(block.height, rect.bottom - y)))
        draw_block(surface, theme, block, place, line.color, align, alpha=alpha)
        y += block.height
    return Rect(rect.left, max(rect.top, top), rect.width, min(high, rect.height))


def lines_height(theme: Theme, lines: Sequence[Line], width: int) -> int:
    """Pixels that texts take one below the other in so many pixels of width, each in its own size.

    >>> lines_height(theme, [Line("Erased", "title"), Line("Nothing is known any more.", above=8)], 600)
    132
    """
    return _height(theme, lines, [_laid(theme, line, 0, width) for line in lines])


def one_size(theme: Theme, texts: Sequence[str], width: int, role: Role = "body") -> Role:
    """The size for texts that belong together: ``role`` where each of them is a single line in it, else a smaller one.

    >>> one_size(theme, ["Yes", "No, and this is the reason why I would not"], 400)
    'caption'
    """
    sizes = ROLES[ROLES.index(role) :]
    whole = (one for one in sizes if all(len(layout(theme, text, one, width).lines) <= 1 for text in texts))
    return next(whole, sizes[-1])


def _fitted(theme: Theme, lines: Sequence[Line], rect: Rect) -> list[Block]:
    for smaller in range(len(ROLES)):
        blocks = [_laid(theme, line, smaller, rect.width) for line in lines]
        if _height(theme, lines, blocks) <= rect.height:
            break
    return blocks


def _laid(theme: Theme, line: Line, smaller: int, width: int) -> Block:
    role = ROLES[min(ROLES.index(line.role) + smaller, len(ROLES) - 1)]
    return layout(theme, line.words, role, width, weight=line.weight)


def _height(theme: Theme, lines: Sequence[Line], blocks: Sequence[Block]) -> int:
    return sum(theme.px(line.above) + block.height for line, block in zip(lines, blocks, strict=True))
