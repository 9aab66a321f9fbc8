"""What only a log in a file can meet: damage, other programs, curious eyes, and bytes that must be gone."""

import random
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from xlab.events import KitStarted, PresenceChanged, Recorded, Value
from xlab.store import SqliteLog, StoreError, UnusableFile, stamp

NOON = 1_790_000_000.0  # 2026-09-21T14:13:20Z


def started(version: str = "1") -> KitStarted:
    return KitStarted(version=version)


def at_noon() -> float:
    return NOON


# Damage


def damaged_header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\0" * 100)


def damaged_pages(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(random.Random(7).randbytes(path.stat().st_size - 4096))


def cut_off(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def another_programs(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


def newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()


def text(path: Path) -> None:
    path.write_text("Dear diary, " * 500)


DAMAGE = [damaged_header, damaged_pages, cut_off, another_programs, newer, text]


@pytest.fixture
def full(path: Path) -> Path:
    log = SqliteLog.open(path)
    log.append([stamp(started(str(number))) for number in range(300)])
    log.close()
    return path


@pytest.mark.parametrize("damage", DAMAGE)
def test_an_unusable_file_is_refused_with_a_sentence_and_left_as_it_is(
    full: Path, damage: Callable[[Path], None]
) -> None:
    damage(full)
    before = full.read_bytes()
    with pytest.raises(UnusableFile, match="move it aside to start afresh, or put a backup") as caught:
        SqliteLog.open(full)
    assert str(full) in str(caught.value)
    assert full.read_bytes() == before


@pytest.mark.parametrize("damage", DAMAGE)
def test_if_asked_it_is_kept_aside_and_the_kit_comes_up(full: Path, damage: Callable[[Path], None]) -> None:
    damage(full)
    before = full.read_bytes()
    log = SqliteLog.open(full, on_damage="aside", clock=at_noon)
    assert log.moved_aside == full.with_name("events.db.aside-20260921T141320Z")
    assert log.moved_aside.read_bytes() == before
    assert log.append([stamp(started())])[0].seq == 1
    log.close()


def test_several_set_aside_in_one_second_are_all_kept(path: Path) -> None:
    for number in range(3):
        path.write_text(f"no database {number} " * 100)
        SqliteLog.open(path, on_damage="aside", clock=at_noon).close()
    kept = sorted(file.name for file in path.parent.glob("*.aside-*"))
    assert kept == [f"events.db.aside-20260921T141320Z{number}" for number in ("", "-2", "-3")]


def test_the_write_ahead_log_moves_along_for_it_may_hold_the_newest_events(path: Path) -> None:
    path.write_text("no database " * 100)
    path.with_name("events.db-wal").write_bytes(b"the newest")
    log = SqliteLog.open(path, on_damage="aside", clock=at_noon)
    assert path.with_name("events.db.aside-20260921T141320Z-wal").read_bytes() == b"the newest"
    log.close()


def test_a_log_set_aside_gives_its_numbers_to_no_other_kit(full: Path) -> None:
    log = SqliteLog.open(full)
    kit = log.kit
    log.close()
    damaged_pages(full)
    fresh = SqliteLog.open(full, on_damage="aside", clock=at_noon)
    assert fresh.kit != kit
    fresh.close()


def test_a_sound_log_is_never_set_aside(full: Path) -> None:
    log = SqliteLog.open(full, on_damage="aside", clock=at_noon)
    assert (log.moved_aside, log.last()) == (None, 300)
    log.close()


def test_an_empty_file_is_a_new_log(path: Path) -> None:
    # What a pulled plug leaves between making the file and its first commit.
    path.touch()
    log = SqliteLog.open(path)
    assert log.last() == 0
    log.close()


def test_damage_found_while_reading_is_a_sentence_too(full: Path) -> None:
    log = SqliteLog.open(full)
    damaged_pages(full)
    with pytest.raises(UnusableFile, match="is damaged"):
        log.read()
    log.close()


def test_an_event_of_a_newer_version_is_named(log: SqliteLog, path: Path) -> None:
    log.append([stamp(started())])
    with sqlite3.connect(path) as other:
        other.execute('INSERT INTO events VALUES (2, \'x\', CAST(\'{"fact":{"type":"Unheard"}}\' AS BLOB))')
    other.close()
    with pytest.raises(StoreError, match="Event 2 of the log cannot be read"):
        log.read()
    assert len(log.read(limit=1)) == 1


def test_a_folder_in_its_place_is_a_sentence(path: Path) -> None:
    path.mkdir()
    with pytest.raises(StoreError, match="cannot be opened"):
        SqliteLog.open(path)


def test_its_folder_is_made(tmp_path: Path) -> None:
    log = SqliteLog.open(tmp_path / "a" / "b" / "events.db")
    assert log.append([stamp(started())])
    log.close()


def test_only_the_kits_own_user_may_read_who_was_where(log: SqliteLog, path: Path) -> None:
    log.append([stamp(started())])
    log.backup(path.with_name("copy.db"))
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert set(modes) == {"events.db", "events.db-wal", "events.db-shm", "copy.db"}
    assert set(modes.values()) == {0o600}


# Append-only


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM events WHERE seq = 1",
        "UPDATE events SET seq = 9 WHERE seq = 1",
        "UPDATE events SET id = 'x' WHERE seq = 1",
        "UPDATE events SET body = zeroblob(length(body)) WHERE seq = 1",
        'UPDATE events SET body = CAST(\'"fact":{"type":"Erased"\' AS BLOB) WHERE seq = 1',
        "INSERT OR REPLACE INTO events VALUES (1, 'x', x'00')",
        "INSERT OR REPLACE INTO events SELECT 3, id, body FROM events WHERE seq = 1",
        "INSERT INTO events VALUES (7, 'x', x'00')",
    ],
)
def test_not_even_another_program_can_rewrite_history(log: SqliteLog, path: Path, statement: str) -> None:
    before = log.append([stamp(started("1")), stamp(started("2"))])
    other = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        other.execute(statement)
    other.close()
    assert log.read() == before


# Erased is gone


SECRET = "e2c56db5-dffb-48d2-b060-d0f5a71096e0/77/4711"


def test_erased_bytes_are_in_no_file(log: SqliteLog, raw: Callable[[], bytes]) -> None:
    """A long and mixed history, in which rows about the badge lie everywhere, small ones and ones of several pages."""
    chance = random.Random(20260101)
    for _ in range(60):
        drafts = []
        for _ in range(chance.randrange(1, 60)):
            beacon = (
                SECRET if chance.random() < 0.2 else f"e2c56db5-dffb-48d2-b060-d0f5a71096e0/1/{chance.randrange(99)}"
            )
            if chance.random() < 0.3:
                answer: dict[str, Value] = {
                    "answer": f"answer of {beacon} " + "x" * chance.choice([1, 200, 5000, 20000])
                }
                drafts.append(stamp(Recorded(run="r", demo="d", values=answer, beacon=beacon)))
            else:
                drafts.append(stamp(PresenceChanged(kind="moved", beacon=beacon, proximity="far")))
        chance.shuffle(drafts)  # as from an outbox: ids do not come in order
        log.append(drafts)
        if chance.random() < 0.3:
            log.erase([event.id for event in log.read(after=chance.randrange(log.last()), limit=3)], "at random")
    assert SECRET.encode() in raw()
    assert b'"answer of e2c56db5-dffb-48d2-b060-d0f5a71096e0/1/5 x' in raw()
    assert log.forget(SECRET, "asked") > 100
    assert SECRET.encode() not in raw()
    assert b'"answer of e2c56db5-dffb-48d2-b060-d0f5a71096e0/1/5 x' in raw()
    assert [event.seq for event in log.read(limit=10_000)] == list(range(1, log.last() + 1))


def test_an_erasure_that_another_reader_held_up_is_completed_later(
    log: SqliteLog,
    path: Path,
    raw: Callable[[], bytes],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    log.append([stamp(PresenceChanged(kind="entered", beacon=SECRET, proximity="far"))])
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT * FROM events").fetchall()
    log._writer.execute("PRAGMA busy_timeout = 1")
    assert log.forget(SECRET, "asked") == 1
    assert "in use by another program" in caplog.text
    assert SECRET.encode() in raw()
    other.close()
    log.append([stamp(started())])
    assert SECRET.encode() not in raw()


def test_an_erasure_that_a_killed_process_left_half_done_is_completed_at_the_next_start(
    path: Path, tmp_path: Path
) -> None:
    log = SqliteLog.open(path)
    log.append([stamp(PresenceChanged(kind="entered", beacon=SECRET, proximity="far"))])
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT * FROM events").fetchall()
    log._writer.execute("PRAGMA busy_timeout = 1")
    log.forget(SECRET, "asked")
    crash = tmp_path / "crash"
    crash.mkdir()
    for name in ("events.db", "events.db-wal"):  # the files as a pulled plug would leave them now
        (crash / name).write_bytes(path.with_name(name).read_bytes())
    other.close()
    log.close()
    assert any(SECRET.encode() in file.read_bytes() for file in crash.iterdir())
    after = SqliteLog.open(crash / "events.db")
    assert not any(SECRET.encode() in file.read_bytes() for file in crash.iterdir())
    assert after.last() == 1
    after.close()


def test_a_log_of_the_first_version_is_brought_up_to_date_with_all_that_is_in_it(full: Path) -> None:
    with sqlite3.connect(full) as connection:
        connection.execute("DROP TABLE others")  # and its triggers with it
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    log = SqliteLog.open(full)
    assert (log.last(), log.others()) == (300, [])
    log.close()


def test_what_other_kits_noticed_is_gone_from_every_byte_once_erased(path: Path, raw: Callable[[], bytes]) -> None:
    there = SqliteLog.open(path.with_name("there") / "events.db")
    events = there.append([stamp(Recorded(run="r", demo="d", values={"said": f"marker-{n}"})) for n in range(400)])
    there.close()
    log = SqliteLog.open(path)
    log.take(events)
    assert b"marker-" in raw()
    log.erase([event.id for event in events], "the visit was signed off")
    assert b"marker-" not in raw()
    log.close()
