"""No number of a small group is shown, and none can be worked out: checked by trying every table that fits."""

from collections.abc import Iterator, Sequence
from itertools import chain, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlab.workshop.privacy import FEWEST, protect

Shown = Sequence[Sequence[int | None]]
MOST = 14
"""Counts tried for a number that nothing bounds."""

TABLES = st.sampled_from([(1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (3, 2)]).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 9), min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0]
    )
)


def rows_that_fit(shown: Sequence[int | None], *, total: int | None) -> Iterator[tuple[int, ...]]:
    """Every row of counts with these numbers, and this total if it is known."""
    for row in product(*[range(MOST + 1) if value is None else (value,) for value in shown]):
        if total is None or sum(row) == total:
            yield row


def tables_that_fit(shown: Shown) -> Iterator[list[list[int]]]:
    """Every table with totals that agrees with what is shown."""
    inner = [list(rows_that_fit(row[:-1], total=row[-1])) for row in shown[:-1]]
    for rows in product(*inner):
        columns = [sum(column) for column in zip(*rows, strict=True)]
        whole = [[*row, sum(row)] for row in rows] + [[*columns, sum(columns)]]
        if all(seen in (None, value) for seen, value in zip(shown[-1], whole[-1], strict=True)):
            yield whole


def worked_out(shown: Shown) -> list[tuple[int, int]]:
    """The hidden numbers that have one value in every table that fits."""
    hidden = {(r, c) for r, row in enumerate(shown) for c, value in enumerate(row) if value is None}
    first = next(tables_that_fit(shown))
    for table in tables_that_fit(shown):
        hidden = {(r, c) for r, c in hidden if table[r][c] == first[r][c]}
        if not hidden:
            return []
    return sorted(hidden)


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_nothing_small_is_shown_and_nothing_hidden_can_be_worked_out(counts: list[list[int]]) -> None:
    shown = protect(counts)
    whole = [[*row, sum(row)] for row in counts]
    whole.append([sum(column) for column in zip(*whole, strict=True)])
    for seen, true in zip(chain(*shown), chain(*whole), strict=True):
        assert seen is None or (seen == true and seen >= FEWEST)
    if sum(value is None for row in shown for value in row) < 7:  # more take long to try, and say no more
        assert worked_out(shown) == []


def test_a_table_without_small_numbers_is_shown_whole() -> None:
    assert protect([[12, 7], [5, 30]]) == [[12, 7, 19], [5, 30, 35], [17, 37, 54]]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([[3]], [[None, None], [None, None]]),
        # One small number takes three others of a square along: less would give it away.
        ([[3, 20], [30, 40]], [[None, None, 23], [None, None, 70], [33, 60, 93]]),
        ([[3, 20, 25], [30, 40, 41]], [[None, None, 25, 48], [None, None, 41, 111], [33, 60, 66, 159]]),
    ],
)
def test_what_is_hidden_is_no_more_than_it_takes(counts: list[list[int]], shown: Shown) -> None:
    assert protect(counts) == shown


def test_no_people_at_all() -> None:
    assert protect([]) == [[None]]
