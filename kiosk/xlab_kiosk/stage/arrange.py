"""Placing things without arithmetic: a page cut into rows, columns and cells, in the measures of the theme.

A part is a number, its share of what is left (``1``, ``2``, ``0.5``), or a measure that stays: ``"target"`` (the height
of a button), a line of type (``"title"``, ``"lead"``, ``"body"``, ``"caption"``) or ``"space"`` (a unit of the grid),
each also several times: ``"2 body"``, ``"4 space"``. ``"120 px"`` are pixels of this panel, for what was measured, by
:func:`lines_height` for one. Gaps are in units of the grid.
"""

from collections.abc import Sequence
from math import ceil, floor

from pygame import Rect

from xlab_kiosk.stage.theme import ROLES, Role, Theme

Part = int | float | str

GAP = 3.0
"""Units of the grid between two parts: 24 token pixels, more than the 2 mm that targets must be apart."""

MARGIN = 5.0
"""Units of the grid between the page and the edge of the panel."""

_LINE = 1.4
"""Height of a line of type with its air, in type sizes."""


def page(theme: Theme, margin: float = MARGIN) -> Rect:
    """The panel without its margin.

    >>> page(Theme((1280, 720)))
    Rect(40, 40, 1200, 640)
    """
    return inset(theme, Rect((0, 0), theme.size), margin)


def inset(theme: Theme, rect: Rect, units: float) -> Rect:
    """``rect`` without so many units of the grid at each side.

    >>> inset(Theme((1280, 720)), Rect(0, 0, 400, 200), 2)
    Rect(16, 16, 368, 168)
    """
    edge = theme.space(units)
    return Rect(rect.x + edge, rect.y + edge, max(0, rect.width - 2 * edge), max(0, rect.height - 2 * edge))


def rows(theme: Theme, rect: Rect, *parts: Part, gap: float = GAP) -> list[Rect]:
    """``rect`` cut from top to bottom, one rectangle for each part. Raises ValueError for a part that is none.

    >>> heading, middle, buttons = rows(theme, page(theme), "title", 1, "target")
    >>> buttons.bottom == page(theme).bottom
    True
    >>> told = [Line("Nobody read the tag on its way here, so nobody knows more.", "lead")]
    >>> words, picture = rows(theme, page(theme), f"{lines_height(theme, told, page(theme).width)} px", 1)
    """
    spans = _spans(theme, rect.height, parts, gap)
    return [Rect(rect.x, rect.y + start, rect.width, length) for start, length in spans]


def columns(theme: Theme, rect: Rect, *parts: Part, gap: float = GAP) -> list[Rect]:
    """``rect`` cut from left to right, as :func:`rows` does from top to bottom.

    >>> columns(Theme((1280, 720)), Rect(0, 0, 324, 72), 2, 1)
    [Rect(0, 0, 200, 72), Rect(224, 0, 100, 72)]
    """
    spans = _spans(theme, rect.width, parts, gap)
    return [Rect(rect.x + start, rect.y, length, rect.height) for start, length in spans]


def beside(theme: Theme, rect: Rect, *parts: Part, gap: float = GAP) -> list[Rect]:
    """Columns if ``rect`` is wider than high, else rows: what lies side by side lies one below the other in portrait.

    >>> picture, words = beside(theme, page(theme), 1, 1)
    """
    return (columns if rect.width > rect.height else rows)(theme, rect, *parts, gap=gap)


