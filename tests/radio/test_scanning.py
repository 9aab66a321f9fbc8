"""What is heard, what is dropped, and how a scan ends."""

import asyncio
import logging
from contextlib import aclosing

import pytest

from tests.fakes.badge import FOREIGN, UUID, ibeacon
from tests.waiting import PATIENCE
from xlab.beacons import _bleak
from xlab.beacons.scanner import scan

BADGE = "C0:FF:EE:00:00:01"
STRANGER = "DE:AD:BE:EF:00:02"


def our_tasks() -> set[str]:
    """Names of the tasks of this loop but the test's own and bleak's, which keeps one for its connection."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    return {task.get_name() for task in tasks if "_monitor_bus_disconnect" not in repr(task.get_coro())}


async def test_a_badge_is_heard_with_its_numbers(bluez, listening):
    bluez.add_adapter()
    assert not bluez.advertise(BADGE, ibeacon(), -50)  # nobody scans yet
    async with listening(clock=lambda: 12.5) as ear:
        await ear.scanning()
        assert bluez.advertise(BADGE, ibeacon(major=3, minor=77, tx_power=-61), -63)
        heard = await ear.sighting()
    assert (heard.t, heard.scanner, heard.beacon) == (12.5, "st-1", f"{UUID}/3/77")
    assert (heard.tx_power, heard.rssi) == (-61, -63)


async def test_every_advertisement_of_a_badge_lying_still_is_heard(bluez, listening):
    bluez.add_adapter()
    async with listening() as ear:
        await ear.scanning()
        for rssi in [-40] * 30 + [-41]:
            bluez.advertise(BADGE, ibeacon(), rssi)
        assert [(await ear.sighting()).rssi for _ in range(31)] == [-40] * 30 + [-41]


async def test_the_scan_is_active_and_low_energy_only(bluez, listening):
    bluez.add_adapter()
    async with listening() as ear:
        await ear.scanning()
        assert bluez.filters() == [{"Transport": "le", "DuplicateData": True}]


async def test_a_foreign_beacon_is_dropped_before_any_log_line(bluez, listening, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("bleak"), "level", logging.DEBUG)
    caplog.set_level(logging.DEBUG)
    bluez.add_adapter()
    async with listening() as ear:
        await ear.scanning()
        for rssi in (-50, -51):
            bluez.advertise(STRANGER, ibeacon(FOREIGN), rssi)
        bluez.advertise(BADGE, ibeacon(), -60)
        assert (await ear.sighting()).rssi == -60
        assert not ear.heard_more()
    for secret in (STRANGER, STRANGER.replace(":", "_"), FOREIGN, "1111", BADGE, BADGE.replace(":", "_"), UUID):
        assert secret not in caplog.text
    assert "hci0" in caplog.text  # the log was on


@pytest.mark.parametrize(
    "data",
    [
        {},
        {0x0059: b"\x02\x15" + bytes(21)},
        {0x004C: b""},
        {0x004C: b"\x02\x15\xe2\xc5"},
        {0x004C: b"\x10\x05" + bytes(21)},
    ],
    ids=["none", "another company", "empty", "cut off", "another kind"],
)
async def test_what_is_no_beacon_is_dropped(bluez, listening, data):
    bluez.add_adapter()
    async with listening() as ear:
        await ear.scanning()
        bluez.advertise(STRANGER, data, -50)
        bluez.advertise(BADGE, ibeacon(), -60)
        assert (await ear.sighting()).rssi == -60


async def test_a_badge_that_also_sends_another_companys_data_counts_each_time(bluez, listening):
    bluez.add_adapter()
    async with listening() as ear:
        await ear.scanning()
        bluez.advertise(BADGE, ibeacon(), -60)
        bluez.advertise(BADGE, {0x0059: b"battery"}, -61)  # BlueZ hands on both together
        assert [(await ear.sighting()).rssi for _ in range(2)] == [-60, -61]


async def test_uuids_may_be_given_in_capitals(bluez, pace):
    bluez.add_adapter()
    ready = asyncio.Event()
    sightings = scan({UUID.upper()}, scanner="st-1", on_state=lambda *_: ready.set(), pace=pace)
    async with aclosing(sightings):
        first = asyncio.create_task(anext(sightings))
        await ready.wait()
        bluez.advertise(BADGE, ibeacon(), -60)
        assert (await first).uuid == UUID


async def test_the_first_adapter_that_is_on_is_used(bluez, listening):
    bluez.add_adapter("hci0", powered=False)
    bluez.add_adapter("hci1")
    async with listening() as ear:
        await ear.scanning()
        assert bluez.scanning("hci1") and not bluez.scanning("hci0")


async def test_a_wanted_adapter_is_used_even_if_another_comes_first(bluez, listening):
    bluez.add_adapter("hci0")
    bluez.add_adapter("hci1")
    async with listening(adapter="hci1") as ear:
        await ear.scanning()
        assert bluez.scanning("hci1") and not bluez.scanning("hci0")


async def test_closing_stops_the_scan_and_leaves_no_task(bluez, pace):
    bluez.add_adapter()
    ready = asyncio.Event()
    sightings = scan({UUID}, scanner="st-1", on_state=lambda *_: ready.set(), pace=pace)
    first = asyncio.create_task(anext(sightings))
    await ready.wait()
    bluez.advertise(BADGE, ibeacon(), -60)
    await first
    await sightings.aclose()
    assert not bluez.scanning()
    assert our_tasks() == set()


async def test_a_cancelled_consumer_stops_the_scan_too(bluez, listening):
    bluez.add_adapter()
    async with listening() as ear:
        await ear.scanning()
        assert bluez.scanning()
    assert not bluez.scanning()
    assert our_tasks() == set()


@pytest.mark.parametrize("patience", [10.0, 0.01], ids=["in time", "late"])
async def test_closing_while_it_starts_leaves_nothing_scanning(bluez, listening, monkeypatch, patience):
    monkeypatch.setattr(_bleak, "START_SECONDS", patience)
    bluez.add_adapter()
    bluez.mute = {"StartDiscovery"}
    async with asyncio.timeout(PATIENCE), listening() as ear:
        await asyncio.to_thread(bluez.wait_called, "StartDiscovery")
        if patience < 1.0:
            assert (await ear.state())[0] == "lost"
        asyncio.get_running_loop().call_later(0.05, bluez.answer_late)  # BlueZ answers after the iterator was closed
    assert not bluez.scanning()
    assert our_tasks() == set()


async def test_closing_does_not_wait_for_a_service_that_hangs(bluez, listening, monkeypatch):
    monkeypatch.setattr(_bleak, "STOP_SECONDS", 0.1)
    bluez.add_adapter()
    async with asyncio.timeout(PATIENCE), listening() as ear:
        await ear.scanning()
        bluez.mute = {"StopDiscovery", "GetAll"}
    assert our_tasks() == set()


async def test_a_mistake_of_the_caller_is_not_swallowed(bluez, pace):
    bluez.add_adapter()

    def broken(state: str, reason: str) -> None:
        raise ZeroDivisionError

    async with aclosing(scan({UUID}, scanner="st-1", on_state=broken, pace=pace)) as sightings:
        with pytest.raises(ZeroDivisionError):
            await anext(sightings)
