"""Follow the Material without a picture: the two ways, the order and dwell of samples, and the story's rules."""

import pytest

from xlab_demo_follow_the_material.story import LEG_S, TOLD_S, Story
from xlab_demo_follow_the_material.trace import Pad, Trace, other_pads
from xlab_demo_follow_the_material.ways import KNOWN, NEAR
from xlab_kiosk.stage import Badge, KnownFact, Presence
from xlab_kiosk.stage.testing import badge

FOX, OWL = badge(1), badge(2)
WHOLE = LEG_S * 5 + 0.1


def put(story: Story, tag: Badge) -> None:
    story.presence(Presence(kind="entered", badge=tag, proximity="touch"))


def lift(story: Story, tag: Badge) -> None:
    story.presence(Presence(kind="moved", badge=tag, proximity="near"))


def pass_time(story: Story, seconds: float) -> None:
    for _ in range(round(seconds * 20)):
        story.update(0.05)


def both_told() -> Story:
    """Fox, then owl, told to the end; the owl still lies on the pad as the choice begins."""
    story = Story()
    for tag in (FOX, OWL):
        put(story, tag)
        pass_time(story, WHOLE)
        if tag == FOX:
            lift(story, FOX)
    pass_time(story, TOLD_S + 1)
    assert story.scene == "choosing"
    return story


def test_what_was_not_read_is_not_counted() -> None:
    assert (KNOWN.km(KNOWN.end), KNOWN.days(KNOWN.end), KNOWN.read, KNOWN.silence) == (14200, 74, 6, 0)
    assert (NEAR.km(NEAR.end), NEAR.days(NEAR.end), NEAR.read, NEAR.silence) == (2900, 41, 4, 29)
    assert NEAR.km(1) == NEAR.km(4) == 700, "kilometres stand still in the dark"
    assert NEAR.days(1) < NEAR.days(2.5) < NEAR.days(4), "days do not"


@pytest.mark.parametrize("way", [KNOWN, NEAR])
def test_figures_never_go_back(way: object) -> None:
    assert isinstance(way, type(KNOWN))
    told = [(way.km(part / 10), way.days(part / 10)) for part in range(51)]
    assert told == sorted(told)


def test_a_sample_tells_only_while_it_lies() -> None:
    story = Story()
    put(story, FOX)
    pass_time(story, 3)
    lift(story, FOX)
    heard = story.reached[0]
    pass_time(story, 5)
    assert story.paused
    assert story.reached[0] == heard
    put(story, FOX)
    pass_time(story, 1)
    assert story.reached[0] == pytest.approx((heard or 0) + 1 / LEG_S)


def test_who_only_walks_by_tells_nothing() -> None:
    story = Story()
    lift(story, FOX)
    pass_time(story, 1)
    assert (story.scene, story.faces) == ("waiting", {})


def test_the_one_below_goes_on_when_the_upper_is_lifted() -> None:
    story = Story()
    put(story, FOX)
    pass_time(story, 1)
    put(story, OWL)
    pass_time(story, 1)
    assert story.shown == 1
    lift(story, OWL)
    assert story.shown == 0
    assert not story.paused


def test_a_tag_that_still_lies_or_flickers_chooses_nothing_but_one_that_is_laid_does() -> None:
    story = both_told()
    pass_time(story, 2)
    lift(story, OWL)
    pass_time(story, 0.4)
    put(story, OWL)
    assert story.scene == "choosing"
    lift(story, OWL)
    pass_time(story, 1.2)
    put(story, FOX)
    assert (story.scene, story.choice) == ("result", "known")
    assert not story.choose("near"), "the first choice counts"


def test_a_tag_keeps_its_past_from_play_to_play_and_a_third_one_speaks_too() -> None:
    story = both_told()
    again = Story(story.tags)
    put(again, OWL)
    assert again.shown == 1
    put(again, badge(3))
    assert again.shown == 0


def test_a_tag_takes_the_place_of_a_drawn_sample() -> None:
    story = Story()
    story.tap(0)
    put(story, FOX)
    lift(story, FOX)
    assert story.lying is None


def test_the_trace_holds_order_and_dwell() -> None:
    trace = Trace()
    for sample, tagged, seconds in ((None, False, 2), (0, True, 4), (None, False, 1), (0, True, 2), (1, False, 3)):
        for _ in range(seconds):
            trace.lie(1.0, sample, tagged)
    assert [(one.sample, one.tagged, one.begin, one.end) for one in trace.stays] == [
        (0, True, 0.0, 4.0),
        (0, True, 5.0, 7.0),
        (1, False, 7.0, 10.0),
    ]
    assert (trace.seconds, trace.tagged) == (9.0, True)


def test_other_pads_are_those_before_this_one() -> None:
    facts = [
        KnownFact(wall=wall, what=what, station=place)
        for wall, what, place in (
            (0, "given", ""),
            (10, "entered", "Dock"),
            (40, "moved", "Dock"),
            (70, "left", "Dock"),
            (80, "entered", "Mill"),
            (90, "entered", "Here"),
            (95, "moved", "Here"),
        )
    ]
    assert other_pads(facts) == (Pad("Dock", 60), Pad("Mill", 10))
    assert other_pads([*facts[:4], KnownFact(wall=99, what="entered", station="Dock")]) == ()
