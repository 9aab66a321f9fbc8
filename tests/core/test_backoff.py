"""Waiting before another try: longer each time, never hot, never endless, never together."""

import random

from hypothesis import given
from hypothesis import strategies as st

from xlab.backoff import back_off


@given(st.integers(1, 10_000), st.integers())
def test_the_wait_is_never_hot_and_never_endless(failures, seed):
    pause = back_off(failures, random.Random(seed), first=1.0, longest=15.0)
    assert 0.5 <= pause <= 15.0
    assert back_off(failures + 1, random.Random(seed), first=1.0, longest=15.0) >= pause


def test_kits_that_failed_together_do_not_come_back_together():
    assert len({back_off(3, random.Random(seed), first=1.0, longest=15.0) for seed in range(50)}) == 50
