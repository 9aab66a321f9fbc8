"""Announcing and finding in this process, on loopback, which every machine has."""

import asyncio
import errno
import logging
import threading
from collections.abc import AsyncIterator

import pytest
from zeroconf import ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from tests.waiting import PATIENCE, come
from xlab.discovery import Announcement, Announcer, DiscoveryError, Found, Network, _mdns, find, loopback, watch
from xlab.discovery.finding import kit_of

BLUE = Announcement("3f2c1b7a-0000-4000-8000-000011111111", "Otter box", "0.1.0", 8080)
TWIN = Announcement("3f2c1b7a-0000-4000-8000-000022222222", "Otter box", "0.1.0", 9090)
KIT_TYPE, WEB_TYPE = "_xlab._tcp.local.", "_http._tcp.local."


class Movable:
    """Networks of this machine, as a test says."""

    def __init__(self, *addresses: str) -> None:
        self.move(*addresses)

    def move(self, *addresses: str, index: int = 1) -> None:
        self.networks = [Network("lo", index, addresses)] if addresses else []

    def __call__(self) -> list[Network]:
        return self.networks


@pytest.fixture
async def neighbour() -> AsyncIterator[AsyncZeroconf]:
    """Another device in the room, with an mDNS stack of its own."""
    neighbour = AsyncZeroconf(interfaces=["127.0.0.1"])
    yield neighbour
    await neighbour.async_close()


@pytest.fixture
async def announcer() -> AsyncIterator[Announcer]:
    announcer = Announcer(loopback)
    yield announcer
    await announcer.stop()


