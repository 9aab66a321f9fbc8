"""The events of other kits in a log: a table of their own, in which each keeps its kit and its number there.

Rows are added at the end and written over in place, as those of the kit itself (see ``_body.py``): the indexes hold
kits, numbers and ids, and nothing that anybody could ask to have erased.
"""

import sqlite3
from collections.abc import Collection, Sequence

import msgspec

from xlab.events import Erased, Event, Fact
from xlab.store._body import event_of, fitted, tombstone_over
from xlab.store.errors import StoreError

SCHEMA = """
CREATE TABLE others (
  n INTEGER PRIMARY KEY, kit TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL, body BLOB NOT NULL,
  UNIQUE (kit, seq)
) STRICT;;
CREATE INDEX others_by_id ON others (id);;
CREATE TRIGGER others_are_never_deleted BEFORE DELETE ON others
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;;
CREATE TRIGGER others_only_come_last BEFORE INSERT ON others
WHEN NEW.n IS NOT (SELECT coalesce(max(n), 0) + 1 FROM others)
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;;
CREATE TRIGGER others_only_become_tombstones BEFORE UPDATE ON others
WHEN NEW.n IS NOT OLD.n OR NEW.kit IS NOT OLD.kit OR NEW.seq IS NOT OLD.seq OR NEW.id IS NOT OLD.id
  OR length(NEW.body) <> length(OLD.body) OR instr(NEW.body, CAST('"fact":{"type":"Erased"' AS BLOB)) = 0
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
"""


def marks(kinds: Collection[type[Fact]]) -> tuple[str, list[bytes]]:
    """A condition on ``body`` that holds for facts of these kinds, for all where none is named; and its values."""
    # Quotes inside a value are escaped, so this can only stand where a fact says its type.
    found = [f'"fact":{{"type":"{kind.__name__}"'.encode() for kind in kinds]
    return " OR ".join(["instr(body, ?)"] * len(found)) or "TRUE", found


def read(connection: sqlite3.Connection, kinds: Collection[type[Fact]]) -> list[Event]:
    """All of them, kit by kit in the order of their numbers."""
    wanted, values = marks(kinds)
    select = f"SELECT kit, seq, body FROM others WHERE {wanted} ORDER BY kit, seq"  # noqa: S608 - no value is in it
    return [event_of(*row) for row in connection.execute(select, values)]


def with_ids(connection: sqlite3.Connection, ids: Sequence[str]) -> list[tuple[str, int, bytes]]:
    """Kit, number and body of the events with these ids."""
    select = "SELECT kit, seq, body FROM others WHERE id = ?"
    return [row for one in ids for row in connection.execute(select, (one,))]


def naming(connection: sqlite3.Connection, subject: str) -> list[tuple[str, int, bytes]]:
    """Kit, number and body of the events that this subject's word stands in, whatever they are about."""
    word = msgspec.json.encode(subject)
    return connection.execute("SELECT kit, seq, body FROM others WHERE instr(body, ?)", (word,)).fetchall()


def bury(connection: sqlite3.Connection, rows: Sequence[tuple[str, int, bytes]], reason: str) -> int:
    """Write tombstones over ``rows``; how many were none before."""
    count = 0
    for kit, seq, body in rows:
        event = event_of(kit, seq, body)
        if not isinstance(event.fact, Erased):
            tombstone = tombstone_over(event, body, reason)
            connection.execute("UPDATE others SET body = ? WHERE kit = ? AND seq = ?", (tombstone, kit, seq))
            count += 1
    return count


def take(connection: sqlite3.Connection, event: Event) -> tuple[bool, str | None]:
    """Add an event of another kit, or bury what is here of it: whether it is new, and why to bury ours if so.

    Raises :class:`StoreError` where another event stands under its number.
    """
    where = "SELECT id, body FROM others WHERE kit = ? AND seq = ?"
    known = connection.execute(where, (event.kit, event.seq)).fetchone()
    if known is None:
        (last,) = connection.execute("SELECT coalesce(max(n), 0) FROM others").fetchone()
        row = (last + 1, event.kit, event.seq, event.id, fitted(event))
        connection.execute("INSERT INTO others VALUES (?, ?, ?, ?, ?)", row)
        return True, None
    same(event, known[0])
    return False, event.fact.reason if isinstance(event.fact, Erased) else None


def same(event: Event, known: str) -> None:
    """Raise :class:`StoreError` unless ``event`` has the id that is ``known`` under its number."""
    if known != event.id:
        raise StoreError(
            f"Event {event.seq} of kit {event.kit[:8]} is not the same here and there. One of the two was put back "
            "from an old backup and went on from there, so they cannot be merged."
        )
