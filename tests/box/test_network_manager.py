"""The client of NetworkManager, unmodified, against a stand-in on a real bus: how a network comes up, or does not."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.fakes.network_manager import (
    COMPANY,
    NOT_FOUND,
    SAE,
    SHARED_FAILED,
    AccessPoint,
    NetworkManagerStandIn,
)
from tests.fakes.private_bus import PrivateBus
from tests.waiting import PATIENCE
from xlab.box.network import NetworkManager, NotUp
from xlab.box.network_bus import NetworkTrouble
from xlab.box.network_profiles import new_password, own_name, own_profile, own_uuid, venue_profile
from xlab.box.network_seen import OnAir

CAFE = AccessPoint(ssid=b"Caf\xc3\xa9")
TRUTH = "correct horse"


@asynccontextmanager
async def on(stand_in: NetworkManagerStandIn, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[NetworkManager]:
    """The kit's client on the stand-in's bus; the radio's country is none."""
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", stand_in.address)
    async with stand_in:
        manager = NetworkManager(lambda: "00")
        yield manager
        await manager.close()


async def test_what_is_on_the_air_is_seen_with_what_each_asks_for(monkeypatch):
    air = (
        CAFE,
        AccessPoint(ssid=b"Caf\xc3\xa9", strength=95),
        AccessPoint(ssid=b"Guests", keys=0, flags=0, strength=40),
        AccessPoint(ssid=b"Staff", keys=COMPANY),
        AccessPoint(ssid=b"Old", keys=0, flags=1, strength=10),
        AccessPoint(ssid=b"New", keys=SAE, strength=9),
        AccessPoint(ssid=b"\0\0\0", strength=99),
    )
    async with on(NetworkManagerStandIn(*air), monkeypatch) as manager:
        now = await manager.look()
        locks = [(one.ssid, one.strength, one.lock, one.sae) for one in now.on_air]
        assert locks == [
            (b"Caf\xc3\xa9", 95, "password", False),
            (b"Staff", 80, "company", False),
            (b"Guests", 40, "open", False),
            (b"Old", 10, "old", False),
            (b"New", 9, "password", True),
        ]
        assert (now.cannot, now.interface, now.active) == (None, "wlan0", False)


@pytest.mark.parametrize(
    ("changes", "cannot"),
    [
        ({"radio": False}, "no_hardware"),
        ({"managed": False}, "unmanaged"),
        ({"hardware": False}, "hard_blocked"),
        ({"enabled": False}, "no_country"),
        ({"capabilities": 0}, "no_ap"),
        ({"state": 20}, "unavailable"),
    ],
)
async def test_why_there_can_be_no_wifi_of_its_own_is_known(monkeypatch, changes, cannot):
    stand_in = NetworkManagerStandIn()
    for name, value in changes.items():
        setattr(stand_in, name, value)
    async with on(stand_in, monkeypatch) as manager:
        assert (await manager.look()).cannot == cannot


async def test_a_radio_that_is_off_though_a_country_is_set_was_switched_off(monkeypatch):
    stand_in = NetworkManagerStandIn()
    stand_in.enabled = False
    async with on(stand_in, monkeypatch):
        manager = NetworkManager(lambda: "CH")
        assert (await manager.look()).cannot == "soft_blocked"
        await manager.switch_on()
        assert (await manager.look()).cannot is None
        await manager.close()


async def test_a_venue_is_joined_and_kept_only_once_it_has_worked(monkeypatch):
    async with on(stand_in := NetworkManagerStandIn(CAFE), monkeypatch) as manager:
        now = await manager.look()
        await manager.try_new(venue_profile(now.on_air[0], TRUTH), now.device, PATIENCE)
        assert stand_in.ssid == CAFE.ssid and len(stand_in.on_disk) == 1
        now = await manager.look()
        assert now.active and now.joined == CAFE.ssid
        assert [one.ssid for one in await manager.known(now)] == [CAFE.ssid]


@pytest.mark.parametrize(
    ("point", "password", "why"),
    [
        (CAFE, "wrong horse", "password"),
        (AccessPoint(ssid=b"Gone"), TRUTH, "gone"),
        (AccessPoint(ssid=b"Full", gives_address=False), TRUTH, "no_address"),
    ],
)
async def test_what_did_not_work_is_said_and_leaves_nothing_behind(monkeypatch, point, password, why):
    async with on(stand_in := NetworkManagerStandIn(point), monkeypatch) as manager:
        now = await manager.look()
        if why == "gone":
            stand_in.air.clear()
        with pytest.raises(NotUp) as caught:
            await manager.try_new(venue_profile(now.on_air[0], password), now.device, PATIENCE)
        assert caught.value.why == why
        assert not stand_in.profiles and not stand_in.up


