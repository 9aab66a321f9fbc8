"""Stamping a fact with when it was noticed: an id, and the three times of a machine whose clock may be wrong."""

import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from uuid import uuid4

from uuid6 import uuid7

from xlab.events import Draft, Fact, Source

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@cache
def boot_id() -> str:
    """The id of this boot. Where the system has none, one for this process: a shorter time line is still a true one."""
    try:
        return _BOOT_ID.read_text("ascii").strip()
    except OSError:
        return str(uuid4())


def seconds_since_boot() -> float:
    """Seconds since the machine came up, sleep included; nobody can set this clock."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def stamp(
    fact: Fact,
    *,
    source: Source = "live",
    station: str | None = None,
    visit: str | None = None,
    wall: Callable[[], float] = time.time,
    mono: Callable[[], float] = seconds_since_boot,
) -> Draft:
    """A draft of ``fact``, noticed now. Its id is a UUIDv7: later drafts of a machine have greater ids."""
    return Draft(
        id=str(uuid7()),
        wall=wall(),
        boot=boot_id(),
        mono=mono(),
        fact=fact,
        source=source,
        station=station,
        visit=visit,
    )
