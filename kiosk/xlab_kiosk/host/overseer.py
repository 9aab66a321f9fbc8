"""What all processes of a run take together, looked at from outside a few times a second.

A limit of the kernel's for each process alone would let a demo have many. Control groups would count for us, but an
ordinary user has none to give unless the system was told to delegate one; this needs nobody's permission.
"""

import time
from pathlib import Path
from typing import Final

import msgspec

from xlab_kiosk.host import tally
from xlab_kiosk.host.sandbox import SCRATCH

EVERY: Final = 0.25
"""Seconds between two looks: what a demo can take in between is bounded by :mod:`xlab_kiosk.host.rlimits`."""

MEMORY: Final = 512 * 1024 * 1024
"""Bytes of their own that all processes of a run may have together: half of the smallest Pi's memory."""

PROCESSES: Final = 24
"""Processes of a run, the sandbox's own among them."""

THREADS: Final = 128
"""Threads of a run: the kernel's own limit, which does not hold for root, is lower."""

DATA: Final = 128 * 1024 * 1024
"""Bytes of a demo's data folder: it is on the card that the evidence is on."""

DATA_FILES: Final = 2000
"""Files and folders in it."""

SCRATCH_FILES: Final = 5000
"""Files in the sandbox's own memory: one of no length takes 1 kB of the kernel's, which is nobody's."""

LEAST_LEFT: Final = 48 * 1024 * 1024
"""Bytes the machine must have left; below it, it stands still, and of all on it a demo is what visitors miss least."""

REST: Final = 20.0
"""How many times as long as a look at a data folder took the next one waits, so that a large folder costs little."""


class Usage(msgspec.Struct, frozen=True, kw_only=True):
    """What a run takes: of a tree of processes how many they are, their threads, and their memory in bytes, what they
    share left out; the bytes and files of its data folder; the files in its scratch memory; what the machine has left.
    """

    processes: int = 0
    threads: int = 0
    memory: int = 0
    data: int = 0
    data_files: int = 0
    scratch_files: int = 0
    hidden: str = ""
    left: int = 1 << 62


class Overseer:
    """Looks at the run of the process ``pid``, whose data folder is ``data``."""

    def __init__(self, pid: int, data: Path | None) -> None:
        self._pid = pid
        self._data = data
        self._kept = (0, 0, "")
        self._due = 0.0
        self._data_due = 0.0

    def look(self) -> str:
        """What the run takes too much of, as a sentence; nothing if all is well, or if it is too early for a look."""
        now = time.monotonic()
        if now < self._due:
            return ""
        self._due = now + EVERY
        return excess(self._usage(now))

    def _usage(self, now: float) -> Usage:
        tree = list(tally.tree(self._pid))
        if self._data is not None and now >= self._data_due:
            self._kept = tally.kept(self._data, DATA_FILES)
            self._data_due = now + max(EVERY, REST * (time.monotonic() - now))
        unnamed, unnamed_data = tally.unnamed(tree, self._data)
        data, files, hidden = self._kept
        return Usage(
            processes=len(tree),
            threads=sum(map(tally.threads, tree)),
            memory=tally.memory(tree, MEMORY) + unnamed,
            data=data + unnamed_data,
            data_files=files,
            scratch_files=tally.scratch_files(tree, SCRATCH),
            hidden=hidden,
            left=tally.left(),
        )


def excess(taken: Usage) -> str:
    """What a demo took too much of, as a sentence, or nothing."""
    faults = (
        (taken.memory > MEMORY, f"The demo took {_mb(taken.memory)} of memory; {_mb(MEMORY)} are allowed."),
        (taken.processes > PROCESSES, f"The demo had {taken.processes} processes; {PROCESSES} are allowed."),
        (taken.threads > THREADS, f"The demo had {taken.threads} threads; {THREADS} are allowed."),
        (taken.data > DATA, f"The demo has {_mb(taken.data)} in its data folder; {_mb(DATA)} are allowed."),
        (taken.data_files > DATA_FILES, f"The demo has more than {DATA_FILES} files in its data folder."),
        (taken.hidden != "", f"A folder in the data folder of the demo cannot be looked into: {taken.hidden}."),
        (taken.scratch_files > SCRATCH_FILES, f"The demo has more than {SCRATCH_FILES} temporary files."),
        (taken.left < LEAST_LEFT, f"The machine had only {_mb(taken.left)} of memory left."),
    )
    return next((sentence for bad, sentence in faults if bad), "")


def _mb(size: int) -> str:
    return f"{size / 2**20:.0f} MB"
