"""Who is here and who is missing."""

import pytest

from tests.fakes.badge import UUID
from xlab.beacons.muster import SILENT_AFTER, Muster, muster
from xlab.beacons.registry import Registry
from xlab.beacons.room import Here
from xlab.events import BeaconRegistered
from xlab.link import Face

FOX, ZIP, STRANGER = f"{UUID}/1/1", f"{UUID}/1/2", f"{UUID}/9/9"
NOW = 100_000.0


def mustered(*here: Here, heard=None, listening_for: float | None = SILENT_AFTER) -> Muster:
    registry = Registry()
    registry.apply(BeaconRegistered(identity=FOX, role="badge", animal="fox", accent="coral"))
    registry.apply(BeaconRegistered(identity=ZIP, role="prop", label="Zip"))
    since = None if listening_for is None else NOW - listening_for
    return muster(registry, here, {STRANGER: Face("owl", "sky")}, heard or {}, now=NOW, listening_since=since)


@pytest.mark.parametrize(
    ("ago", "listening_for", "state"),
    [
        (SILENT_AFTER - 1, SILENT_AFTER, "heard"),
        (SILENT_AFTER, SILENT_AFTER, "silent"),
        (3 * 3600, SILENT_AFTER - 1, "heard"),  # the hub has only just come up
        (3 * 3600, None, "heard"),  # the radio is down, not the battery
        (None, SILENT_AFTER, "never"),
    ],
)
def test_silence_counts_only_while_the_kit_listens(ago, listening_for, state):
    found = mustered(heard={} if ago is None else {FOX: NOW - ago}, listening_for=listening_for)
    assert (found.beacons[0].state, found.beacons[0].ago) == (state, ago)
    assert found.listening is (listening_for is not None)


def test_who_is_here_is_heard_now_and_keeps_its_face_and_label():
    found = mustered(Here(FOX, "st-1", "near", "live"), Here(ZIP, "st-2", "touch", "live"), heard={FOX: NOW - 9})
    assert [(one.state, one.station, one.proximity, one.ago) for one in found.beacons] == [
        ("here", "st-1", "near", 0.0),
        ("here", "st-2", "touch", 0.0),
    ]
    assert [(one.face, one.label) for one in found.beacons] == [(Face("fox", "coral"), ""), (None, "Zip")]


def test_strangers_are_those_in_the_room_that_nobody_registered():
    found = mustered(Here(STRANGER, "st-1", "far", "live"), Here(FOX, "st-1", "far", "live"))
    assert [(one.identity, one.face) for one in found.strangers] == [(STRANGER, Face("owl", "sky"))]


@pytest.mark.parametrize("source", ["recorded", "simulated"])
def test_what_is_not_live_says_nothing_of_this_kits_batteries(source):
    found = mustered(Here(FOX, "st-1", "touch", source), Here(STRANGER, "st-1", "touch", source))
    assert [one.state for one in found.beacons] == ["never", "never"]
    assert found.strangers == ()
