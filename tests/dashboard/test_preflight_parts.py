"""What the preflight says of each part, put together from the kit's own look and what people saw at stations."""

import pytest

from xlab.dashboard.ports.machine import Finding
from xlab.dashboard.preflight_parts import DAY, Board, Station, lay_out
from xlab.link import Check
from xlab.look.words import Words

NOW = 1_790_000_000.0
RADIO = Finding(area="radio", ok=True, key="preflight.radio_scanning")
NO_TOUCH = Finding(area="touch", ok=None, key="preflight.touch_absent")
LOW = Finding(area="disk", ok=None, key="preflight.disk_low", values={"free": 0.5})
POWER = Finding(area="power", ok=True, key="preflight.power_unmeasured")


def station(*checks: Check, ago: float | None = 60.0, **more: object) -> Station:
    return Station(id="st-1", name="Window", walked=None if ago is None else NOW - ago, checks=checks, **more)


WALKED = station(Check(area="sound", ok=True, key="preflight.sound_heard"))


def state(board: Board, area: str) -> str:
    return next(part.state for part in board.parts if part.area == area)


def test_what_needs_somebody_is_apart_from_what_could_be_better():
    bad = Finding(area="clock", ok=False, key="preflight.clock_wrong", values={"year": 1970})
    board = lay_out([RADIO, LOW, bad, POWER], [WALKED], NOW)
    assert [area for area, _ in board.needs] == ["clock"] and [area for area, _ in board.better] == ["disk"]
    assert (state(board, "radio"), state(board, "disk"), state(board, "clock")) == ("well", "so", "no")
    assert state(board, "power") == "unknown", "green would say that somebody measured it"


def test_what_nobody_saw_is_not_green_and_is_said_once_for_each_station():
    touch = Finding(area="touch", ok=True, key="preflight.touch_connected", values={"names": "Screen"})
    board = lay_out([touch], [station(ago=None, own=True)], NOW)
    assert state(board, "touch") == state(board, "sound") == state(board, "opened") == "waits"
    assert [said.finding.key for _, said in board.better] == ["preflight.walk_never"]


def test_what_a_person_saw_at_a_station_counts_more_than_what_is_plugged_in():
    board = lay_out([NO_TOUCH], [station(Check(area="touch", ok=True, key="preflight.touch_fine"), own=True)], NOW)
    assert state(board, "touch") == "well" and board.better == ()


def test_the_worst_of_the_stations_counts_and_is_named():
    bad = Check(area="demos", ok=False, key="preflight.opened_hung", values={"demo": "Hello"})
    good = Check(area="demos", ok=True, key="preflight.opened_all", values={"count": 7})
    board = lay_out([], [station(good), station(bad)], NOW)
    assert state(board, "opened") == "no" and [said.station for _, said in board.needs] == ["Window"]


def test_a_hub_without_a_screen_of_its_own_needs_no_touch():
    board = lay_out([NO_TOUCH], [station(ago=None)], NOW)
    assert all(part.said == () for part in board.parts if part.area == "touch")


@pytest.mark.parametrize(
    ("ago", "said"), [(DAY - 60, None), (DAY + 60, "checked a day ago."), (3.5 * DAY, "checked 3 days ago.")]
)
def test_what_was_seen_days_ago_is_of_another_place(ago, said):
    board = lay_out([], [station(Check(area="sound", ok=True, key="preflight.sound_heard"), ago=ago)], NOW)
    told = [one.finding.text(Words("en")) for _, one in board.better]
    assert told == ([] if said is None else [f"Window was last {said}"])


def test_a_part_that_nobody_planned_for_has_its_place_at_the_end():
    board = lay_out([Finding(area="zeppelin", ok=True, key="preflight.sandbox_works")], [], NOW)
    assert board.parts[-1].area == "zeppelin"


@pytest.mark.parametrize("stations", [[], [station(here=False)]])
def test_a_kit_without_a_station_that_is_on_has_nothing_to_show(stations):
    (area, said), *_ = lay_out([RADIO], stations, NOW).needs
    assert area == "stations" and said.finding.key == "preflight.walk_nobody"
