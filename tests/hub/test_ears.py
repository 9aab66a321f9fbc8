"""What comes from a scanner elsewhere: put on the hub's own clock, limited, counted."""

import pytest

from tests.fakes.badge import UUID
from xlab.hub.ears import MOST_A_SECOND, WINDOW, Ear
from xlab.link import MOST_HEARD, Hear, Heard

NOW = 1000.0


def one(age: float = 0.0, minor: int = 1) -> Heard:
    return Heard(age, 0, 1, minor, -59, -60)


def test_sightings_are_as_old_as_they_were_when_they_left():
    (first, second) = Ear("st-2", [UUID]).take(Hear(heard=(one(0.2, 1), one(0.05, 2))), NOW)
    assert (first.t, second.t) == (pytest.approx(NOW - 0.2), pytest.approx(NOW - 0.05))
    assert (first.scanner, first.beacon) == ("st-2", f"{UUID}/1/1")


def test_a_flood_is_cut_to_what_one_scanner_may_send_and_comes_back_to_order():
    ear, taken = Ear("st-2", [UUID]), 0
    for tenth in range(100):
        for _ in range(10):  # 20,000 a second
            taken += len(ear.take(Hear(heard=(one(),) * MOST_HEARD), NOW + tenth / 10))
    assert taken <= MOST_A_SECOND * (10 + 2)
    assert len(ear.take(Hear(heard=(one(),) * 10), NOW + 12)) == 10


def test_rate_and_lateness_are_of_the_last_seconds():
    ear = Ear("st-2", [UUID])
    assert (ear.rate(NOW), ear.lateness(NOW)) == (0.0, None)
    for tenth in range(50):
        ear.take(Hear(heard=(one(0.1), one(0.02)), trip=0.01), NOW + tenth / 10)
    assert ear.rate(NOW + 4.9) == pytest.approx(20.0)
    assert ear.lateness(NOW + 4.9) == pytest.approx(0.11)
    assert (ear.rate(NOW + 5 + WINDOW), ear.lateness(NOW + 5 + WINDOW)) == (0.0, None)
