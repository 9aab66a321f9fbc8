"""Placing: parts fill their page without overlap, in the measures of the theme, and give way where there is no room."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygame import Rect

from xlab_kiosk.stage import Theme, beside, columns, grid, inset, middle, page, rows, square

THEME = Theme((1280, 720))
PARTS = st.one_of(st.integers(0, 5), st.sampled_from(["target", "title", "2 body", "4 space", "1.5 lead", "90 px"]))


@given(st.lists(PARTS, min_size=1, max_size=8), st.integers(0, 900), st.integers(0, 900), st.floats(0, 4))
def test_parts_follow_each_other_inside_their_page(parts, width, height, gap):
    rect = Rect(7, 9, width, height)
    space = THEME.space(gap)
    for found, start, length in (
        (rows(THEME, rect, *parts, gap=gap), "y", "height"),
        (columns(THEME, rect, *parts, gap=gap), "x", "width"),
    ):
        assert all(getattr(part, length) >= 0 for part in found)
        for one, other in itertools.pairwise(found):
            assert getattr(other, start) - getattr(one, start) - getattr(one, length) == pytest.approx(space, abs=1)
        room = getattr(rect, length) - space * (len(parts) - 1)
        assert sum(getattr(part, length) for part in found) <= max(0, room)


def test_what_stays_stays_and_shares_divide_the_rest():
    heading, one, two, button = rows(THEME, page(THEME), "title", 1, 2, "target")
    assert rows(Theme((800, 480)), Rect(0, 0, 90, 300), "77 px", 1)[0].height == 77, "measured pixels are not scaled"
    assert button.height == THEME.target
    assert heading.height == round(1.4 * THEME.type_px("title"))
    assert two.height == pytest.approx(2 * one.height, abs=2)
    assert button.bottom == page(THEME).bottom


def test_side_by_side_becomes_one_below_the_other_in_portrait():
    wide = beside(THEME, page(THEME), 1, 1)
    high = beside(Theme((720, 1280)), page(Theme((720, 1280))), 1, 1)
    assert wide[0].y == wide[1].y
    assert high[0].x == high[1].x


@pytest.mark.parametrize("part", ["bodies", "two body", "-1 body", "px", -1, ""])
def test_a_part_that_is_none_is_refused_with_what_would_be(part):
    with pytest.raises(ValueError, match="no part of a page"):
        rows(THEME, page(THEME), part)


@given(st.integers(1, 30), st.integers(1, 1200), st.integers(1, 1200))
def test_cells_are_of_one_size_and_do_not_overlap(count, width, height):
    rect = Rect(3, 5, width, height)
    cells = grid(THEME, rect, count)
    assert len(cells) == count
    assert len({cell.size for cell in cells}) == 1
    for one, other in itertools.combinations([cell for cell in cells if cell.width and cell.height], 2):
        assert not one.colliderect(other)
    if all(cell.size > (0, 0) and cell.width and cell.height for cell in cells):
        assert all(rect.contains(cell) for cell in cells)


def test_a_last_line_that_is_not_full_is_centred():
    first, second, last = grid(THEME, Rect(0, 0, 640, 420), 3, across=2)
    assert last.centerx == pytest.approx((first.left + second.right) / 2, abs=1)


def test_no_cells_need_no_room():
    assert grid(THEME, page(THEME), 0) == []


def test_what_is_too_large_for_its_place_is_as_large_as_the_place():
    assert middle(Rect(0, 0, 40, 20), 100, 100) == Rect(0, 0, 40, 20)
    assert inset(THEME, Rect(0, 0, 10, 10), 4).size == (0, 0)
    assert square(Rect(10, 10, 0, 50)).size == (0, 0)
