"""When the kit opens its own Wi-Fi: the table by hand, and rules that hold whatever happens."""

from hypothesis import given
from hypothesis import strategies as st

from xlab.hub.network_ladder import (
    AGAIN_SECONDS,
    COMING_SECONDS,
    LOST_SECONDS,
    START_SECONDS,
    TABLE,
    Event,
    Place,
    State,
    due,
    passed,
    step,
)

EVENTS: tuple[Event, ...] = tuple(sorted({event for _, event in TABLE} | {"not_joined"}))
WISHES = {"own_asked", "join_asked", "look_asked"}


def test_a_start_without_any_network_waits_twenty_seconds_and_longer_while_one_is_on_its_way():
    start = State(since=0.0)
    assert passed(start, START_SECONDS - 0.1, coming=False) == start
    assert passed(start, START_SECONDS, coming=False).place == "opening"
    assert passed(start, START_SECONDS, coming=True) == start
    assert passed(start, COMING_SECONDS, coming=True).place == "opening"


def test_a_network_that_drops_for_a_moment_opens_nothing():
    state = step(State(), "addressed", 5.0)
    state = step(state, "unaddressed", 100.0)
    assert passed(state, 100.0 + LOST_SECONDS - 1, coming=False).place == "lost"
    state = step(state, "addressed", 140.0)
    assert state.place == "reached" and due(state, coming=False) is None
    state = step(state, "unaddressed", 150.0)
    assert passed(state, 160.0, coming=False).place == "lost"  # the wait began anew
    assert passed(state, 150.0 + LOST_SECONDS, coming=False).place == "opening"


def test_a_venue_that_is_not_joined_leads_back_to_where_the_kit_was():
    own = State("own", 0.0)
    assert step(step(own, "join_asked", 1.0), "not_joined", 60.0).place == "opening"
    venue = State("reached", 0.0)
    assert step(step(venue, "join_asked", 1.0), "not_joined", 60.0).place == "lost"
    assert step(step(own, "join_asked", 1.0), "joined", 9.0).place == "reached"


def test_its_own_wifi_that_cannot_be_opened_is_tried_again_and_any_address_ends_that():
    stuck = step(State("opening", 0.0), "own_failed", 10.0)
    assert passed(stuck, 10.0 + AGAIN_SECONDS, coming=False).place == "opening"
    assert step(stuck, "addressed", 12.0).place == "reached"


def test_a_cable_or_a_venue_that_comes_back_takes_no_phones_away():
    own = State("own", 0.0)
    assert step(own, "addressed", 5.0) is own and step(own, "unaddressed", 5.0) is own


@given(st.lists(st.tuples(st.sampled_from([*EVENTS, "wait"]), st.floats(0.1, 90.0), st.booleans()), max_size=60))
def test_it_opens_only_after_a_wish_or_a_wait_and_never_stays_without_a_network_for_ever(moves):
    state, now = State(), 0.0
    for event, seconds, coming in moves:
        now += seconds
        before = state
        at = due(before, coming=coming)
        state = passed(before, now, coming=coming)
        if state.place == "opening" and before.place != "opening":
            assert at is not None and now >= at and now - before.since >= START_SECONDS
        elif event != "wait":
            state = step(before, event, now)
            if state.place == "opening" and before.place != "opening":
                assert event in WISHES or (event == "not_joined" and before.own_before)
        if state.place in ("starting", "lost", "stuck"):
            assert due(state, coming=coming) is not None
        assert state.since <= now


@given(st.sampled_from(sorted({place for place, _ in TABLE})), st.sampled_from(EVENTS))
def test_what_has_no_row_changes_nothing(place: Place, event: Event):
    state = State(place, 1.0)
    after = step(state, event, 2.0)
    if (place, event) in TABLE:
        assert after.place == TABLE[place, event] and after.since == 2.0
    elif (place, event) != ("joining", "not_joined"):
        assert after is state
