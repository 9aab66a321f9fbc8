"""Approved demos reach stations that lack them: whole, only these, and only while a station lacks them."""

import asyncio
import contextlib
import threading

import pytest

from tests.catalogue.bundles import KEY, pack
from tests.catalogue.conftest import write_demo
from tests.fakes.kiosk_end import KioskEnd
from tests.hub.test_library import do, looked
from tests.waiting import PATIENCE
from xlab import link
from xlab.catalogue.beginning import begin_demo
from xlab.catalogue.bundle import BundleError
from xlab.catalogue.digest import digest_folder
from xlab.catalogue.doors import find_demos
from xlab.catalogue.handing import bundle_of
from xlab.catalogue.programme import billed
from xlab.catalogue.shelf import install
from xlab.catalogue.shelf_state import installed
from xlab.hub.secrets import PairedStation, StationKeys
from xlab.link import DemoHere, DemosHere, Programme
from xlab.station.fetching import Fetching
from xlab_kiosk.stage.testing import Play

KEY_OF_TWO = bytes(range(32))


@contextlib.asynccontextmanager
async def handing(home):
    """A hub with a further station paired, whose parts that look and pack run."""
    home.mkdir(exist_ok=True)
    StationKeys(home).put("st-2", PairedStation(KEY_OF_TWO, "Window"))
    async with looked(home) as kit:
        parts = [asyncio.create_task(part.run(lambda: None)) for part in kit.repertoire.parts()]
        try:
            yield kit
        finally:
            for part in parts:
                part.cancel()
            await asyncio.gather(*parts, return_exceptions=True)


def window(kit):
    return KioskEnd(kit.stations, "st-2", KEY_OF_TWO, paired=True)


class Elsewhere:
    """What the kiosk of a further station does with what the hub tells it."""

    def __init__(self, home, kiosk: KioskEnd) -> None:
        self.home, self.kiosk = home, kiosk
        self.changed = threading.Event()
        self.fetching = Fetching(home, self.changed.set)

    async def say_what_is_here(self) -> None:
        entries = await do(find_demos, self.home)
        here = [DemoHere(demo=one.name, door=one.door, status=one.status, digest=one.digest) for one in entries]
        await self.kiosk.say(DemosHere(demos=tuple(here)))

    async def fetch(self, demo: str) -> Programme:
        """Until the hub offers the demo's bundle, and that is here; the programme it came with."""
        await self.say_what_is_here()
        wanted: list[link.WantBundle] = []
        while not wanted:
            programme = (await self.kiosk.hear(link.ProgrammeIs)).programme
            wanted = await do(self.fetching.want, programme, find_demos(self.home))
        assert [slot.demo for slot in programme.slots if slot.seal] == [demo]
        message: link.WantBundle | None = wanted[0]
        while message is not None:
            await self.kiosk.say(message)
            message = await do(self.fetching.take, await self.kiosk.hear(link.BundlePiece))
        assert await do(self.changed.wait, PATIENCE)
        await self.say_what_is_here()
        return programme


async def test_a_station_elsewhere_gets_an_approved_folder_from_the_hub_and_can_play_it(tmp_path):
    folder = begin_demo("apple-core", tmp_path / "hub" / "demos")
    folder.joinpath("big.bin").write_bytes(bytes(3 * link.PIECE))
    digest = digest_folder(folder)
    async with handing(tmp_path / "hub") as kit, window(kit) as kiosk:
        there = Elsewhere(tmp_path / "window", kiosk)
        await do(kit.demos.approve, "apple-core", digest)
        programme = await there.fetch("apple-core")
        shown = {entry.name: entry for entry in billed(await do(find_demos, there.home), programme)}
        assert (shown["apple-core"].door, shown["apple-core"].digest) == ("shelf", digest)
        Play(shown["apple-core"].folder).draw()
        # Nobody lacks it any more: the hub keeps no second copy.
        while any(slot.seal for slot in (await kiosk.hear(link.ProgrammeIs)).programme.slots):
            pass
        (seal,) = [demo.current.seal for demo in installed(there.home)[0]]
        await kiosk.say(link.WantBundle(seal=seal))
        assert (await kiosk.hear(link.BundlePiece)).size == 0
        found = {one.demo: one for one in (await do(kit.demos.now)).demos}["apple-core"]
        assert [(at.station, at.shown) for at in found.stations] == [("st-1", False), ("st-2", True)]


