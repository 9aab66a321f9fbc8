"""What a scanner keeps until it can be sent: the last two seconds, bounded, aged by one clock."""

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.badge import FOREIGN, UUID
from xlab.beacons.sighting import Sighting
from xlab.link import MOST_HEARD
from xlab.station.backlog import KEEP, MOST, Backlog


def heard(t: float, minor: int = 1, uuid: str = UUID) -> Sighting:
    return Sighting(t, "st-2", uuid, 1, minor, -59, -60)


def test_it_gives_what_it_was_given_with_its_age_and_once():
    backlog = Backlog((FOREIGN, UUID))
    backlog.put(heard(10.0, 7))
    (one,) = backlog.take(10.25)
    assert (one.age, one.which, one.minor, one.rssi) == (0.25, 1, 7, -60)
    assert backlog.take(10.25) == ()


def test_what_the_hub_did_not_ask_for_is_not_kept():
    backlog = Backlog((UUID,))
    backlog.put(heard(10.0, uuid=FOREIGN))
    assert len(backlog) == 0


def test_after_a_pause_only_the_last_two_seconds_are_told():
    backlog = Backlog((UUID,))
    for tenth in range(100):
        backlog.put(heard(tenth / 10, tenth))
    assert [one.minor for one in backlog.take(10.0)] == list(range(80, 100))


def test_a_flood_leaves_the_newest_in_bounded_memory_and_bounded_messages():
    backlog = Backlog((UUID,))
    for number in range(20_000):
        backlog.put(heard(10.0, number))
    assert len(backlog) == MOST
    taken = []
    while batch := backlog.take(10.0):
        assert len(batch) <= MOST_HEARD
        taken += [one.minor for one in batch]
    assert taken == list(range(20_000 - MOST, 20_000))


@given(st.lists(st.floats(0, 4), max_size=50).map(sorted), st.floats(-1e9, 1e9))
def test_ages_are_the_same_whatever_the_clock_shows(times, start):
    """Two machines whose clocks differ by hours, or by decades: only differences of one clock are ever sent."""

    def ages(start: float) -> list[float]:
        backlog = Backlog((UUID,))
        for t in times:
            backlog.put(heard(start + t))
        return [one.age for one in backlog.take(start + 4.0)]

    near, far = ages(0.0), ages(start)
    assert all(0 <= age <= KEEP for age in far)
    assert all(abs(a - b) < 0.001 for a, b in zip(reversed(near), reversed(far), strict=False))
