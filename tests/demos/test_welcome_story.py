"""Warm Welcome apart from its looks: scenes, and what facts add up to."""

from hypothesis import given
from hypothesis import strategies as st

from xlab_demo_warm_welcome.moments import MOST_MOMENTS, Moment, moments
from xlab_demo_warm_welcome.story import GREETING_S, JUST_NOW_S, Story
from xlab_kiosk.stage import Badge, KnownFact, Presence

FOX = Badge("kit/1/1", "fox", "amber")
OWL = Badge("kit/1/2", "owl", "sky")


def fact(wall: float, what: str, station: str = "Station 1") -> KnownFact:
    return KnownFact(wall=wall, what=what, station=station)


def come(badge: Badge, proximity: str = "touch", kind: str = "entered") -> Presence:
    return Presence(kind=kind, badge=badge, proximity=proximity)  # type: ignore[arg-type]


def greeted() -> Story:
    story = Story()
    story.presence(come(FOX), 1000.0)
    return story


def test_only_a_badge_on_the_pad_begins_the_story() -> None:
    story = Story()
    story.presence(come(FOX, "far"), 0)
    assert (story.scene, story.hovering) == ("waiting", None)
    story.presence(come(FOX, "near", "moved"), 0)
    assert (story.scene, story.hovering) == ("waiting", FOX)
    story.presence(come(OWL, "touch", "left"), 0)
    assert story.hovering == FOX
    story.presence(come(FOX, "near", "left"), 0)
    assert (story.scene, story.hovering) == ("waiting", None)
    story.presence(come(FOX, "touch"), 0)
    assert (story.scene, story.badge) == ("greeting", FOX)


def test_a_badge_that_draws_back_no_longer_hovers() -> None:
    story = Story()
    story.presence(come(FOX, "near"), 0)
    story.presence(come(FOX, "far", "moved"), 0)
    assert story.hovering is None


def test_the_first_badge_keeps_the_story_and_may_be_lifted() -> None:
    story = greeted()
    story.presence(come(OWL), 1001.0)
    story.presence(come(FOX, "touch", "left"), 1002.0)
    assert (story.scene, story.badge) == ("greeting", FOX)


def test_the_greeting_ends_by_itself_or_by_a_tap() -> None:
    story = greeted()
    story.update(GREETING_S - 0.1)
    assert story.scene == "greeting"
    story.update(0.2)
    assert story.scene == "knowing"
    hurried = greeted()
    hurried.advance()
    assert hurried.scene == "knowing"


def test_without_an_answer_of_the_kit_the_visit_itself_is_what_is_known() -> None:
    story = greeted()
    assert story.facts == (Moment(kind="stay", since=1000.0),)
    story.known([])
    assert story.facts == (Moment(kind="stay", since=1000.0),)
    assert story.first_time


def test_who_was_here_before_is_no_first_time() -> None:
    story = greeted()
    story.known([fact(100, "given"), fact(1000 - JUST_NOW_S + 1, "entered")])
    assert story.first_time
    story.known([fact(100, "given"), fact(200, "entered")])
    assert not story.first_time
    assert story.here_since == Moment(kind="stay", since=200, place="Station 1")


def test_keeping_goes_to_the_result_at_once() -> None:
    story = greeted()
    assert not story.choose(erase=False), "nothing can be chosen before it is shown"
    story.advance()
    assert story.choose(erase=False)
    assert (story.scene, story.erased) == ("result", False)
    assert not story.choose(erase=True), "only the first choice counts"
    assert story.erased is False
    assert story.gone(0) == 0.0


def test_forgetting_erases_one_fact_after_the_other() -> None:
    story = greeted()
    story.known([fact(100, "given"), fact(200, "entered"), fact(300, "left"), fact(900, "entered")])
    story.advance()
    story.choose(erase=True)
    seen = []
    while story.scene == "erasing":
        seen.append(tuple(round(story.gone(index), 2) for index in range(3)))
        story.update(0.1)
    assert seen[0] == (0, 0, 0)
    assert seen[-1] == (1, 1, 1)
    assert any(first == 1 and second < 1 and third == 0 for first, second, third in seen)
    assert seen == sorted(seen)
    assert story.scene == "result"
    assert story.gone(0) == 1.0


def test_an_answer_that_is_older_than_the_wish_changes_nothing() -> None:
    story = greeted()
    story.advance()
    story.choose(erase=True)
    before = story.facts
    story.known([fact(100, "given")])
    assert (story.facts, story.left_over) == (before, None)
    story.update(60)
    story.known([])
    assert (story.facts, story.left_over) == (before, 0)


def test_facts_of_one_stay_are_one_picture() -> None:
    facts = [
        fact(50, "given"),
        fact(100, "entered"),
        fact(110, "moved"),
        fact(160, "left"),
        fact(200, "entered", "Kitchen"),
        fact(300, "erased"),
        fact(310, "moved", "Kitchen"),
        fact(400, "moved", "Station 1"),
    ]
    assert moments(facts) == (
        Moment(kind="face", since=50),
        Moment(kind="stay", since=100, until=160, place="Station 1"),
        Moment(kind="stay", since=200, until=400, place="Kitchen"),
        Moment(kind="answer", since=300, place="Station 1"),
        Moment(kind="stay", since=400, place="Station 1"),
    )


def test_earlier_facts_are_counted_in_one_picture() -> None:
    found = moments([fact(float(number), "answer") for number in range(20)])
    assert len(found) == MOST_MOMENTS
    assert found[0] == Moment(kind="earlier", since=0, count=16)
    assert [moment.since for moment in found[1:]] == [16, 17, 18, 19]


facts = st.builds(
    fact,
    st.floats(0, 1e9),
    st.sampled_from(["given", "entered", "moved", "left", "rating"]),
    st.sampled_from(["Station 1", "Kitchen", ""]),
)


@given(st.lists(facts, max_size=40))
def test_any_facts_add_up(some: list[KnownFact]) -> None:
    found = moments(some)
    assert len(found) <= MOST_MOMENTS
    assert sum(moment.until is None for moment in found if moment.kind == "stay") <= 1
    assert all(moment.until is None or moment.until >= moment.since for moment in found)
    assert moments(reversed(some), most=10**6) is not None
    assert bool(found) == any(one.what != "left" for one in some)
