"""Warm Welcome as visitors play it: by badge and finger, on every panel, in every language."""

import pytest

from tests.demos.playing import LANGUAGES, SIZES, check_texts, folder_of, pixels
from xlab_demo_warm_welcome.known import clock, unbroken
from xlab_demo_warm_welcome.welcome import WarmWelcome
from xlab_kiosk.stage import KnownFact
from xlab_kiosk.stage.testing import Play, badge

FOLDER = folder_of("warm-welcome")
FIRST, SECOND = badge(1), badge(2)
DAY = 1_760_000_000.0
FACTS = (
    KnownFact(wall=DAY, what="given", station="Station 1"),
    KnownFact(wall=DAY + 60, what="entered", station="Station 1"),
    KnownFact(wall=DAY + 2000, what="left", station="Station 1"),
    KnownFact(wall=DAY + 2100, what="entered", station="Besprechungsraum Nord"),
    KnownFact(wall=DAY + 4000, what="rating", station="Station 1", detail="too bright in here by far"),
    KnownFact(wall=DAY + 5000, what="entered", station="Station 1"),
)
CHOICES = ("known.keep", "known.forget")


def play_to_choice(play: Play) -> WarmWelcome:
    play.badge(1, "touch")
    play.known(1, *FACTS)
    play.wait(4)
    assert isinstance(play.demo, WarmWelcome)
    assert play.demo.story.scene == "knowing"
    return play.demo


def said(play: Play) -> list[tuple[object, ...]]:
    """What it told the kit, apart from its sounds."""
    return [one for one in play.said if one[0] != "sound"]


def sounds(play: Play) -> list[object]:
    return [one[1] for one in play.said if one[0] == "sound"]


def tap(play: Play, key: str) -> None:
    """Tap the button with these words."""
    play.tap(play.stage.text(key))


def test_who_forgets_is_erased_and_the_kit_is_asked_again() -> None:
    play = Play(FOLDER)
    demo = play_to_choice(play)
    assert said(play) == [("ask_known", FIRST.beacon)]
    tap(play, "known.forget")
    assert said(play)[1:] == [("forget", FIRST.beacon), ("record", {"erased": True}, None)]
    play.wait(6)
    assert demo.story.scene == "result"
    assert said(play)[3:] == [("ask_known", FIRST.beacon)]
    assert sounds(play) == ["knock", "knock", *["gone"] * 5]
    play.known(1)
    play.expect(play.stage.text("result.asked_again", count=5))
    tap(play, "result.done")
    assert said(play)[4:] == [("finish",)]


def test_a_badge_that_still_lies_there_is_seen_anew_and_the_screen_says_so() -> None:
    play = Play(FOLDER)
    play_to_choice(play)
    tap(play, "known.forget")
    play.wait(6)
    play.known(1, FACTS[-1])
    play.expect(play.stage.text("result.here_again"))


def test_who_keeps_is_not_erased() -> None:
    play = Play(FOLDER)
    play_to_choice(play)
    tap(play, "known.keep")
    play.wait(1)
    tap(play, "result.done")
    assert said(play)[1:] == [("record", {"erased": False}, None), ("finish",)]
    assert sounds(play) == ["knock", "kept"]


def test_a_simulated_badge_plays_like_any_other() -> None:
    play = Play(FOLDER)
    play.wait(3)
    play.badge(2, "touch", source="simulated")
    play.wait(4)
    assert isinstance(play.demo, WarmWelcome)
    assert play.demo.story.scene == "knowing"
    assert play.stage.source == "simulated"


def test_a_badge_that_lies_on_the_pad_already_is_greeted_at_once() -> None:
    demo = Play(FOLDER, here=(1,)).demo
    assert isinstance(demo, WarmWelcome)
    assert (demo.story.scene, demo.story.badge) == ("greeting", FIRST)


@pytest.mark.parametrize("seconds", [0.1, 1.0, 4.0])
def test_a_badge_may_leave_midway(seconds: float) -> None:
    play = Play(FOLDER)
    play.badge(1, "touch")
    play.wait(seconds)
    play.badge(1, None)
    play.wait(4)
    assert isinstance(play.demo, WarmWelcome)
    assert play.demo.story.badge == FIRST
    play.expect(play.stage.text("known.lifted"))
    tap(play, "known.forget")
    play.wait(7)
    tap(play, "result.done")
    assert ("forget", FIRST.beacon) in play.said
    assert play.said[-1] == ("finish",)


def test_another_badge_waits_until_the_first_was_lifted_and_then_may_begin() -> None:
    play = Play(FOLDER)
    demo = play_to_choice(play)
    play.badge(2, "touch")
    play.expect(play.stage.text("next.word"))
    tap(play, "next.word")
    assert demo.story.badge == FIRST, "nobody is pushed aside"
    play.badge(1, None)
    tap(play, "next.word")
    play.wait(4)
    assert demo.story.badge == SECOND
    assert said(play) == [("ask_known", FIRST.beacon), ("ask_known", SECOND.beacon)], "nothing was chosen for the first"
    tap(play, "known.keep")
    assert play.records == [{"erased": False}]


