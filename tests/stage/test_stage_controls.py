"""Sliders, dials and choices: each owned by the finger that pressed it, telling exactly what changed."""

import pytest
from pygame import Rect, Surface

from xlab_kiosk.stage import Area, Choice, Dial, Pane, Slider, Theme, Touch

THEME = Theme((1280, 720))
RECT = Rect(100, 200, 600, 140)


def slider(told, **how):
    return Slider(THEME, RECT, "Patience", low=0, high=10, value=0, on_change=told.append, **how)


def at(widget, value):
    left = widget.groove.x + THEME.px(32)
    return left + (widget.groove.width - THEME.px(64)) * value / 10, widget.groove.centery


def touch(widget, phase, place, pointer=1):
    return widget.touch(Touch(pointer, phase, *place))


def test_a_slider_goes_where_the_finger_is_and_follows_it_past_its_ends():
    told = []
    widget = slider(told)
    assert touch(widget, "down", at(widget, 5))
    assert touch(widget, "move", (5000, -300))
    assert touch(widget, "up", (-5000, 900))
    assert told == pytest.approx([5.0, 10.0, 0.0])


def test_a_slider_with_steps_tells_each_step_once():
    told = []
    widget = slider(told, step=2)
    touch(widget, "down", at(widget, 3.4))
    touch(widget, "move", at(widget, 4.4))
    touch(widget, "move", at(widget, 5.4))
    assert told == [4.0, 6.0]


def test_a_cancelled_touch_puts_the_value_back():
    told = []
    widget = slider(told)
    touch(widget, "down", at(widget, 7))
    touch(widget, "cancel", at(widget, 7))
    assert widget.value == 0.0
    assert told == pytest.approx([7.0, 0.0])


def test_only_the_finger_that_holds_a_slider_moves_it():
    widget = slider([])
    touch(widget, "down", at(widget, 2), 1)
    assert not touch(widget, "down", at(widget, 9), 2)
    assert not touch(widget, "move", at(widget, 9), 2)
    assert not touch(widget, "up", at(widget, 9), 2)
    assert widget.value == pytest.approx(2.0)


def test_two_sliders_are_dragged_at_once_and_a_third_finger_harms_nothing():
    upper, lower = (Slider(THEME, RECT.move(0, down), "Give", high=10, value=0) for down in (0, 200))
    pane = Pane(Rect(0, 0, 1280, 720), [upper, lower])
    touch(pane, "down", at(upper, 1), 1)
    touch(pane, "down", at(lower, 9), 2)
    assert not touch(pane, "down", at(upper, 5), 3)
    touch(pane, "move", at(lower, 4), 1)  # strays over the other one
    touch(pane, "move", at(upper, 6), 2)
    assert (upper.value, lower.value) == pytest.approx((4.0, 6.0))
    touch(pane, "up", at(upper, 4), 1)
    touch(pane, "up", at(upper, 5), 3)
    touch(pane, "move", at(lower, 7), 2)
    assert (upper.value, lower.value) == pytest.approx((4.0, 7.0))


@pytest.mark.parametrize("kind", [Slider, Dial])
def test_what_is_off_takes_no_finger(kind):
    widget = kind(THEME, RECT, "Patience", enabled=False)
    assert not widget.touch(Touch(1, "down", *RECT.center))


@pytest.mark.parametrize("kind", [Slider, Dial])
@pytest.mark.parametrize(("low", "high", "step"), [(1, 1, 0), (2, 1, 0), (0, 1, -1), (0, 1e9, 1)])
def test_a_range_that_makes_no_sense_is_refused_by_name(kind, low, high, step):
    with pytest.raises(ValueError, match="Patience"):
        kind(THEME, RECT, "Patience", low=low, high=high, step=step)


def test_a_finger_on_the_last_pixel_of_the_panel_counts():
    told = []
    edge = Rect(1260, 200, 20, 40)
    area = Area(THEME, edge, "edge", lambda: told.append("tap"))
    assert area.target.width >= THEME.target
    assert Rect(0, 0, 1280, 720).contains(area.target)
    for phase in ("down", "up"):
        area.touch(Touch(1, phase, 1280.0, 220.0))
    assert told == ["tap"]


