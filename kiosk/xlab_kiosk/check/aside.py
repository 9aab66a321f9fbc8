"""Trying what would happen, without it happening: in a copy of the process that ends afterwards."""

import contextlib
import os
import select
import time
from collections.abc import Callable

PATIENCE = 15.0
"""Seconds a copy may take: what it tries is simulated, and takes a fraction of one. Less than a session waits."""

MOST = 64 * 1024
"""Bytes of its answer; they fit into a pipe, so the copy never waits for us."""


def tried(do: Callable[[], bytes]) -> bytes | None:
    """What ``do`` returns in a copy of this process; None where that fails or takes too long."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        # Whatever the demo raises here, the play itself meets too, and tells.
        with contextlib.suppress(BaseException):
            os.write(writing, do()[:MOST])
        os._exit(0)
    os.close(writing)
    try:
        return _read(reading, time.monotonic() + PATIENCE)
    finally:
        os.close(reading)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, 9)
        os.waitpid(pid, 0)


def _read(reading: int, deadline: float) -> bytes | None:
    said = b""
    while (left := deadline - time.monotonic()) > 0:
        if select.select([reading], [], [], left)[0]:
            piece = os.read(reading, MOST)
            if not piece:
                return said or None
            said += piece
    return None
