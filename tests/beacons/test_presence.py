"""Sightings to presence: scenes with the noise of a real room, and everything that is wrong with real radios."""

import math
import random
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.air import UUID
from xlab.beacons import presence as rules
from xlab.beacons.presence import Presence, PresenceEvent
from xlab.beacons.sighting import Sighting

BADGE = f"{UUID}/1/7"
PAD, NEAR, FAR = 20, -4, -24  # dB above the strength at 1 m
RATE = 5.0


def sighting(t: float, rssi: float, scanner: str = "a", minor: int = 7, tx_power: int = -59) -> Sighting:
    return Sighting(t, scanner, UUID, 1, minor, tx_power, round(rssi))


def scene(
    seed: int, sigma: float, *parts: tuple[float, dict[str, float]], rate: float = RATE, start: float = 0.0
) -> Iterator[Sighting]:
    """Parts of some seconds, each with the mean level at every scanner that hears the badge."""
    noise = random.Random(seed)
    t = start
    for seconds, levels in parts:
        for _ in range(round(seconds * rate)):
            for offset, (scanner, level) in enumerate(levels.items()):
                rssi = max(-104, min(-1, -59 + level + noise.gauss(0, sigma)))
                yield sighting(t + offset / 1000, rssi, scanner)
            t += 1 / rate


def play(sightings: Iterable[Sighting], presence: Presence | None = None) -> list[PresenceEvent]:
    presence = presence or Presence()
    return [event for one in sightings for event in presence.hear(one)]


def path(events: Iterable[PresenceEvent]) -> list[str | None]:
    """The stations in order, bands left out."""
    stations: list[str | None] = []
    for event in events:
        if not stations or stations[-1] != event.station:
            stations.append(event.station)
    return stations


def test_the_first_sighting_enters_at_once():
    assert Presence().hear(sighting(3.5, -62)) == [PresenceEvent(3.5, "entered", BADGE, "a", "near")]


def every(seconds: float, until: float, loss: float = 0.0, start: float = 0.0) -> Iterator[Sighting]:
    """One scanner, packets at their times, some lost by chance."""
    chance = random.Random(5)
    for n in range(round((until - start) / seconds) + 1):
        if chance.random() >= loss:
            yield sighting(start + n * seconds, -62)


@pytest.mark.parametrize(
    ("rate", "seconds"), [(20, 5), (10, 5), (5, 5), (2, 5), (1, 10), (0.5, 20), (0.2, 50), (0.1, 60)]
)
def test_a_badge_leaves_once_after_a_silence_in_proportion_to_its_own_rate(rate, seconds):
    presence = Presence()
    play(every(1 / rate, 200), presence)
    assert presence.tick(200 + seconds - 0.2) == []
    assert [(round(e.t), e.kind) for e in presence.tick(200 + seconds + 0.2)] == [(200 + seconds, "left")]
    assert presence.tick(500.0) == []


@pytest.mark.parametrize("rate", [0.1, 0.2, 0.5, 1, 2, 5, 10])
def test_a_badge_of_any_rate_stays_for_an_hour_though_every_fourth_packet_is_lost(rate):
    events = play(every(1 / rate, 3600, loss=0.25))
    assert [event.kind for event in events] == ["entered"]


def test_a_badge_that_misses_a_minute_comes_back_as_the_same_one_to_the_same_station():
    events = play([*every(0.2, 60), *every(0.2, 180, start=120)])
    assert [(event.kind, event.beacon, event.station) for event in events] == [
        ("entered", BADGE, "a"),
        ("left", BADGE, None),
        ("entered", BADGE, "a"),
    ]


def test_a_badge_whose_scanner_fails_goes_to_one_that_hears_it():
    parts = ((60, {"a": -5, "b": -15}), (60, {"b": -15}))
    assert path(play(scene(1, 3, *parts))) == ["a", "b"]


def test_who_left_enters_anew():
    presence = Presence()
    presence.hear(sighting(0, -62))
    presence.tick(100)
    assert [event.kind for event in presence.hear(sighting(101, -62))] == ["entered"]