def grid(
    theme: Theme, rect: Rect, count: int, *, across: int | None = None, shape: float = 1.5, gap: float = GAP
) -> list[Rect]:
    """``count`` cells of one size in ``rect``, line by line; a last line that is not full is centred.

    ``across`` is how many lie side by side; without it, as many as bring the cells nearest to ``shape``, their width in
    heights.

    >>> [cell.size for cell in grid(Theme((1280, 720)), Rect(0, 0, 624, 424), 4)]
    [(300, 200), (300, 200), (300, 200), (300, 200)]
    """
    if count < 1:
        return []
    space = theme.space(gap)
    if across is None:
        across = min(range(1, count + 1), key=lambda tried: _misfit(rect, count, tried, space, shape))
    lines = ceil(count / across)
    wide, high = _cell(rect, across, lines, space)
    cells = []
    for number in range(count):
        line, column = divmod(number, across)
        here = min(across, count - line * across)
        left = rect.x + (rect.width - here * wide - (here - 1) * space) // 2
        cells.append(Rect(left + column * (wide + space), rect.y + line * (high + space), wide, high))
    return cells


def middle(rect: Rect, width: int, height: int) -> Rect:
    """A rectangle of this size in the middle of ``rect``, or as large as fits there.

    >>> middle(Rect(0, 0, 400, 200), 100, 300)
    Rect(150, 0, 100, 200)
    """
    wide, high = max(0, min(width, rect.width)), max(0, min(height, rect.height))
    return Rect(rect.x + (rect.width - wide) // 2, rect.y + (rect.height - high) // 2, wide, high)


def square(rect: Rect) -> Rect:
    """The largest square in the middle of ``rect``.

    >>> square(Rect(0, 0, 400, 200))
    Rect(100, 0, 200, 200)
    """
    side = min(rect.size)
    return middle(rect, side, side)


def line_height(theme: Theme, role: Role, lines: float = 1) -> int:
    """Pixels that so many lines of type take with their air.

    >>> line_height(Theme((1280, 720)), "body")
    39
    """
    return round(theme.type_px(role) * _LINE * lines)


def _spans(theme: Theme, length: int, parts: Sequence[Part], gap: float) -> list[tuple[int, int]]:
    """Start and length of each part. What stays gives way, evenly, only where there is no room for it."""
    space = theme.space(gap)
    room = max(0, length - space * (len(parts) - 1))
    fixed = [_measure(theme, part) for part in parts]
    taken = sum(fixed)
    if taken > room:
        fixed = [part * room / taken for part in fixed]
        taken = room
    shares = [float(part) if isinstance(part, int | float) else 0.0 for part in parts]
    each = (room - taken) / sum(shares) if sum(shares) else 0.0
    spans, at = [], 0.0
    for part, share in zip(fixed, shares, strict=True):
        end = at + part + share * each
        # Halves go up, always: Python's own rounding goes to even numbers, so that parts would grow by a pixel.
        spans.append((floor(at + 0.5), floor(end + 0.5) - floor(at + 0.5)))
        at = end + space
    return spans


def _measure(theme: Theme, part: Part) -> float:
    """Pixels of a part that stays; 0 for a share."""
    if isinstance(part, int | float):
        if part < 0:
            raise ValueError(f"{part} is no part of a page; a share is 0 or more.")
        return 0.0
    times, _, name = part.rpartition(" ")
    try:
        number = float(times) if times else 1.0
    except ValueError:
        number = -1.0
    if number >= 0:
        if name == "target":
            return number * theme.target
        if name == "space":
            return theme.space(number)
        if name == "px" and times:
            return number
        for role in ROLES:
            if name == role:
                return line_height(theme, role, number)
    raise ValueError(
        f'{part!r} is no part of a page; write a number, "target", "space", "120 px" or a type as "2 body".'
    )


def _cell(rect: Rect, across: int, lines: int, space: int) -> tuple[int, int]:
    return (
        max(0, (rect.width - (across - 1) * space) // across),
        max(0, (rect.height - (lines - 1) * space) // lines),
    )


def _misfit(rect: Rect, count: int, across: int, space: int, shape: float) -> tuple[float, int]:
    """How far cells are from the shape that is wanted, as a factor of at least 1; then how many cells stay empty."""
    lines = ceil(count / across)
    wide, high = _cell(rect, across, lines, space)
    if not wide or not high:
        return float("inf"), 0
    ratio = wide / high / shape
    return round(max(ratio, 1 / ratio), 2), across * lines - count
