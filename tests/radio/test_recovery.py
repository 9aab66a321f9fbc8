"""Whatever stops the radio, it hears again within 30 seconds of the scanner's time, and disturbs nobody without need.

Only what the scanner itself waits for is counted: how long its work takes is measured by ``make vm-test``.
"""

import asyncio

import pytest

from tests.fakes.badge import Badge
from tests.fakes.systemd import SystemdStandIn
from xlab.beacons import _bleak, _bluez

LOUDSPEAKER = "AB:CD:EF:00:00:02"
PROMISE = 30.0
DENIED = "org.freedesktop.DBus.Error.AccessDenied"


async def heard_again(badge, ear):
    """Wait until something is heard that the badge sends from now on; the seconds waited for it."""
    began = ear.waited()
    badge.rssi += 1  # to tell it apart
    while (await ear.sighting()).rssi != badge.rssi:
        pass
    return ear.waited() - began


def off_and_on(bluez):
    bluez.power(False)
    bluez.power(True)


def out_and_in(bluez):
    bluez.remove_adapter()
    bluez.add_adapter()


def hold(bluez):
    """It stopped to scan, and keeps our session: the next start is refused as one too many."""
    bluez.errors["StopDiscovery"] = "org.bluez.Error.Failed"
    bluez.break_down("deaf", "scan")
    bluez.lose_flag()


def withdraw(bluez):
    """The permission goes in the middle of a scan, and the scan with it."""
    bluez.errors |= {"GetAll": DENIED, "StartDiscovery": DENIED, "GetManagedObjects": DENIED}
    bluez.stop_scanning()


QUICK = {
    "bluetoothd restarted": lambda b: b.restart(),
    "adapter off and on": off_and_on,
    "adapter out and in": out_and_in,
    "our scan dropped": lambda b: b.stop_scanning(),
    "our scan held by BlueZ": hold,
}


@pytest.mark.parametrize("fault", QUICK.values(), ids=QUICK.keys())
async def test_it_hears_again_after(bluez, listening, fault):
    bluez.add_adapter()
    async with listening() as ear, Badge(bluez) as badge:
        await ear.scanning()
        await ear.sighting()
        fault(bluez)
        assert (await ear.state())[1]
        assert await heard_again(badge, ear) < PROMISE
        assert bluez.cycled == 0


AWAY = {
    "bluetoothd": (lambda b: b.crash(), lambda b: b.restart()),
    "the adapter": (lambda b: b.remove_adapter(), lambda b: b.add_adapter()),
    "power": (lambda b: b.power(False), lambda b: b.power(True)),
    "permission": (withdraw, lambda b: b.errors.clear()),
    "an adapter others use": (
        lambda b: (b.break_down("busy", "mended"), b.stop_scanning(), b.connect(LOUDSPEAKER)),
        lambda b: b.mend(),
    ),
}


@pytest.mark.parametrize(("take", "give"), AWAY.values(), ids=AWAY.keys())
async def test_it_hears_again_soon_after_it_got_back(bluez, listening, take, give):
    bluez.add_adapter()
    async with listening() as ear, Badge(bluez) as badge:
        await ear.scanning()
        await ear.sighting()
        take(bluez)
        assert (await ear.state())[1]
        await ear.later(30.0)  # long enough for every rung, and for pauses to have grown
        give(bluez)
        assert await heard_again(badge, ear) < PROMISE
        assert bluez.cycled == 0


@pytest.mark.parametrize("cure", ["scan", "bus", "adapter", "service"])
@pytest.mark.parametrize("how", ["deaf", "busy"])
async def test_a_radio_that_is_stuck_is_freed_by_the_step_it_needs(bluez, listening, how, cure):
    bluez.add_adapter()
    with SystemdStandIn(bluez) as systemd:
        async with listening() as ear, Badge(bluez) as badge:
            await ear.scanning()
            await ear.sighting()
            bluez.break_down(how, cure)
            if how == "busy":
                bluez.stop_scanning()
            assert await heard_again(badge, ear) < PROMISE
            # A silence that is mended in time is no news, and a machine that is busy for seconds makes it a longer one.
            assert ear.said_more() == (how == "busy") or ear.dawdled() > 2.0
        assert bluez.cycled == (cure in ("adapter", "service"))
        assert systemd.asked == ["RestartUnit bluetooth.service"] * (cure == "service")


