"""Registering by holding: who is meant, and when."""

from tests.fakes.badge import UUID
from xlab.beacons.holding import HOLD, LIFTED, Holding
from xlab.beacons.registry import Registry
from xlab.beacons.room import Here
from xlab.events import BeaconRegistered

A, B, KNOWN, PAD = (f"{UUID}/1/{number}" for number in range(4))


class Session:
    """A session of holding, with time that a test lets pass."""

    def __init__(self, *here: str) -> None:
        self.registry = Registry()
        self.registry.apply(BeaconRegistered(identity=KNOWN, role="badge"))
        self.registry.apply(BeaconRegistered(identity=PAD, role="pad"))
        self.now = 1000.0
        self.holding = Holding(on_pad(*here), self.registry, self.now)

    def see(self, *here: str, after: float = 0.0, source="live", proximity="touch") -> tuple[str, str | None]:
        self.now += after
        held = self.holding.see(on_pad(*here, source=source, proximity=proximity), self.now)
        return held.phase, held.beacon

    def take(self, beacon: str) -> None:
        self.see(beacon)
        assert self.see(beacon, after=HOLD) == ("taken", beacon)
        self.registry.apply(BeaconRegistered(identity=beacon, role="badge"))


def on_pad(*beacons: str, source="live", proximity="touch") -> list[Here]:
    return [Here(beacon, "st-1", proximity, source) for beacon in beacons]


def test_a_badge_is_taken_when_it_was_held_for_long_enough():
    session = Session()
    assert session.see() == ("waiting", None)
    assert session.see(A) == ("holding", A)
    assert session.see(A, after=HOLD * 0.9) == ("holding", A)
    assert session.see(A, after=HOLD * 0.1) == ("taken", A)


def test_a_badge_that_passes_by_begins_anew():
    session = Session()
    session.see(A)
    session.see(after=HOLD * 0.9)
    assert session.see(A, after=1.0) == ("holding", A)
    assert session.holding.see(on_pad(A), session.now).share == 0.0


def test_the_next_is_held_while_the_last_is_still_being_lifted():
    session = Session()
    session.take(A)
    assert session.see(A, B, after=0.5) == ("holding", B)
    assert session.see(B, after=HOLD) == ("taken", B)


def test_a_badge_that_stays_is_not_taken_again_even_where_it_flickers():
    session = Session()
    session.take(A)
    assert session.see(A, after=60) == ("taken", A)
    session.see(after=LIFTED * 0.5)
    assert session.see(A, after=LIFTED * 0.3) != ("holding", A)


def test_a_badge_that_comes_again_is_known():
    session = Session()
    session.take(A)
    session.see(after=LIFTED)
    session.see(A, after=1.0)
    assert session.see(A, after=HOLD) == ("known", A)


def test_two_new_ones_are_asked_to_come_one_at_a_time_and_who_stays_is_held_from_then_on():
    session = Session()
    session.see(A)
    assert session.see(A, B, after=HOLD) == ("several", None)
    assert session.see(A, after=HOLD * 0.9) == ("holding", A)
    assert session.see(A, after=HOLD * 0.2) == ("taken", A)


def test_a_registered_badge_beside_a_new_one_is_in_nobodys_way():
    session = Session()
    assert session.see(KNOWN, A) == ("holding", A)
    assert session.see(KNOWN, A, after=HOLD) == ("taken", A)


def test_who_lay_there_before_is_not_told_to_be_known_but_a_stranger_is_the_first():
    assert Session(KNOWN).see(KNOWN, after=60) == ("waiting", None)
    session = Session(A)
    session.see(A)
    assert session.see(A, after=HOLD) == ("taken", A)


def test_a_pads_own_beacon_and_whatever_is_not_live_or_not_touching_never_count():
    session = Session()
    assert session.see(PAD, after=60) == ("waiting", None)
    assert session.see(A, source="recorded") == session.see(A, source="simulated") == ("waiting", None)
    assert session.see(A, proximity="near") == ("waiting", None)
