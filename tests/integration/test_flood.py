"""Whoever knows the kit's UUID can shout as loud as a phone can: the kit goes on as if nobody did."""

from collections import Counter

from tests.siege import OWN, besiege
from xlab.events import BadgeGiven, PresenceChanged
from xlab.hub.newcomers import EVERY, GUESTS


def test_a_flood_of_forged_badges_changes_nothing_for_the_kits_own(tmp_path):
    report = besiege(tmp_path, rate=10_000, seconds=3.0, own_seconds=2.0, after=0.5)
    assert report.sent == 30_000
    # Its own badges enter once, and are near their stations.
    assert Counter(beacon for _, kind, beacon, *_ in report.own if kind == "entered") == dict.fromkeys(OWN, 1)
    there = {beacon: (station, band) for _, kind, beacon, station, band in report.own if kind != "left"}
    assert there == {beacon: (station, "near") for beacon, station in OWN.items()}
    # Tens of thousands of identities leave no more in the log than a few guests do.
    guests = {one.fact.beacon for one in report.events if isinstance(one.fact, PresenceChanged)} - set(OWN)
    lasted = report.events[-1].wall - report.events[0].wall
    assert len(guests) <= GUESTS + 1 + lasted / EVERY
    assert sum(isinstance(one.fact, BadgeGiven) for one in report.events) <= len(guests) + len(OWN)
    assert max(Counter(one.fact.beacon for one in report.events if isinstance(one.fact, PresenceChanged)).values()) < 40
    # It is told once, in one line.
    assert report.output.count("unknown badges") == 1
    assert not {line for line in report.output.splitlines() if "Traceback" in line or " ERROR " in line}
    assert report.grown < 60_000_000
