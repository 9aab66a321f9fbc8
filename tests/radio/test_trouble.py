"""Everything that happens to a radio: a state and a plain sentence, and it comes back by itself."""

import asyncio
import logging

import pytest

from tests.fakes.badge import ibeacon
from xlab.beacons import _bleak, _bluez, _ladder

BADGE = "C0:FF:EE:00:00:01"
DENIED = "org.freedesktop.DBus.Error.AccessDenied"


def refuse(method, error):
    """Trouble that is a D-Bus error of one method, and its mending."""
    return (lambda bluez: bluez.errors.__setitem__(method, error)), (lambda bluez: bluez.errors.clear())


def restart_bus(bluez):
    bluez.start_bus()
    bluez.restart()


def block(bluez):
    bluez.power(False, blocked=True)


AT_START = {
    "no message bus": (lambda b: b.stop_bus(), restart_bus, "no_bluez", "(D-Bus) is not running"),
    "no BlueZ": (lambda b: b.crash(), lambda b: b.restart(), "no_bluez", "(BlueZ) is not running"),
    "no adapter": (lambda b: b.remove_adapter(), lambda b: b.add_adapter(), "missing", "no Bluetooth adapter"),
    "switched off": (lambda b: b.power(False), lambda b: b.power(True), "off", "switched off"),
    "flight mode": (block, lambda b: b.power(True), "off", "flight mode"),
    "refused by the bus": (*refuse("GetManagedObjects", DENIED), "refused", "may not use Bluetooth"),
    "refused by polkit": (*refuse("StartDiscovery", DENIED), "refused", "may not use Bluetooth"),
    "busy": (*refuse("StartDiscovery", "org.bluez.Error.InProgress"), "lost", "busy"),
    "off at the last moment": (*refuse("StartDiscovery", "org.bluez.Error.NotReady"), "off", "switched off"),
    "failed": (*refuse("StartDiscovery", "org.bluez.Error.Failed"), "lost", "did not start to listen (Failed)"),
    "unheard of": (*refuse("StartDiscovery", "org.example.Strange"), "lost", "did not start to listen (Strange)"),
}


@pytest.mark.parametrize(("make", "mend", "state", "words"), AT_START.values(), ids=AT_START.keys())
async def test_trouble_at_the_start_is_told_and_mended(bluez, listening, make, mend, state, words):
    bluez.add_adapter()
    make(bluez)
    async with listening() as ear:
        told, reason = await ear.state()
        assert told == state
        assert words in reason and "The kit runs on" in reason
        mend(bluez)
        await ear.scanning()
        bluez.advertise(BADGE, ibeacon(), -60)
        assert (await ear.sighting()).rssi == -60


WHILE_SCANNING = {
    "switched off": (lambda b: b.power(False), lambda b: b.power(True), "off", "switched off"),
    "flight mode": (block, lambda b: b.power(True), "off", "flight mode"),
    "unplugged": (lambda b: b.remove_adapter(), lambda b: b.add_adapter(), "lost", "was unplugged"),
    "BlueZ ended": (lambda b: b.crash(), lambda b: b.restart(), "lost", "service ended"),
    "BlueZ restarted at once": (lambda b: b.restart(), lambda b: None, "lost", "service ended"),
    "adapter reset": (lambda b: b.stop_scanning(), lambda b: None, "lost", "stopped listening"),
    "bus ended": (lambda b: b.stop_bus(), restart_bus, "no_bluez", "(D-Bus) is not running"),
}


@pytest.mark.parametrize(("make", "mend", "state", "words"), WHILE_SCANNING.values(), ids=WHILE_SCANNING.keys())
async def test_trouble_while_scanning_is_told_and_mended(bluez, listening, make, mend, state, words):
    bluez.add_adapter()
    async with listening() as ear:
        await ear.scanning()
        bluez.advertise(BADGE, ibeacon(), -60)
        assert (await ear.sighting()).rssi == -60
        make(bluez)
        told, reason = await ear.state()
        assert told == state
        assert words in reason and "The kit runs on" in reason
        mend(bluez)
        await ear.scanning()
        bluez.advertise(BADGE, ibeacon(), -70)
        assert (await ear.sighting()).rssi == -70


