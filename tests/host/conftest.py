import gc
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.fakes.quiet_shell import QuietShell
from xlab_kiosk.stage.demo import Badge, Touch


def held() -> dict[str, object]:
    """All that this process holds and a demo could leave behind."""
    gc.collect()
    return {
        "descriptors": sorted(os.readlink(f"/proc/self/fd/{fd}").split(":")[0] for fd in _descriptors()),
        "threads": {thread.name for thread in threading.enumerate()},
        "processes": {child.pid for child in psutil.Process().children(recursive=True)},
        "shared memory": set(os.listdir("/dev/shm")),
        "mappings": Path("/proc/self/maps").read_text().count("xlab-frames"),
    }


def _descriptors() -> list[int]:
    return [fd for fd in map(int, os.listdir("/proc/self/fd")) if os.path.exists(f"/proc/self/fd/{fd}")]


@pytest.fixture
def nothing_left() -> Iterator[None]:
    """The test leaves descriptors, threads, processes and memory as they were."""
    before = held()
    yield
    assert held() == before


@pytest.fixture
def play(nothing_left: None) -> Iterator[Callable[..., QuietShell]]:
    """Starts demos by the names of tests/data/demos; all are closed in the end, and nothing may be left."""
    shells: list[QuietShell] = []

    def start(name: str, size: tuple[int, int] = (160, 120), *, hurry: float = 1.0) -> QuietShell:
        shells.append(QuietShell(name, size, hurry=hurry))
        return shells[-1]

    yield start
    for shell in shells:
        shell.close()
    shells.clear()


@pytest.fixture
def touch() -> Touch:
    return Touch(1, "down", 10, 10)


@pytest.fixture
def badge() -> Badge:
    return Badge("u/1/2", "fox", "teal")
