"""Presence events to who is where."""

from xlab.beacons.presence import PresenceEvent
from xlab.beacons.room import Here, Presences


def test_who_enters_moves_and_leaves_is_followed():
    room = Presences()
    room.apply(PresenceEvent(1, "entered", "b/1/2", "st-1", "far"), "live")
    room.apply(PresenceEvent(2, "entered", "b/1/1", "st-2", "near"), "live")
    room.apply(PresenceEvent(3, "moved", "b/1/2", "st-2", "touch"), "live")
    assert room.here() == (Here("b/1/1", "st-2", "near", "live"), Here("b/1/2", "st-2", "touch", "live"))
    room.apply(PresenceEvent(4, "left", "b/1/1", None, "far"), "live")
    assert room.here() == (Here("b/1/2", "st-2", "touch", "live"),)


def test_sources_are_kept_apart():
    room = Presences()
    room.apply(PresenceEvent(1, "entered", "b/1/1", "st-1", "far"), "live")
    room.apply(PresenceEvent(1, "entered", "b/1/1", "st-2", "far"), "recorded")
    room.apply(PresenceEvent(2, "left", "b/1/1", None, "far"), "recorded")
    assert room.here() == (Here("b/1/1", "st-1", "far", "live"),)


def test_leaving_without_having_entered_changes_nothing():
    room = Presences()
    room.apply(PresenceEvent(2, "left", "b/1/1", None, "far"), "live")
    assert room.here() == ()
