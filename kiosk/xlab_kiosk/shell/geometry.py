"""Where things lie: cut-outs in the foam, pages of a full case. Pure."""

from math import ceil

from pygame import Rect

PAGE = 12
"""Objects in one case: more would be smaller than a finger wants."""


def cutouts(area: Rect, count: int, gap: int, most: tuple[int, int], shape: float) -> list[Rect]:
    """Equal rectangles for ``count`` objects in ``area``, row by row, centred; none larger than ``most``.

    Of all numbers of columns it takes the one that gives the largest object of a good shape: ``shape`` is the width to
    height that is best, and none is much higher than that.
    """
    if count <= 0:
        return []
    best: tuple[float, int] = (-1.0, 1)
    for columns in range(1, count + 1):
        rows = ceil(count / columns)
        width, height = _cell(area, columns, rows, gap, most, shape)
        if width <= 0 or height <= 0:
            continue
        # A row that is nearly empty looks like a mistake, so full rows count for a little more.
        score = min(width / shape, height) * (0.85 + 0.15 * count / (columns * rows))
        best = max(best, (score, columns))
    columns = best[1]
    rows = ceil(count / columns)
    width, height = _cell(area, columns, rows, gap, most, shape)
    top = area.centery - (rows * height + (rows - 1) * gap) // 2
    rects = []
    for row in range(rows):
        here = min(columns, count - row * columns)
        left = area.centerx - (here * width + (here - 1) * gap) // 2
        rects += [Rect(left + c * (width + gap), top + row * (height + gap), width, height) for c in range(here)]
    return rects


def _cell(area: Rect, columns: int, rows: int, gap: int, most: tuple[int, int], shape: float) -> tuple[int, int]:
    width = min((area.width - (columns - 1) * gap) // columns, most[0])
    height = min((area.height - (rows - 1) * gap) // rows, most[1])
    return width, min(height, round(width / shape * 1.15))


def pages(count: int) -> list[range]:
    """The objects of each page: as few pages as possible, about equally full."""
    if count == 0:
        return [range(0)]
    number = ceil(count / PAGE)
    size = ceil(count / number)
    return [range(start, min(start + size, count)) for start in range(0, count, size)]
