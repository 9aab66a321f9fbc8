"""Warm Welcome as visitors play it: by badge and finger, on every panel, in every language."""

import pytest

from tests.demos.playing import FOLDERS, LANGUAGES, SIZES, Play, texts_of
from xlab_demo_warm_welcome.draw import clock, unbroken
from xlab_demo_warm_welcome.welcome import WarmWelcome
from xlab_kiosk.stage import Badge, KnownFact, Presence

FOLDER = FOLDERS[1]
TURTLE = Badge("e2c56db5-dffb-48d2-b060-d0f5a71096e0/1/7", "turtle", "leaf")
SNAIL = Badge("e2c56db5-dffb-48d2-b060-d0f5a71096e0/1/8", "snail", "coral")
DAY = 1_760_000_000.0
FACTS = (
    KnownFact(wall=DAY, what="given", station="Station 1"),
    KnownFact(wall=DAY + 60, what="entered", station="Station 1"),
    KnownFact(wall=DAY + 2000, what="left", station="Station 1"),
    KnownFact(wall=DAY + 2100, what="entered", station="Besprechungsraum Nord"),
    KnownFact(wall=DAY + 4000, what="rating", station="Station 1"),
    KnownFact(wall=DAY + 5000, what="entered", station="Station 1"),
)


def play_to_choice(play: Play, badge: Badge = TURTLE) -> WarmWelcome:
    play.presence("entered", badge)
    play.known(badge, *FACTS)
    play.wait(4)
    assert isinstance(play.demo, WarmWelcome)
    assert play.demo.story.scene == "knowing"
    return play.demo


def test_who_forgets_is_erased_and_the_kit_is_asked_again() -> None:
    play = Play(WarmWelcome(), FOLDER)
    demo = play_to_choice(play)
    assert play.said == [("ask_known", TURTLE.beacon)]
    play.tap(demo.choices[1].rect.center)
    assert play.said[1:] == [("forget", TURTLE.beacon), ("record", {"erased": True}, None)]
    play.wait(6)
    assert demo.story.scene == "result"
    assert play.said[3:] == [("ask_known", TURTLE.beacon)]
    before = play.draw()
    play.known(TURTLE)
    assert play.draw() != before, "the proof is shown"
    play.tap(demo.done.rect.center)
    assert play.said[4:] == [("finish",)]


def test_who_keeps_is_not_erased() -> None:
    play = Play(WarmWelcome(), FOLDER)
    demo = play_to_choice(play)
    play.tap(demo.choices[0].rect.center)
    play.wait(1)
    play.tap(demo.done.rect.center)
    assert play.said[1:] == [("record", {"erased": False}, None), ("finish",)]


def test_a_simulated_badge_plays_like_any_other() -> None:
    play = Play(WarmWelcome(), FOLDER)
    play.wait(3)
    play.presence("entered", SNAIL, "touch", "simulated")
    play.wait(4)
    assert isinstance(play.demo, WarmWelcome)
    assert play.demo.story.scene == "knowing"
    assert play.stage.source == "simulated"


def test_a_badge_that_lies_on_the_pad_already_is_greeted_at_once() -> None:
    demo = WarmWelcome()
    Play(demo, FOLDER, before=(Presence(kind="entered", badge=TURTLE, proximity="touch"),))
    assert (demo.story.scene, demo.story.badge) == ("greeting", TURTLE)


@pytest.mark.parametrize("seconds", [0.1, 1.0, 4.0])
def test_a_badge_may_leave_midway(seconds: float) -> None:
    play = Play(WarmWelcome(), FOLDER)
    play.presence("entered", TURTLE)
    play.wait(seconds)
    play.presence("left", TURTLE)
    play.presence("entered", SNAIL)
    play.wait(4)
    assert isinstance(play.demo, WarmWelcome)
    assert play.demo.story.badge == TURTLE
    play.tap(play.demo.choices[1].rect.center)
    play.wait(1)
    play.presence("left", SNAIL)
    play.wait(6)
    play.tap(play.demo.done.rect.center)
    assert ("forget", TURTLE.beacon) in play.said
    assert play.said[-1] == ("finish",)


