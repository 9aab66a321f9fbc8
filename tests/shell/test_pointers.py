"""Mouse, fingers and remote touches become one kind of touch, each contact once."""

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlab.link import RemoteTouch
from xlab_kiosk.shell.pointers import FINGERS, MOUSE, REMOTE, Pointers
from xlab_kiosk.stage.inputs import Touch

SIZE = (800, 480)


def mouse(kind: int, x: int, y: int, *, touch: bool = False, button: int = 1) -> pygame.event.Event:
    if kind == pygame.MOUSEMOTION:
        return pygame.event.Event(kind, pos=(x, y), rel=(0, 0), buttons=(1, 0, 0), touch=touch)
    return pygame.event.Event(kind, pos=(x, y), button=button, touch=touch)


def finger(kind: int, x: float, y: float, *, finger: int = 7, device: int = 3) -> pygame.event.Event:
    return pygame.event.Event(kind, x=x, y=y, dx=0.0, dy=0.0, finger_id=finger, touch_id=device)


def test_a_mouse_click_is_a_touch():
    pointers = Pointers(SIZE)
    assert pointers.read(mouse(pygame.MOUSEMOTION, 5, 5), 0.0) == []
    assert pointers.read(mouse(pygame.MOUSEBUTTONDOWN, 10, 20), 0.0) == [Touch(MOUSE, "down", 10, 20)]
    assert pointers.read(mouse(pygame.MOUSEMOTION, 11, 21), 0.1) == [Touch(MOUSE, "move", 11, 21)]
    assert pointers.read(mouse(pygame.MOUSEBUTTONUP, 11, 21), 0.2) == [Touch(MOUSE, "up", 11, 21)]


def test_other_buttons_do_nothing():
    pointers = Pointers(SIZE)
    assert pointers.read(mouse(pygame.MOUSEBUTTONDOWN, 1, 1, button=3), 0.0) == []


def test_two_fingers_are_two_pointers_in_display_pixels():
    pointers = Pointers(SIZE)
    first = pointers.read(finger(pygame.FINGERDOWN, 0.5, 0.5, finger=1), 0.0)
    second = pointers.read(finger(pygame.FINGERDOWN, 0.51, 0.5, finger=2), 0.0)
    assert first == [Touch(1, "down", 400, 240)]
    assert second == [Touch(2, "down", 408, 240)]
    assert pointers.read(finger(pygame.FINGERUP, 0.5, 0.5, finger=1), 0.1)[0].pointer == 1
    assert pointers.read(finger(pygame.FINGERMOTION, 0.6, 0.5, finger=2), 0.1)[0].pointer == 2


def test_the_mouse_that_sdl_makes_of_a_finger_is_dropped():
    pointers = Pointers(SIZE)
    assert pointers.read(mouse(pygame.MOUSEBUTTONDOWN, 10, 20, touch=True), 0.0) == []


def test_the_finger_that_sdl_makes_of_a_mouse_is_dropped():
    pointers = Pointers(SIZE)
    assert pointers.read(finger(pygame.FINGERDOWN, 0.5, 0.5, device=-1), 0.0) == []


@pytest.mark.parametrize("mouse_first", [True, False])
def test_the_echo_of_a_finger_as_an_unmarked_mouse_is_dropped(mouse_first: bool):
    pointers = Pointers(SIZE)
    downs = [mouse(pygame.MOUSEBUTTONDOWN, 400, 240), finger(pygame.FINGERDOWN, 0.5, 0.5)]
    ups = [mouse(pygame.MOUSEBUTTONUP, 400, 240), finger(pygame.FINGERUP, 0.5, 0.5)]
    order = downs + ups if mouse_first else downs[::-1] + ups[::-1]
    touches = [touch for number, event in enumerate(order) for touch in pointers.read(event, number * 0.01)]
    assert [touch.phase for touch in touches] == ["down", "up"]
    # and the next click of the mouse counts again
    assert pointers.read(mouse(pygame.MOUSEBUTTONDOWN, 400, 240), 5.0) != []


