"""What the kit heard of late: charts and warmth, and what of them is gone when it must be."""

import asyncio

from tests.hub.test_kit import BADGE, presence, running
from xlab.beacons.calibration import Calibration
from xlab.beacons.sighting import Sighting
from xlab.events import ForgetBadge
from xlab.hub.kit import Kit
from xlab.hub.signals import Signals
from xlab.link import Status
from xlab.store import stamp

UUID, MAJOR, MINOR = BADGE.split("/")


def hear(kit: Kit, rssi: int = -60, scanner: str = "st-1") -> None:
    """What hearing does with a sighting that counts, without the presence of it."""
    for tap in kit.hearing.taps:
        tap(Sighting(1.0, scanner, UUID, int(MAJOR), int(MINOR), -59, rssi), "live")


async def test_a_badge_has_a_chart_while_it_is_heard_and_where_it_was(tmp_path):
    async with running(tmp_path) as kit:
        hear(kit, -63)
        hear(kit, -70, "st-2")
        await kit.hear([presence()], "live")
        chart = await asyncio.to_thread(kit.signals.chart, BADGE, "live", 5)
        assert chart is not None
        assert [(line.station, max(filter(None, line.levels))) for line in chart.lines] == [
            ("st-1", -63),
            ("st-2", -70),
        ]
        assert [stay.station for stay in chart.stays] == ["st-1"]
        assert await asyncio.to_thread(kit.signals.chart, BADGE, "recorded", 5) is None


async def test_the_warmth_of_before_a_restart_is_there_after_it(tmp_path):
    async with running(tmp_path) as kit:
        await kit.hear([presence()], "live")
        await asyncio.sleep(1.1)  # the shortest stay that is a second of warmth
        await kit.hear([presence("left")], "live")
    async with running(tmp_path) as kit:
        heat = await asyncio.to_thread(kit.signals.heat, "live")
        assert sum(heat["st-1"]) >= 1
        assert await asyncio.to_thread(kit.signals.heat, "recorded") == {}


async def test_who_wishes_to_be_forgotten_leaves_no_chart_and_no_warmth_after_a_restart(tmp_path):
    async with running(tmp_path) as kit:
        kit.station("st-1", "Station 1", Status(screen="attract"))
        hear(kit)
        await kit.hear([presence()], "live")
        await kit.deliver("st-1", [stamp(ForgetBadge(beacon=BADGE))])
        assert await asyncio.to_thread(kit.signals.chart, BADGE, "live", 5) is None
    async with running(tmp_path) as kit:
        assert await asyncio.to_thread(kit.signals.heat, "live") == {}


async def test_the_bands_follow_what_stations_learn(tmp_path):
    async with running(tmp_path) as kit:
        kit.hearing.calibrate({"st-1": Calibration(offset=3.0, touch=12.0)})
        hear(kit)
        chart = await asyncio.to_thread(kit.signals.chart, BADGE, "live", 1)
        assert [(line.touch, line.near) for line in chart.lines] == [(-47, -66)]


async def test_what_is_fixed_to_a_thing_warms_nothing():
    now = [100.0]
    signals = Signals(lambda beacon: beacon == BADGE, lambda: now[0])
    signals.presence([presence(), presence(beacon="u/1/99")], "live")
    now[0] += 10
    assert sum((await asyncio.to_thread(signals.heat, "live"))["st-1"]) == 10
