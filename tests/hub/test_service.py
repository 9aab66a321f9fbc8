"""The hub as a whole, in this process: it comes up, goes down, and leaves nothing behind."""

import asyncio
import threading
from pathlib import Path

import pytest

from tests.waiting import PATIENCE, come
from xlab.hub import HubError, run_hub
from xlab.settings import Settings


def held() -> set[str]:
    """Names of threads, and what file descriptors point to (but the event loop's own)."""
    descriptors = set()
    for number in Path("/proc/self/fd").iterdir():
        try:
            descriptors.add(str(number.readlink()))
        except OSError:
            continue  # the one that listed the folder
    return descriptors | {one.name for one in threading.enumerate() if not one.name.startswith("asyncio")}


@pytest.fixture
def no_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent")


@pytest.mark.usefixtures("no_bus")
async def test_it_leaves_no_thread_socket_or_task_behind(tmp_path: Path):
    settings = Settings(host="127.0.0.1", port=0)
    await asyncio.to_thread(int)  # the loop's own pool of threads is not the hub's
    before, tasks = held(), asyncio.all_tasks()
    for _ in range(2):
        stop = asyncio.Event()
        told = []
        async with asyncio.timeout(PATIENCE):
            running = asyncio.create_task(run_hub(tmp_path, settings, stop, told.append))
            while not told:
                await asyncio.sleep(0.01)
                assert not running.done()
            reader, writer = await asyncio.open_connection("127.0.0.1", int(told[0].urls[0].rsplit(":", 1)[1][:-1]))
            writer.write(b"GET /api/v1/health HTTP/1.1\r\nHost: kit\r\nConnection: close\r\n\r\n")
            assert (await reader.readline()).startswith(b"HTTP/1.1 200")
            writer.close()
            stop.set()
            await running
    assert asyncio.all_tasks() == tasks
    # A look at a slow disk goes on by itself for a moment: nothing waits for it, and it ends. What an earlier test of
    # this process left may end meanwhile, too.
    await come(lambda: not held() - before, lambda: held() - before)


@pytest.mark.usefixtures("no_bus")
async def test_a_recording_that_cannot_be_played_is_said_before_anything_starts(tmp_path: Path):
    for path, word in ((tmp_path / "nowhere.jsonl", "nowhere"), (tmp_path, "directory|folder")):
        settings = Settings(host="127.0.0.1", port=0, replay=str(path))
        with pytest.raises(HubError, match=f"(?i){word}"):
            await run_hub(tmp_path / "home", settings, asyncio.Event(), lambda info: None)
