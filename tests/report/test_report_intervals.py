"""Intervals against published figures, and at their ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlab.report.intervals import mean, spread_of_rate, wilson


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_the_published_one(count: int, n: int, low: float, high: float) -> None:
    estimate = wilson(count, n)
    assert (round(estimate.low, 4), round(estimate.high, 4)) == (low, high)


@given(st.integers(1, 600).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_lies_within_its_interval_and_that_between_none_and_all(told: tuple[int, int]) -> None:
    estimate = wilson(*told)
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1


def test_a_mean_of_one_person_says_nothing_and_of_many_little_more_than_itself() -> None:
    alone, many = mean([3.0], 1, 5), mean([2.0, 3.0, 4.0] * 200, 1, 5)
    assert (alone.low, alone.high) == (1, 5)
    assert many.value == 3 and many.high - many.low < 0.15


def test_one_person_who_taps_often_is_no_crowd() -> None:
    # Ten people who answer ten times alike are as unsure as ten people who answer once.
    once, often = [(n % 2, 1) for n in range(10)], [(10 * (n % 2), 10) for n in range(10)]
    assert spread_of_rate(often) == pytest.approx(spread_of_rate(once))
    assert spread_of_rate([(1, 1)]) == 1.0