def test_news_while_a_visitor_looks_is_shown() -> None:
    play = Play(WarmWelcome(), FOLDER)
    demo = play_to_choice(play)
    before = play.draw()
    play.known(TURTLE, *FACTS[:2])
    assert play.draw() != before
    play.known(SNAIL, *FACTS)
    assert len(demo.story.facts) == 2


def test_a_finger_that_hurries_the_greeting_on_chooses_nothing() -> None:
    play = Play(WarmWelcome(), FOLDER)
    play.presence("entered", TURTLE)
    play.wait(1)
    assert isinstance(play.demo, WarmWelcome)
    for _ in range(2):
        play.tap(play.demo.choices[1].rect.center)
    assert play.demo.story.scene == "knowing"
    assert ("forget", TURTLE.beacon) not in play.said


def test_a_screen_that_stands_still_costs_nothing() -> None:
    play = Play(WarmWelcome(), FOLDER)
    play_to_choice(play)
    play.wait(2)
    play.draw()
    play.wait(1)
    assert not play.stage.wants_redraw


def test_no_picture_shows_the_beacon(monkeypatch: pytest.MonkeyPatch) -> None:
    with texts_of(monkeypatch) as texts:
        play = Play(WarmWelcome(), FOLDER)
        play.draw()
        play.presence("entered", TURTLE)
        play.wait(1)
        play.draw()
        demo = play_to_choice(play)
        play.draw()
        play.tap(demo.choices[0].rect.center)
        play.wait(2)
        play.draw()
        said = " ".join(line for block, _ in texts.drawn for line in block.lines)
    assert "Hello, turtle" in said
    assert "e2c56db5" not in said


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("choice", [0, 1])
def test_every_text_of_every_scene_fits_and_touches_no_other(
    size: tuple[int, int], language: str, choice: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with texts_of(monkeypatch) as texts:
        play = Play(WarmWelcome(), FOLDER, size, language)

        def look(words: int) -> None:
            texts.clear()
            play.draw()
            texts.check(play.screen)
            assert len(texts.drawn) >= words

        play.wait(1)
        look(2)
        play.presence("entered", TURTLE, "near")
        play.wait(1)
        look(1)
        play.presence("moved", TURTLE)
        play.wait(1)
        look(2)
        play.known(TURTLE, *FACTS)
        look(2)
        play.wait(3)
        look(13)
        demo = play.demo
        assert isinstance(demo, WarmWelcome)
        play.tap(demo.choices[choice].rect.center)
        while demo.story.scene == "erasing":
            play.wait(0.5)
            look(1)
        play.wait(1)
        look(11)
        play.known(TURTLE)
        look(11)


@pytest.mark.parametrize("size", SIZES)
def test_targets_are_large_and_apart(size: tuple[int, int]) -> None:
    play = Play(WarmWelcome(), FOLDER, size)
    demo = play.demo
    assert isinstance(demo, WarmWelcome)
    keep, forget = (button.rect for button in demo.choices)
    assert keep.size == forget.size, "neither choice is made easier"
    for rect in (keep, forget, demo.done.rect):
        assert min(rect.size) >= play.stage.theme.target
        assert play.screen.get_rect().contains(rect)
    assert keep.right + play.stage.theme.px(16) <= forget.left
    assert all(button.fits for button in (*demo.choices, demo.done))


def test_reduced_motion_plays_too() -> None:
    play = Play(WarmWelcome(), FOLDER, reduced_motion=True)
    demo = play_to_choice(play)
    play.tap(demo.choices[1].rect.center)
    play.wait(8)
    assert demo.story.scene == "result"


def test_times_are_hours_and_minutes_and_a_places_number_stays_with_it() -> None:
    assert len(clock(DAY)) == len("14:02")
    assert clock(DAY)[2] == ":"
    assert unbroken("Station 1") == "Station\u00a01"
    assert unbroken("Salle des machines") == "Salle des machines"
