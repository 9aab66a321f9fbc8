"""Motion goes from start to end, slows down, and takes its time from outside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygame import Rect

from xlab_kiosk.stage.motion import Move, Tween, between, breathe, ease_out
from xlab_kiosk.stage.theme import Theme

HERE, THERE = Rect(40, 40, 300, 200), Rect(0, 0, 1280, 720)


@given(st.floats(-2, 3), st.floats(-2, 3))
def test_easing_never_goes_back_and_stays_between_its_ends(one, other):
    early, late = sorted((one, other))
    assert 0.0 <= ease_out(early) <= ease_out(late) <= 1.0


def test_easing_is_quick_first():
    assert ease_out(0.25) > 0.5


def test_breathing_returns():
    assert [round(breathe(t, 4.0), 6) for t in (0, 2, 4, 6)] == [0, 1, 0, 1]


@given(st.lists(st.floats(0, 0.2), min_size=1, max_size=60))
def test_a_tween_moves_one_way_and_ends_exactly(steps):
    tween = Tween(10.0, 3.0, 0.24)
    values = [tween.value]
    for dt in steps:
        tween.update(dt)
        values.append(tween.value)
    assert values == sorted(values, reverse=True)
    assert tween.done == (tween.passed >= 0.24)
    assert not tween.done or tween.value == 3.0


def test_a_tween_that_has_arrived_asks_for_no_picture():
    tween = Tween(0.0, 1.0, 0.1)
    assert [tween.update(0.1), tween.update(0.1)] == [True, False]


def test_a_tween_that_goes_nowhere_asks_for_no_picture():
    assert not Tween(1.0, 1.0, 0.1).update(0.05)


def test_time_does_not_run_backwards():
    tween = Tween(0.0, 1.0, 1.0)
    tween.update(-5.0)
    assert tween.value == 0.0


def test_a_tween_turns_without_a_jump():
    tween = Tween(0.0, 1.0, 1.0)
    tween.update(0.3)
    at = tween.value
    tween.to(0.0, 1.0)
    assert tween.value == at
    tween.update(1.0)
    assert tween.value == 0.0


def test_turning_to_the_same_end_again_does_not_start_over():
    tween = Tween(0.0, 1.0, 1.0)
    tween.update(0.9)
    tween.to(1.0, 1.0)
    tween.update(0.1)
    assert tween.done


def test_a_tween_of_no_length_is_there_at_once():
    assert Tween(0.0, 1.0, 0.0).value == 1.0


@pytest.mark.parametrize(("t", "rect"), [(0.0, HERE), (1.0, THERE)])
def test_between_two_places_are_the_places(t, rect):
    assert between(HERE, THERE, t) == rect


def test_a_move_goes_there_in_the_time_of_its_kind():
    move = Move(Theme((1280, 720)), HERE, THERE, "place")
    move.update(0.39)
    assert not move.done
    move.update(0.02)
    assert (move.rect, move.alpha, move.done) == (THERE, 255, True)


def test_reduced_motion_fades_in_at_the_new_place():
    move = Move(Theme((1280, 720), reduced_motion=True), HERE, THERE, "place")
    assert (move.rect, move.alpha) == (THERE, 0)
    move.update(0.1)
    assert move.rect == THERE
    assert 0 < move.alpha < 255
    move.update(0.4)
    assert move.alpha == 255
