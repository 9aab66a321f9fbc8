"""Sightings to lines of a chart, second by second, in bounded memory."""

import sys

from tests.fakes.air import UUID
from xlab.beacons.calibration import Calibration
from xlab.beacons.presence import MOST_BEACONS, PresenceEvent
from xlab.beacons.sighting import Sighting
from xlab.beacons.signals import MOST_STATIONS, MOST_STAYS, SECONDS, Line, SignalLog

FOX = f"{UUID}/1/7"


def heard(rssi: int = -60, scanner: str = "st-1", minor: int = 7, tx_power: int = -59) -> Sighting:
    return Sighting(0.0, scanner, UUID, 1, minor, tx_power, rssi)


def at(since: int, station: str | None, kind: str = "moved") -> PresenceEvent:
    return PresenceEvent(float(since), kind, FOX, station, "near")


def test_a_second_has_its_strongest_level_and_silence_has_none():
    line = Line(10, 5)
    for second, rssi in ((10, -70), (10, -61), (10, -80), (12, -65)):
        line.add(second, rssi)
    assert line.levels(13, 5) == (None, -61, None, -65, None)


def test_what_falls_out_of_the_ring_is_gone_and_does_not_come_back():
    line = Line(0, 5)
    for second in range(5):
        line.add(second, -50 - second)
    line.add(7, -40)
    assert line.levels(7, 5) == (-53, -54, None, None, -40)
    line.add(2, -30)
    assert line.levels(7, 8) == (None, None, None, -53, -54, None, None, -40)
    line.add(1_000_000, -45)
    assert line.levels(1_000_000, 5) == (None, None, None, None, -45)


def test_a_beacon_has_a_line_for_each_station_that_heard_it():
    log = SignalLog()
    log.hear(100, heard(-60, "st-2"), "live")
    log.hear(101, heard(-70, "st-1", tx_power=-63), "live")
    chart = log.chart(FOX, "live", 101, 2)
    assert chart is not None
    assert [(line.station, line.levels) for line in chart.lines] == [("st-1", (None, -70)), ("st-2", (-60, None))]
    assert chart.end == 101
    assert log.chart(FOX, "recorded", 101) is None


def test_what_no_radio_can_have_heard_is_not_drawn():
    log = SignalLog()
    for rssi in (127, 0, 20, -127):
        log.hear(1, heard(rssi), "live")
    assert log.chart(FOX, "live", 1) is None
    log.hear(1, heard(tx_power=127), "live")
    chart = log.chart(FOX, "live", 1)
    assert chart is not None and chart.lines[0].touch == -59 + 8


def test_the_bands_are_those_presence_judges_by():
    log = SignalLog()
    log.hear(1, heard(), "live")
    log.hear(1, heard(scanner="st-2"), "live")
    chart = log.chart(FOX, "live", 1, 1, {"st-2": Calibration(offset=-4.0, touch=2.0)})
    assert chart is not None
    assert [(line.touch, line.near) for line in chart.lines] == [(-51, -69), (-57, -73)]


def test_where_it_was_begins_with_the_stay_that_reaches_into_the_chart():
    log = SignalLog()
    log.hear(0, heard(), "live")
    for since, station in ((0, "st-1"), (50, "st-2"), (400, None)):
        log.presence(since, at(since, station), "live")
    log.hear(390, heard(), "live")
    chart = log.chart(FOX, "live", 390)
    assert chart is not None
    assert [(stay.since, stay.station) for stay in chart.stays] == [(50, "st-2"), (400, None)]
    assert log.chart(FOX, "live", 390 + SECONDS) is None, "five minutes unheard: nothing is left to draw"


def test_forgetting_a_beacon_forgets_its_signal():
    log = SignalLog()
    log.hear(0, heard(), "live")
    log.hear(0, heard(minor=8), "live")
    log.forget(FOX)
    assert log.chart(FOX, "live", 0) is None
    assert log.chart(f"{UUID}/1/8", "live", 0) is not None


def test_memory_is_bounded_and_the_longest_unheard_gives_way():
    log = SignalLog()
    for minor in range(MOST_BEACONS + 100):
        log.hear(minor, heard(minor=minor), "live")
    assert len(log._beacons) == MOST_BEACONS
    for number in range(MOST_STATIONS + 5):
        log.hear(2000 + number, heard(scanner=f"st-{number:02}"), "live")
    for n in range(3 * MOST_STAYS):
        log.presence(2000, at(n, f"st-{n}"), "live")
    chart = log.chart(FOX, "live", 2000 + MOST_STATIONS + 5)
    assert chart is not None
    assert [line.station for line in chart.lines] == [f"st-{number:02}" for number in range(5, MOST_STATIONS + 5)]
    assert len(chart.stays) <= MOST_STAYS
    line = Line(0)
    assert sum(map(sys.getsizeof, (line, line._levels, line._counts))) < 3 * SECONDS