async def test_a_network_that_hides_its_name_is_joined_by_it(monkeypatch):
    hidden = AccessPoint(ssid=b"Backstage", hidden=True)
    async with on(stand_in := NetworkManagerStandIn(hidden), monkeypatch) as manager:
        now = await manager.look()
        assert now.on_air == ()
        air = OnAir(b"Backstage", 0, "password")
        await manager.try_new(venue_profile(air, TRUTH, hidden=True), now.device, PATIENCE)
        assert stand_in.ssid == b"Backstage"


async def test_the_kits_own_wifi_is_kept_with_its_password_and_opens_again_with_the_same(monkeypatch):
    async with on(stand_in := NetworkManagerStandIn(CAFE), monkeypatch) as manager:
        now = await manager.look()
        password = new_password(secrets.choice)
        path = await manager.keep(own_profile("kit-1", own_name("Blue box"), password))
        await manager.up(path, now.device, PATIENCE)
        assert stand_in.serving and stand_in.ssid == b"Blue box" and path in stand_in.on_disk
        now = await manager.look()
        assert now.profile == path and [one.ssid for one in now.on_air] == ["Café".encode(), b"Blue box"]
        own = next(one for one in await manager.known(now) if one.uuid == own_uuid("kit-1"))
        assert await manager.password_of(own) == password
        assert await manager.keep(own_profile("kit-1", own_name("Red box"), password), path) == path
        assert [one.ssid for one in await manager.known(now)] == [b"Red box"]


async def test_a_card_that_takes_nothing_leaves_the_kit_its_wifi_until_the_power_goes(monkeypatch):
    stand_in = NetworkManagerStandIn()
    stand_in.full = True
    async with on(stand_in, monkeypatch) as manager:
        path = await manager.keep(own_profile("kit-1", b"Blue box", "mola-kefi-rubo-tesa"))
        assert path in stand_in.profiles and path not in stand_in.on_disk
        assert await manager.keep(own_profile("kit-1", b"Red box", "mola-kefi-rubo-tesa"), path) == path
        assert stand_in.profiles[path]["802-11-wireless"]["ssid"] == b"Red box"


@pytest.mark.parametrize(("reason", "why"), [(SHARED_FAILED, "shared"), (NOT_FOUND, "gone"), (99, "failed")])
async def test_its_own_wifi_that_does_not_open_says_why(monkeypatch, reason, why):
    stand_in = NetworkManagerStandIn()
    stand_in.serves = reason
    async with on(stand_in, monkeypatch) as manager:
        now = await manager.look()
        path = await manager.keep(own_profile("kit-1", b"Blue box", "mola-kefi-rubo-tesa"))
        with pytest.raises(NotUp) as caught:
            await manager.up(path, now.device, PATIENCE)
        assert caught.value.why == why


async def test_a_system_that_refuses_is_told_from_one_without_networkmanager(monkeypatch):
    stand_in = NetworkManagerStandIn()
    stand_in.refused = {"*"}
    async with on(stand_in, monkeypatch) as manager:
        with pytest.raises(NetworkTrouble) as caught:
            await manager.look()
        assert caught.value.reason == "refused"
        await stand_in.go()
        with pytest.raises(NetworkTrouble) as caught:
            await manager.look()
        assert caught.value.reason == "away"
        stand_in.refused.clear()
        await stand_in.come()
        assert (await manager.look()).cannot is None


async def test_networkmanager_is_never_started_by_asking_and_no_bus_is_no_trouble_either(monkeypatch):
    bus = PrivateBus("org.freedesktop.NetworkManager")
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
    manager = NetworkManager()
    for running in (False, True):
        if running:
            bus.start()
        with pytest.raises(NetworkTrouble) as caught:
            await manager.look()
        assert caught.value.reason == "away"
        # The bus would have tried to start it, and said that it failed.
        assert "Spawn" not in caught.value.what and "exited" not in caught.value.what
    await manager.close()
    bus.remove()
