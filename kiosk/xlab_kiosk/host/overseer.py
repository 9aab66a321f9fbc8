"""What all processes of a run take together, looked at from outside a few times a second.

A limit of the kernel's for each process alone would let a demo have many. Control groups would count for us, but an
ordinary user has none to give unless the system was told to delegate one; this needs nobody's permission.
"""

from collections.abc import Iterator
from contextlib import suppress
from os import sysconf
from pathlib import Path
from typing import Final

import msgspec

EVERY: Final = 0.25
"""Seconds between two looks: what a demo can take in between is bounded by :mod:`xlab_kiosk.host.rlimits`."""

MEMORY: Final = 512 * 1024 * 1024
"""Bytes of their own that all processes of a run may have together: half of the smallest Pi's memory."""

PROCESSES: Final = 24
"""Processes of a run, the sandbox's own among them."""

_PAGE: Final = sysconf("SC_PAGE_SIZE")


class Usage(msgspec.Struct, frozen=True):
    """What a tree of processes takes: how many they are, and their memory in bytes, what they share left out."""

    processes: int
    memory: int


def usage(pid: int) -> Usage:
    """What the process and all its descendants take now."""
    tree = list(_tree(pid))
    memory = sum(map(_resident, tree))
    if memory > MEMORY:
        # What forked processes still share counts in each of them; dividing it fairly costs the kernel a walk through
        # all their pages, so it is asked for only now.
        memory = sum(map(_fair_share, tree))
    return Usage(len(tree), memory)


def _tree(pid: int) -> Iterator[Path]:
    waiting = [pid]
    while waiting:
        folder = Path(f"/proc/{waiting.pop()}")
        with suppress(OSError):  # gone meanwhile
            for task in (folder / "task").iterdir():
                waiting += map(int, (task / "children").read_text("ascii").split())
            yield folder


def _resident(folder: Path) -> int:
    with suppress(OSError, ValueError):
        resident, shared = (folder / "statm").read_text("ascii").split()[1:3]
        return (int(resident) - int(shared)) * _PAGE
    return 0


def _fair_share(folder: Path) -> int:
    """Its private pages, and of each page it shares with others its part (``Pss``, proc_pid_smaps(5))."""
    with suppress(OSError, ValueError):
        lines = (folder / "smaps_rollup").read_text("ascii").splitlines()
        return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("Pss_Anon:"))
    return _resident(folder)


def excess(taken: Usage) -> str:
    """What a demo took too much of, as a sentence, or nothing."""
    if taken.memory > MEMORY:
        return f"The demo took {taken.memory / 2**20:.0f} MB of memory; {MEMORY // 2**20} are allowed."
    if taken.processes > PROCESSES:
        return f"The demo had {taken.processes} processes; {PROCESSES} are allowed."
    return ""