def test_the_end_of_all_time_ends_every_presence_and_the_next_sighting_begins_one():
    presence = Presence()
    presence.hear(sighting(5, -62))
    presence.hear(sighting(6, -62, minor=8))
    assert [(e.kind, e.beacon) for e in presence.tick(math.inf)] == [("left", BADGE), ("left", f"{UUID}/1/8")]
    assert [(e.t, e.kind) for e in presence.hear(sighting(7, -62))] == [(7, "entered")]


@pytest.mark.parametrize("rate", [5, 10, 20])
@pytest.mark.parametrize("sigma", [7, 9])
@pytest.mark.parametrize("seed", range(5))
def test_a_touch_is_recognised_and_released_quickly(seed, sigma, rate):
    parts = ((10, {"a": -8, "b": -14}), (6, {"a": PAD, "b": -14}), (6, {"a": FAR, "b": -14}))
    events = play(scene(seed, sigma, *parts, rate=rate))
    on = [event for event in events if event.proximity == "touch"]
    off = [event.t for event in events if on and event.t > on[0].t and event.proximity != "touch"]
    assert len(on) == 1
    assert on[0].station == "a"
    assert 10 <= on[0].t <= 12  # the median is 0.6 s; this is the worst of unlucky noise
    assert 16 <= off[0] <= 18


@pytest.mark.parametrize("rate", [5, 10, 20])
def test_nine_touches_of_ten_take_under_a_second(rate):
    delays = []
    for seed in range(99):
        events = play(scene(seed, 8, (5, {"a": -10}), (5, {"a": PAD}), rate=rate))
        delays.append(next(event.t for event in events if event.proximity == "touch") - 5)
    assert sorted(delays)[89] < 1.01


def test_one_strong_packet_is_no_touch():
    quiet = [sighting(t / 5, -70) for t in range(20)]
    assert all(e.proximity != "touch" for e in play([*quiet, sighting(4, -1), *[sighting(4.2, -70)]]))


@pytest.mark.parametrize("rate", [5, 10, 20])
@pytest.mark.parametrize("sigma", [7, 9])
def test_a_visitor_who_stands_before_the_screen_touches_nothing(sigma, rate):
    events = play(scene(6, sigma, (600, {"a": NEAR}), rate=rate))
    assert [event.proximity for event in events if event.proximity == "touch"] == []


def test_a_touch_decides_the_station_at_once_against_a_strong_other():
    parts = ((20, {"a": 5, "b": -20}), (3, {"a": 5, "b": PAD + 5}))
    events = play(scene(1, 4, *parts))
    touch = next(event for event in events if event.proximity == "touch")
    assert touch.station == "b"
    assert touch.kind == "moved"
    assert touch.t < 21.5


def test_from_pad_to_pad_the_newest_touch_wins():
    events = play(scene(3, 6, (5, {"a": PAD, "b": -10}), (5, {"a": -10, "b": PAD})))
    touched = [event.station for event in events if event.proximity == "touch"]
    assert touched == ["a", "b"]
    assert next(event.t for event in events if event.station == "b") < 6.5


def test_after_a_touch_the_next_station_is_found_in_seconds():
    events = play(scene(2, 6, (10, {"a": PAD + 5, "b": -25}), (10, {"a": -25, "b": -5})))
    assert path(events)[-1] == "b"
    assert next(event.t for event in events if event.station == "b") < 15


def test_lifting_a_badge_off_the_pad_does_not_change_its_station():
    for seed in range(10):
        events = play(scene(seed, 7, (10, {"a": PAD + 3, "b": -12}), (20, {"a": -2, "b": -12})))
        assert path(event for event in events if event.t > 3) == ["a"]


def test_a_touch_ends_when_the_badge_falls_silent():
    presence = Presence()
    last = play((sighting(t / 5, -40) for t in range(10)), presence)[-1]
    assert last.proximity == "touch"
    presence.tick(2.5)
    assert presence.tick(1.8 + rules.TOUCH_SILENCE - 0.1) == []
    events = presence.tick(5)
    assert [(event.kind, event.station, event.proximity) for event in events] == [("moved", "a", "near")]
    assert events[0].t == pytest.approx(1.8 + rules.TOUCH_SILENCE)


