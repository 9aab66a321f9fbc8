"""Rounds as a fold: the last answer counts, nothing is seen too early, and order between kits does not matter."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workshop.rounds_told import CHOICE, STATEMENTS, TEXT, Told, folded, state
from xlab.events import (
    Answered,
    Erased,
    GroupBegan,
    IdeaAdded,
    IdeaJudged,
    RoundClosed,
    RoundOpened,
    RunEnded,
    RunStarted,
)
from xlab.link.rounds import Given, Idea
from xlab.workshop.rounds import PRIVATE


def opened(question=CHOICE, shows="live", name="r", **more) -> tuple[Told, str]:
    told = Told()
    told.tell(RoundOpened(round=name, question=question, shows=shows, **more))
    return told, name


def answer(voter: str, value: object, item: str = "", name: str = "r") -> Answered:
    return Answered(round=name, voter=voter, value=value, item=item)


def test_the_last_answer_of_a_voter_counts_and_voters_are_numbered_as_they_came():
    told, name = opened()
    told.tell(answer("zoe", ("a",)))
    told.tell(answer("ann", ("a",)))
    told.tell(answer("zoe", ("b",)))
    now = told.rounds.get(name).now()
    assert now.answered == 2
    assert now.given == (Given(1, "", ("b",)), Given(2, "", ("a",)))


def test_what_answers_nothing_or_comes_too_late_is_passed_over():
    told, name = opened()
    told.tell(answer("ann", ("c",)))
    told.tell(answer("ann", ("a",), name="another"))
    told.tell(IdeaAdded(round=name, idea="i", voter="ann", text="Something else"))
    told.tell(RoundClosed(round=name))
    told.tell(answer("ann", ("a",)))
    now = told.rounds.get(name).now()
    assert (now.open, now.answered, now.given, now.waiting) == (False, 0, (), 0)


def test_until_it_closes_nobody_sees_the_results_of_a_round_that_shows_them_on_close():
    told, name = opened(shows="on_close")
    told.tell(answer("ann", ("a",)))
    assert told.rounds.get(name).now().given == ()
    assert told.rounds.get(name).now().answered == 1
    told.tell(RoundClosed(round=name))
    assert told.rounds.get(name).now().given == (Given(1, "", ("a",)),)


def test_a_text_that_was_let_through_waits_for_the_close_too():
    told, name = opened(TEXT, shows="on_close")
    told.tell(IdeaAdded(round=name, idea="i", voter="ann", text="Because"))
    told.tell(IdeaJudged(round=name, idea="i", verdict="shown"))
    assert (told.rounds.get(name).now().ideas, told.rounds.get(name).now().answered) == ((), 1)
    told.tell(RoundClosed(round=name))
    assert told.rounds.get(name).now().ideas == (Idea(id="i", text="Because"),)


def test_an_idea_waits_until_it_is_let_through_and_waits_again_when_it_is_rewritten():
    told, name = opened(STATEMENTS)
    told.tell(IdeaAdded(round=name, idea="i", voter="ann", text="First"))
    assert (told.rounds.get(name).now().ideas, told.rounds.get(name).now().waiting) == ((), 1)
    told.tell(IdeaJudged(round=name, idea="i", verdict="shown"))
    assert told.rounds.get(name).now().ideas == (Idea(id="i", text="First"),)
    told.tell(IdeaAdded(round=name, idea="i", voter="bob", text="Not his"))
    told.tell(IdeaAdded(round=name, idea="i", voter="ann", text="Second"))
    assert (told.rounds.get(name).now().ideas, told.rounds.get(name).now().waiting) == ((), 1)
    (idea,) = told.rounds.get(name).ideas_of("ann")
    assert (idea.text, idea.verdict) == ("Second", None)


def test_a_parked_idea_is_kept_with_the_reason_and_takes_the_answers_about_it_out_of_sight():
    told, name = opened(STATEMENTS)
    told.tell(IdeaAdded(round=name, idea="i", voter="ann", text="New"))
    told.tell(IdeaJudged(round=name, idea="i", verdict="shown"))
    told.tell(answer("bob", 1, "i"))
    told.tell(answer("bob", -1, "a"))
    told.tell(IdeaJudged(round=name, idea="i", verdict="parked", reason="Next visit"))
    one = told.rounds.get(name)
    assert [given.item for given in one.now().given] == ["a"]
    assert (one.ideas["i"].verdict, one.ideas["i"].reason) == ("parked", "Next visit")
    told.tell(IdeaJudged(round=name, idea="i", verdict="shown"))
    assert [given.item for given in one.now().given] == ["i", "a"]


def test_a_round_of_a_demo_ends_with_its_run_or_when_another_begins_there():
    told = Told()
    for station in ("st-1", "st-2"):
        told.tell(RoundOpened(round=station, question=CHOICE, shows="live", demo="d", run=station), station=station)
    told.tell(RoundOpened(round="room", question=CHOICE, shows="live"))
    told.tell(RunEnded(run="st-1", demo="d", outcome="idle", seconds=1.0), station="st-1")
    assert [one.id for one in told.rounds if one.open] == ["st-2", "room"]
    told.tell(RunStarted(run="next", demo="d", version="1.0.0", language="en"), station="st-2")
    assert [one.id for one in told.rounds if one.open] == ["room"]


def test_a_run_asks_one_thing_at_a_time():
    told = Told()
    for name in ("first", "second"):
        told.tell(RoundOpened(round=name, question=CHOICE, shows="live", demo="d", run="run"), station="st-1")
    assert [one.id for one in told.rounds if one.open] == ["second"]


def test_a_station_speaks_in_its_own_rounds_and_answers_those_of_the_room():
    told = Told()
    told.tell(RoundOpened(round="own", question=STATEMENTS, shows="live", demo="d", run="run"), station="st-1")
    told.tell(RoundOpened(round="room", question=CHOICE, shows="live"))
    told.tell(answer("x", 1, "a", name="own"), station="st-2")
    told.tell(RoundClosed(round="own"), station="st-2")
    told.tell(RoundClosed(round="room"), station="st-2")
    told.tell(answer("x", ("a",), name="room"), station="st-2")
    told.tell(IdeaAdded(round="own", idea="i", voter="x", text="New"), station="st-1")
    told.tell(IdeaJudged(round="own", idea="i", verdict="shown"), station="st-1")
    assert [(one.open, one.voters) for one in told.rounds] == [(True, 1), (True, 1)]
    assert told.rounds.get("own").now().ideas == ()


def test_a_station_is_told_what_others_said():
    told = Told()
    told.tell(RoundOpened(round="r", question=CHOICE, shows="live", demo="d", run="run"), station="st-1")
    told.tell(answer("seat", ("a",)), station="st-1")
    told.tell(answer("phone", ("b",)))
    assert told.rounds.get("r").now("st-1").given == (Given(1, "", ("b",)),)
    assert told.rounds.get("r").now("st-1").answered == 1
    assert told.rounds.get("r").now().answered == 2


SHOWS = ["live", "on_close"]
VOTERS, ROUNDS = st.sampled_from("uvw"), st.sampled_from(["choice", "votes", "text"])
FACTS = st.one_of(
    st.builds(
        RoundOpened, round=st.just("choice"), question=st.just(CHOICE), shows=st.sampled_from(["live", "on_close"])
    ),
    st.builds(RoundOpened, round=st.just("votes"), question=st.just(STATEMENTS), shows=st.just("live")),
    st.builds(RoundOpened, round=st.just("text"), question=st.just(TEXT), shows=st.just("live")),
    st.builds(Answered, round=ROUNDS, voter=VOTERS, value=st.sampled_from([("a",), ("b",), ("z",), "a", 3])),
    st.builds(Answered, round=ROUNDS, voter=VOTERS, item=st.sampled_from(["a", "iu", "iv"]), value=st.integers(-2, 2)),
    st.builds(IdeaAdded, round=ROUNDS, idea=st.sampled_from("ij"), voter=VOTERS, text=st.sampled_from(["x", "y"])),
    st.builds(
        IdeaJudged, round=ROUNDS, idea=st.sampled_from(["iu", "iv"]), verdict=st.sampled_from(["shown", "parked"])
    ),
    st.builds(RoundClosed, round=ROUNDS),
)
LOGS = st.lists(st.tuples(FACTS, st.sampled_from([None, None, "st-1"])), max_size=40)


def kit_log(entries, kit: str) -> Told:
    """A log of one kit, whose rounds and ideas have ids that nobody else gives out."""
    told = Told()
    for fact, station in entries:
        ids = {"round": f"{kit}-{fact.round}"}
        if isinstance(fact, IdeaAdded):
            ids["idea"] = f"{fact.idea}{fact.voter}"
        told.tell(msgspec.structs.replace(fact, **ids), station=station, kit=kit)
    return told


@settings(max_examples=150, deadline=None)
@given(LOGS, LOGS, st.randoms(use_true_random=False))
def test_the_state_is_the_same_whichever_kit_is_heard_first_and_however_often(ours, theirs, chance):
    one, other = kit_log(ours, "one"), kit_log(theirs, "other")
    expected = state(folded([*one.events, *other.events]))
    assert state(folded([*other.events, *one.events])) == expected
    queues, mixed = [list(one.events), list(other.events)], []
    while any(queues):
        mixed.append(chance.choice([queue for queue in queues if queue]).pop(0))
    assert state(folded(mixed)) == expected
    assert state(folded([*mixed, *mixed])) == expected


@settings(max_examples=150, deadline=None)
@given(LOGS, VOTERS)
def test_forgetting_a_voter_is_as_if_the_log_had_only_tombstones_of_what_it_said(entries, voter):
    told = kit_log(entries, "kit")
    told.rounds.forget(voter)
    for one in told.rounds:
        assert not one.knows(voter)
        assert one.answers(voter) == {}
        assert one.ideas_of(voter) == ()
        unseen = {given.item for given in one.now().given} - {"", "a", *one.answerable()}
        assert not unseen
        assert {given.voter for given in one.now().given} <= set(range(1, one.now().answered + 1))
    buried = [
        msgspec.structs.replace(event, fact=Erased(was="Answered", reason="asked"))
        if isinstance(event.fact, PRIVATE) and event.fact.voter == voter
        else event
        for event in told.events
    ]
    assert state(folded(buried)) == state(told.rounds)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(VOTERS, st.sampled_from([("a",), ("b",)])), max_size=30))
def test_each_voter_counts_once_with_the_last_answer(said):
    told, name = opened()
    for voter, value in said:
        told.tell(answer(voter, value))
    last = dict(said)
    given_now = told.rounds.get(name).now().given
    assert sorted(one.value for one in given_now) == sorted(last.values())
    assert [one.voter for one in given_now] == list(range(1, len(last) + 1))


def lasting(told: Told, name: str, station: str = "st-1", **more: object) -> None:
    fact = {"question": CHOICE, "shows": "live", "demo": "d", "run": f"run of {name}", "lasts": True} | more
    told.tell(RoundOpened(round=name, **fact), station=station)


def test_a_round_that_lasts_outlives_runs_and_ends_when_its_demo_asks_something_else_there():
    told = Told()
    lasting(told, "first")
    lasting(told, "elsewhere", station="st-2")
    lasting(told, "of another demo", demo="e")
    told.tell(RunEnded(run="run of first", demo="d", outcome="idle", seconds=1.0), station="st-1")
    told.tell(RunStarted(run="next", demo="d", version="1.0.0", language="en"), station="st-1")
    told.tell(answer("next/0", ("a",), name="first"), station="st-1")
    assert told.rounds.get("first").now().answered == 1
    lasting(told, "second", question=TEXT, run="next")
    assert [one.id for one in told.rounds if one.open] == ["elsewhere", "of another demo", "second"]


def test_a_round_that_lasts_ends_with_its_group_and_hears_its_own_screen_out():
    told = Told()
    lasting(told, "r")
    told.tell(RoundOpened(round="room", question=CHOICE, shows="live"))
    told.tell(GroupBegan(number=2))
    told.tell(answer("phone", ("a",)))
    told.tell(answer("late", ("b",)), station="st-1")
    one = told.rounds.get("r")
    assert (one.open, one.now().given, told.rounds.get("room").open) == (False, (Given(1, "", ("b",)),), True)
    told.tell(RoundClosed(round="r"), station="st-1")
    told.tell(answer("next group", ("b",)), station="st-1")
    assert one.now().answered == 1


def test_who_answered_at_the_screen_of_a_round_is_known_by_number():
    told = Told()
    lasting(told, "r")
    told.tell(answer("phone", ("a",)))
    told.tell(answer("st-1/run/0", ("a",)), station="st-1")
    assert dict(told.rounds.get("r").at_screen()) == {2: "st-1/run/0"}
