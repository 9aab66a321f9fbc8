"""The hub of one home on this machine: who starts it says where it listens, and a second one on that home is refused.

The file is locked for as long as the hub lives; the kernel takes the lock away with the process, however that ends. So
what the file says is true exactly while it is locked, and nothing needs to be cleaned up after a pulled plug.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_FILE: Final = "hub.url"

GLANCE: Final = 1.0
"""Seconds to wait for a lock that a command holds while it reads: a thousand times as long as that takes."""


class AnotherHub(Exception):
    """A hub runs on this home already; ``url`` is where it listens."""

    def __init__(self, url: str) -> None:
        super().__init__(f"Another hub runs on this home, at {url}.")
        self.url = url


@contextmanager
def only_hub(home: Path, url: str, *, written: bool = True) -> Iterator[None]:
    """Be the one hub of ``home``, listening at ``url``. Raises :class:`AnotherHub` or OSError.

    Where nothing can be ``written``, it is one all the same if an earlier one left the file.
    """
    with (home / _FILE).open("a+" if written else "r", encoding="utf-8") as file:
        end = time.monotonic() + GLANCE
        while not _locked(file.fileno(), fcntl.LOCK_EX):
            if time.monotonic() >= end:
                file.seek(0)
                raise AnotherHub(file.read(200))
            time.sleep(GLANCE / 100)
        if written:
            file.truncate(0)
            file.write(url)
            file.flush()
        yield


def hub_here(home: Path) -> str | None:
    """Where the hub of ``home`` listens on this machine, as ``http://127.0.0.1:8080``; None while none runs."""
    try:
        with (home / _FILE).open(encoding="utf-8", errors="replace") as file:
            return None if _locked(file.fileno(), fcntl.LOCK_SH) else file.read(200)
    except OSError:
        return None


def _locked(handle: int, how: int) -> bool:
    """Whether we got the lock; it goes when the file is closed."""
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
