"""Strangers come in, but not without end."""

from hypothesis import given
from hypothesis import strategies as st

from xlab.hub.newcomers import AT_ONCE, EVERY, Newcomers


def test_a_whole_box_comes_in_at_once_and_then_one_at_a_time():
    newcomers = Newcomers()
    assert all(newcomers.admit(0.0) for _ in range(AT_ONCE))
    assert not newcomers.admit(0.0)
    assert not newcomers.admit(EVERY / 2)
    assert newcomers.admit(EVERY)
    assert not newcomers.admit(EVERY)


@given(st.lists(st.floats(0, 10), max_size=400))
def test_no_crowd_is_larger_than_promised(pauses):
    newcomers, now, admitted = Newcomers(), 0.0, 0
    for pause in pauses:
        now += pause
        admitted += newcomers.admit(now)
    assert admitted <= AT_ONCE + now / EVERY + 1e-6
