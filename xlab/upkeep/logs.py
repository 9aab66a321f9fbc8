"""The event log when a version is tried: copied before, and put back where the version before cannot read it any more.

A newer version may change how the log is kept, and the one before refuses such a file. As long as it has not, nothing
is put back: what was recorded while the new version ran stays where it is, and nothing is lost. Where it has, that file
is kept aside for a version that can read it, and the copy takes its place. Whatever was erased in the meantime is
erased in the copy as well, before anybody sees it.
"""

import os
import shutil
from pathlib import Path
from typing import Final

import msgspec

from xlab.keyfiles import sync_folder
from xlab.store import SqliteLog
from xlab.store.aside import events_beyond, is_readable, move_aside
from xlab.upkeep.place import UPDATES

LOG: Final = "events.db"
BEFORE: Final = "before.db"
"""The copy, below :data:`UPDATES`."""

_WHY: Final = "erased while another version was in use"


class Kept(msgspec.Struct, frozen=True):
    """What was kept aside: the file below the home, and how many events in it are nowhere else."""

    file: str = ""
    events: int = 0


def keep(home: Path) -> None:
    """Copy the log, while no hub runs. Raises StoreError and OSError; without a log there is nothing to copy."""
    if not (home / LOG).exists():
        return
    folder = home / UPDATES
    folder.mkdir(mode=0o700, exist_ok=True)
    log = SqliteLog.open(home / LOG)
    try:
        log.backup(folder / BEFORE)
    finally:
        log.close()


def readable(home: Path) -> bool:
    """Whether the version this is can go on with the log; reads all of it."""
    return is_readable(home / LOG)


def drop(home: Path) -> None:
    """The new version stays: the copy goes, or what people have erased later would still be in it. Raises OSError."""
    (home / UPDATES / BEFORE).unlink(missing_ok=True)


def put_back(home: Path, stamp: str) -> Kept:
    """Make the log readable for the version this is, while no hub runs. Raises StoreError and OSError.

    May be cut off and done again at any moment. ``stamp`` names what is kept aside, as ``0.2.0-1a2b3c4d``.
    """
    copy, log = home / UPDATES / BEFORE, home / LOG
    aside = home / UPDATES / f"events-{stamp}.db"
    if not copy.exists():
        return Kept()
    if not aside.exists() and is_readable(log):
        drop(home)
        return Kept()
    if not (aside.exists() and log.exists()):
        move_aside(log, aside)
        _copy(copy, aside, log)
    events, _ = events_beyond(aside, log)
    drop(home)
    return Kept(f"{UPDATES}/{aside.name}", events)


def _copy(copy: Path, aside: Path, log: Path) -> None:
    """Put the copy in the place of the log, without what was erased in the one that is kept aside."""
    draft = log.with_name(".events.db.back")
    draft.unlink(missing_ok=True)
    shutil.copyfile(copy, draft)
    draft.chmod(0o600)
    _, erased = events_beyond(aside, draft)
    there = SqliteLog.open(draft)
    try:
        there.erase(erased, _WHY)
    finally:
        there.close()
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(log)
    sync_folder(log.parent)
