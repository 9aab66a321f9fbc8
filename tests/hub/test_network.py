"""The kit's network on a stand-in for NetworkManager: its own Wi-Fi by itself, a venue's on a wish."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest

from tests.fakes.network_manager import COMPANY, AccessPoint, NetworkManagerStandIn
from tests.hub.test_kit import running
from tests.hub.test_visits import off
from tests.waiting import PATIENCE, come
from xlab.box.network_profiles import own_profile, plain
from xlab.box.network_wires import Around, Wire
from xlab.dashboard.ports.network import NetworkRefused
from xlab.hub import network as network_part
from xlab.hub.network import Network
from xlab.hub.network_ladder import LOST_SECONDS, START_SECONDS
from xlab.hub.network_radio import Radio
from xlab.link import KitInfo, MakeOwnWifi, NetworkNow

CAFE = AccessPoint(ssid="Café".encode())
URL = "http://192.168.1.20:8080/"


class Rig:
    """A network part, its stand-in, and a clock that a test turns. The radio has an address while it is in a venue."""

    def __init__(self, nm: NetworkManagerStandIn, *, may: bool = True) -> None:
        self.nm = nm
        self.now = 0.0
        self.beside = Around(True, 0)
        self.told: list[NetworkNow] = []
        self.info = KitInfo(kit="kit-1", name="Blue box", version="1")
        self.network = Network(
            *("kit-1", "Blue box"),
            may=may,
            info=lambda: msgspec.structs.replace(self.info, urls=(URL,) if nm.state == 100 else ()),
            tell=self.told.append,
            wall=lambda: 1_790_000_000.0,
            mono=lambda: self.now,
            look=self.wires,
            beside=lambda _: self.beside,
        )

    @property
    def in_venue(self) -> bool:
        return self.nm.state == 100 and not self.nm.serving

    def wires(self) -> tuple[Wire, ...]:
        addresses = ("192.168.1.20",) if self.in_venue else ("10.42.0.1",) if self.nm.state == 100 else ()
        return (Wire("wlan0", True, bool(addresses), addresses),)

    @property
    def shown(self) -> NetworkNow:
        return self.told[-1]

    async def until(self, check: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not (self.told and check()):
                self.network._wake.set()
                await asyncio.sleep(0.01)

    async def turns(self) -> None:
        """It has looked twice more, so that all that follows from how things are has begun."""
        goal = self.nm.calls.count("GetManagedObjects") + 2
        await self.until(lambda: self.nm.calls.count("GetManagedObjects") >= goal)

    async def until_next(self, key: str) -> None:
        await self.until(lambda: self.shown.key == f"network.next_{key}")


@asynccontextmanager
async def rig(monkeypatch: pytest.MonkeyPatch, *air: AccessPoint, **options: Any) -> AsyncIterator[Rig]:
    nm = NetworkManagerStandIn(*air)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", nm.address)
    monkeypatch.setattr(Radio, "farewell", 0.0)
    for pause in ("LOOK_SECONDS", "DOWN_SECONDS"):
        monkeypatch.setattr(f"xlab.hub.network_radio.{pause}", 0.01)
    monkeypatch.setattr(network_part, "ask_gateway", lambda _: None)
    async with nm:
        made = Rig(nm, **options)
        part = asyncio.create_task(made.network.run(lambda: None))
        try:
            yield made
        finally:
            part.cancel()
            await asyncio.gather(part, return_exceptions=True)


async def own_open(kit: Rig) -> None:
    await kit.until_next("wait")
    kit.now += START_SECONDS
    await kit.until_next("own")


async def test_in_a_strange_room_it_opens_its_own_wifi_with_one_password_for_ever(monkeypatch):
    async with rig(monkeypatch, CAFE) as kit:
        await own_open(kit)
        own = kit.shown.own
        assert kit.nm.serving and own is not None and own.name == "Blue box"
        await kit.until(lambda: kit.shown.own is not None and kit.shown.own.url == "http://10.42.0.1:8080/")
        own = kit.shown.own
        assert own.code == f"WIFI:T:WPA;S:Blue box;P:{own.password};;"
        again = Rig(kit.nm)  # the hub starts anew, and finds it open
        part = asyncio.create_task(again.network.run(lambda: None))
        await again.until_next("own")
        assert again.shown.own == own
        # What was heard before is known to NetworkManager, and so to this hub as well.
        assert [one.name for one in (await off(again.network.page)).heard] == ["Café"]
        part.cancel()
        await asyncio.gather(part, return_exceptions=True)


async def test_while_its_own_wifi_is_about_to_open_and_hears_itself_alone_the_others_are_kept(monkeypatch):
    async with rig(monkeypatch, CAFE) as kit:
        await kit.until_next("wait")
        kit.nm.air = [AccessPoint(ssid=b"Blue box")]
        await kit.turns()
        assert [one.name for one in (await off(kit.network.page)).heard] == ["Café"]


async def test_its_own_wifi_passes_nothing_on_though_it_was_kept_otherwise(monkeypatch):
    before = own_profile("kit-1", b"Blue box", "mola-kefi-rubo-tesa")
    del before["ipv4"]["routing-rules"]
    async with rig(monkeypatch, CAFE) as kit:
        path = kit.nm._keep(plain(before), on_disk=True)
        await own_open(kit)
        assert kit.nm.up == path and kit.shown.own is not None and kit.shown.own.password == "mola-kefi-rubo-tesa"
        (rule,) = kit.nm.profiles[path]["ipv4"]["routing-rules"]
        # All that did not come from the machine itself; what is for it is found before this.
        assert (rule["iifname"], rule["invert"], rule["action"]) == ("lo", True, 8)


async def test_where_it_is_in_a_venue_it_opens_nothing_until_that_has_been_gone_for_a_minute(monkeypatch):
    async with rig(monkeypatch, CAFE) as kit:
        kit.nm.up, kit.nm.state = kit.nm.know(CAFE.ssid), 100
        await kit.until_next("try_in")
        kit.now += 1000
        await kit.until(lambda: kit.shown.ways[1].key == "network.address_apart")
        kit.nm.drop()
        await kit.until_next("wait")
        kit.now += LOST_SECONDS - 1
        await kit.turns()
        assert "ActivateConnection" not in kit.nm.calls
        kit.now += 1
        await kit.until_next("own")


async def test_from_its_own_wifi_to_a_venue(monkeypatch):
    async with rig(monkeypatch, CAFE) as kit:
        await own_open(kit)
        page = await off(kit.network.page)
        assert [(one.name, one.strength, one.lock) for one in page.heard] == [("Café", 4, "password")]
        assert await off(kit.network.join, page.heard[0].id, "", CAFE.password) == "Café"
        await kit.until_next("try_in")
        page = await off(kit.network.page)
        assert page.network == "Café" and page.heard[0].joined and page.failed is None
        assert [one.name for one in page.kept] == ["Café"]


@pytest.mark.parametrize(
    ("point", "password", "why"),
    [
        (CAFE, "wrong horse", "password"),
        (AccessPoint(ssid=b"Full", gives_address=False), CAFE.password, "no_address"),
    ],
)
async def test_a_venue_that_does_not_come_up_brings_its_own_wifi_back_by_itself(monkeypatch, point, password, why):
    async with rig(monkeypatch, point) as kit:
        await own_open(kit)
        before = kit.shown.own
        page = await off(kit.network.page)
        await off(kit.network.join, page.heard[0].id, "", password)
        await kit.until(lambda: kit.shown.key == "network.next_own" and not kit.shown.busy)
        assert kit.nm.serving and kit.shown.own == before
        failed = (await off(kit.network.page)).failed
        assert failed is not None and (failed.to, failed.why) == (point.ssid.decode(), why)
        assert len(kit.nm.profiles) == 1


async def test_a_new_password_takes_the_place_of_the_old_and_a_known_one_needs_none(monkeypatch):
    async with rig(monkeypatch, CAFE) as kit:
        kit.nm.know(CAFE.ssid, "old horse!")
        await own_open(kit)
        ssid = CAFE.ssid.hex()
        await off(kit.network.join, ssid, "", "")
        await kit.until(lambda: kit.shown.key == "network.next_own" and "Disconnect" not in kit.nm.calls)
        assert (await off(kit.network.page)).failed is not None
        await off(kit.network.join, ssid, "", CAFE.password)
        await kit.until_next("try_in")
        venues = [one for one in kit.nm.profiles.values() if one["802-11-wireless"]["mode"] != "ap"]
        assert [one["802-11-wireless-security"]["psk"] for one in venues] == [CAFE.password]


async def test_what_cannot_be_joined_is_refused_before_anybody_falls_off(monkeypatch):
    staff = AccessPoint(ssid=b"Staff", keys=COMPANY)
    async with rig(monkeypatch, CAFE, staff) as kit:
        await own_open(kit)
        for network, name, password, reason in (
            (CAFE.ssid.hex(), "", "short", "password"),
            (CAFE.ssid.hex(), "", "", "password"),
            (staff.ssid.hex(), "", "some password", "company"),
            ("00ff", "", "some password", "gone"),
            ("", "", "some password", "name"),
            ("", "🧪" * 9, "some password", "name"),
        ):
            with pytest.raises(NetworkRefused) as caught:
                await off(kit.network.join, network, name, password)
            assert caught.value.reason == reason
        assert kit.nm.serving


async def test_nobody_who_sends_a_venues_name_without_its_lock_is_joined(monkeypatch):
    twin = AccessPoint(ssid=CAFE.ssid, strength=100, keys=0, flags=0)
    async with rig(monkeypatch, twin) as kit:
        await own_open(kit)
        with pytest.raises(NetworkRefused) as caught:
            await off(kit.network.join, CAFE.ssid.hex(), "", CAFE.password)
        assert caught.value.reason == "gone" and kit.nm.serving
    async with rig(monkeypatch, CAFE, twin) as kit:
        await own_open(kit)
        assert [one.lock for one in (await off(kit.network.page)).heard] == ["password"]


async def test_while_one_wish_is_obeyed_another_is_refused(monkeypatch):
    async with rig(monkeypatch, CAFE) as kit:
        await own_open(kit)
        monkeypatch.setattr(Radio, "farewell", PATIENCE)
        await off(kit.network.join, CAFE.ssid.hex(), "", CAFE.password)
        for wish in (kit.network.own, kit.network.look):
            with pytest.raises(NetworkRefused) as caught:
                await off(wish)
            assert caught.value.reason == "busy"


async def test_a_network_is_forgotten_and_its_own_never(monkeypatch):
    async with rig(monkeypatch, CAFE) as kit:
        kit.nm.know(b"Old office")
        await own_open(kit)
        page = await off(kit.network.page)
        assert [one.name for one in page.kept] == ["Old office"]
        own = next(one for one in kit.nm.profiles.values() if one["802-11-wireless"]["mode"] == "ap")
        for forgotten in (page.kept[0].id, own["connection"]["uuid"]):
            await off(kit.network.forget, forgotten)
        assert list(kit.nm.profiles.values()) == [own] and kit.nm.serving


async def test_looking_round_closes_its_own_wifi_for_a_moment_and_hears_what_is_new(monkeypatch):
    async with rig(monkeypatch, CAFE) as kit:
        await own_open(kit)
        kit.nm.air.append(AccessPoint(ssid=b"Upstairs", strength=30))
        await off(kit.network.look)
        await kit.until(lambda: "RequestScan" in kit.nm.calls and kit.shown.key == "network.next_own")
        assert {one.name for one in (await off(kit.network.page)).heard} == {"Café", "Upstairs"}


async def test_a_screen_may_ask_for_it_while_no_phone_came_and_not_afterwards(monkeypatch):
    async with rig(monkeypatch, CAFE) as kit:
        kit.nm.up, kit.nm.state = kit.nm.know(CAFE.ssid), 100
        await kit.until_next("try_in")
        assert kit.shown.offers
        kit.network.came._at.add("192.168.1.20")
        await kit.until_next("fine")
        assert not kit.shown.offers
        await kit.network.asked("st-1", MakeOwnWifi())
        await kit.turns()
        kit.network.came._at.clear()
        await kit.until_next("try_in")
        assert not kit.nm.serving
        await kit.network.asked("st-1", MakeOwnWifi())
        await kit.until_next("own")


async def test_what_keeps_it_from_opening_is_said_and_it_is_tried_again(monkeypatch):
    async with rig(monkeypatch) as kit:
        kit.nm.serves = 19
        await kit.until_next("wait")
        kit.now += START_SECONDS
        await kit.until_next("stuck")
        assert kit.shown.ways[2].key == "network.own_shared"
        kit.nm.serves = 0
        kit.now += 100
        await kit.until_next("own")


async def test_without_networkmanager_all_goes_on_and_says_why_there_is_no_wifi(monkeypatch):
    async with rig(monkeypatch) as kit:
        await kit.until_next("wait")
        await kit.nm.go()
        await kit.until_next("cable")
        assert kit.shown.ways[2].key == "network.own_no_manager"
        kit.now += 1000
        with pytest.raises(NetworkRefused) as caught:
            await off(kit.network.own)
        assert caught.value.reason == "cannot"
        await kit.nm.come()
        await kit.until_next("own")


async def test_a_developers_machine_is_left_alone(monkeypatch):
    async with rig(monkeypatch, CAFE, may=False) as kit:
        await kit.until_next("cable")
        kit.now += 1000
        await kit.until(lambda: kit.shown.ways[2].key == "network.own_not_here")
        assert not kit.nm.calls
        with pytest.raises(NetworkRefused):
            await off(kit.network.switch_on)


async def test_wifi_that_was_switched_off_is_switched_on_by_hand_only(monkeypatch):
    async with rig(monkeypatch) as kit:
        kit.nm.enabled = False
        await kit.until(lambda: kit.shown.ways[2].key == "network.own_no_country")
        assert (await off(kit.network.page)).blocked and "Set" not in kit.nm.calls
        await off(kit.network.switch_on)
        await kit.until(lambda: kit.nm.enabled and kit.shown.ways[2].key == "network.own_soon")


async def test_the_kit_tells_its_stations_and_takes_their_wish(tmp_path):
    async with running(tmp_path) as kit:
        assert kit.stations.answers[MakeOwnWifi] == kit.network.asked
        part = asyncio.create_task(kit.network.run(lambda: None))
        await come(lambda: kit.info().network is not None)
        assert {one.key for one in kit.info().network.ways} >= {"network.own_not_here"}
        part.cancel()
        await asyncio.gather(part, return_exceptions=True)