def test_a_slider_asks_for_pictures_until_it_has_arrived():
    widget = slider([], step=1)
    assert not widget.update(0.016)
    touch(widget, "down", at(widget, 5))
    assert widget.update(0.016)
    touch(widget, "up", at(widget, 5))
    for _ in range(30):
        widget.update(0.016)
    assert not widget.update(0.016)


def test_a_label_gives_way_to_no_knob():
    low = Slider(THEME, Rect(100, 200, 600, 100), "Patience", ends=("now", "never"))
    assert not low.fits
    assert Slider(THEME, Rect(100, 200, 600, 140), "Patience", ends=("now", "never")).fits


def dial(told, **how):
    return Dial(THEME, Rect(100, 100, 300, 300), low=0, high=6, value=3, on_change=told.append, **how)


def rim(widget, x, y):
    ring = widget.ring
    return ring.centerx + x * ring.width / 2.2, ring.centery + y * ring.width / 2.2


def test_a_dial_turns_by_what_the_finger_turns_wherever_it_began():
    widget = dial([])
    touch(widget, "down", rim(widget, 1, 0))
    assert widget.value == 3.0
    touch(widget, "move", rim(widget, 0, 1))  # a quarter turn, of three quarters from end to end
    assert widget.value == pytest.approx(5.0)
    touch(widget, "move", rim(widget, -1, 0))
    assert widget.value == 6.0
    touch(widget, "move", rim(widget, 0, 1))  # it stopped at its end, and turns back at once
    assert widget.value == pytest.approx(4.0)


def test_a_dial_does_not_jump_while_a_finger_crosses_its_middle():
    widget = dial([])
    touch(widget, "down", rim(widget, 0.5, 0))
    for x in (0.1, 0.02, -0.02, -0.05):
        touch(widget, "move", rim(widget, x, 0.01))
    assert widget.value == pytest.approx(3.0, abs=0.2)


def test_a_cancelled_turn_is_taken_back():
    told = []
    widget = dial(told, step=1)
    touch(widget, "down", rim(widget, 1, 0))
    touch(widget, "move", rim(widget, 0, 1))
    touch(widget, "cancel", rim(widget, 0, 1))
    assert told == [5.0, 3.0]


OPTIONS = ["Price", "Trust", "Speed", "Repair"]


def choice(told, **how):
    return Choice(THEME, Rect(40, 40, 900, 72), OPTIONS, on_change=told.append, **how)


def tap(widget, number, pointer=1):
    for phase in ("down", "up"):
        touch(widget, phase, widget.places[number].center, pointer)


def test_one_choice_takes_the_place_of_the_other_and_is_told_once():
    told = []
    widget = choice(told)
    tap(widget, 1)
    tap(widget, 1)
    tap(widget, 3)
    assert told == [(1,), (3,)]


def test_of_several_no_more_than_allowed_are_chosen_and_a_second_tap_takes_back():
    told = []
    widget = choice(told, most=2)
    for number in (0, 2, 3, 0, 3):
        tap(widget, number)
    assert told == [(0,), (0, 2), (2,), (2, 3)]


def test_two_fingers_choose_at_once():
    widget = choice([], most=4)
    for phase in ("down", "up"):
        for pointer, number in ((1, 0), (2, 3)):
            touch(widget, phase, widget.places[number].center, pointer)
    assert set(widget.chosen) == {0, 3}


def test_options_lie_so_that_they_can_be_read():
    long = ["Reparierbarkeit", "Bequemlichkeit", "Schnelligkeit"]
    tall = Choice(THEME, Rect(40, 40, 360, 400), long)
    assert len({place.x for place in tall.places}) == 1
    assert tall.fits
    wide = Choice(THEME, Rect(40, 40, 1200, 72), long)
    assert len({place.y for place in wide.places}) == 1
    assert wide.fits
    assert not Choice(THEME, Rect(40, 40, 300, 80), long).fits


@pytest.mark.parametrize("size", [(0, 0), (3, 3), (20, 500), (500, 20)])
def test_too_little_room_harms_nothing(size):
    surface = Surface((640, 640), 0, 32)
    rect = Rect((30, 30), size)
    for widget in (
        Slider(THEME, rect, "Patience", ends=("now", "never"), step=0.1),
        Dial(THEME, rect, "Rate"),
        Choice(THEME, rect, OPTIONS, most=2),
        Choice(THEME, rect, []),
    ):
        widget.update(0.1)
        widget.draw(surface)
