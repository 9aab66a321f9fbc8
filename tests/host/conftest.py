import contextlib
import gc
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.fakes.quiet_shell import QuietShell
from tests.waiting import until
from xlab_kiosk.stage.inputs import Badge, Touch


def held() -> Counter[str]:
    """All that this process holds and a demo could leave behind, each kind with how often."""
    gc.collect()
    return Counter(
        [
            *_descriptors(),
            *{f"thread {thread.name}" for thread in threading.enumerate()},
            *(f"process {child.pid}" for child in psutil.Process().children(recursive=True)),
            *(f"shared memory {path.name}" for path in Path("/dev/shm").iterdir()),
            *re.findall("xlab-frames", Path("/proc/self/maps").read_text()),
        ]
    )


def _descriptors() -> Iterator[str]:
    """What each open descriptor is: a file's name, or a kind such as ``socket``."""
    for link in list(Path("/proc/self/fd").iterdir()):
        with contextlib.suppress(FileNotFoundError):  # the one that listed them
            yield str(link.readlink()).split(":")[0]


@pytest.fixture
def nothing_left() -> Iterator[None]:
    """The test leaves no descriptor, thread, process or memory behind.

    What goes by itself a moment later is not left: others use this machine's shared memory, too, and a thread that was
    told to end may still be at it.
    """
    before = held()
    yield
    until(lambda: not held() - before, lambda: held() - before)


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
    return Badge("u/1/2", "fox", "sky", "prop", "Cotton")
