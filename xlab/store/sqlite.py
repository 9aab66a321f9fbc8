"""The event log in one SQLite file."""

import logging
import os
import sqlite3
import threading
import time
from array import array
from collections import deque
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self
from uuid import uuid4

from xlab.events import Draft, Erased, Event, Fact, subject_of
from xlab.keyfiles import sync_folder
from xlab.store import _others
from xlab.store._body import body_of, check_reason, event_of, mentioned, tombstone_over
from xlab.store._file import Kind, OnDamage, connect, in_plain_words, open_file, swept, transaction
from xlab.store.errors import StoreError
from xlab.store.log import Subscriber

_log = logging.getLogger(__name__)

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;;
CREATE TABLE events (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body BLOB NOT NULL) STRICT;;
CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;;
CREATE TRIGGER events_only_come_last BEFORE INSERT ON events
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM events) OR EXISTS (SELECT 1 FROM events WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;;
CREATE TRIGGER events_only_become_tombstones BEFORE UPDATE ON events
WHEN NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id OR length(NEW.body) <> length(OLD.body)
  OR instr(NEW.body, CAST('"fact":{"type":"Erased"' AS BLOB)) = 0
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
"""
# There is no column or index of beacons or voters on purpose: an index moves its keys about as it grows and leaves
# copies of them in unused bytes, where no erasure would find them. Rows here are only ever added at the end and written
# over in place. Which events are about whom is kept in memory instead.

_KIND = Kind(application_id=0x584C4142, schema=_SCHEMA, upgrades=(_others.SCHEMA,))  # "XLAB"

_CHUNK = 500
"""Rows fetched at a time while looking for events about somebody."""


class SqliteLog:
    """An :class:`xlab.store.EventLog` in one file and, beside it, its write-ahead log.

    ``moved_aside`` is where a damaged file went that :meth:`open` found in its place, or None.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, moved_aside: Path | None) -> None:
        self.path = path
        self.moved_aside = moved_aside
        self._writing = threading.Lock()
        self._writer = connection
        self._reading = threading.Lock()
        self._unswept = False
        self._subscribers: list[Subscriber] = []
        self._untold: deque[list[Event]] = deque()
        self._telling = threading.Lock()
        self._mentions: dict[str, array[int]] = {}
        self._indexed = 0
        self.kit = self._kit()
        self._reader = connect(path)
        self._reader.execute("PRAGMA query_only = ON")

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        on_damage: OnDamage = "raise",
        clock: Callable[[], float] = time.time,
        reserve: bool = False,
    ) -> Self:
        """Open the log at ``path``, making it if there is none.

        A damaged or foreign file raises :class:`xlab.store.UnusableFile`; with ``on_damage="aside"`` it is kept under
        another name with the time, and a fresh log begins. The fresh log is a new kit's: numbers of the old one would
        otherwise be given out again. With a ``reserve`` it can be opened on a full card too: some room is kept back.
        """
        opened = open_file(path, _KIND, on_damage=on_damage, clock=clock, reserve=reserve)
        if opened.aside:
            _log.error("%s could not be used and was kept as %s; a fresh log begins", path, opened.aside)
        try:
            with in_plain_words(path):
                return cls(path, opened.connection, opened.aside)
        except BaseException:
            opened.connection.close()
            raise

    def append(self, drafts: Sequence[Draft]) -> list[Event]:
        """See :meth:`xlab.store.EventLog.append`."""
        bodies = [body_of(draft) for draft in drafts]
        fresh: list[Event] = []
        with self._writing, in_plain_words(self.path):
            with transaction(self._writer):
                seq = _last(self._writer)
                events = []
                for draft, body in zip(drafts, bodies, strict=True):
                    found = self._writer.execute("SELECT seq, body FROM events WHERE id = ?", (draft.id,)).fetchone()
                    if found:
                        events.append(event_of(self.kit, *found))
                        continue
                    seq += 1
                    self._writer.execute("INSERT INTO events VALUES (?, ?, ?)", (seq, draft.id, body))
                    fresh.append(event_of(self.kit, seq, body))
                    events.append(fresh[-1])
            if fresh:
                self._untold.append(fresh)
            if self._unswept:
                self._sweep()
        self._tell()
        return events

    def read(self, after: int = 0, limit: int = 500, kinds: Collection[type[Fact]] = ()) -> list[Event]:
        """See :meth:`xlab.store.EventLog.read`."""
        wanted, marks = _others.marks(kinds)
        with self._reading, in_plain_words(self.path):
            rows = self._reader.execute(
                f"SELECT seq, body FROM events WHERE seq > ? AND ({wanted}) ORDER BY seq LIMIT ?",  # noqa: S608
                (after, *marks, max(0, limit)),
            ).fetchall()
        return [event_of(self.kit, seq, body) for seq, body in rows]

    def take(self, events: Iterable[Event]) -> int:
        """See :meth:`xlab.store.EventLog.take`."""
        count, gone = 0, False
        with self._writing, in_plain_words(self.path):
            with transaction(self._writer):
                for event in events:
                    new, buried = self._take(event)
                    count += new or buried
                    gone |= buried
            if gone or self._unswept:
                self._sweep()
        return count

    def others(self, kinds: Collection[type[Fact]] = ()) -> list[Event]:
        """See :meth:`xlab.store.EventLog.others`."""
        with self._reading, in_plain_words(self.path):
            return _others.read(self._reader, kinds)

    def about(self, subject: str, limit: int = 500) -> list[Event]:
        """See :meth:`xlab.store.EventLog.about`. The first call reads the whole log once."""
        found: list[Event] = []
        with self._reading, in_plain_words(self.path):
            seqs = self._seqs_about(subject)
            while seqs and len(found) < limit:
                chunk, seqs = seqs[-_CHUNK:], seqs[:-_CHUNK]
                rows = [
                    self._reader.execute("SELECT seq, body FROM events WHERE seq = ?", (seq,)).fetchone()
                    for seq in reversed(chunk)
                ]
                events = [event_of(self.kit, *row) for row in rows]
                # Another process may have erased some since they were noted.
                found += [event for event in events if subject_of(event.fact) == subject]
        return found[: max(0, limit)][::-1]

    def erase(self, ids: Iterable[str], reason: str) -> int:
        """See :meth:`xlab.store.EventLog.erase`."""
        wanted = list(dict.fromkeys(ids))
        with self._writing, in_plain_words(self.path):
            select = "SELECT seq, body FROM events WHERE id = ?"
            rows = [row for one in wanted for row in self._writer.execute(select, (one,))]
            return self._bury(rows, _others.with_ids(self._writer, wanted), reason)

    def forget(self, subject: str, reason: str) -> int:
        """See :meth:`xlab.store.EventLog.forget`."""
        with self._writing, in_plain_words(self.path):
            with self._reading:
                seqs = self._seqs_about(subject)
            select = "SELECT seq, body FROM events WHERE seq = ?"
            rows = [row for seq in seqs for row in self._writer.execute(select, (seq,))]
            named = [row for row in _others.naming(self._writer, subject) if mentioned(*row[1:]) == subject]
            count = self._bury(rows, named, reason)
            with self._reading:
                self._mentions.pop(subject, None)
            return count

    def last(self) -> int:
        """See :meth:`xlab.store.EventLog.last`."""
        with self._reading, in_plain_words(self.path):
            return _last(self._reader)

    def subscribe(self, callback: Subscriber) -> Callable[[], None]:
        """See :meth:`xlab.store.EventLog.subscribe`."""
        self._subscribers.append(callback)

        def undo() -> None:
            if callback in self._subscribers:
                self._subscribers.remove(callback)

        return undo

    def backup(self, path: Path) -> None:
        """See :meth:`xlab.store.EventLog.backup`. Appending goes on meanwhile."""
        part = path.with_name(path.name + ".part")
        try:
            part.unlink(missing_ok=True)
            with in_plain_words(self.path):
                source = connect(self.path)
                try:
                    source.execute("VACUUM INTO ?", (str(part),))
                finally:
                    source.close()
            part.chmod(0o600)
            with part.open("rb") as file:
                os.fsync(file.fileno())
            part.replace(path)
            sync_folder(path.parent)
        except OSError as error:
            raise StoreError(f"The backup {path} could not be written: {error.strerror}.") from error
        finally:
            part.unlink(missing_ok=True)

    def close(self) -> None:
        """See :meth:`xlab.store.EventLog.close`."""
        with self._writing, self._reading, in_plain_words(self.path):
            self._reader.close()
            self._writer.close()

    def _kit(self) -> str:
        """The kit's id; random, not from the clock, because a box without a clock battery starts in 1970."""
        with transaction(self._writer):
            self._writer.execute("INSERT OR IGNORE INTO meta VALUES ('kit', ?)", (str(uuid4()),))
            (kit,) = self._writer.execute("SELECT value FROM meta WHERE key = 'kit'").fetchone()
        return str(kit)

    def _seqs_about(self, subject: str) -> list[int]:
        """Numbers of the events noted as being about ``subject``, those added since the last call included."""
        for seq, body in self._reader.execute("SELECT seq, body FROM events WHERE seq > ?", (self._indexed,)):
            about = mentioned(seq, body)
            if about is not None:
                self._mentions.setdefault(about, array("q")).append(seq)
            self._indexed = seq
        return list(self._mentions.get(subject, ()))

    def _take(self, event: Event) -> tuple[bool, bool]:
        """Take in one event inside a transaction: whether it is new, and whether ours was buried for it."""
        if event.kit != self.kit:
            new, reason = _others.take(self._writer, event)
            if reason is None:
                return new, False
            return False, _others.bury(self._writer, _others.with_ids(self._writer, [event.id]), reason) > 0
        known = self._writer.execute("SELECT id, body FROM events WHERE seq = ?", (event.seq,)).fetchone()
        if known is None:
            raise StoreError(
                f"Event {event.seq} of this kit is not in its log, which ends before it. The log was put back from an "
                "older backup, so the two cannot be merged; restore the newer one instead."
            )
        _others.same(event, known[0])
        if not isinstance(event.fact, Erased):
            return False, False
        return False, self._bury_own([(event.seq, known[1])], event.fact.reason) > 0

    def _bury(self, own: list[tuple[int, bytes]], others: list[tuple[str, int, bytes]], reason: str) -> int:
        """Write tombstones over these rows and empty the write-ahead log, where the old bytes still are."""
        check_reason(reason)
        with transaction(self._writer):
            count = self._bury_own(own, reason) + _others.bury(self._writer, others, reason)
        if count or self._unswept:
            self._sweep()
        return count

    def _bury_own(self, rows: list[tuple[int, bytes]], reason: str) -> int:
        count = 0
        for seq, body in rows:
            event = event_of(self.kit, seq, body)
            if not isinstance(event.fact, Erased):
                tombstone = tombstone_over(event, body, reason)
                self._writer.execute("UPDATE events SET body = ? WHERE seq = ?", (tombstone, seq))
                count += 1
        return count

    def _sweep(self) -> None:
        self._unswept = True
        with self._reading, suppress(sqlite3.OperationalError):
            self._unswept = not swept(self._writer)
        if self._unswept:
            _log.warning(
                "%s is in use by another program or the disk is full; erased bytes leave it with the next event",
                self.path,
            )

    def _tell(self) -> None:
        """Hand new events to subscribers, in order, one thread at a time; whoever tells already tells ours too."""
        while self._untold and self._telling.acquire(blocking=False):
            try:
                while self._untold:
                    events = self._untold.popleft()
                    for callback in tuple(self._subscribers):
                        try:
                            callback(list(events))
                        except Exception:
                            _log.exception("a subscriber of the event log failed")
            finally:
                self._telling.release()


def _last(connection: sqlite3.Connection) -> int:
    (seq,) = connection.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()
    return int(seq)