def test_a_finger_and_a_mouse_apart_are_two_contacts():
    pointers = Pointers(SIZE)
    pointers.read(mouse(pygame.MOUSEBUTTONDOWN, 10, 10), 0.0)
    assert pointers.read(finger(pygame.FINGERDOWN, 0.5, 0.5), 0.0) != []


def test_a_finger_whose_lifting_was_lost_is_cancelled_before_it_comes_again():
    pointers = Pointers(SIZE)
    pointers.read(finger(pygame.FINGERDOWN, 0.5, 0.5), 0.0)
    again = pointers.read(finger(pygame.FINGERDOWN, 0.25, 0.5), 9.0)
    assert [(touch.phase, touch.pointer) for touch in again] == [("cancel", 1), ("down", 1)]


def test_an_eleventh_finger_is_not_seen():
    pointers = Pointers(SIZE)
    seen = [pointers.read(finger(pygame.FINGERDOWN, 0.5, 0.5, finger=number), 0.0) for number in range(11)]
    assert [len(touches) for touches in seen] == [1] * 10 + [0]
    assert pointers.read(finger(pygame.FINGERUP, 0.5, 0.5, finger=10), 0.1) == []


def test_remote_touches_are_a_pointer_of_their_own():
    pointers = Pointers(SIZE)
    pointers.read(mouse(pygame.MOUSEBUTTONDOWN, 400, 240), 0.0)
    assert pointers.remote(RemoteTouch(phase="down", x=0.5, y=0.5), 0.0) == [Touch(REMOTE, "down", 400, 240)]
    assert pointers.remote(RemoteTouch(phase="up", x=2.0, y=-1.0), 0.1) == [Touch(REMOTE, "up", 799, 0)]


def test_losing_the_window_lifts_all_fingers():
    pointers = Pointers(SIZE)
    pointers.read(finger(pygame.FINGERDOWN, 0.5, 0.5), 0.0)
    pointers.read(mouse(pygame.MOUSEBUTTONDOWN, 1, 1), 0.0)
    gone = pointers.read(pygame.event.Event(pygame.WINDOWFOCUSLOST), 1.0)
    assert [touch.phase for touch in gone] == ["cancel", "cancel"]
    assert pointers.read(mouse(pygame.MOUSEBUTTONUP, 1, 1), 2.0) == []


CONTACTS = st.tuples(
    st.sampled_from(["mouse", "finger", "remote", "window"]),
    st.sampled_from(["down", "move", "up"]),
    st.integers(0, 12),
    st.floats(-0.5, 1.5),
    st.floats(0, 0.2),
)


@given(st.lists(CONTACTS, max_size=50))
def test_every_pointer_goes_down_once_and_up_once_whatever_comes(storm: list[tuple[str, str, int, float, float]]):
    pointers, now, down = Pointers(SIZE), 0.0, set()
    kinds = {
        "mouse": {"down": pygame.MOUSEBUTTONDOWN, "move": pygame.MOUSEMOTION, "up": pygame.MOUSEBUTTONUP},
        "finger": {"down": pygame.FINGERDOWN, "move": pygame.FINGERMOTION, "up": pygame.FINGERUP},
    }
    for device, phase, number, where, wait in storm:
        now += wait
        if device == "remote":
            touches = pointers.remote(RemoteTouch(phase=phase, x=where, y=where), now)  # type: ignore[arg-type]
        elif device == "window":
            touches = pointers.read(pygame.event.Event(pygame.WINDOWFOCUSLOST), now)
        elif device == "mouse":
            touches = pointers.read(mouse(kinds[device][phase], int(where * 800), int(where * 480)), now)
        else:
            touches = pointers.read(finger(kinds[device][phase], where, where, finger=number), now)
        for touch in touches:
            assert 0 <= touch.x < SIZE[0] and 0 <= touch.y < SIZE[1]
            assert touch.pointer in (MOUSE, REMOTE, *FINGERS)
            assert (touch.phase == "down") == (touch.pointer not in down)
            (down.add if touch.phase == "down" else down.discard)(touch.pointer)
            if touch.phase == "move":
                down.add(touch.pointer)
