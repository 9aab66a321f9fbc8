"""A log that this version may not be able to read: whether it can, moving it away whole, what is safe to say.

Nothing is written to such a file. A newer version may have changed what it likes; what is asked here of its tables is
answered as well as it can be.
"""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from xlab.keyfiles import sync_folder
from xlab.store._file import COMPANIONS, connect
from xlab.store.errors import StoreError
from xlab.store.sqlite import SqliteLog

_ERASED = b'"fact":{"type":"Erased"'


def is_readable(path: Path) -> bool:
    """Whether this version can go on with the log at ``path``, each of its events included; there may be none."""
    if not path.exists():
        return True
    try:
        log = SqliteLog.open(path)
    except StoreError:
        return False
    try:
        after = 0
        while events := log.read(after, 2000):
            after = events[-1].seq
        log.others()
    except StoreError:
        return False
    finally:
        log.close()
    return True


def move_aside(path: Path, target: Path) -> None:
    """Rename a log, then what SQLite keeps beside it. Cut off in the middle, it goes on from there. Raises OSError.

    In this order a log never lies at ``path`` without the events that are still beside it.
    """
    for suffix in COMPANIONS:
        source, place = path.with_name(path.name + suffix), target.with_name(target.name + suffix)
        if source.exists() and not place.exists():
            source.rename(place)
    sync_folder(path.parent)
    sync_folder(target.parent)


def events_beyond(newer: Path, older: Path) -> tuple[int, list[str]]:
    """How many events ``newer`` has more than ``older``, and the ids of those it has erased; 0 and none if unknown."""
    count, erased = 0, list[str]()
    with suppress(sqlite3.Error), closing(connect(newer)) as there, closing(connect(older)) as here:
        there.execute("PRAGMA query_only = ON")
        select = "SELECT count(*) FROM events"
        count = max(0, there.execute(select).fetchone()[0] - here.execute(select).fetchone()[0])
        for table in ("events", "others"):
            erased += [row[0] for row in there.execute(f"SELECT id FROM {table} WHERE instr(body, ?)", (_ERASED,))]  # noqa: S608
    return count, erased
