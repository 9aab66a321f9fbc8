"""Who is at this station, from whole pictures of the room."""

import msgspec

from xlab.link import BadgeHere, Face, Room
from xlab_kiosk.shell.presence import AWAY_GRACE, Neighbours, changes, simulated_badge

FOX = BadgeHere(beacon="u/1/1", face=Face("fox", "coral"), station="st-1", proximity="near", source="live")
OWL = BadgeHere(beacon="u/1/2", face=Face("owl", "sky"), station="st-1", proximity="touch", source="live")


def room(*badges: BadgeHere) -> Room:
    return Room(revision=1, badges=badges)


def kinds(told: list) -> list[tuple[str, str]]:
    return [(change.kind, change.badge.animal) for change in told]


def test_entering_moving_and_leaving():
    nearer = msgspec.structs.replace(FOX, proximity="touch")
    assert kinds(changes([], [FOX])) == [("entered", "fox")]
    assert kinds(changes([FOX], [nearer])) == [("moved", "fox")]
    assert kinds(changes([FOX], [FOX])) == []
    assert kinds(changes([FOX], [OWL])) == [("left", "fox"), ("entered", "owl")]


def test_a_demo_is_told_what_a_prop_is_and_when_it_is_called_something_else():
    cotton = msgspec.structs.replace(FOX, role="prop", label="Cotton")
    linen = msgspec.structs.replace(cotton, label="Linen")
    told = [*changes([], [cotton]), *changes([cotton], [linen])]
    assert [(one.kind, one.badge.role, one.badge.label) for one in told] == [
        ("entered", "prop", "Cotton"),
        ("moved", "prop", "Linen"),
    ]


def test_a_badge_of_another_source_is_another_badge():
    recorded = msgspec.structs.replace(FOX, source="recorded")
    told = changes([FOX], [recorded])
    assert [(change.kind, change.source) for change in told] == [("left", "live"), ("entered", "recorded")]


def test_only_badges_at_this_station_are_told():
    neighbours = Neighbours("st-1")
    elsewhere = msgspec.structs.replace(OWL, station="st-2")
    nowhere = msgspec.structs.replace(OWL, beacon="u/1/3", station=None)
    told = neighbours.update(room(FOX, elsewhere, nowhere), connected=True, simulated=(), now=0.0)
    assert kinds(told) == [("entered", "fox")]


def test_the_simulated_badge_stands_beside_the_real_ones():
    neighbours = Neighbours("st-1")
    neighbours.update(room(FOX), connected=True, simulated=(), now=0.0)
    bear = simulated_badge("s/1/1", Face("bear", "leaf"), "st-1")
    told = neighbours.update(room(FOX), connected=True, simulated=(bear,), now=1.0)
    assert [(change.kind, change.proximity, change.source) for change in told] == [("entered", "touch", "simulated")]
    assert neighbours.here == (FOX, bear)
    assert kinds(neighbours.update(room(FOX), connected=True, simulated=(), now=2.0)) == [("left", "bear")]


def test_a_silent_hub_is_believed_for_a_while_and_then_no_more():
    neighbours = Neighbours("st-1")
    neighbours.update(room(FOX), connected=True, simulated=(), now=0.0)
    assert neighbours.update(None, connected=False, simulated=(), now=1.0) == []
    assert neighbours.due() == 1.0 + AWAY_GRACE
    assert neighbours.update(None, connected=False, simulated=(), now=AWAY_GRACE) == []
    assert kinds(neighbours.update(None, connected=False, simulated=(), now=1.0 + AWAY_GRACE)) == [("left", "fox")]
    assert neighbours.due() is None


def test_a_hub_that_comes_back_in_time_goes_unseen():
    neighbours = Neighbours("st-1")
    neighbours.update(room(FOX), connected=True, simulated=(), now=0.0)
    neighbours.update(None, connected=False, simulated=(), now=1.0)
    assert neighbours.update(room(FOX), connected=True, simulated=(), now=5.0) == []


def test_what_the_hub_echoes_of_the_simulated_badge_is_not_a_visitor():
    """The hub hears of it from here: it may name it once more after it was taken away, and by another face."""
    neighbours = Neighbours("st-1")
    bear = simulated_badge("s/1/1", Face("bear", "leaf"), "st-1")
    neighbours.update(room(FOX), connected=True, simulated=(bear,), now=0.0)
    echo = msgspec.structs.replace(bear, face=Face("heron", "sky"))
    assert neighbours.update(room(FOX, echo), connected=True, simulated=(bear,), now=1.0) == []
    assert neighbours.here == (FOX, bear)
    assert kinds(neighbours.update(room(FOX, echo), connected=True, simulated=(), now=2.0)) == [("left", "bear")]
    assert neighbours.here == (FOX,)
