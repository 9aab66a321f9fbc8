"""The stage speaks for a demo, and shows it what the host says."""

import logging

import pytest

from tests.fakes.outlet import ListeningOutlet
from xlab_kiosk.stage import Badge, KnownFact, Presence, Stage, StageControl, Theme

FOX = Badge("u/1/1", "fox", "coral")
OWL = Badge("u/1/2", "owl", "amber")


@pytest.fixture
def outlet():
    return ListeningOutlet()


@pytest.fixture
def stage(tmp_path, outlet):
    return make(tmp_path, outlet)


@pytest.fixture
def control(stage):
    return StageControl(stage)


def make(folder, outlet, language="en"):
    return Stage(size=(800, 480), language=language, folder=folder, outlet=outlet)


def words(folder, **tables):
    (folder / "locale").mkdir()
    for language, text in tables.items():
        (folder / "locale" / f"{language}.toml").write_text(text, "utf-8")


def came(badge, kind="entered", proximity="near", source="live"):
    return Presence(kind=kind, badge=badge, proximity=proximity, source=source)


def test_a_stage_has_the_theme_of_its_size(stage):
    assert stage.theme == Theme((800, 480))


def test_badges_come_move_and_go(stage, control):
    control.presence(came(FOX))
    control.presence(came(OWL))
    control.presence(came(FOX, "moved", "touch"))
    assert stage.badges == (FOX, OWL)
    assert (stage.proximity(FOX), stage.proximity(OWL)) == ("touch", "near")
    control.presence(came(FOX, "left", "far"))
    assert stage.badges == (OWL,)
    assert stage.proximity(FOX) is None


def test_a_badge_that_left_without_having_come_is_no_trouble(stage, control):
    control.presence(came(FOX, "left"))
    assert stage.badges == ()


def test_a_run_that_saw_anything_simulated_stays_simulated(stage, control):
    assert stage.source == "live"
    control.presence(came(FOX, source="recorded"))
    assert stage.source == "recorded"
    control.presence(came(OWL, source="simulated"))
    control.presence(came(OWL, "left", source="simulated"))
    control.presence(came(FOX, "moved", source="live"))
    assert stage.source == "simulated"


def test_what_is_known_is_asked_for_once_and_told_when_it_came(stage, control, outlet):
    fact = KnownFact(wall=1.0, what="entered", station="st-1")
    control.presence(came(FOX))
    assert stage.known(FOX) == ()
    assert stage.known(FOX) == ()
    assert outlet.said == [("ask_known", FOX.beacon)]
    assert control.known(FOX.beacon, (fact,)) == FOX
    assert stage.known(FOX) == (fact,)


def test_what_is_known_of_a_badge_that_is_not_here_is_kept_but_not_told(stage, control):
    fact = KnownFact(wall=1.0, what="entered", station="st-1")
    assert control.known(FOX.beacon, (fact,)) is None
    assert stage.known(FOX) == (fact,)


def test_a_forgotten_badge_is_asked_for_again(stage, control, outlet):
    control.presence(came(FOX))
    control.known(FOX.beacon, (KnownFact(wall=1.0, what="entered", station="st-1"),))
    stage.forget(FOX)
    assert stage.known(FOX) == ()
    assert outlet.said == [("forget", FOX.beacon), ("ask_known", FOX.beacon)]
    assert stage.badges == (FOX,)


def test_values_are_recorded_with_or_without_a_badge(stage, outlet):
    stage.record(erased=True, count=3, share=0.5, word="yes")
    stage.record(FOX, erased=False)
    assert outlet.said == [
        ("record", {"erased": True, "count": 3, "share": 0.5, "word": "yes"}, None),
        ("record", {"erased": False}, FOX.beacon),
    ]


def test_recording_nothing_says_nothing(stage, outlet):
    stage.record()
    assert outlet.said == []


def test_a_value_that_cannot_be_kept_is_refused_by_name(stage, outlet):
    with pytest.raises(TypeError, match="votes is a list; a demo can record"):
        stage.record(votes=[1, 2])
    with pytest.raises(ValueError, match="share is nan"):
        stage.record(share=float("nan"))
    assert outlet.said == []


def test_a_run_finishes_once(stage, control, outlet):
    assert not control.finished
    stage.finish()
    stage.finish()
    assert control.finished
    assert outlet.said == [("finish",)]


def test_a_picture_is_wanted_at_first_and_after_each_change(stage, control):
    assert stage.wants_redraw
    control.drawn()
    assert not stage.wants_redraw
    stage.redraw()
    assert stage.wants_redraw
    control.drawn()
    control.presence(came(FOX))
    assert stage.wants_redraw
    control.drawn()
    control.known(FOX.beacon, ())
    assert stage.wants_redraw


def test_words_come_in_the_language_then_in_english_then_as_their_key(tmp_path, outlet):
    words(tmp_path, en='hello = "Hello"\nbye = "Bye, {name}"\n[menu]\nopen = "Open"', fr='hello = "Bonjour"')
    stage = make(tmp_path, outlet, "fr")
    assert stage.text("hello") == "Bonjour"
    assert stage.text("bye", name="fox") == "Bye, fox"
    assert stage.text("menu.open") == "Open"
    assert stage.text("nowhere") == "nowhere"


def test_a_text_without_values_may_hold_braces(tmp_path, outlet):
    words(tmp_path, en='code = "{ }"')
    assert make(tmp_path, outlet).text("code") == "{ }"


@pytest.mark.parametrize("text", ["{other}", "{", "{0}", "{name.nothing}"])
def test_a_text_that_cannot_take_its_values_is_shown_as_it_is(tmp_path, outlet, caplog, text):
    words(tmp_path, en=f'seen = "{text}"')
    with caplog.at_level(logging.WARNING):
        assert make(tmp_path, outlet).text("seen", name=3) == text
    assert "cannot take its values" in caplog.text


def test_words_that_cannot_be_read_are_reported_and_the_english_ones_serve(tmp_path, outlet, caplog):
    words(tmp_path, en='hello = "Hello"', de="hello = ")
    with caplog.at_level(logging.WARNING):
        stage = make(tmp_path, outlet, "de")
    assert stage.text("hello") == "Hello"
    assert "de.toml cannot be read" in caplog.text


def test_a_demo_without_words_shows_keys(stage):
    assert stage.text("hello") == "hello"
