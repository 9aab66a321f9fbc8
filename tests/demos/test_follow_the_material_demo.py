"""Follow the Material as visitors play it: by tag and by finger, on every panel, in every language."""

import pytest

from tests.demos.playing import LANGUAGES, SIZES, check_texts, folder_of, pixels
from xlab_demo_follow_the_material.material import FollowTheMaterial
from xlab_kiosk.stage import KnownFact
from xlab_kiosk.stage.testing import Play

FOLDER = folder_of("follow-the-material")


def demo_of(play: Play) -> FollowTheMaterial:
    assert isinstance(play.demo, FollowTheMaterial)
    return play.demo


def name(play: Play, letter: str) -> str:
    return play.stage.text("name", letter=letter)


def tap_to_choice(play: Play) -> None:
    """By fingers alone, hurrying every stop on."""
    play.wait(1)
    for letter in "AB":
        play.tap(name(play, letter))
        for _ in range(5):
            play.wait(0.6)
            play.tap(play.stage.text("hurry"))
    play.wait(0.6)
    play.tap(play.stage.text("hurry"))
    play.wait(1)
    assert demo_of(play).story.scene == "choosing"


def test_two_tags_and_one_pad_are_enough() -> None:
    play = Play(FOLDER)
    for number in (1, 2):
        play.badge(number, "touch")
        play.wait(10)
        play.badge(number, None)
        play.wait(2)
    play.wait(5)
    play.badge(2, "touch")
    play.wait(1)
    assert play.records == [{"chose": "near", "tagged": True, "dwell": 20.0}]
    play.tap(play.stage.text("result.done"))
    assert play.finished


@pytest.mark.parametrize(("key", "chose"), [("A", "known"), ("B", "near"), ("ask", "ask")])
def test_without_any_tag_it_is_played_by_touch_and_says_so(key: str, chose: str) -> None:
    play = Play(FOLDER)
    tap_to_choice(play)
    play.tap(play.stage.text("choose.ask") if key == "ask" else name(play, key))
    play.wait(1)
    assert [(one["chose"], one["tagged"]) for one in play.records] == [(chose, False)]
    play.expect("Nothing was read")
    play.tap(play.stage.text("result.done"))
    assert play.finished


def test_lifting_silences_and_the_dark_stops_are_told() -> None:
    play = Play(FOLDER)
    play.badge(1, "touch")
    play.wait(2)
    play.expect("A real tag is read")
    play.badge(1, "near")
    play.expect("falls silent")
    play.expect("Tag off the pad")
    play.tap(name(play, "B"))
    play.wait(4)
    play.expect("nobody read the tag")
    play.wait(5)
    play.expect("29 days of silence")
    play.expect("2,900 + ?")


def test_a_simulated_tag_is_never_called_a_real_one() -> None:
    play = Play(FOLDER)
    play.badge(1, "touch", source="simulated")
    play.wait(1)
    play.expect("A simulated tag is read")
    assert not play.sees("real")


def test_where_else_a_tag_was_is_told_at_the_end() -> None:
    play = Play(FOLDER)
    play.badge(1, "touch")
    facts = ((0.0, "entered", "Dock"), (60.0, "left", "Dock"), (70.0, "entered", "Here"))
    play.known(1, *(KnownFact(wall=wall, what=what, station=place) for wall, what, place in facts))
    play.wait(9)
    play.tap(name(play, "B"))
    play.wait(15)
    play.tap(play.stage.text("choose.ask"))
    play.wait(1)
    play.expect("Before: Dock")


def test_nothing_said_names_a_beacon_but_the_question_what_is_known() -> None:
    play = Play(FOLDER)
    play.badge(1, "touch")
    tap_to_choice(play)
    play.tap(play.stage.text("choose.ask"))
    assert all(said[2] is None for said in play.said if said[0] == "record")
    assert play.stage.keep["tags"] == {"fox coral": 0}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_screen_has_room_for_its_words(size: tuple[int, int], language: str) -> None:
    play = Play(FOLDER, size, language)
    check_texts(play, at_least=2)
    for number in (1, 2):
        play.badge(number, "touch")
        play.wait(5)
        check_texts(play, at_least=6)
        play.wait(5)
        check_texts(play, at_least=12)
        play.badge(number, None)
    play.wait(6)
    check_texts(play, at_least=9)
    play.tap(play.stage.text("choose.ask"))
    play.wait(1)
    check_texts(play, at_least=8)


def test_a_screen_that_stands_still_costs_nothing() -> None:
    play = Play(FOLDER)
    tap_to_choice(play)
    play.wait(2)
    play.draw()
    play.wait(3)
    assert not play.stage.wants_redraw


def test_with_reduced_motion_nothing_travels_but_all_is_told() -> None:
    play = Play(FOLDER, reduced_motion=True)
    tap_to_choice(play)
    before = pixels(play)
    play.wait(1)
    assert pixels(play) == before
