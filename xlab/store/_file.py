"""One SQLite file, opened so that a commit is on the card when it returns, and every failure is a plain sentence."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec

from xlab.keyfiles import sync_folder
from xlab.store._reserve import give_back, lay_back
from xlab.store.errors import StoreError, UnusableFile

OnDamage = Literal["raise", "aside"]

_BUSY_SECONDS = 5.0
"""How long to wait for another process that holds the file: longer than any commit, shorter than anyone's patience."""

COMPANIONS = ("", "-wal", "-shm", "-journal")
"""What SQLite keeps beside a database; the write-ahead log can hold the newest events, so it moves along."""

_MAGIC = b"SQLite format 3\0"

_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}


class Kind(msgspec.Struct, frozen=True):
    """What sort of file it is: SQLite's application id tells ours from others', the version ours from newer ones.

    ``upgrades`` brings a file of an older version up to date: the first one from version 1 to 2. ``schema`` is what
    version 1 was made of.
    """

    application_id: int
    schema: str
    upgrades: tuple[str, ...] = ()

    @property
    def version(self) -> int:
        """The newest version."""
        return 1 + len(self.upgrades)


class Opened(msgspec.Struct, frozen=True):
    """An open file, and where the damaged one that stood in its place went."""

    connection: sqlite3.Connection
    aside: Path | None = None


def open_file(
    path: Path,
    kind: Kind,
    *,
    on_damage: OnDamage = "raise",
    clock: Callable[[], float] = time.time,
    reserve: bool = False,
) -> Opened:
    """Open ``path``, making it if need be. An unusable file raises :class:`UnusableFile` or is moved aside.

    With a ``reserve`` some room beside it is kept back, by which it can be opened on a card that is full.
    """
    try:
        return Opened(_open_full(path, kind, reserve=reserve))
    except UnusableFile:
        if on_damage == "raise":
            raise
    with _disk_in_plain_words(path):
        aside = _move_aside(path, clock())
    return Opened(_open_full(path, kind, reserve=reserve), aside)


def _open_full(path: Path, kind: Kind, *, reserve: bool) -> sqlite3.Connection:
    """Open it, on a full card with what was kept back for that, if there is to be a ``reserve``."""
    try:
        connection = _open(path, kind)
    except UnusableFile:
        raise
    except StoreError:
        if not (reserve and give_back(path.parent)):
            raise
        return _open(path, kind)
    if reserve:
        lay_back(path.parent)
    return connection


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into a :class:`StoreError` that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _plain(error, path) from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of the block or nothing of it, and on the card when it is left. The write lock is taken at the start."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A failed commit (disk full) leaves the transaction open or rolls it back itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def swept(connection: sqlite3.Connection) -> bool:
    """Fold the write-ahead log into the file and empty it; False while another process still reads from it."""
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _open(path: Path, kind: Kind) -> sqlite3.Connection:
    with _disk_in_plain_words(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        # Made here, not by SQLite, so that only the kit's own user may read who was where.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        sync_folder(path.parent)
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    # Looked at before SQLite does: it would throw away a write-ahead log that belongs to no database.
    if start not in (b"", _MAGIC):
        raise UnusableFile(path, "is damaged or not a database")
    with in_plain_words(path):
        connection = connect(path)
        try:
            _prepare(connection, path, kind)
        except BaseException:
            connection.close()
            raise
    return connection


def connect(path: Path) -> sqlite3.Connection:
    """A connection that may pass between threads (the caller locks) and starts transactions only when told."""
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        # EXTRA is FULL, and also right on the rare file system where the write-ahead log is not to be had.
        for setting in ("synchronous = EXTRA", "secure_delete = ON", "temp_store = MEMORY", "trusted_schema = OFF"):
            connection.execute(f"PRAGMA {setting}")
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, kind: Kind) -> None:
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    is_new = tables == application_id == version == 0
    if not is_new:
        if application_id != kind.application_id:
            raise UnusableFile(path, "belongs to another program")
        if version > kind.version:
            raise UnusableFile(path, f"was written by a newer version of the lab (file version {version})")
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise UnusableFile(path, f"is damaged ({verdict})")
    connection.execute("PRAGMA journal_mode = WAL")
    if version < kind.version:
        with transaction(connection):
            for script in (kind.schema, *kind.upgrades)[version:]:
                for statement in script.split(";;"):
                    connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {kind.application_id}")
            connection.execute(f"PRAGMA user_version = {kind.version}")
    # An erasure that a pulled plug cut short is completed here; a full disk only puts it off.
    with suppress(sqlite3.OperationalError):
        swept(connection)


def _move_aside(path: Path, now: float) -> Path:
    when = datetime.fromtimestamp(now, UTC).strftime("%Y%m%dT%H%M%SZ")
    target, number = path.with_name(f"{path.name}.aside-{when}"), 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.name}.aside-{when}-{number}")
    for suffix in COMPANIONS:
        source = path.with_name(path.name + suffix)
        if source.exists():
            source.rename(target.with_name(target.name + suffix))
    sync_folder(path.parent)
    return target


@contextmanager
def _disk_in_plain_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{path} cannot be opened: {error.strerror}. Check the folder and who may write to it."
        ) from error


def _primary_code(error: sqlite3.Error) -> int:
    # Errors of Python's module itself, such as use after closing, carry no code.
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _plain(error: sqlite3.Error, path: Path) -> StoreError:
    code = _primary_code(error)
    if code in _DAMAGE:
        return UnusableFile(path, f"is damaged ({error})")
    sentences = {
        sqlite3.SQLITE_FULL: f"The disk has no room left for {path}. Free some; nothing that was confirmed is lost.",
        sqlite3.SQLITE_IOERR: f"The disk does not take or give data for {path} ({error}). "
        "It may be full or failing: make a backup and try another card.",
        sqlite3.SQLITE_READONLY: f"{path} may not be written. Check who owns it and whether the disk is read-only.",
        sqlite3.SQLITE_CANTOPEN: f"{path} cannot be opened. Check the folder and who may write to it.",
        sqlite3.SQLITE_BUSY: f"{path} is held by another program for over {_BUSY_SECONDS:.0f} s. Close that one.",
    }
    if isinstance(error, sqlite3.ProgrammingError) and code == 0:
        return StoreError(f"{path} is closed.")
    return StoreError(sentences.get(code, f"{path} could not be used: {error}."))
