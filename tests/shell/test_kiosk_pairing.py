"""A kiosk elsewhere shows a code, is paired, and is at home; beside its hub it never looks for another."""

import asyncio
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.fakes.desk import TOKEN, served
from tests.waiting import PATIENCE, ends, until
from xlab.hub.secrets import PairedStation
from xlab.station import need, pairing
from xlab.station.credentials import keys_of
from xlab.station.finding import Whereabouts
from xlab_kiosk.shell.hublink import HubLink
from xlab_kiosk.shell.pairing import Wish


class Kiosk:
    """The kiosk's end of the link, without its screen. A context manager; it leaves no thread."""

    def __init__(self, home, where: Whereabouts, station: str = "st-2") -> None:
        self._woken = threading.Event()
        wish = Wish(where, home, station=station, name="Two", wake=self._woken.set)
        self.link = HubLink(where, home, station=station, name="Two", outbox=None, wake=self._woken.set, wish=wish)

    def __enter__(self) -> "Kiosk":
        self.link.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.link.close()
        assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("hub link")]

    async def until(self, check) -> None:
        """Wait for the screen to be woken until something holds."""

        def wait() -> None:
            end = time.monotonic() + PATIENCE
            while not check():
                assert time.monotonic() < end, f"connected: {self.link.connected}; shown: {self.link.pairing}"
                self._woken.wait(0.2)
                self._woken.clear()

        await asyncio.to_thread(wait)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(need, "FIRST", 0.0)
    monkeypatch.setattr(pairing, "LOOK", 0.05)
    monkeypatch.setattr(pairing, "SEARCH_AGAIN", 0.05)


def web(url: str) -> str:
    return url.replace("ws", "http").removesuffix("/station")


async def test_it_shows_the_code_and_the_kit_and_is_at_home_once_it_was_typed(tmp_path):
    async with served(tmp_path / "hub") as (url, stations, desk):
        with Kiosk(tmp_path / "two", Whereabouts("", "", lambda: [("k", (web(url),))])) as kiosk:
            await kiosk.until(lambda: kiosk.link.pairing is not None and kiosk.link.pairing.kits)
            assert kiosk.link.pairing.kits == ("Blue box",)
            assert (await desk.pairing.try_code(kiosk.link.pairing.code)).outcome == "paired"
            await kiosk.until(lambda: kiosk.link.connected and kiosk.link.pairing is None)
            assert ("st-2", "kiosk") in stations.here()
            desk.keys.put("st-2", PairedStation(desk.keys.get("st-2").key, "Two", off=True))
            stations.unpair("st-2")
            await kiosk.until(lambda: kiosk.link.pairing is not None and not kiosk.link.connected)
            assert keys_of(tmp_path / "two", "st-2") == []


async def test_beside_its_hub_it_needs_no_pairing_and_looks_for_no_other(tmp_path):
    def searched() -> list:
        raise AssertionError("A kiosk beside its hub has nobody to look for.")

    async with served(tmp_path) as (url, stations, desk):
        (tmp_path / "keys").mkdir()
        (tmp_path / "keys" / "station.token").write_bytes(TOKEN)
        with Kiosk(tmp_path, Whereabouts("", web(url), searched), "st-1") as kiosk:
            await kiosk.until(lambda: kiosk.link.connected)
            desk.gone = True
            stations.close()
            await kiosk.until(lambda: not kiosk.link.connected)
            desk.gone = False
            await kiosk.until(lambda: kiosk.link.connected)
            assert kiosk.link.pairing is None


async def test_a_hub_that_starts_here_for_the_first_time_is_not_asked_to_pair(tmp_path):
    async with served(tmp_path) as (url, _, desk):
        desk.gone = True
        with Kiosk(tmp_path, Whereabouts(web(url), ""), "st-1") as kiosk:
            await kiosk.until(lambda: kiosk.link.pairing is not None)
            (tmp_path / "keys" / "station.token").write_bytes(TOKEN)
            desk.gone = False
            await kiosk.until(lambda: kiosk.link.connected and kiosk.link.pairing is None)
            assert desk.pairing.waiting() == ()


async def test_where_no_kit_answers_it_ends_all_the_same(tmp_path):
    with Kiosk(tmp_path, Whereabouts("http://127.0.0.1:1", "")) as kiosk:
        await kiosk.until(lambda: kiosk.link.pairing is not None)
        ends(kiosk.link.close, "closing a link that found no kit")


def test_a_kiosk_beside_its_hub_starts_without_what_only_pairing_needs():
    code = "import sys, xlab_kiosk.__main__; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"spake2", "cryptography", "zeroconf", "xlab.station.pairing"} & set(loaded)


def test_a_home_that_cannot_be_used_is_said_once_and_tried_again_without_haste(caplog):
    ended: list[str] = []
    home = Path("/proc/self/home")
    wish = Wish(Whereabouts("", "http://127.0.0.1:9"), home, station="st-2", name="Two", wake=lambda: None)
    until(lambda: wish.away([], lambda: ended.append("over")) or caplog.records, "no word of the home")
    for _ in range(5):
        wish.away([], lambda: ended.append("over"))
        time.sleep(0.05)
    wish.close()
    assert [record.message for record in caplog.records if "paired" in record.message] == [caplog.records[0].message]
    assert ended == []
