"""Strangers come in, but not without end."""

from hypothesis import given
from hypothesis import strategies as st

from xlab.hub.newcomers import AGAIN, AT_ONCE, EVERY, GUESTS, WAITING, Newcomers


def fresh() -> Newcomers:
    return Newcomers(settled=lambda: False)


def test_a_whole_box_comes_in_at_once_and_then_one_at_a_time():
    newcomers = fresh()
    assert all(newcomers.admit(f"b/{n}", 0.0) for n in range(AT_ONCE))
    assert not newcomers.admit("late", 0.0)
    assert not newcomers.admit("late", EVERY / 2)
    assert newcomers.admit("late", EVERY)
    assert not newcomers.admit("later", EVERY)


@given(st.lists(st.floats(0, 10), max_size=400))
def test_no_crowd_is_larger_than_promised(pauses):
    newcomers, now, admitted = fresh(), 0.0, 0
    for n, pause in enumerate(pauses):
        now += pause
        admitted += newcomers.admit(f"b/{n}", now)
    assert admitted <= AT_ONCE + now / EVERY + 1e-6


def test_a_kit_that_knows_its_own_lets_guests_in_when_they_are_heard_again():
    newcomers = Newcomers(settled=lambda: True)
    assert not newcomers.admit("guest", 10.0)
    assert not newcomers.admit("guest", 10.0 + AGAIN[0] / 2)
    assert newcomers.admit("guest", 11.0)
    assert not newcomers.admit("rare", 20.0)
    assert not newcomers.admit("rare", 20.0 + AGAIN[1] + 0.1)


def test_identities_that_never_come_again_never_come_in_and_cost_nothing():
    newcomers = Newcomers(settled=lambda: True)
    assert not any(newcomers.admit(f"forged/{n}", n / 10_000) for n in range(100_000))
    assert len(newcomers._first) <= WAITING
    # When it is over, a guest is let in as before.
    assert not newcomers.admit("guest", 20.0)
    assert newcomers.admit("guest", 20.5)


def test_identities_that_come_again_and_again_are_few():
    newcomers = Newcomers(settled=lambda: True)
    admitted = sum(newcomers.admit(f"forged/{n % 50}", n / 100) for n in range(6000))
    assert GUESTS <= admitted <= GUESTS + 60 / EVERY