def test_silence_after_a_touch_does_not_hand_the_badge_to_whoever_heard_it_before():
    presence = Presence()
    both = (one for t in range(50) for one in (sighting(t / 5, -38, "a"), sighting(t / 5, -70, "b")))
    play(both, presence)
    assert path(presence.tick(12.5)) == ["a"]


def test_midway_between_two_stations_hardly_anything_flaps():
    """A decibel apart under 8 dB of noise, for half an hour in all: the raw strongest changes every second."""
    changes = 0
    for seed in range(10):
        events = play(scene(seed, 8, (180, {"a": -12, "b": -13})))
        changes += len(path(event for event in events if event.t > 8)) - 1
    assert changes <= 30  # one a minute; the steadiest of the other rules in tests/benchmarks makes three


@pytest.mark.parametrize("seed", range(10))
def test_a_walk_to_another_station_is_followed(seed):
    events = play(scene(seed, 8, (20, {"a": -6, "b": -22}), (25, {"a": -22, "b": -6})))
    assert path(event for event in events if event.t > 3)[-1] == "b"
    arrived = next(event.t for event in events if event.t > 20 and event.station == "b")
    assert arrived < 20 + 15


def test_near_and_far_have_a_gap_between_them():
    bands = [event.proximity for event in play(scene(4, 0, (10, {"a": -5}), (10, {"a": -13}), (10, {"a": -25})))]
    assert bands == ["near", "far"]
    back = [event.proximity for event in play(scene(4, 0, (10, {"a": -25}), (10, {"a": -13}), (10, {"a": -5})))]
    assert back == ["far", "near"]


@pytest.mark.parametrize("rssi", [127, 20, 42, 0, -127, -128])
def test_an_impossible_rssi_is_ignored(rssi):
    assert Presence().hear(sighting(0, rssi)) == []


@pytest.mark.parametrize("t", [math.nan, math.inf, -math.inf, 1e300])
def test_an_impossible_time_is_ignored(t):
    presence = Presence()
    assert presence.hear(sighting(t, -60)) == []
    assert [e.t for e in presence.hear(sighting(1, -60))] == [1]
    assert presence.tick(-math.inf) == []
    assert presence.tick(math.nan) == []


@pytest.mark.parametrize("tx_power", [0, 26, 127, -128])
def test_an_empty_calibration_is_taken_for_the_usual_one(tx_power):
    usual = play(scene(1, 5, (5, {"a": PAD})))
    odd = play(sighting(one.t, one.rssi, tx_power=tx_power) for one in scene(1, 5, (5, {"a": PAD})))
    assert [(e.t, e.proximity) for e in odd] == [(e.t, e.proximity) for e in usual]


def test_a_clock_set_back_goes_on_from_where_the_line_is():
    presence = Presence()
    first = play(scene(1, 3, (20, {"a": -5})), presence)
    again = play(scene(1, 3, (20, {"a": -5})), presence)  # t from 0 again
    assert [event.kind for event in first + again if event.kind != "moved"] == ["entered"]
    assert presence.tick(20.1 + rules.LEAVE_SOONEST) == []  # the line is at 40
    times = [event.t for event in first + again + presence.tick(math.inf)]
    assert times == sorted(times)
    assert times[-1] == pytest.approx(39.8 + rules.LEAVE_SOONEST, abs=0.3)


def test_one_scanner_with_a_clock_of_its_own_does_not_spoil_the_others():
    presence = Presence()
    both = (one for t in range(300) for one in (sighting(t / 5, -60, "a"), sighting(t / 5 - 5000, -80, "b")))
    events = play(both, presence)
    assert path(events) == ["a"]
    assert presence.tick(59.9 + rules.LEAVE_SOONEST - 1) == []
    assert [event.kind for event in presence.tick(70)] == ["left"]


