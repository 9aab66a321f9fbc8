"""Recordings at their own pace, on a clock of the test's."""

import asyncio
import time
from contextlib import aclosing
from itertools import pairwise
from pathlib import Path

import pytest

from tests.fakes.air import UUID
from tests.waiting import PATIENCE
from xlab.beacons.presence import LEAVE_AFTER, Presence
from xlab.beacons.recorder import Recorder
from xlab.beacons.recording import RecordingError
from xlab.beacons.recordings import bundled
from xlab.beacons.replay import LONGEST_GAP, LOOP_SILENCE, replay
from xlab.beacons.sighting import Sighting


class Watch:
    """A clock that only sleeping moves on, and a sleep that takes no time."""

    def __init__(self) -> None:
        self.now = 1000.0

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.now += seconds


def recorded(path: Path, *times: float) -> Path:
    with Recorder(path) as recorder:
        for t in times:
            recorder.write(Sighting(t, "st-1", UUID, 1, 7, -59, -60))
    return path


async def played(path: Path, count: int = 1000, **options) -> list[tuple[float, float]]:
    """When each sighting came, and its t."""
    watch = Watch()
    came = []
    async with aclosing(replay(path, clock=watch.clock, sleep=watch.sleep, **options)) as sightings:
        async for sighting in sightings:
            came.append((watch.now - 1000, sighting.t))
            if len(came) == count:
                break
    return came


async def test_sightings_come_when_they_are_due(tmp_path):
    path = recorded(tmp_path / "r.jsonl", 100, 100.5, 102)
    assert await played(path, loop=False, speed=1) == [(0, 100), (0.5, 100.5), (2, 102)]


async def test_speed_is_a_factor_on_the_pace_and_not_on_t(tmp_path):
    path = recorded(tmp_path / "r.jsonl", 0, 4, 8)
    assert await played(path, loop=False, speed=4) == [(0, 0), (1, 4), (2, 8)]


async def test_t_may_begin_where_the_caller_wants(tmp_path):
    path = recorded(tmp_path / "r.jsonl", 100, 101)
    assert [t for _, t in await played(path, loop=False, speed=1, start=5.0)] == [5, 6]


async def test_rounds_follow_each_other_after_a_silence(tmp_path):
    path = recorded(tmp_path / "r.jsonl", 0, 3)
    again = 3 + LOOP_SILENCE
    expected = [0, 3, again, again + 3, 2 * again]
    assert await played(path, 5, loop=True, speed=1) == [(t, t) for t in expected]


async def test_a_leap_of_the_recorded_clock_neither_stops_nor_hurries(tmp_path):
    path = recorded(tmp_path / "r.jsonl", 0, 1, 9000, 9001, 2, 3)
    times = [0, 1, 1 + LONGEST_GAP, 2 + LONGEST_GAP, 2 + LONGEST_GAP, 3 + LONGEST_GAP]
    assert await played(path, loop=False, speed=1) == [(t, t) for t in times]


async def test_a_late_reader_is_caught_up_with(tmp_path):
    path = recorded(tmp_path / "r.jsonl", 0, 1, 2, 3)
    watch = Watch()
    came = []
    async with aclosing(replay(path, loop=False, speed=1, clock=watch.clock, sleep=watch.sleep)) as sightings:
        async for sighting in sightings:
            came.append(watch.now - 1000)
            if sighting.t == 0:
                watch.now += 2.5
    assert came == [0, 2.5, 2.5, 3]


async def test_nothing_to_play_again_is_an_error_and_no_endless_loop(tmp_path):
    (tmp_path / "empty.jsonl").touch()
    with pytest.raises(RecordingError, match="holds no sightings"):
        await asyncio.wait_for(played(tmp_path / "empty.jsonl", loop=True, speed=1), PATIENCE)


async def test_on_the_real_clock_it_takes_its_time(tmp_path):
    path = recorded(tmp_path / "r.jsonl", 0, 2, 4)
    began = time.monotonic()
    async with aclosing(replay(path, loop=False, speed=20)) as sightings:
        assert [one.t async for one in sightings] == [0, 2, 4]
    assert time.monotonic() - began >= 0.19, "later is no fault, earlier is"


async def test_the_bundled_walk_visits_three_stations_and_leaves_before_it_begins_again():
    walk = bundled()
    presence = Presence()
    events = []
    watch = Watch()
    async with aclosing(replay(walk.path, loop=True, speed=1, clock=watch.clock, sleep=watch.sleep)) as sightings:
        async for sighting in sightings:
            events += presence.hear(sighting)
            if sum(event.kind == "entered" for event in events) == 3:
                break
    kinds = [event.kind for event in events if event.kind != "moved"]
    assert kinds == ["entered", "left", "entered", "left", "entered"]
    assert {event.station for event in events if event.station} >= {"sensor10", "sensor30", "sensor40"}
    rounds = [event.t for event in events if event.kind == "entered"]
    assert all(50 < later - earlier < 75 for earlier, later in pairwise(rounds))
    assert LOOP_SILENCE > LEAVE_AFTER


def test_the_bundled_walk_says_where_it_is_from_and_where_its_scanners_stood():
    walk = bundled()
    assert walk.path.is_file()
    assert walk.licence == "CC0 1.0"
    assert walk.source
    assert walk.title
    assert set(walk.spots) == {"sensor10", "sensor20", "sensor30", "sensor40"}
    assert len({name for name, _, _ in walk.spots.values()}) == 4
    assert all(0.1 <= x <= 0.9 and 0.1 <= y <= 0.9 for _, x, y in walk.spots.values())
    assert walk.spots["sensor30"][2] < walk.spots["sensor40"][2]  # north is up
