"""What is on the hub's machine is noticed soon, and a folder that takes for ever costs nobody but itself."""

import asyncio
import contextlib
import threading

import pytest

from tests.catalogue.bundles import pack
from tests.catalogue.conftest import write_demo
from tests.fakes.kiosk_end import KioskEnd
from tests.hub.test_kit import running
from tests.hub.test_library import demo, do
from tests.waiting import PATIENCE
from xlab import link
from xlab.catalogue.rating import Rating, keep_rating
from xlab.catalogue.shelf import install
from xlab.dashboard.ports.demos import DemosRefused
from xlab.hub import stock
from xlab.hub.stock import glance


@contextlib.asynccontextmanager
async def looking(kit):
    """The part of the hub that looks, until the end of the block, which it must not hold up."""
    part = asyncio.create_task(kit.repertoire.stock.run(lambda: None))
    try:
        yield
    finally:
        part.cancel()
        await asyncio.wait([part], timeout=PATIENCE)
        assert part.done()


def test_a_glance_sees_all_that_matters_and_nothing_else(tmp_path):
    seen = [glance(tmp_path)]

    def news() -> bool:
        seen.append(glance(tmp_path))
        return seen[-1] != seen[-2]

    folder = write_demo(tmp_path / "demos")
    assert news()
    folder.joinpath("main.py").write_text("print('changed')")
    assert news()
    bundle = pack(tmp_path / "packed", key=None)
    assert not news()
    install(tmp_path, bundle.path, approved=bundle.seal)
    assert news()
    keep_rating(tmp_path, "a" * 64, Rating(stars=5))
    assert news()
    tmp_path.joinpath("demos", ".inbox").mkdir()
    tmp_path.joinpath("demos", ".inbox", "x").write_bytes(b"x")
    folder.joinpath("loop").symlink_to(folder)
    assert news() and not news()


async def test_what_was_installed_from_the_command_line_or_dropped_shows_without_being_told(tmp_path, monkeypatch):
    monkeypatch.setattr(stock, "EVERY", 0.05)
    home = tmp_path / "home"
    home.mkdir()
    async with running(home) as kit, looking(kit), KioskEnd(kit.stations) as kiosk:
        await kiosk.hear(link.ProgrammeIs)
        bundle = pack(tmp_path, key=None)
        await do(lambda: install(home, bundle.path, approved=bundle.seal))
        told = await kiosk.hear(link.ProgrammeIs)
        assert "test-one" in [slot.demo for slot in told.programme.slots]
        write_demo(home / "demos", "test-two")
        async with asyncio.timeout(PATIENCE):
            while await demo(kit, "test-two") is None:
                await asyncio.sleep(0.05)


class SlowFolder:
    """Finds demos only when it may; knows that it was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked, self.may = threading.Event(), threading.Event()
        self._find = stock.find_demos
        monkeypatch.setattr(stock, "find_demos", self)
        monkeypatch.setattr(stock, "PATIENCE", 0.05)

    def __call__(self, home):
        self.asked.set()
        self.may.wait(PATIENCE)
        return self._find(home)


async def test_a_look_that_takes_long_holds_up_nothing(tmp_path, monkeypatch):
    folder = SlowFolder(monkeypatch)
    async with running(tmp_path) as kit, looking(kit), KioskEnd(kit.stations) as kiosk:
        assert await do(folder.asked.wait, PATIENCE)
        assert (await do(kit.demos.now)).demos == ()
        with pytest.raises(DemosRefused, match="still looking at its demos"):
            await do(kit.demos.switch, "hello", False)
        # Not told that it shows nothing: it goes on with what it showed before.
        assert not [one for one in kiosk.heard() if isinstance(one, link.ProgrammeIs)]
        folder.may.set()
        assert (await kiosk.hear(link.ProgrammeIs)).programme.slots


async def test_a_hub_ends_also_while_a_look_takes_for_ever(tmp_path, monkeypatch):
    folder = SlowFolder(monkeypatch)
    async with running(tmp_path) as kit, looking(kit):
        assert await do(folder.asked.wait, PATIENCE)
    folder.may.set()