async def test_an_installed_bundle_is_handed_on_as_it_came_with_its_signature_and_packages(tmp_path):
    hub = tmp_path / "hub"
    bundle = pack(tmp_path)
    content = bundle.path.read_bytes()
    install(hub, bundle.path, approved=bundle.seal)
    async with handing(hub) as kit, window(kit) as kiosk:
        there = Elsewhere(tmp_path / "window", kiosk)
        await there.fetch("test-one")
        assert [demo.current.signer for demo in installed(there.home)[0]] == [KEY.public_key().public_bytes_raw().hex()]
    (entry,) = [one for one in find_demos(hub) if one.name == "test-one"]
    again = bundle_of(hub, entry, installed(hub)[0][0], tmp_path / "out")
    assert again.path.read_bytes() == content


async def test_what_is_not_on_is_handed_to_nobody(tmp_path):
    folder = write_demo(tmp_path / "hub" / "demos")
    digest = digest_folder(folder)
    seal = bundle_of(tmp_path, *_dropped(tmp_path / "hub"), None, tmp_path / "packed").seal
    async with handing(tmp_path / "hub") as kit, window(kit) as kiosk:
        there = Elsewhere(tmp_path / "window", kiosk)
        await there.say_what_is_here()
        for asked in (seal, "", "e" * 64):
            await kiosk.say(link.WantBundle(seal=asked, offset=2**62))
            assert await kiosk.hear(link.BundlePiece) == link.BundlePiece(seal=asked, offset=2**62, size=0)
        await do(kit.demos.approve, "test-one", digest)
        while not any(slot.seal == seal for slot in (await kiosk.hear(link.ProgrammeIs)).programme.slots):
            pass
        await do(kit.demos.switch, "test-one", False)
        while any(slot.seal for slot in (await kiosk.hear(link.ProgrammeIs)).programme.slots):
            pass
        await kiosk.say(link.WantBundle(seal=seal))
        assert (await kiosk.hear(link.BundlePiece)).size == 0


async def test_the_kiosk_on_the_hubs_own_machine_is_handed_nothing_that_is_in_its_home_already(tmp_path):
    digest = digest_folder(write_demo(tmp_path / "hub" / "demos"))
    async with handing(tmp_path / "hub") as kit, KioskEnd(kit.stations) as own, window(kit) as kiosk:
        for one in (own, kiosk):
            await one.say(DemosHere(demos=()))
        await do(kit.demos.approve, "test-one", digest)
        while not any(slot.seal for slot in (await kiosk.hear(link.ProgrammeIs)).programme.slots):
            pass
        told = [message.programme for message in own.heard() if isinstance(message, link.ProgrammeIs)]
        assert digest in [slot.digest for slot in told[-1].slots]
        assert not any(slot.seal for programme in told for slot in programme.slots)


async def test_a_station_that_comes_back_without_the_demo_gets_it_then(tmp_path):
    digest = digest_folder(write_demo(tmp_path / "hub" / "demos"))
    async with handing(tmp_path / "hub") as kit:
        for _ in range(2):
            async with window(kit) as kiosk:
                there = Elsewhere(tmp_path / "window", kiosk)
                await there.say_what_is_here()
                await do(kit.demos.approve, "test-one", digest)
                while not any(slot.seal for slot in (await kiosk.hear(link.ProgrammeIs)).programme.slots):
                    pass
            kit.repertoire.billing.tell()
            async with asyncio.timeout(PATIENCE):
                while kit.repertoire.billing.seals:
                    await asyncio.sleep(0.01)


def test_files_that_are_not_the_approved_ones_any_more_are_not_packed(tmp_path):
    (entry,) = _dropped(tmp_path / "hub", make=True)
    entry.folder.joinpath("main.py").write_text("print('others')")
    with pytest.raises(BundleError, match="were changed while they were packed"):
        bundle_of(tmp_path, entry, None, tmp_path / "packed")
    assert list((tmp_path / "packed").iterdir()) == []


def _dropped(home, make=False):
    if make:
        write_demo(home / "demos")
    return [one for one in find_demos(home) if one.name == "test-one"]
