"""What a kiosk has noticed and its hub does not have yet."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self

import msgspec

from xlab.events import Draft, Fact, ForgetBadge, Source, beacon_of
from xlab.store._body import checked
from xlab.store._file import Kind, OnDamage, in_plain_words, open_file, swept, transaction
from xlab.store.errors import OutboxFull
from xlab.store.stamping import stamp

LIMIT = 10_000
"""Drafts kept at most. A busy station makes a few hundred a day, so this is weeks without a hub, in about 5 MB."""

_SCHEMA = """
CREATE TABLE drafts (
  n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, beacon TEXT, body BLOB NOT NULL
) STRICT
"""

_KIND = Kind(application_id=0x584C4F42, schema=_SCHEMA)  # "XLOB"

_decode = msgspec.json.Decoder(Draft).decode


class Outbox:
    """Drafts in the order they were put, kept through a killed process and a pulled plug. Any thread may call.

    ``moved_aside`` is where a damaged file went that :meth:`open` found in its place, or None.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, limit: int, moved_aside: Path | None) -> None:
        self.path = path
        self.limit = limit
        self.moved_aside = moved_aside
        self._file = connection
        self._lock = threading.Lock()

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        limit: int = LIMIT,
        on_damage: OnDamage = "raise",
        clock: Callable[[], float] = time.time,
        reserve: bool = False,
    ) -> Self:
        """Open the outbox at ``path``, making it if there is none; all else is as by :meth:`SqliteLog.open`."""
        opened = open_file(path, _KIND, on_damage=on_damage, clock=clock, reserve=reserve)
        return cls(path, opened.connection, limit, opened.aside)

    def put(self, draft: Draft) -> None:
        """Keep ``draft``; it is on the card when this returns. Putting it again is harmless.

        Raises :class:`xlab.store.OutboxFull` rather than drop an older one, :class:`xlab.store.StoreError` for a disk
        that fails.
        """
        body = checked(draft)
        with self._lock, in_plain_words(self.path), transaction(self._file):
            (count,) = self._file.execute("SELECT count(*) FROM drafts WHERE id <> ?", (draft.id,)).fetchone()
            if count >= self.limit:
                raise OutboxFull(self.path, self.limit)
            self._insert(draft, body)

    def pending(self, limit: int = 100) -> list[Draft]:
        """The oldest ``limit`` drafts, oldest first."""
        with self._lock, in_plain_words(self.path):
            rows = self._file.execute("SELECT body FROM drafts ORDER BY n LIMIT ?", (max(0, limit),)).fetchall()
        return [_decode(body) for (body,) in rows]

    def done(self, ids: Iterable[str]) -> None:
        """The hub has these: let go of them. Ids that are not here are ignored."""
        with self._lock, in_plain_words(self.path), transaction(self._file):
            self._file.executemany("DELETE FROM drafts WHERE id = ?", [(one,) for one in ids])

    def forget(self, beacon: str, *, source: Source = "live", station: str | None = None) -> None:
        """Drop all drafts about ``beacon`` and keep, instead, the wish that the hub forget it too.

        The dropped drafts are gone from the files when this returns. The wish is kept even in a full outbox.
        If this raises, call it again: doing it twice is harmless.
        """
        wish = stamp(ForgetBadge(beacon=beacon), source=source, station=station)
        body = checked(wish)
        with self._lock, in_plain_words(self.path):
            with transaction(self._file):
                self._file.execute("DELETE FROM drafts WHERE beacon = ?", (beacon,))
                self._insert(wish, body)
            # Deleting moves other rows about, and moved rows leave copies; the file is small, so it is written anew.
            self._file.execute("VACUUM")
            swept(self._file)

    def drop(self, visit: str, kinds: tuple[type[Fact], ...] = ()) -> int:
        """Drop the drafts of a visit, of these ``kinds`` if given; how many that were.

        Neither they nor those that were handed over before are in the files when this returns, unless another process
        reads from it at that moment: then they leave it with that one's next commit.
        """
        with self._lock, in_plain_words(self.path):
            with transaction(self._file):
                rows = self._file.execute("SELECT n, body FROM drafts").fetchall()
                drafts = [(n, _decode(body)) for n, body in rows]
                gone = [n for n, one in drafts if one.visit == visit and (not kinds or isinstance(one.fact, kinds))]
                self._file.executemany("DELETE FROM drafts WHERE n = ?", [(n,) for n in gone])
            self._file.execute("VACUUM")
            swept(self._file)
        return len(gone)

    def close(self) -> None:
        """Let go of the file. Closing twice is harmless; everything else raises afterwards."""
        with self._lock, in_plain_words(self.path):
            self._file.close()

    def _insert(self, draft: Draft, body: bytes) -> None:
        self._file.execute(
            "INSERT INTO drafts (id, beacon, body) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
            (draft.id, beacon_of(draft.fact), body),
        )
