"""The room: one whole state from what stations, radio and presence say."""

from xlab.beacons.presence import PresenceEvent
from xlab.hub.room import RoomState
from xlab.link import Face, Radio, Room

BADGE = "u/1/1"


def room() -> tuple[RoomState, list[Room]]:
    told: list[Room] = []
    return RoomState(told.append), told


def entered(station: str | None, kind: str = "entered") -> PresenceEvent:
    return PresenceEvent(t=1.0, kind=kind, beacon=BADGE, station=station, proximity="near")


def test_a_badge_shows_with_its_face_where_it_is_and_goes():
    state, told = room()
    state.face(BADGE, Face("fox", "coral"))
    state.station("st-1", "Station 1", "attract", None)
    state.presence([entered("st-1")], "live")
    (badge,) = told[-1].badges
    assert (badge.face, badge.station, badge.source) == (Face("fox", "coral"), "st-1", "live")
    state.presence([entered(None, "left")], "live")
    assert told[-1].badges == ()


def test_every_change_has_a_higher_revision():
    state, told = room()
    for screen in ("attract", "menu", "playing"):
        state.station("st-1", "Station 1", screen, None)
    assert [r.revision for r in told] == [1, 2, 3]


def test_a_station_that_goes_away_stays_in_the_picture_as_away():
    state, told = room()
    state.station("st-1", "Station 1", "playing", "a-demo")
    state.station_away("st-1")
    (spot,) = told[-1].spots
    assert (spot.screen, spot.demo, spot.name) == ("away", None, "Station 1")
    state.station_away("never-seen")
    assert len(told[-1].spots) == 1


def test_places_of_a_recording_come_and_go_with_it():
    state, told = room()
    state.radio(Radio(state="replaying", source="recorded"), {"pi-1": ("Pi 1", 0.2, 0.3)})
    assert [(s.id, s.source, s.screen) for s in told[-1].spots] == [("pi-1", "recorded", None)]
    state.radio(Radio(state="scanning", source="live"))
    assert told[-1].spots == ()


def test_a_scanner_of_a_recording_made_here_is_the_station_itself():
    state, told = room()
    state.station("st-1", "Station 1", "attract", None)
    state.radio(Radio(state="replaying", source="recorded"), {"st-1": ("st-1", 0.2, 0.3), "st-9": ("st-9", 0.8, 0.3)})
    assert [(s.id, s.screen) for s in told[-1].spots] == [("st-1", "attract"), ("st-9", None)]


def test_the_same_radio_state_again_is_no_change():
    state, told = room()
    for _ in range(3):
        state.radio(Radio(state="missing", source="live", reason="No adapter."))
    assert len(told) == 1


def test_a_badge_heard_by_an_unknown_scanner_is_in_the_room_but_at_no_station():
    state, told = room()
    state.face(BADGE, Face("fox", "coral"))
    state.presence([entered("elsewhere")], "live")
    assert told[-1].badges[0].station is None


def test_stations_stand_side_by_side_inside_the_picture():
    state, told = room()
    for number in range(1, 13):
        state.station(f"st-{number:02}", f"Station {number}", "menu", None)
    xs = [spot.x for spot in told[-1].spots]
    assert xs == sorted(xs)
    assert xs[0] > 0 and xs[-1] < 1


def test_what_happened_together_is_one_change():
    state, told = room()
    state.presence([entered("st-1"), entered("st-2", "moved"), entered(None, "left")], "live")
    assert [r.revision for r in told] == [1]
