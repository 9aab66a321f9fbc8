"""The rules on real recordings: four Raspberry Pis, one badge, walked or left at a spot. Nothing in them is a touch."""

from itertools import pairwise
from pathlib import Path

import pytest

from xlab.beacons.presence import Presence, PresenceEvent
from xlab.beacons.recording import open_recording

DATA = Path(__file__).parents[1] / "data/beacons"


def events_of(path: Path) -> list[PresenceEvent]:
    presence = Presence()
    return [event for sighting in open_recording(path) for event in presence.hear(sighting)]


def recordings(kind: str) -> list[Path]:
    return sorted(DATA.glob(f"{kind}-*.sightings.jsonl.gz"))


def test_the_recordings_are_there():
    assert (len(recordings("walk")), len(recordings("still"))) == (5, 14)


@pytest.mark.parametrize("path", recordings("still"), ids=lambda path: path.name[:10])
def test_a_badge_at_rest_stays_where_it_is_once_it_has_settled(path):
    events = events_of(path)
    settled = [event for event in events if event.t <= 8][-1].station
    assert {event.station for event in events if event.t > 8} <= {settled}


@pytest.mark.parametrize("path", recordings("walk"), ids=lambda path: path.name[:16])
def test_a_walk_is_followed_with_few_changes(path):
    events = events_of(path)
    stations = [event.station for event in events if event.t > 8]
    assert sum(a != b for a, b in pairwise(stations)) <= 3
    assert len({event.station for event in events}) >= 2


@pytest.mark.parametrize("path", recordings("walk") + recordings("still"), ids=lambda path: path.name[:16])
def test_nothing_some_metres_away_is_a_touch(path):
    assert "touch" not in {event.proximity for event in events_of(path)}
