"""Widgets are pressed by one finger, do their thing at once, and ask for a picture only when something changed."""

import pygame
import pytest
from pygame import Rect, Surface

from xlab_kiosk.stage.inputs import Touch
from xlab_kiosk.stage.theme import Theme
from xlab_kiosk.stage.widgets import Button, Card, Countdown, Progress

THEME = Theme((1280, 720))
RECT = Rect(100, 100, 300, 72)
PANELS = [(800, 480), (1280, 720), (1920, 1080), (720, 1280)]


class Taps(list):
    """Counts what was called."""

    def __call__(self):
        self.append("tap")


def button(taps, rect=RECT, label="Start", **how):
    return Button(THEME, rect, label, taps, **how)


def press(widget, phase, x=200.0, y=130.0, pointer=1):
    return widget.touch(Touch(pointer, phase, x, y))


def picture(widget, size=(640, 480)):
    surface = Surface(size, 0, 32)
    widget.draw(surface)
    return pygame.image.tobytes(surface, "RGB")


def test_letting_go_inside_taps_at_once():
    taps = Taps()
    widget = button(taps)
    assert press(widget, "down")
    assert not taps
    assert press(widget, "up")
    assert taps == ["tap"]


def test_sliding_off_does_not_tap():
    taps = Taps()
    widget = button(taps)
    press(widget, "down")
    press(widget, "move", x=900.0)
    press(widget, "up", x=900.0)
    assert not taps


def test_sliding_off_and_back_taps():
    taps = Taps()
    widget = button(taps)
    press(widget, "down")
    press(widget, "move", x=900.0)
    press(widget, "up")
    assert taps == ["tap"]


def test_a_cancelled_press_does_not_tap():
    taps = Taps()
    widget = button(taps)
    press(widget, "down")
    press(widget, "cancel")
    press(widget, "up")
    assert not taps


def test_a_second_finger_neither_taps_nor_lets_go():
    taps = Taps()
    widget = button(taps)
    press(widget, "down", pointer=1)
    assert not press(widget, "down", pointer=2)
    assert not press(widget, "up", pointer=2)
    assert not taps
    press(widget, "up", pointer=1)
    assert taps == ["tap"]


def test_a_finger_that_came_down_elsewhere_is_not_for_it():
    taps = Taps()
    widget = button(taps)
    assert not press(widget, "down", x=900.0)
    assert not press(widget, "up")
    assert not taps


def test_a_small_button_answers_to_nine_millimetres():
    taps = Taps()
    widget = button(taps, Rect(100, 100, 20, 20), "")
    assert press(widget, "down", x=110.0 + THEME.target / 2 - 1, y=110.0)
    assert not press(button(taps, Rect(100, 100, 20, 20), ""), "down", x=110.0 + THEME.target / 2 + 1, y=110.0)


def test_a_button_that_is_off_does_nothing():
    taps = Taps()
    widget = button(taps, enabled=False)
    assert not press(widget, "down")
    press(widget, "up")
    assert not taps


def test_a_short_press_shows_for_120_milliseconds_and_then_lets_go():
    widget = button(Taps())
    press(widget, "down")
    press(widget, "up")
    assert widget.update(0.1)
    assert widget.pressed == 1.0
    widget.update(0.03)
    assert widget.update(0.05)
    assert 0.0 < widget.pressed < 1.0
    widget.update(0.2)
    assert widget.pressed == 0.0
    assert not widget.update(0.1)


def test_an_untouched_widget_asks_for_no_picture():
    widget = button(Taps())
    assert not widget.update(0.016)


def test_a_pressed_button_looks_pressed():
    widget = button(Taps())
    before = picture(widget)
    press(widget, "down")
    assert widget.update(0.0)
    assert picture(widget) != before


@pytest.mark.parametrize("kind", ["main", "quiet"])
@pytest.mark.parametrize(
    "label", ["", "Start", "Mein Abzeichen vergessen", "Donaudampfschifffahrt" * 9, "\U0001f600\n\n\x00"]
)
@pytest.mark.parametrize("size", [(300, 72), (72, 72), (10, 10), (1, 1)])
def test_any_label_is_drawn_on_any_button(kind, label, size):
    widget = Button(THEME, Rect((100, 100), size), label, Taps(), kind=kind, icon="home")
    picture(widget)


