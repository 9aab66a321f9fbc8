"""What teaching learned, and what presence makes of it."""

from tests.fakes.air import UUID
from xlab.beacons.calibration import Calibration
from xlab.beacons.presence import Presence, PresenceEvent
from xlab.beacons.sighting import Sighting

TX_POWER = -59


def hear(presence: Presence, seconds: tuple[int, int], **levels: float) -> list[PresenceEvent]:
    """Five advertisements a second, at each scanner with its level."""
    return [
        event
        for n in range(seconds[0] * 5, seconds[1] * 5)
        for scanner, level in levels.items()
        for event in presence.hear(Sighting(n / 5, scanner, UUID, 1, 7, TX_POWER, round(TX_POWER + level)))
    ]


def test_a_station_that_hears_everything_louder_does_not_draw_the_badges_of_its_neighbour():
    levels = {"loud": -4.0, "true": -9.0}
    assert hear(Presence(), (0, 20), **levels)[-1].station == "loud"
    taught = Presence({"loud": Calibration(offset=10)})
    assert hear(taught, (0, 20), **levels)[-1].station == "true"


def test_the_offset_counts_when_near_and_far_are_told_apart():
    assert hear(Presence(), (0, 10), a=-20)[-1].proximity == "far"
    assert hear(Presence({"a": Calibration(offset=-12)}), (0, 10), a=-20)[-1].proximity == "near"


def test_the_touch_of_a_pad_is_the_one_that_was_taught_and_no_offset_shifts_it():
    assert hear(Presence(), (0, 5), a=3)[-1].proximity == "near"
    assert hear(Presence({"a": Calibration(offset=20, touch=-6)}), (0, 5), a=3)[-1].proximity == "touch"
    assert hear(Presence({"a": Calibration(offset=-20, touch=None)}), (0, 5), a=3)[-1].proximity == "near"


def test_teaching_counts_at_once_for_badges_that_are_there_and_is_undone_as_quickly():
    presence = Presence()
    hear(presence, (0, 20), loud=-4, true=-9)
    presence.calibrate({"loud": Calibration(offset=12)})
    assert {event.station for event in hear(presence, (20, 21), loud=-4, true=-9)} == {"true"}
    presence.calibrate({})
    assert {event.station for event in hear(presence, (21, 22), loud=-4, true=-9)} == {"loud"}
