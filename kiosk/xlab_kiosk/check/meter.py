"""What a demo takes: time for a picture, and memory. Measured so that a busy machine is not the demo's fault."""

import ctypes
import gc
import os
import time
from collections.abc import Sequence
from math import ceil
from pathlib import Path
from statistics import median

FRAME_PARTS = 5
"""The 95th percentile is taken of so many parts of the run, and the middle one of them counts: other work on the
machine spoils one part, a slow demo all of them."""

FEWEST_FRAMES = 20
"""Pictures below which nothing is said of their time."""

LEAK_MB = 16.0
"""Growth in the second half of the play from which memory counts as leaking. What the stage keeps to draw quickly has
filled by then; and a run is at most half an hour, so a little more each minute hurts nobody."""

STEADY = 0.25
"""Of that growth, the part that the last quarter of the play must have had: a leak goes on, a cache does not."""

_PAGE = os.sysconf("SC_PAGE_SIZE")


class Stopwatch:
    """A clock that stands still while the kernel lets others work, but not while the demo sleeps or waits."""

    def __init__(self) -> None:
        try:
            self._file = os.open("/proc/thread-self/schedstat", os.O_RDONLY)
        except OSError:  # a kernel without these figures: then only the processor's time counts
            self._file = -1

    def now(self) -> float:
        """Seconds."""
        if self._file < 0:
            return time.thread_time()
        waited = int(os.pread(self._file, 64, 0).split()[1])
        return time.perf_counter() - waited / 1e9


def frame_ms(seconds: Sequence[float]) -> float | None:
    """From the times of all pictures, in order: the ms that 19 of 20 stay below, in the middle part of the run."""
    if len(seconds) < FEWEST_FRAMES:
        return None
    parts = max(1, min(FRAME_PARTS, len(seconds) // FEWEST_FRAMES))
    size = ceil(len(seconds) / parts)
    return 1000 * median(_p95(seconds[start : start + size]) for start in range(0, len(seconds), size))


def _p95(seconds: Sequence[float]) -> float:
    return sorted(seconds)[ceil(0.95 * len(seconds)) - 1]


def memory_mb() -> float:
    """Memory of this process alone, in MB, after everything that can be given back was."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
    resident, shared = Path("/proc/self/statm").read_text("ascii").split()[1:3]
    return (int(resident) - int(shared)) * _PAGE / 2**20


def growth_mb(samples: Sequence[float]) -> float:
    """From memory in MB at even times: growth in the second half."""
    return samples[-1] - samples[len(samples) // 2] if len(samples) > 1 else 0.0


def leaks(samples: Sequence[float]) -> bool:
    """Whether memory grew too much, and still grew in the end."""
    grown = growth_mb(samples)
    return grown > LEAK_MB and samples[-1] - samples[len(samples) * 3 // 4] > STEADY * grown
