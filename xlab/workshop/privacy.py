"""Small cells: which numbers of a breakdown may be shown so that nobody in a small group can be picked out.

A breakdown is a table of counts of people with its totals. No number under :data:`FEWEST` is shown, and none that
follows from those that are shown. Hiding one number of a row is not enough, since the row's total gives it away; so
more are hidden, as few and as small as possible, until no hidden number can be worked out.

What can be worked out: the hidden numbers of a table with totals are the edges of a graph between its rows and its
columns, and one is determined exactly when it is the only way between its two ends, a bridge (Gusfield, "A graph
theoretic approach to statistical data security", SIAM J. Comput. 17(3), 1988). Numbers of people are not negative
either: where the hidden ones of a row add up to little, each is known to be small, so they must add up to enough.
"""

import heapq
from collections.abc import Iterator, Sequence

FEWEST = 5
"""People in the smallest number that a breakdown shows."""

Cell = tuple[int, int]
Cost = tuple[int, int]
"""Totals and people that are hidden."""


def protect(counts: Sequence[Sequence[int]], *, totals_known: bool = False) -> list[list[int | None]]:
    """The table of ``counts`` (rows of the same length, none negative) with its totals, None where hidden.

    The last column holds the totals of the rows, the last row those of the columns, the last cell all people.
    ``totals_known``: these stand elsewhere already, so they stay and hide nothing. Then there must be two rows and two
    columns at least, or else what is hidden follows from them.
    """
    rows = [[*row, sum(row)] for row in counts]
    width = max(map(len, rows), default=1)
    table = _Table([*rows, [sum(row[column] for row in rows) for column in range(width)]], int(totals_known))
    while table.hide_more():
        pass
    return table.shown()


class _Table:
    """A table with its totals and the set of its hidden cells, which only grows."""

    def __init__(self, values: Sequence[Sequence[int]], known: int) -> None:
        """``known``: how many rows and columns at the end cannot be hidden, none or one."""
        self._values = values
        self._last = len(values) - 1, len(values[0]) - 1
        rows, columns = len(values) - known, len(values[0]) - known
        self._cells = [(row, column) for row in range(rows) for column in range(columns)]
        self._hidden = {cell for cell in self._cells if self._value(cell) < FEWEST}
        # Where few people are known to be, nobody can hide: those numbers are known but for little.
        self._thin = {cell for cell in self._cells if known and self._least(cell) < FEWEST}

    def shown(self) -> list[list[int | None]]:
        return [
            [None if (row, column) in self._hidden else value for column, value in enumerate(values)]
            for row, values in enumerate(self._values)
        ]

    def hide_more(self) -> bool:
        """Hide what protects one number that is known too well; False if there is none."""
        for cell in sorted(self._hidden):
            if cell in self._thin and self._least(cell) == 0:
                continue  # known to be nobody, by a total that stands anyway
            more = self._ring(cell) - self._hidden or self._room(cell)
            if more:
                self._hidden |= more
                return True
        return False

    def _ring(self, cell: Cell) -> set[Cell]:
        """The cheapest cells that join the two ends of this one another way round; some may be hidden already."""
        start, end = ("row", cell[0]), ("column", cell[1])
        waiting: list[tuple[Cost, tuple[str, int], frozenset[Cell]]] = [((0, 0), start, frozenset())]
        done = set()
        while waiting:
            cost, node, way = heapq.heappop(waiting)
            if node == end:
                return set(way)
            if node in done:
                continue
            done.add(node)
            for other in self._line(node):
                beside = other[0] != cell[0] and other[1] != cell[1]
                if other != cell and not (other in self._thin and (beside or self._least(other) == 0)):
                    there = ("column", other[1]) if node[0] == "row" else ("row", other[0])
                    added = self._cost(other)
                    heapq.heappush(waiting, ((cost[0] + added[0], cost[1] + added[1]), there, way | {other}))
        return set()

    def _room(self, cell: Cell) -> set[Cell]:
        """One more cell of its row or column, where the hidden ones there are too few people to hide among."""
        for index, node in enumerate((("row", cell[0]), ("column", cell[1]))):
            total = (cell[0], self._last[1]) if index == 0 else (self._last[0], cell[1])
            inner = [one for one in self._line(node) if one != total]
            people = sum(self._value(one) for one in inner if one in self._hidden)
            free = [one for one in self._line(node) if one not in self._hidden]
            if cell != total and total not in self._hidden and people < FEWEST and free:
                return {min(free, key=self._cost)}
        return set()

    def _line(self, node: tuple[str, int]) -> Iterator[Cell]:
        return (cell for cell in self._cells if cell[0 if node[0] == "row" else 1] == node[1])

    def _cost(self, cell: Cell) -> Cost:
        if cell in self._hidden:
            return 0, 0
        return int(cell[0] == self._last[0] or cell[1] == self._last[1]), self._value(cell)

    def _least(self, cell: Cell) -> int:
        """The smaller one of the totals of its row and its column."""
        return min(self._values[cell[0]][self._last[1]], self._values[self._last[0]][cell[1]])

    def _value(self, cell: Cell) -> int:
        return self._values[cell[0]][cell[1]]
