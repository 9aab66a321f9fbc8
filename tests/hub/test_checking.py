"""A check from the dashboard: its rating is kept by the files it saw, and nothing it does holds up the hub."""

import asyncio
import sys
from pathlib import Path

from tests.catalogue.conftest import write_demo
from tests.waiting import PATIENCE
from xlab.catalogue.checking import Checked, encode
from xlab.catalogue.digest import digest_folder
from xlab.catalogue.doors import find_demos
from xlab.catalogue.rating import read_rating
from xlab.hub import checking
from xlab.hub.checking import Checking

RESULT = encode(Checked(demo="test-one", version="1.0.0", stars=4)).decode()


class Desk:
    """A check of one demo by the program ``code`` in place of the real one."""

    def __init__(self, home, code: str) -> None:
        folder = write_demo(home / "demos")
        (self.entry,) = [one for one in find_demos(home) if one.folder == folder]
        self.home, self.digest = home, digest_folder(folder)
        self.ended = asyncio.Event()
        self.checking = Checking(home, self.ended.set, lambda entry: [sys.executable, "-c", code])

    def start(self) -> bool:
        return self.checking.start(self.entry, self.digest)

    async def rating(self):
        assert self.start()
        async with asyncio.timeout(PATIENCE):
            await self.ended.wait()
        return read_rating(self.home, self.digest)


async def test_the_rating_is_kept_whatever_else_is_printed(tmp_path):
    desk = Desk(tmp_path, f"print('hello'); print({RESULT!r}, end=''); print('bye')")
    rating = await desk.rating()
    assert rating is not None and rating.stars == 4
    assert desk.checking.now is None


async def test_a_demo_that_brings_its_check_down_has_no_star(tmp_path):
    rating = await Desk(tmp_path, "import os; os.abort()").rating()
    assert rating is not None
    assert (rating.stars, rating.reasons) == (0, ("The check ended without a result: the demo brought it down.",))


async def test_a_demo_that_was_changed_while_it_was_checked_gets_no_stars(tmp_path):
    main = tmp_path / "demos" / "xlab_demo_test_one" / "main.py"
    desk = Desk(tmp_path, f"open({str(main)!r}, 'a').write('# other'); print(); print({RESULT!r})")
    assert await desk.rating() is None


async def test_a_check_without_end_is_ended_and_only_one_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(checking, "LIMIT", 0.5)
    desk = Desk(tmp_path, "import time; time.sleep(600)")
    waiting = asyncio.create_task(desk.rating())
    await asyncio.sleep(0)
    assert desk.checking.now == desk.entry.folder
    assert not desk.start()
    rating = await waiting
    assert rating is not None and rating.stars == 0 and "did not come to an end" in rating.reasons[0]


async def test_a_hub_that_ends_ends_its_check_with_all_that_began(tmp_path):
    mark = tmp_path / "child"
    child = f"import os,time; open({str(mark)!r}, 'x').write(str(os.getpid())); time.sleep(600)"
    desk = Desk(tmp_path, f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])")
    assert desk.start()
    async with asyncio.timeout(PATIENCE):
        while not (mark.exists() and mark.read_text()):
            await asyncio.sleep(0.02)
        await desk.checking.close()
        assert desk.checking.now is None
        while _runs(mark.read_text()):
            await asyncio.sleep(0.02)


def _runs(pid: str) -> bool:
    try:
        return "\nState:\tZ" not in Path("/proc", pid, "status").read_text()
    except OSError:
        return False
