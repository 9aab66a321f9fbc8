"""The smallest demo: greets, records, ends."""

import pytest

from tests.demos.playing import LANGUAGES, SIZES, check_texts, folder_of, pixels
from xlab_demo_hello.hello import GREETINGS, STAYS_S
from xlab_kiosk.stage.testing import Play

FOLDER = folder_of("hello")


def test_every_tap_greets_in_one_more_language_and_the_last_ends() -> None:
    play = Play(FOLDER)
    play.expect("Tap anywhere")
    pictures = [pixels(play)]
    for number, greeting in enumerate(GREETINGS):
        assert play.said == []
        assert not play.sees(greeting)
        play.tap(100 + 150 * number, 300)
        play.expect(greeting, within=0.5)
        play.wait(0.5)
        pictures.append(pixels(play))
    assert len(set(pictures)) == len(GREETINGS) + 1
    play.tap(640, 100)
    assert pixels(play) == pictures[-1]
    play.wait(STAYS_S)
    assert play.said == [("record", {"greetings": len(GREETINGS)}, None), ("finish",)]


def test_it_rests_while_nobody_taps() -> None:
    play = Play(FOLDER)
    play.wait(2)
    play.draw()
    play.wait(60)
    assert not play.stage.wants_redraw
    assert play.said == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_leaves_the_screen_wherever_a_finger_is(size: tuple[int, int], language: str) -> None:
    width, height = size
    corners = [(0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1), (width / 2, height / 2)]
    play = Play(FOLDER, size, language)
    check_texts(play, at_least=1)
    for number in range(len(GREETINGS)):
        play.tap(corners[number % len(corners)])
        play.wait(0.5)
        check_texts(play, at_least=number + 1, apart=False)
