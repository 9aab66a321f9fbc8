"""Taps are made of touches, finger by finger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlab_kiosk.stage.inputs import Tap, Touch
from xlab_kiosk.stage.taps import LONGEST_SECONDS, Taps


def feed(*steps, slop=24):
    """The taps that came of (time, pointer, phase, x, y)."""
    taps = Taps(slop)
    made = [taps.feed(Touch(pointer, phase, x, y), now) for now, pointer, phase, x, y in steps]
    return [tap for tap in made if tap]


def test_down_and_up_in_about_one_place_is_a_tap_where_the_finger_came_down():
    assert feed((0, 1, "down", 100, 50), (0.05, 1, "move", 110, 55), (0.1, 1, "up", 112, 60)) == [Tap(1, 100, 50)]


def test_a_finger_that_strayed_and_came_back_does_not_tap():
    assert not feed((0, 1, "down", 100, 50), (0.1, 1, "move", 160, 50), (0.2, 1, "up", 100, 50))


def test_a_finger_that_jumped_away_before_it_went_up_does_not_tap():
    assert not feed((0, 1, "down", 100, 50), (0.1, 1, "up", 130, 50))


def test_a_finger_that_rests_does_not_tap():
    assert not feed((0, 1, "down", 100, 50), (LONGEST_SECONDS + 0.01, 1, "up", 100, 50))


@pytest.mark.parametrize("phase", ["up", "move", "cancel"])
def test_a_touch_that_never_began_does_nothing(phase):
    assert not feed((0, 1, phase, 100, 50))


def test_a_cancelled_touch_does_not_tap():
    assert not feed((0, 1, "down", 100, 50), (0.1, 1, "cancel", 100, 50), (0.2, 1, "up", 100, 50))


def test_fingers_tap_each_for_itself():
    taps = feed(
        (0.00, 1, "down", 10, 10),
        (0.05, 2, "down", 300, 10),
        (0.10, 2, "up", 300, 10),
        (0.12, 1, "up", 10, 10),
    )
    assert taps == [Tap(2, 300, 10), Tap(1, 10, 10)]


def test_a_second_down_without_an_up_begins_anew():
    assert feed((0, 1, "down", 0, 0), (5, 1, "down", 90, 90), (5.1, 1, "up", 90, 90)) == [Tap(1, 90, 90)]


def test_after_clear_no_finger_is_down():
    taps = Taps(24)
    taps.feed(Touch(1, "down", 0, 0), 0)
    taps.clear()
    assert taps.feed(Touch(1, "up", 0, 0), 0.1) is None


def test_a_broken_screen_does_not_fill_the_memory():
    taps = Taps(24)
    for pointer in range(10_000):
        taps.feed(Touch(pointer, "down", 0, 0), 0)
    assert len(taps._down) <= 32


touches = st.builds(
    Touch,
    st.integers(0, 3),
    st.sampled_from(["down", "move", "up", "cancel"]),
    st.integers(0, 60).map(float),
    st.integers(0, 60).map(float),
)


@given(st.lists(touches, max_size=40))
def test_there_are_never_more_taps_than_fingers_that_went_up(sequence):
    taps = Taps(24)
    made = [taps.feed(touch, index / 10) for index, touch in enumerate(sequence)]
    for touch, tap in zip(sequence, made, strict=True):
        assert tap is None or (touch.phase == "up" and touch.pointer == tap.pointer)
    downs = sum(touch.phase == "down" for touch in sequence)
    assert sum(tap is not None for tap in made) <= downs
