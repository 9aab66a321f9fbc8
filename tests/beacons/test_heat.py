"""Presence to warmth: seconds at each station, minute by minute, whatever the clocks do."""

import pytest

from xlab.beacons.heat import MINUTES, MOST_STATIONS, Heat, age
from xlab.events import Draft, KitStarted


def minutes(heat: Heat, now: float, station: str = "st-1") -> dict[int, int]:
    """The minutes with something in them, by how many minutes ago they were."""
    row = heat.seconds(now).get(station, ())
    return {len(row) - 1 - index: seconds for index, seconds in enumerate(row) if seconds}


def test_a_stay_fills_the_minutes_it_lasted():
    heat = Heat()
    heat.apply(90, "entered", "fox", "st-1")
    heat.apply(200, "left", "fox", None)
    assert minutes(heat, 239) == {2: 30, 1: 60, 0: 20}


def test_who_is_still_here_counts_until_now_and_is_not_counted_twice():
    heat = Heat()
    heat.apply(60, "entered", "fox", "st-1")
    assert minutes(heat, 150) == {1: 60, 0: 30}
    assert minutes(heat, 150) == {1: 60, 0: 30}


def test_badges_at_one_station_add_up_and_a_move_changes_the_station():
    heat = Heat()
    heat.apply(0, "entered", "fox", "st-1")
    heat.apply(0, "entered", "owl", "st-1")
    heat.apply(10, "moved", "fox", "st-1")  # another band, the same station
    heat.apply(30, "moved", "owl", "st-2")
    assert minutes(heat, 40, "st-1") == {0: 70}
    assert minutes(heat, 40, "st-2") == {0: 10}


def test_what_is_older_than_the_picture_is_gone():
    heat = Heat()
    heat.apply(0, "entered", "fox", "st-1")
    heat.apply(60, "left", "fox", None)
    heat.apply(100, "entered", "owl", "st-2")
    assert heat.seconds(60 * (MINUTES + 5)) == {"st-2": (60,) * (MINUTES - 1) + (0,)}
    assert len(heat.seconds(1e9)["st-2"]) == MINUTES, "a badge left on a table for years is no work"


def test_a_time_that_goes_back_takes_nothing_away():
    heat = Heat()
    heat.apply(100, "entered", "fox", "st-1")
    heat.apply(40, "left", "fox", None)
    heat.apply(130, "entered", "fox", "st-1")
    assert minutes(heat, 20) == {}
    assert minutes(heat, 140) == {0: 10}


def test_a_kit_that_stopped_knows_nobody_after_its_last_word():
    heat = Heat()
    heat.apply(0, "entered", "fox", "st-1")
    heat.apply(30, "entered", "owl", "st-2")
    heat.interrupt()
    assert (minutes(heat, 50, "st-1"), minutes(heat, 50, "st-2")) == ({0: 30}, {})


def test_stations_without_end_cost_no_memory_and_the_coldest_goes():
    heat = Heat()
    for number in range(3 * MOST_STATIONS):
        heat.apply(60 * number, "entered", "fox", f"pi-{number}")
    assert len(heat._cells) == MOST_STATIONS
    assert minutes(heat, 60 * (3 * MOST_STATIONS) - 1, f"pi-{3 * MOST_STATIONS - 1}") == {0: 59}


def stamped(wall: float, boot: str, mono: float) -> Draft:
    return Draft(id="id", wall=wall, boot=boot, mono=mono, fact=KitStarted(version="1"))


@pytest.mark.parametrize(
    ("wall", "boot", "mono", "passed"),
    [
        (99_000, "now", 400, 100),  # this boot: the clock was set meanwhile, and that does not matter
        (1_700, "before", 9_000, 1_300),  # the boot before: as the clock says
        (2_900, "before", 9_000, None),  # younger than this boot: that clock was wrong
        (5_000, "before", 9_000, None),  # in the future: a clock without a battery started in the past
    ],
)
def test_how_long_ago_something_was(wall, boot, mono, passed):
    assert age(stamped(wall, boot, mono), stamped(3_000, "now", 500)) == passed
