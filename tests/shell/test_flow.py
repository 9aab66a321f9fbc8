"""The shell's states: every row that matters, and that no crowd can lead them into a dead end."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlab_kiosk.shell import flow
from xlab_kiosk.shell.flow import (
    Arrived,
    Begin,
    CheckUp,
    Choose,
    Darken,
    Dismiss,
    Ended,
    EndRun,
    GoHome,
    HideLanguages,
    HideNotice,
    HideTake,
    Home,
    Lighten,
    Lock,
    NewVisitor,
    Open,
    Rules,
    ShowLanguages,
    ShowNotice,
    ShowTake,
    Speak,
    StartRun,
    State,
    Tick,
    Touched,
    Unlock,
)

RULES = Rules(idle_seconds=45.0, language="en")


def go(state: State, *happened: tuple[float, flow.Event], rules: Rules = RULES) -> tuple[State, list[flow.Action]]:
    actions: list[flow.Action] = []
    for now, event in happened:
        state, more = flow.step(state, event, now, rules)
        actions += more
    return state, actions


def at_play(now: float = 0.0) -> State:
    state, _ = go(State(), (now - 1, Begin()), (now, Choose("hello")), (now + 1, Tick()))
    assert state.place == "playing"
    return state


def test_from_attract_to_a_demo_and_back_by_the_home_button():
    state, actions = go(State(), (0, Begin()), (1, Choose("hello")))
    assert (state.place, actions) == ("opening", [StartRun("hello", "en")])
    state, actions = go(state, (1.41, Tick()))
    assert (state.place, state.demo, actions) == ("playing", "hello", [])
    state, actions = go(state, (9, Home()))
    assert (state.place, actions) == ("closing", [EndRun("home")])
    state, actions = go(state, (9.4, Tick()))
    assert (state.place, actions) == ("menu", [])
    state, actions = go(state, (10, Home()))
    assert (state.place, actions) == ("attract", [NewVisitor()])


def test_the_second_of_two_quick_taps_on_the_attract_screen_takes_no_demo():
    state, actions = go(State(), (1, Begin()), (1.25, Choose("hello")))
    assert (state.place, state.demo, actions) == ("menu", None, [])
    state, actions = go(state, (1.01 + flow.PLACE_CHANGE, Choose("hello")))
    assert (state.place, state.demo) == ("opening", "hello")


def test_home_while_opening_ends_the_run_at_once():
    state, actions = go(State(place="menu"), (0, Choose("hello")), (0.1, Home()))
    assert (state.place, actions[-1]) == ("closing", EndRun("home"))


def test_a_second_press_of_home_goes_no_further_than_the_menu():
    state, actions = go(at_play(), (5, Home()), (5.1, Home()), (6, Tick()))
    assert (state.place, actions) == ("menu", [EndRun("home")])


def test_another_object_can_be_taken_while_one_goes_back():
    state, actions = go(at_play(), (5, Home()), (5.1, Choose("other")))
    assert (state.place, state.demo, actions) == ("opening", "other", [EndRun("home"), StartRun("other", "en")])


def test_a_demo_that_finishes_goes_back_into_its_cutout():
    state, actions = go(at_play(), (5, Ended("finished")))
    assert (state.place, actions) == ("closing", [EndRun("finished")])


@pytest.mark.parametrize("outcome", ["crashed", "hung", "exited"])
def test_trouble_shows_a_card_that_goes_by_itself(outcome: str):
    state, actions = go(at_play(), (5, Ended(outcome, "ValueError: x")))  # type: ignore[arg-type]
    assert (state.place, actions) == ("trouble", [EndRun(outcome, "ValueError: x")])  # type: ignore[arg-type]
    assert go(state, (5 + flow.TROUBLE_SHOWN - 0.1, Tick()))[0].place == "trouble"
    assert go(state, (5 + flow.TROUBLE_SHOWN, Tick()))[0].place == "menu"
    assert go(state, (6, Dismiss()))[0].place == "menu"


def test_the_end_of_a_demo_that_was_left_already_changes_nothing():
    state, _ = go(at_play(), (5, Home()))
    assert go(state, (5.1, Ended("crashed")))[0] == state


def test_idle_asks_then_ends_the_run_and_forgets_the_visitor():
    state, _ = go(at_play(), (2, Speak("fr")))
    state, actions = go(state, (46.9, Tick()))
    assert (state.sheet, actions) == (None, [])
    state, actions = go(state, (47.0, Tick()))
    assert (state.sheet, actions, flow.remaining(state, 49.0)) == ("countdown", [], 8.0)
    state, actions = go(state, (57.0, Tick()))
    assert (state.place, state.sheet, state.language) == ("attract", None, "en")
    assert actions == [EndRun("idle"), NewVisitor()]


def test_idle_in_the_menu_needs_no_run_to_end():
    state, actions = go(State(place="menu"), (100, Tick()))
    assert (state.place, actions) == ("attract", [NewVisitor()])


@pytest.mark.parametrize("sign_of_life", [Touched(), Arrived()])
def test_any_sign_of_life_cancels_the_countdown(sign_of_life: flow.Event):
    state, _ = go(at_play(), (50, Tick()))
    assert state.sheet == "countdown"
    state, actions = go(state, (51, sign_of_life), (95, Tick()))
    assert (state.place, state.sheet, actions) == ("playing", None, [])


def test_a_touch_that_comes_too_late_meets_the_attract_screen():
    state, actions = go(at_play(), (1000, Touched()))
    assert (state.place, actions) == ("attract", [EndRun("idle"), NewVisitor()])


def test_language_in_a_demo_starts_it_again_and_the_same_one_does_not():
    state, actions = go(at_play(), (2, ShowLanguages()))
    assert state.sheet == "languages"
    state, actions = go(state, (3, Speak("de")))
    assert (state.place, state.sheet, state.language) == ("playing", None, "de")
    assert actions == [EndRun("home"), StartRun("hello", "de")]
    assert go(state, (4, Speak("de")))[1] == []


def test_the_language_sheet_closes_without_a_choice():
    state, _ = go(State(place="menu"), (0, ShowLanguages()), (1, HideLanguages()))
    assert (state.place, state.sheet) == ("menu", None)


def test_attract_returns_to_its_own_language_without_asking():
    state, _ = go(State(), (0, ShowLanguages()), (1, Speak("fr")), (2, ShowLanguages()))
    assert go(state, (46, Tick()))[0].sheet == "languages"
    state, actions = go(state, (47, Tick()))
    assert (state.place, state.sheet, state.language, actions) == ("attract", None, "en", [])


@pytest.mark.parametrize("place", ["attract", "menu", "opening", "playing", "closing", "trouble"])
def test_the_facilitator_can_lock_every_place_and_open_it_again(place: flow.Place):
    state, actions = go(State(place=place, demo="hello"), (0.1, Lock()))
    assert state.place == "locked"
    assert (EndRun("stopped") in actions) == (place in flow.RUNNING)
    state, _ = go(state, (5000, Touched()), (5001, Home()), (5002, Begin()), (5003, ShowLanguages()), (9000, Tick()))
    assert (state.place, state.sheet) == ("locked", None)
    assert go(state, (9001, Unlock()))[0].place == "attract"


VISITORS: list[flow.Place] = ["attract", "menu", "opening", "playing", "closing", "trouble"]


@pytest.mark.parametrize("place", VISITORS)
def test_a_station_goes_dark_from_every_place_and_touches_mean_nothing_until_it_is_light(place: flow.Place):
    state, actions = go(State(place=place, demo="hello", language="fr"), (0.1, Darken()))
    assert (state.place, state.language) == ("dark", "en")
    assert (EndRun("stopped") in actions) == (place in flow.RUNNING)
    state, actions = go(state, (5, Touched()), (5, Begin()), (6, Open("hello")), (7, GoHome()), (9000, Tick()))
    assert (state.place, actions) == ("dark", [])
    assert go(state, (9001, Lighten()))[0].place == "attract"


@pytest.mark.parametrize("first", [Lock(), Darken()])
@pytest.mark.parametrize(("key", "left"), [(Unlock(), "dark"), (Lighten(), "locked")])
def test_locked_and_dark_are_two_orders_and_each_has_a_key_of_its_own(first: flow.Event, key: flow.Event, left: str):
    second = Darken() if isinstance(first, Lock) else Lock()
    state, _ = go(State(), (1, first), (2, second))
    assert state.place == "shut"
    assert go(state, (3, key))[0].place == left


@pytest.mark.parametrize("place", VISITORS)
def test_from_afar_a_demo_begins_whatever_is_on_the_screen(place: flow.Place):
    state, actions = go(State(place=place, demo="hello", language="de"), (0.1, Open("other")))
    ended = [EndRun("stopped")] if place in flow.RUNNING else []
    assert (state.place, state.demo, actions) == ("opening", "other", [*ended, StartRun("other", "de")])


@pytest.mark.parametrize("place", VISITORS)
def test_from_afar_a_station_is_sent_back_to_its_start(place: flow.Place):
    state, actions = go(State(place=place, demo="hello"), (0.1, GoHome()))
    assert (state.place, state.demo) == ("attract", None)
    assert (EndRun("stopped") in actions) == (place in flow.RUNNING)
    assert actions[-1] == NewVisitor()


def test_a_pinned_station_goes_from_its_start_to_its_demo_and_back_without_a_menu():
    rules = Rules(idle_seconds=45.0, language="en", pinned=True)
    state, actions = go(State(), (1, Choose("hello")), (2, Tick()), rules=rules)
    assert (state.place, actions) == ("playing", [StartRun("hello", "en")])
    assert go(state, (3, Home()), (4, Tick()), rules=rules) == go(state, (3, Ended("home")), (4, Tick()), rules=rules)
    assert go(state, (3, Home()), (4, Tick()), rules=rules)[0].place == "attract"
    state, _ = go(state, (3, Ended("crashed")), (3 + flow.TROUBLE_SHOWN, Tick()), rules=rules)
    assert state.place == "attract"


def test_while_the_facilitator_speaks_nobody_is_asked_whether_they_are_there():
    rules = Rules(idle_seconds=float("inf"))
    assert go(at_play(), (9000, Tick()), rules=rules)[0].place == "playing"
    assert flow.due(at_play(), rules) == float("inf")


@pytest.mark.parametrize(
    "place", ["attract", "menu", "opening", "playing", "closing", "trouble", "locked", "dark", "shut"]
)
def test_a_station_is_checked_only_where_nobody_plays(place: flow.Place):
    state, _ = go(State(place=place, demo="hello", language="fr"), (0.1, CheckUp()))
    assert (state.place == "checking") == (place in ("attract", "locked"))


@pytest.mark.parametrize("way", [(1, Home()), (56, Tick())])
def test_a_check_ends_at_the_start_or_behind_the_facilitators_lock(way: tuple[float, flow.Event]):
    for locked, end in ((False, "attract"), (True, "locked")):
        rules = Rules(idle_seconds=45.0, locked=locked)
        state, actions = go(State(place="locked"), (0.1, CheckUp()), way, rules=rules)
        assert (state.place, actions[-1]) == (end, NewVisitor())


@pytest.mark.parametrize(
    ("order", "end"), [(Lock(), "locked"), (Darken(), "dark"), (Open("hello"), "opening"), (GoHome(), "attract")]
)
def test_orders_from_afar_break_a_check_off(order: flow.Event, end: str):
    assert go(State(), (0, CheckUp()), (1, order))[0].place == end


def test_due_tells_when_to_look_again():
    assert flow.due(State(), RULES) is None
    assert flow.due(State(place="opening", since=2.0), RULES) == 2.4
    assert flow.due(State(place="menu", active=2.0), RULES) == 47.0
    assert flow.due(State(place="menu", sheet="countdown", asked=50.0), RULES) == 60.0
    assert flow.due(State(place="locked", active=2.0), RULES) is None


def test_progress_of_a_change_of_place():
    state = State(place="opening", since=10.0)
    assert [flow.progress(state, now) for now in (9.0, 10.2, 11.0)] == pytest.approx([0.0, 0.5, 1.0])
    assert flow.progress(State(place="menu"), 0.0) == 1.0


EVENTS = st.one_of(
    st.sampled_from(
        [
            Touched(),
            Arrived(),
            Tick(),
            Begin(),
            Home(),
            Dismiss(),
            ShowLanguages(),
            HideLanguages(),
            ShowNotice(),
            ShowTake(),
            HideNotice(),
            HideTake(),
            Lock(),
            Unlock(),
            Darken(),
            Lighten(),
            GoHome(),
            CheckUp(),
        ]
    ),
    st.builds(Open, st.sampled_from(["hello", "other"])),
    st.builds(Choose, st.sampled_from(["hello", "other"])),
    st.builds(Speak, st.sampled_from(["en", "fr", "de"])),
    st.builds(Ended, st.sampled_from(list(flow.ENDS))),
)
STORMS = st.lists(st.tuples(st.floats(0, 70), EVENTS), max_size=60)


@settings(max_examples=300, deadline=None)
@given(STORMS, st.booleans(), st.booleans())
def test_no_storm_of_events_leads_into_a_dead_end(storm: list[tuple[float, flow.Event]], pinned: bool, locked: bool):
    state, now, runs = State(), 0.0, 0
    rules = msgspec.structs.replace(RULES, pinned=pinned, locked=locked)
    for wait, event in storm:
        now += wait
        state, actions = flow.step(state, event, now, rules)
        for action in actions:
            runs += isinstance(action, StartRun)
            runs -= isinstance(action, EndRun)
            assert runs in (0, 1), "a run was started twice, or ended without a start"
        assert runs == (state.place in flow.RUNNING)
        assert not (state.place in flow.RUNNING and state.demo is None)
        assert state.sheet is None or (state.place != "trouble" and state.place not in flow.QUIET)
        assert state.sheet != "countdown" or state.place in flow.IDLE
        assert state.sheet != "notice" or state.place == "attract"
        assert state.sheet != "takeaway" or state.place == "playing"
        due = flow.due(state, rules)
        assert due is None or due > now, "what is due was not done"
        assert due is not None or state.place == "attract" or state.place in flow.QUIET
    # Left alone it comes to rest in its own language; only a locked or dark one waits, and its keys open it.
    state, _ = flow.step(state, Tick(), now + 1000, rules)
    if state.place in flow.QUIET:
        for key in (Unlock(), Lighten()):
            state, _ = flow.step(state, key, now + 1001, rules)
    assert msgspec.structs.replace(state, since=0, active=0, asked=0, begun=State().begun) == State()