async def test_a_service_that_crashed_is_started(bluez, listening):
    bluez.add_adapter()
    with SystemdStandIn(bluez) as systemd:
        async with listening() as ear, Badge(bluez) as badge:
            await ear.sighting()
            bluez.crash()
            assert await heard_again(badge, ear) < PROMISE
        assert systemd.asked == ["RestartUnit bluetooth.service"]


async def test_a_service_that_hangs_is_ended_and_started(bluez, listening, monkeypatch):
    monkeypatch.setattr(_bluez, "ANSWER_SECONDS", 0.1)
    monkeypatch.setattr(_bleak, "STOP_SECONDS", 0.1)
    bluez.add_adapter()
    with SystemdStandIn(bluez) as systemd:
        async with listening() as ear, Badge(bluez) as badge:
            await ear.sighting()
            bluez.mute = {"GetAll", "GetManagedObjects", "StopDiscovery", "StartDiscovery"}
            while not systemd.asked:
                await ear.later(1.0)
            bluez.mute = set()
            assert await heard_again(badge, ear) < PROMISE
        assert systemd.asked[:2] == ["KillUnit bluetooth.service", "RestartUnit bluetooth.service"]


async def test_a_start_that_hangs_for_good_is_ended(bluez, listening, monkeypatch):
    monkeypatch.setattr(_bleak, "START_SECONDS", 0.1)
    monkeypatch.setattr(_bleak, "GIVE_UP_SECONDS", 0.1)
    monkeypatch.setattr(_bleak, "STOP_SECONDS", 0.1)
    bluez.add_adapter()
    bluez.mute = {"StartDiscovery"}
    async with listening() as ear, Badge(bluez) as badge:
        assert (await ear.state())[0] == "lost"
        while bluez.started < 2:
            await ear.later(1.0)
        bluez.mute = set()
        assert await heard_again(badge, ear) < PROMISE


async def test_a_radio_nothing_helps_ends_in_a_sentence_that_leaves_both_possible(bluez, listening):
    bluez.add_adapter()
    with SystemdStandIn(bluez, allows=False) as systemd:
        async with listening() as ear:
            await ear.scanning()
            began = ear.waited()
            state, reason = await ear.state()
            assert ear.waited() - began < PROMISE
            assert state == "silent"
            assert "no badge is here, or the radio is stuck" in reason and "Put a badge on the pad" in reason
            assert bluez.cycled == 1 and systemd.asked == ["RestartUnit bluetooth.service"]
            await ear.later(60.0)
            assert not ear.said_more()  # new scans that hear nothing are no news
            async with Badge(bluez):
                assert await ear.state() == ("scanning", "")


async def test_an_empty_room_is_scanned_in_peace(bluez, listening):
    bluez.add_adapter()
    async with listening() as ear:
        await ear.scanning()
        await ear.later(70.0)
        early = bluez.started
        await ear.later(70.0)
        assert bluez.started - early < early <= 8


async def test_a_loudspeaker_is_not_cut_off_because_the_room_is_silent(bluez, listening):
    bluez.add_adapter()
    bluez.connect(LOUDSPEAKER)
    with SystemdStandIn(bluez) as systemd:
        async with listening() as ear:
            await ear.scanning()
            assert (await ear.state())[0] == "silent"
            await ear.later(80.0)
        assert bluez.cycled == 0 and systemd.asked == []


async def test_a_scan_of_somebody_else_is_let_be_for_a_while(bluez, listening):
    bluez.add_adapter()
    bluez.keep_flag()
    bluez.break_down("busy", "adapter")
    async with listening() as ear, Badge(bluez) as badge:
        assert (await ear.state())[0] == "lost"
        await ear.later(60.0)
        assert bluez.cycled == 0
        await heard_again(badge, ear)
        assert bluez.cycled == 1


async def test_closing_while_the_adapter_is_off_leaves_it_on(bluez, listening):
    bluez.add_adapter()
    bluez.break_down("busy", "mended")
    async with listening():
        while not bluez.cycled:
            await asyncio.sleep(0.001)
    assert bluez.powered()


async def test_an_adapter_that_does_not_come_on_is_switched_on_later(bluez, listening):
    bluez.add_adapter()
    bluez.break_down("busy", "adapter")
    async with listening() as ear, Badge(bluez) as badge:
        while not bluez.cycled:
            await asyncio.sleep(0.001)
        bluez.errors["Set"] = "org.bluez.Error.Failed"
        while (await ear.state())[0] != "off":
            pass
        bluez.errors.clear()
        assert await heard_again(badge, ear) < PROMISE