class Heard:
    """What a browser of ``neighbour`` hears of kits, to be awaited."""

    def __init__(self, neighbour: AsyncZeroconf) -> None:
        self._changes: asyncio.Queue[tuple[ServiceStateChange, str]] = asyncio.Queue()
        self._browser = AsyncServiceBrowser(neighbour.zeroconf, KIT_TYPE, handlers=[self._changed])

    def _changed(self, zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        self._changes.put_nowait((state_change, name.removesuffix(f".{service_type}")))

    async def next(self, wanted: ServiceStateChange) -> str:
        async with asyncio.timeout(PATIENCE):
            while True:
                change, name = await self._changes.get()
                if change is wanted:
                    return name


async def ours(seconds: float = 0.7) -> list[Found]:
    """The kits of these tests on loopback; a hub that runs on this machine may be heard there too."""
    return [found for found in await find(seconds, networks=loopback) if found.kit in {BLUE.kit, TWIN.kit}]


async def found_once() -> list[Found]:
    """Those kits as soon as any is heard; answers may take their time, for none is given twice in a second."""
    async with asyncio.timeout(PATIENCE):
        while not (found := await ours()):
            pass
    return found


def service(name: str, host: str, port: int = 1, kind: str = WEB_TYPE) -> AsyncServiceInfo:
    return AsyncServiceInfo(kind, f"{name}.{kind}", port=port, server=host, parsed_addresses=["127.0.0.9"])


async def test_it_is_found_with_all_it_says_of_itself(announcer: Announcer, neighbour: AsyncZeroconf) -> None:
    await announcer.start(BLUE)
    assert (announcer.name, announcer.host, announcer.problem) == ("Otter box", "xlab-11111111.local", "")
    for kind in (KIT_TYPE, WEB_TYPE):
        info = await neighbour.async_get_service_info(kind, f"Otter box.{kind}")
        assert info
        assert info.decoded_properties == {"v": "1", "kit": BLUE.kit, "ver": "0.1.0", "path": "/"}
        assert (info.server, info.port, info.parsed_addresses()) == ("xlab-11111111.local.", 8080, ["127.0.0.1"])
    (found,) = await found_once()
    assert (found.kit, found.name, found.version) == (BLUE.kit, "Otter box", "0.1.0")
    assert found.urls == ("http://127.0.0.1:8080/",)


async def test_stopping_says_goodbye(announcer: Announcer, neighbour: AsyncZeroconf) -> None:
    heard = Heard(neighbour)
    await announcer.start(BLUE)
    assert await heard.next(ServiceStateChange.Added) == "Otter box"
    await announcer.stop()
    assert await heard.next(ServiceStateChange.Removed) == "Otter box"
    await announcer.stop()


async def test_nothing_is_left_behind(announcer: Announcer) -> None:
    before = (set(threading.enumerate()), asyncio.all_tasks())
    await announcer.start(BLUE)
    await find(0.3, networks=loopback)
    await announcer.stop()
    await come(lambda: set(threading.enumerate()) <= before[0] and asyncio.all_tasks() <= before[1], asyncio.all_tasks)


async def test_a_taken_name_is_renamed(announcer: Announcer, neighbour: AsyncZeroconf) -> None:
    await (await neighbour.async_register_service(service("Otter box", "other.local.", kind=KIT_TYPE)))
    await announcer.start(BLUE)
    assert announcer.name == "Otter box (2)"


async def test_a_name_free_for_one_type_only_is_taken_for_neither(
    announcer: Announcer, neighbour: AsyncZeroconf
) -> None:
    heard = Heard(neighbour)
    await (await neighbour.async_register_service(service("Otter box", "printer.local.", kind=WEB_TYPE)))
    await announcer.start(BLUE)
    assert announcer.name == "Otter box (2)"
    assert await heard.next(ServiceStateChange.Removed) == "Otter box"


async def test_of_two_that_start_at_once_both_run_under_names_of_their_own(announcer: Announcer) -> None:
    twin = Announcer(loopback)
    await asyncio.gather(announcer.start(BLUE), twin.start(TWIN))
    async with asyncio.timeout(PATIENCE):
        while announcer.name == twin.name or not announcer.name or not twin.name:
            await asyncio.sleep(0.05)  # they settle it between them on the network
    assert {announcer.name, twin.name} == {"Otter box", "Otter box (2)"}
    await twin.stop()


async def test_a_device_that_comes_later_with_the_name_makes_the_kit_give_way(
    announcer: Announcer, neighbour: AsyncZeroconf
) -> None:
    await announcer.start(BLUE)
    # Announced without asking first, as when two networks are joined.
    printer = service("Otter box", "printer.local.")
    await (await neighbour.async_register_service(printer, cooperating_responders=True))
    async with asyncio.timeout(PATIENCE):
        while announcer.name == "Otter box":
            await asyncio.sleep(0.05)
    assert announcer.name == "Otter box (2)"


async def test_a_kit_that_keeps_its_name_says_so_to_the_one_that_came_later(
    announcer: Announcer, neighbour: AsyncZeroconf
) -> None:
    await announcer.start(BLUE)
    defended = asyncio.Event()

    original = announcer._send_again

    async def noticed() -> None:
        await original()
        defended.set()

    announcer._send_again = noticed  # type: ignore[method-assign]
    later = service("Otter box", "xlab-99999999.local.", kind=KIT_TYPE)
    await (await neighbour.async_register_service(later, cooperating_responders=True))
    async with asyncio.timeout(PATIENCE):
        await defended.wait()
    assert announcer.name == "Otter box"


async def test_without_a_network_nothing_happens_until_there_is_one(neighbour: AsyncZeroconf) -> None:
    networks = Movable()
    announcer = Announcer(networks)
    await announcer.start(BLUE)
    assert (announcer.name, announcer.problem) == ("", "")
    assert await find(5, networks=networks) == []
    watching = asyncio.create_task(watch(announcer, every=0.02))
    heard = Heard(neighbour)
    networks.move("127.0.0.1")
    assert await heard.next(ServiceStateChange.Added) == "Otter box"
    watching.cancel()
    await announcer.stop()


async def test_a_new_address_is_announced_under_the_same_name(neighbour: AsyncZeroconf) -> None:
    networks = Movable("127.0.0.1")
    announcer = Announcer(networks)
    await announcer.start(BLUE)
    heard = Heard(neighbour)
    await heard.next(ServiceStateChange.Added)
    networks.move("127.0.0.2")
    await announcer.update_addresses()
    await heard.next(ServiceStateChange.Updated)
    assert announcer.name == "Otter box"
    assert [found.urls for found in await found_once()] == [("http://127.0.0.2:8080/",)]
    await announcer.stop()


async def test_an_address_that_came_back_on_a_new_interface_is_listened_on_anew() -> None:
    networks = Movable("127.0.0.1")
    announcer = Announcer(networks)
    await announcer.start(BLUE)
    before = announcer._zeroconf
    networks.move("127.0.0.1", index=7)
    await announcer.update_addresses()
    assert announcer._zeroconf is not before
    assert announcer.name == "Otter box"
    await announcer.stop()


async def test_a_port_that_cannot_be_had_is_a_problem_told_once_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def greedy(*_: object) -> AsyncZeroconf:
        raise OSError(errno.EADDRINUSE, "Address already in use")

    announcer = Announcer(loopback)
    with monkeypatch.context() as patched, caplog.at_level(logging.WARNING, "xlab"):
        patched.setattr(_mdns, "on", greedy)
        await announcer.start(BLUE)
        await announcer.update_addresses()
        assert "port 5353 cannot be used" in announcer.problem
        assert "Addresses and QR codes work all the same." in announcer.problem
        assert [record.name for record in caplog.records].count("xlab.discovery.announcing") == 1
        with pytest.raises(DiscoveryError, match="5353"):
            await find(0.1, networks=loopback)
    await announcer.update_addresses()
    assert (announcer.problem, announcer.name) == ("", "Otter box")
    await announcer.stop()


async def test_stopping_while_starting_is_quick_and_clean() -> None:
    announcer = Announcer(loopback)
    starting = asyncio.create_task(announcer.start(BLUE))
    await asyncio.sleep(0.05)
    await announcer.stop()
    await starting
    assert announcer.name == ""
    assert await ours() == []


async def test_cancelling_the_start_leaves_it_free_to_start_again() -> None:
    announcer = Announcer(loopback)
    starting = asyncio.create_task(announcer.start(BLUE))
    await asyncio.sleep(0.05)
    starting.cancel()
    await asyncio.gather(starting, return_exceptions=True)
    await announcer.start(BLUE)
    assert announcer.name == "Otter box"
    await announcer.stop()


async def test_the_watch_outlives_a_fault(caplog: pytest.LogCaptureFixture) -> None:
    class Faulty(Announcer):
        looks = 0

        async def update_addresses(self) -> None:
            self.looks += 1
            raise RuntimeError("a bug")

    announcer = Faulty(loopback)
    watching = asyncio.create_task(watch(announcer, every=0.001))
    async with asyncio.timeout(PATIENCE):
        while announcer.looks < 3:
            await asyncio.sleep(0.001)
    watching.cancel()
    assert "a bug" in caplog.text


def told(port: int = 80, name: str = "Box", **properties: str | None) -> AsyncServiceInfo:
    texts = {"v": "1", "kit": "k-1", "ver": "1.0", "path": "/"} | properties
    return AsyncServiceInfo(
        KIT_TYPE,
        f"{name}.{KIT_TYPE}",
        port=port,
        properties={key: value for key, value in texts.items() if value is not None},
        parsed_addresses=["fe80::1", "fd00::2", "169.254.1.1", "10.0.0.1"],
    )


def test_addresses_that_a_browser_opens_come_in_the_order_in_which_they_may_work() -> None:
    found = kit_of(told())
    assert found
    assert found.urls == ("http://10.0.0.1:80/", "http://169.254.1.1:80/", "http://[fd00::2]:80/")


@pytest.mark.parametrize(
    "info",
    [told(v="2"), told(v=None), told(kit=None), told(kit=""), told(port=0)],
    ids=["newer", "no version", "no kit", "empty kit", "no port"],
)
def test_what_is_no_kit_we_understand_is_left_out(info: AsyncServiceInfo) -> None:
    assert kit_of(info) is None


def test_what_a_stranger_says_cannot_play_tricks_on_a_terminal_or_a_link() -> None:
    found = kit_of(told(name="Box\u202e", kit="k\x1b[2J", ver="1\n2", path="/@evil.example/\"'<>"))
    assert found
    assert (found.name, found.kit, found.version) == ("Box", "k[2J", "12")
    assert found.urls[0] == "http://10.0.0.1:80/"
