import contextlib
import gc
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.fakes.quiet_shell import QuietShell
from xlab_kiosk.stage.inputs import Badge, Touch


def held() -> dict[str, object]:
    """All that this process holds and a demo could leave behind."""
    gc.collect()
    return {
        "descriptors": sorted(_descriptors()),
        "threads": {thread.name for thread in threading.enumerate()},
        "processes": {child.pid for child in psutil.Process().children(recursive=True)},
        "shared memory": set(Path("/dev/shm").iterdir()),
        "mappings": Path("/proc/self/maps").read_text().count("xlab-frames"),
    }


def _descriptors() -> Iterator[str]:
    """What each open descriptor is: a file's name, or a kind such as ``socket``."""
    for link in list(Path("/proc/self/fd").iterdir()):
        with contextlib.suppress(FileNotFoundError):  # the one that listed them
            yield str(link.readlink()).split(":")[0]


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

    def start(name: str, size: tuple[int, int] = (160, 120), **options: Any) -> QuietShell:
        shells.append(QuietShell(name, size, **options))
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
    return Badge("u/1/2", "fox", "sky")