def test_a_label_that_does_not_fit_says_so():
    assert button(Taps(), label="Mein Abzeichen vergessen").fits
    assert not button(Taps(), label="Bitte das ganze Haus und alle Räume dazu vergessen").fits


@pytest.mark.parametrize("size", PANELS)
def test_a_card_lifts_when_touched_and_lies_down_again(size):
    card = Card(Theme(size), Rect(60, 60, 300, 260), "Warm Welcome", "Put your badge on the pad", on_tap=Taps())
    resting = card.face
    press(card, "down")
    for _ in range(3):
        card.update(0.1)
    assert card.face.y < resting.y
    press(card, "cancel")
    for _ in range(6):
        card.update(0.1)
    assert card.face == resting
    assert not card.update(0.1)


def test_a_card_does_not_move_with_reduced_motion():
    card = Card(Theme((1280, 720), reduced_motion=True), Rect(60, 60, 300, 260), "Warm Welcome", on_tap=Taps())
    resting = card.face
    press(card, "down")
    card.update(0.2)
    assert card.face == resting


@pytest.mark.parametrize(
    "rect", [Rect(20, 20, 300, 260), Rect(20, 20, 600, 200), Rect(20, 20, 60, 40), Rect(0, 0, 5, 5)]
)
def test_a_cards_picture_stays_on_the_card(rect):
    places = []
    card = Card(
        THEME, rect, "Title " * 9, "Text " * 50, on_tap=Taps(), picture=lambda surface, place: places.append(place)
    )
    picture(card)
    assert all(card.face.contains(place) for place in places)


def test_a_wide_card_has_its_picture_beside_the_words():
    places = []
    card = Card(
        THEME, Rect(20, 20, 600, 200), "Hello", on_tap=Taps(), picture=lambda surface, place: places.append(place)
    )
    picture(card)
    assert places[0].right < card.face.centerx


def test_progress_moves_to_its_value_and_stays_in_its_ends():
    progress = Progress(THEME, Rect(20, 20, 400, 24))
    progress.to(0.5)
    assert progress.update(0.1)
    assert 0.0 < progress.value < 0.5
    progress.update(0.2)
    assert progress.value == 0.5
    assert not progress.update(0.1)
    progress.to(7.0)
    progress.update(1.0)
    assert progress.value == 1.0


@pytest.mark.parametrize("value", [0.0, 0.001, 0.5, 1.0])
@pytest.mark.parametrize("size", [(400, 24), (6, 6), (400, 2), (0, 0)])
def test_progress_is_drawn_inside_its_rectangle(value, size):
    rect = Rect((20, 20), size)
    surface = Surface((640, 120), 0, 32)
    Progress(THEME, rect, value, color=THEME.color("sky")).draw(surface)
    mask = pygame.mask.from_threshold(surface, THEME.color("sky"), (40, 40, 40, 255))
    assert all(rect.contains(box) for box in mask.get_bounding_rects())


def test_a_countdown_ends_once():
    ends = Taps()
    countdown = Countdown(THEME, Rect(20, 20, 160, 160), 1.0, on_end=ends)
    for _ in range(20):
        countdown.update(0.1)
    assert ends == ["tap"]
    assert countdown.left == 0
    countdown.restart()
    assert countdown.left == 1.0


def test_a_countdown_asks_for_a_picture_only_when_the_difference_would_be_seen():
    countdown = Countdown(THEME, Rect(20, 20, 160, 160), 1000.0)
    before = picture(countdown)
    assert not countdown.update(0.001)
    assert countdown.update(1.0)
    assert picture(countdown) != before


def test_a_countdown_with_reduced_motion_moves_once_a_second():
    countdown = Countdown(Theme((1280, 720), reduced_motion=True), Rect(20, 20, 160, 160), 10.0)
    due = [countdown.update(0.25) for _ in range(8)]
    assert sum(due) == 2
