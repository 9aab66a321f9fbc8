"""What the kernel lets a demo's process take: the first of two nets. The second, over all its processes together, is
:mod:`xlab_kiosk.host.overseer`; these hold at once, before that one has looked."""

import os
import resource
from contextlib import suppress
from pathlib import Path
from typing import Final

MEMORY: Final = 768 * 1024 * 1024
"""Bytes of data of one process. An ordinary demo takes 50 MB, one with OpenCV 200; stacks of threads count in full."""

FILES: Final = 256
"""Open files of one process."""

FILE_SIZE: Final = 64 * 1024 * 1024
"""Bytes of one file."""

TASKS: Final = 96
"""Processes and threads of one run: numerical libraries start one for each core, some twice."""

NICE: Final = 5
"""Hub, radio and kiosk go first when there is not enough processor for all."""

SPARED: Final = 1
"""Cores that no demo may use, where the kiosk has more than one: however many processes a demo keeps busy, the screen,
the hub and the radio have a core to themselves. Nice alone would not do, for it counts only within a session."""

FIRST_TO_GO: Final = "900"
"""How readily the kernel ends it when the whole machine runs out of memory (``oom_score_adj``, up to 1000)."""


def hold(*, boxed: bool) -> None:
    """Limit this process and all it will start. ``boxed``: in a sandbox, where nobody else's processes count."""
    # A core file of every crash would fill the card, and writing it takes longer than the visitor waits.
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_DATA, MEMORY)
    _set(resource.RLIMIT_NOFILE, FILES)
    _set(resource.RLIMIT_FSIZE, FILE_SIZE)
    # The kernel counts by user and user namespace: outside a sandbox the kiosk and the hub are among them.
    _set(resource.RLIMIT_NPROC, TASKS + (0 if boxed else _tasks_of_user()))
    _leave_a_core()
    with suppress(OSError):
        os.nice(NICE)
        Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO, "ascii")


def _set(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def _leave_a_core() -> None:
    """Before the doors are shut (``doors.py``): afterwards neither the demo nor what it starts can take it back."""
    left = sorted(os.sched_getaffinity(0))[SPARED:]
    # Each thread has its own set, and a library may have started some by now.
    for task in Path("/proc/self/task").iterdir() if left else ():
        with suppress(OSError):  # gone meanwhile
            os.sched_setaffinity(int(task.name), left)


def _tasks_of_user() -> int:
    count = 0
    for item in Path("/proc").iterdir():
        if item.name.isdigit():
            with suppress(OSError):  # gone meanwhile
                count += len(list((item / "task").iterdir())) if item.stat().st_uid == os.getuid() else 0
    return count