def test_a_sighting_that_comes_a_little_late_counts_as_now():
    presence = Presence()
    presence.hear(sighting(10, -60))
    assert presence.hear(sighting(9, -60, minor=8))[0].t == 10
    assert presence.hear(sighting(10.5, -60, minor=9))[0].t == 10.5


def test_a_flood_of_forged_beacons_pushes_nobody_out_who_was_there():
    presence = Presence()
    play((sighting(t / 5, -60) for t in range(40)), presence)
    flood = (sighting(8 + n / 1000, -60, minor=n) for n in range(1000, 4000))
    left = [event.beacon for event in play(flood, presence) if event.kind == "left"]
    assert BADGE not in left
    assert len(left) == 3000 - (rules.MOST_BEACONS - 1)
    assert presence.hear(sighting(11, -60)) == []  # still here, nothing new


def test_a_badge_may_come_in_during_a_flood_and_stays():
    presence = Presence()
    events = []
    for n in range(10_000):
        events += presence.hear(sighting(n / 1000, -60, minor=1000 + n))
        if n % 200 == 0:
            events += presence.hear(sighting(n / 1000, -60))
    assert [event.kind for event in events if event.beacon == BADGE] == ["entered"]


def test_when_all_are_established_a_newcomer_is_not_followed():
    presence = Presence()
    for t in (0.0, 6.0):
        play((sighting(t, -60, minor=n) for n in range(rules.MOST_BEACONS)), presence)
    assert presence.hear(sighting(6, -60, minor=9999)) == []
    assert len(presence.tick(math.inf)) == rules.MOST_BEACONS


def test_a_beacon_with_very_many_scanners_is_followed_all_the_same():
    presence = Presence()
    play((sighting(n / 100, -80, f"s{n % 40}") for n in range(2000)), presence)
    events = play((sighting(20 + n / 5, -40, "here") for n in range(10)), presence)
    assert (events[-1].station, events[-1].proximity) == ("here", "touch")


def test_a_beacon_that_never_pauses_is_followed_all_the_same():
    presence = Presence()
    play((sighting(n / 1000, -80) for n in range(5000)), presence)
    assert play((sighting(5 + n / 1000, -40) for n in range(10)), presence)[-1].proximity == "touch"


_anything = st.builds(
    Sighting,
    st.one_of(st.floats(), st.floats(0, 60)),
    st.sampled_from(["a", "b", "c"]),
    st.just(UUID),
    st.just(1),
    st.integers(1, 3),
    st.integers(-128, 127),
    st.integers(-128, 127),
)


@given(st.lists(st.one_of(_anything, st.floats()), max_size=60))
def test_whatever_comes_events_are_in_order_and_every_story_is_whole(inputs):
    presence = Presence()
    events = []
    for one in inputs:
        events += presence.hear(one) if isinstance(one, Sighting) else presence.tick(one)
    events += presence.tick(math.inf)
    here: dict[str, tuple[str | None, str]] = {}
    for event in events:
        assert math.isfinite(event.t)
        if event.kind == "entered":
            assert event.beacon not in here
        else:
            assert event.beacon in here
        if event.kind == "left":
            assert event.station is None
            del here[event.beacon]
        else:
            now = (event.station, event.proximity)
            assert here.get(event.beacon) != now
            here[event.beacon] = now
    assert here == {}


@given(
    st.lists(st.tuples(st.floats(0, 3), st.sampled_from("ab"), st.integers(1, 3), st.integers(-90, -20)), max_size=80)
)
def test_on_one_time_line_events_are_sorted_and_ticks_change_nothing(steps):
    def run(tick_every: int) -> list[PresenceEvent]:
        presence, t, events = Presence(), 0.0, []
        for n, (gap, scanner, minor, rssi) in enumerate(steps):
            t += gap
            if tick_every and n % tick_every == 0:
                events += presence.tick(t)
            events += presence.hear(sighting(t, rssi, scanner, minor))
        return events + presence.tick(math.inf)

    events = run(0)
    assert [event.t for event in events] == sorted(event.t for event in events)
    assert run(1) == events
    assert run(3) == events