async def test_a_service_that_hangs_is_told_and_mended(bluez, listening, monkeypatch):
    monkeypatch.setattr(_bluez, "ANSWER_SECONDS", 0.1)
    bluez.add_adapter()
    async with listening() as ear:
        await ear.scanning()
        bluez.mute = {"GetAll"}
        assert (await ear.state())[0] == "lost"
        bluez.answer_late()
        await ear.scanning()


async def test_a_start_that_hangs_is_told_and_waited_for(bluez, listening, monkeypatch):
    monkeypatch.setattr(_bleak, "START_SECONDS", 0.1)
    bluez.add_adapter()
    bluez.mute = {"StartDiscovery"}
    async with listening() as ear:
        state, reason = await ear.state()
        assert state == "lost" and "does not answer" in reason
        bluez.answer_late()  # a second start would be refused as InProgress by now
        assert (await ear.state())[0] == "scanning"
        bluez.advertise(BADGE, ibeacon(), -60)
        assert (await ear.sighting()).rssi == -60


async def test_switching_off_makes_no_sighting_of_what_bluez_forgets(bluez, listening):
    bluez.add_adapter()
    async with listening() as ear:
        await ear.scanning()
        bluez.advertise(BADGE, ibeacon(), -60)
        await ear.sighting()
        bluez.power(False)  # takes the RSSI back; bleak makes -127 of that
        assert (await ear.state())[0] == "off"
        assert not ear.heard_more()


@pytest.fixture
def tries(monkeypatch):
    """Each pause before another scan, as the number of scans tried in a row; the pause itself is left out."""
    queue = asyncio.Queue()

    def at_once(failures, _rng, *, first, longest):
        if first == 1.0:  # the rung "scan"
            queue.put_nowait(failures)
        return 0.0

    monkeypatch.setattr(_ladder, "back_off", at_once)
    return queue


async def test_who_unplugged_reads_so_while_the_adapter_is_out(bluez, listening, tries):
    bluez.add_adapter()
    async with listening() as ear:
        await ear.scanning()
        bluez.remove_adapter()
        assert "unplugged" in (await ear.state())[1]
        for _ in range(5):
            await tries.get()
        assert not ear.said_more()


async def test_trouble_that_turns_into_other_trouble_is_told_when_that_stays(bluez, listening):
    bluez.add_adapter()
    async with listening() as ear:
        await ear.scanning()
        bluez.power(False)
        bluez.restart()
        assert (await ear.state())[0] == "lost"
        await ear.later(1.0)
        # While a service starts, its adapter is off for a moment: a longer one on a machine that is busy for seconds.
        assert not ear.said_more() or ear.dawdled() > 1.0
        assert (await ear.state())[0] == "off"


def warned(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the kit itself warned of; what it tries meanwhile depends on how long that took."""
    return [
        one.getMessage() for one in caplog.records if one.name.startswith("xlab") and one.levelno >= logging.WARNING
    ]


async def test_one_warning_however_often_it_fails_and_one_line_on_recovery(bluez, listening, tries, caplog):
    caplog.set_level(logging.INFO, "xlab.beacons")
    bluez.add_adapter()
    bluez.errors["StartDiscovery"] = "org.bluez.Error.InProgress"
    async with listening() as ear:
        assert [await tries.get() for _ in range(5)] == [1, 2, 3, 4, 5]
        assert "busy" in warned(caplog)[0] and len(warned(caplog)) == 1
        caplog.clear()
        bluez.errors.clear()
        await ear.scanning()
        assert not warned(caplog)
        assert [record.levelname for record in caplog.records if record.name.endswith("scanner")][-1] == "INFO"


async def test_a_scan_that_dies_at_once_is_tried_ever_more_slowly(bluez, listening, tries, monkeypatch):
    async def dead(*_):
        raise _bluez.Trouble("stopped")

    monkeypatch.setattr(_bluez.BlueZ, "check", dead)
    bluez.add_adapter()
    async with listening():
        assert [await tries.get() for _ in range(4)] == [1, 2, 3, 4]


async def test_what_nobody_foresaw_is_logged_once_and_tried_again(bluez, listening, tries, monkeypatch, caplog):
    async def strange(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(_bluez.BlueZ, "adapter", strange)
    async with listening() as ear:
        assert (await ear.state())[0] == "lost"
        assert [await tries.get() for _ in range(3)] == [1, 2, 3]
    assert caplog.text.count("Traceback") == 1
