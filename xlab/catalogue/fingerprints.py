"""The digests of folders that are looked at again and again: hashed anew only when something in them changed.

What the disk says of each file (number, size, times) tells whether it was touched. Nobody without the right to set the
kit's clock can change a file and keep all of that, so a changed demo is noticed at the next look.
"""

import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from xlab.catalogue.digest import DigestError, digest_folder, list_names

MOST = 200
"""Folders remembered; more demos than that are hashed each time."""

TICK = 20_000_000
"""Nanoseconds within which two changes of a file can bear the same time; Linux counts in steps of up to 10 ms."""

Signature = tuple[tuple[str, int, int, int, int, int], ...]

_known: dict[Path, tuple[Signature, str | DigestError]] = {}
_lock = Lock()


def fingerprint(folder: Path, clock: Callable[[], int] = time.time_ns) -> str:
    """What :func:`xlab.catalogue.digest.digest_folder` gives, from memory where nothing changed.

    ``clock`` gives nanoseconds since 1970, as the disk does. For any thread. Raises :class:`DigestError`.
    """
    began = clock()
    before = _signature(folder)
    with _lock:
        seen = _known.get(folder)
    if seen and seen[0] == before:
        return _told(seen[1])
    found: str | DigestError
    try:
        found = digest_folder(folder)
    except DigestError as error:
        found = error
    # A file that was written while it was read, or just before, must be read again next time.
    if not any(0 <= began - line[-1] < TICK for line in before) and _signature(folder) == before:
        with _lock:
            if len(_known) < MOST or folder in _known:
                _known[folder] = before, found
    return _told(found)


def _told(found: str | DigestError) -> str:
    if isinstance(found, DigestError):
        raise DigestError(str(found))
    return found


def _signature(folder: Path) -> Signature:
    lines = []
    for name in list_names(folder):
        try:
            about = (folder / name).stat(follow_symlinks=False)
        except OSError as error:
            raise DigestError(f"{folder / name} cannot be read: {error.strerror}.") from None
        lines.append((name, about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns))
    return tuple(lines)