def test_after_the_result_the_next_badge_begins_anew() -> None:
    play = Play(FOLDER, here=(1, 2))
    play.wait(4)
    tap(play, "known.forget")
    play.wait(6)
    tap(play, "next.word")
    play.wait(4)
    demo = play.demo
    assert isinstance(demo, WarmWelcome)
    assert (demo.story.badge, demo.story.scene, demo.story.erased) == (SECOND, "knowing", None)
    tap(play, "known.keep")
    assert play.records == [{"erased": True}, {"erased": False}]


def test_who_comes_for_the_first_time_sees_empty_places_for_what_would_follow() -> None:
    play = Play(FOLDER)
    play.badge(1, "touch")
    play.wait(4)
    play.expect(play.stage.text("known.more"))
    play.known(1, *FACTS)
    assert not play.sees(play.stage.text("known.more"))


def test_news_while_a_visitor_looks_is_shown() -> None:
    play = Play(FOLDER)
    demo = play_to_choice(play)
    before = pixels(play)
    play.known(1, *FACTS[:2])
    assert pixels(play) != before
    play.known(2, *FACTS)
    assert len(demo.story.facts) == 2


def test_a_finger_that_hurries_the_greeting_on_chooses_nothing() -> None:
    play = Play(FOLDER)
    play.badge(1, "touch")
    play.wait(1)
    assert isinstance(play.demo, WarmWelcome)
    for _ in range(2):
        play.tap(play.demo.choices[1].rect.center)
    assert play.demo.story.scene == "knowing"
    assert ("forget", FIRST.beacon) not in play.said


def test_a_screen_that_stands_still_costs_nothing() -> None:
    play = Play(FOLDER)
    play_to_choice(play)
    play.wait(2)
    play.draw()
    play.wait(1)
    assert not play.stage.wants_redraw


def test_no_picture_shows_the_beacon() -> None:
    play, said = Play(FOLDER), ""
    play.badge(1, "touch")
    play.expect(play.stage.text(f"animal.{FIRST.animal}"), within=1)
    for step in (1, 4):
        play.wait(step)
        said += str(play.texts)
    play.known(1, *FACTS)
    tap(play, "known.keep")
    play.wait(2)
    said += str(play.texts)
    assert len(said) > 500
    assert FIRST.beacon.split("/")[0] not in said


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("choice", CHOICES)
def test_every_text_of_every_scene_fits_and_touches_no_other(size: tuple[int, int], language: str, choice: str) -> None:
    play = Play(FOLDER, size, language)
    play.wait(1)
    check_texts(play, at_least=2)
    play.badge(1, "near")
    play.wait(1)
    check_texts(play, at_least=1)
    play.badge(1, "touch")
    play.wait(1)
    check_texts(play, at_least=2)
    play.known(1, *FACTS)
    check_texts(play, at_least=2)
    play.badge(2, "touch")
    play.wait(3)
    check_texts(play, at_least=15)
    play.badge(1, None)
    check_texts(play, at_least=15)
    tap(play, choice)
    demo = play.demo
    assert isinstance(demo, WarmWelcome)
    while demo.story.scene == "erasing":
        play.wait(0.5)
        check_texts(play, at_least=1)
    play.wait(1)
    check_texts(play, at_least=11)
    play.known(1)
    check_texts(play, at_least=11)


@pytest.mark.parametrize("size", SIZES)
def test_targets_are_large_and_apart(size: tuple[int, int]) -> None:
    play = Play(FOLDER, size)
    play_to_choice(play)
    keep, forget = (target.rect for target in play.targets)
    assert keep.size == forget.size, "neither choice is made easier"
    assert keep.right + play.stage.theme.px(16) <= forget.left
    tap(play, "known.keep")
    play.wait(1)
    (done,) = (target.rect for target in play.targets)
    for rect in (keep, forget, done):
        assert min(rect.size) >= play.stage.theme.target
        assert play.picture.get_rect().contains(rect)


def test_reduced_motion_plays_too() -> None:
    play = Play(FOLDER, reduced_motion=True)
    demo = play_to_choice(play)
    tap(play, "known.forget")
    play.wait(8)
    assert demo.story.scene == "result"


def test_times_are_hours_and_minutes_and_a_places_number_stays_with_it() -> None:
    assert len(clock(DAY)) == len("14:02")
    assert clock(DAY)[2] == ":"
    assert unbroken("Station 1") == "Station\u00a01"
    assert unbroken("Salle des machines") == "Salle des machines"
