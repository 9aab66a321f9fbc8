"""When a visit is too old: days by a confirmed clock, never a jump of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlab.workshop.retention import AGE, Ledger, Moment, look

DAY = 86_400.0
NOON = 1_790_000_000.0
"""2026-09-21, in the middle of a day."""
IN_1970, IN_2099 = 100.0, 4_080_000_000.0


class Kit:
    """A kit that is switched on each morning; ``at`` is what its clock says while it looks."""

    def __init__(self, touched: float | None = NOON) -> None:
        self.ledger = Ledger()
        self.visits: dict[str, float | None] = {"v": touched}
        self.boots = 0

    def look(self, *walls: float, confirmed: bool = True, mono: float = 60.0) -> list[str]:
        """A day: looks at these times by its clock, a minute apart by its count of seconds; what is too old then."""
        self.boots += 1
        due: tuple[str, ...] = ()
        for number, wall in enumerate(walls):
            now = Moment(wall, mono + 60.0 * number, f"boot-{self.boots}", confirmed)
            self.ledger, due = look(self.ledger, self.visits, now)
        return list(due)


def test_it_is_too_old_on_the_second_day_after_two_weeks() -> None:
    kit = Kit()
    assert [kit.look(NOON + n * DAY) for n in range(17)] == [*[[]] * 15, ["v"], ["v"]]


def test_a_kit_that_is_seldom_used_needs_two_days_too() -> None:
    kit = Kit()
    assert kit.look(NOON) == kit.look(NOON + 30 * DAY) == kit.look(NOON + 30 * DAY + 60) == []
    assert kit.look(NOON + 45 * DAY) == ["v"]


def test_an_unconfirmed_clock_says_nothing() -> None:
    kit = Kit()
    assert [kit.look(NOON + n * DAY, confirmed=False) for n in (20, 21, 22, 23)] == [[]] * 4
    assert kit.ledger == Ledger()


@pytest.mark.parametrize("wrong", [IN_1970, IN_2099, NOON + 20 * DAY, NOON - 20 * DAY])
@pytest.mark.parametrize("touched", [NOON, None])
def test_a_day_of_a_wrong_clock_deletes_nothing_however_it_jumps(wrong: float, touched: float | None) -> None:
    kit = Kit(touched)
    assert kit.look(NOON) == []
    assert kit.look(NOON + DAY, wrong, NOON + DAY, wrong, wrong + 60) == []
    assert [kit.look(NOON + n * DAY) for n in range(2, 12)] == [[]] * 10
    assert kit.look(wrong) == []


@pytest.mark.parametrize("touched", [None, IN_2099])
def test_a_visit_of_a_wrong_clock_counts_the_days_on_which_the_kit_ran(touched: float | None) -> None:
    kit = Kit(touched)
    # Every other day, and twice a day: what counts is a day on which it ran.
    days = [kit.look(NOON + n * DAY, NOON + n * DAY + 60) for n in range(0, 30, 2)]
    assert days == [*[[]] * 13, ["v"], ["v"]]


def test_a_jump_while_the_kit_runs_begins_the_count_anew() -> None:
    kit = Kit()
    kit.look(NOON)
    assert kit.look(NOON + 14.5 * DAY) == []
    # The second day on which it would be too old, but the clock jumps under the kit's feet.
    assert kit.look(NOON, NOON + 16 * DAY) == []
    assert kit.look(NOON + 17 * DAY) == ["v"]


@given(st.lists(st.tuples(st.floats(0, 5e9), st.booleans()), max_size=12), st.floats(0, 13.9 * DAY))
def test_a_young_visit_survives_whatever_the_clock_said_before_it_was_right(
    days: list[tuple[float, bool]], later: float
) -> None:
    kit = Kit(6e9)
    for wall, confirmed in days:
        kit.look(wall, confirmed=confirmed)
    assert kit.look(6e9) == kit.look(6e9 + later) == []


def test_what_has_no_raw_data_any_more_is_not_watched() -> None:
    kit = Kit()
    kit.look(NOON)
    kit.visits = {}
    kit.look(NOON + AGE)
    assert kit.ledger.visits == {}
