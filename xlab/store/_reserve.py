"""A little room that is kept back on the card, so that a database can be opened on one that is full.

SQLite makes a file beside a database when it is opened, and removes it when it is closed. On a full card a kit that was
switched off in order could so never start again, and nobody could make room from its pages.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

FILE: Final = ".reserve"

SIZE: Final = 1024 * 1024
"""Bytes: what is made beside a database, ten times over, and some events."""

PLENTY: Final = 64 * 1024 * 1024
"""Bytes free from which that much is laid back."""


def lay_back(folder: Path) -> None:
    """Keep room back in ``folder``, if there is plenty and none is yet."""
    path = folder / FILE
    with suppress(OSError):
        about = os.statvfs(folder)
        if path.exists() or about.f_bavail * about.f_frsize < PLENTY:
            return
        draft = folder / f"{FILE}.new"
        with draft.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, SIZE)
        draft.replace(path)


def give_back(folder: Path) -> bool:
    """Give the room that was kept back to who needs it now; False where there is none."""
    with suppress(OSError):
        (folder / FILE).unlink()
        return True
    return False
