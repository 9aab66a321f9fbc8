"""Taps on targets and the facilitator's corner."""

from xlab_kiosk.shell.gestures import HOLD_SECONDS, CornerHold, Presses
from xlab_kiosk.stage.inputs import Touch


def test_the_corner_fires_once_after_three_seconds():
    hold = CornerHold(100)
    hold.touch(Touch(1, "down", 20, 20), 0.0)
    assert hold.due() == HOLD_SECONDS
    assert not hold.fired(HOLD_SECONDS - 0.01)
    assert hold.fired(HOLD_SECONDS)
    assert not hold.fired(HOLD_SECONDS + 1)
    assert hold.due() is None


def test_a_drifting_finger_still_holds_and_a_leaving_one_does_not():
    hold = CornerHold(100)
    hold.touch(Touch(1, "down", 90, 90), 0.0)
    hold.touch(Touch(1, "move", 130, 100), 1.0)
    assert hold.due() is not None
    hold.touch(Touch(1, "move", 200, 100), 2.0)
    assert not hold.fired(HOLD_SECONDS)


def test_lifting_or_starting_elsewhere_does_not_hold():
    hold = CornerHold(100)
    hold.touch(Touch(1, "down", 101, 20), 0.0)
    hold.touch(Touch(1, "move", 20, 20), 0.1)
    assert hold.due() is None
    hold.touch(Touch(2, "down", 20, 20), 0.0)
    hold.touch(Touch(2, "up", 20, 20), 1.0)
    assert not hold.fired(HOLD_SECONDS)


def test_another_finger_does_not_disturb_the_hold():
    hold = CornerHold(100)
    hold.touch(Touch(1, "down", 20, 20), 0.0)
    hold.touch(Touch(2, "down", 30, 30), 1.0)
    hold.touch(Touch(2, "up", 500, 500), 1.5)
    assert hold.fired(HOLD_SECONDS)


def test_a_tap_is_down_and_up_on_one_target():
    presses: Presses[str] = Presses()
    assert presses.touch(Touch(1, "down", 0, 0), "home") is None
    assert presses.pressed("home")
    assert presses.touch(Touch(1, "up", 0, 0), "home") == "home"
    assert not presses.any


def test_sliding_off_takes_a_tap_back_and_sliding_on_again_restores_it():
    presses: Presses[str] = Presses()
    presses.touch(Touch(1, "down", 0, 0), "home")
    presses.touch(Touch(1, "move", 9, 9), None)
    assert not presses.pressed("home")
    presses.touch(Touch(1, "move", 0, 0), "home")
    assert presses.pressed("home")
    presses.touch(Touch(1, "move", 9, 9), "other")
    assert presses.touch(Touch(1, "up", 9, 9), "other") is None


def test_two_fingers_on_two_targets_are_two_taps():
    presses: Presses[str] = Presses()
    presses.touch(Touch(1, "down", 0, 0), "a")
    presses.touch(Touch(2, "down", 9, 9), "b")
    assert presses.touch(Touch(2, "up", 9, 9), "b") == "b"
    assert presses.touch(Touch(1, "up", 0, 0), "a") == "a"


def test_a_cancelled_touch_is_no_tap():
    presses: Presses[str] = Presses()
    presses.touch(Touch(1, "down", 0, 0), "a")
    assert presses.touch(Touch(1, "cancel", 0, 0), "a") is None
    assert not presses.any
