"""The event log when a version is tried and left: nothing is lost, nothing erased comes back, wherever cut off."""

import sqlite3
from contextlib import suppress

import pytest

from tests.upkeep.conftest import ABOUT
from xlab.events import KitStarted
from xlab.store import SqliteLog, StoreError, stamp
from xlab.upkeep import logs

NAME = ABOUT["name"]
OLD, NEW = "recorded before", "recorded by the new version"


@pytest.fixture
def home(tmp_path):
    write(tmp_path, OLD)
    return tmp_path


def write(home, said: str) -> str:
    log = SqliteLog.open(home / logs.LOG)
    (event,) = log.append([stamp(KitStarted(version=said))])
    log.close()
    return event.id


def read(path) -> list[str]:
    log = SqliteLog.open(path)
    try:
        return [getattr(event.fact, "version", "erased") for event in log.read()]
    finally:
        log.close()


def newer(home) -> None:
    """A version to come has changed the file, and gone on writing; nobody closed it."""
    connection = sqlite3.connect(home / logs.LOG)
    connection.execute("CREATE TABLE more (a TEXT) STRICT")
    connection.execute("PRAGMA user_version = 999")
    connection.commit()
    connection.close()


def test_a_log_that_can_be_read_stays_with_all_that_was_recorded(home):
    logs.keep(home)
    write(home, NEW)
    assert logs.put_back(home, NAME) == logs.Kept()
    assert read(home / logs.LOG) == [OLD, NEW]
    assert not (home / "updates" / logs.BEFORE).exists()


def test_a_log_that_cannot_be_read_is_kept_aside_and_the_copy_takes_its_place(home):
    kit = SqliteLog.open(home / logs.LOG)
    kit.close()
    logs.keep(home)
    write(home, NEW)
    newer(home)
    assert not logs.readable(home)
    kept = logs.put_back(home, NAME)
    assert kept == logs.Kept(f"updates/events-{NAME}.db", 1)
    assert read(home / logs.LOG) == [OLD]
    again = SqliteLog.open(home / logs.LOG)
    assert again.kit == kit.kit
    again.close()
    with sqlite3.connect(home / kept.file) as aside:
        assert aside.execute("SELECT count(*) FROM events").fetchone() == (2,)
    # Its own version can still go on with it.
    assert logs.put_back(home, NAME) == logs.Kept()


def test_what_was_erased_meanwhile_is_erased_in_the_copy(home):
    gone = write(home, "about somebody")
    logs.keep(home)
    log = SqliteLog.open(home / logs.LOG)
    log.erase([gone], "a visitor asked to be forgotten")
    log.close()
    newer(home)
    logs.put_back(home, NAME)
    assert read(home / logs.LOG) == [OLD, "erased"]
    assert not any(b"about somebody" in path.read_bytes() for path in home.rglob("*") if path.is_file())


class Plug(Exception):
    """The power is cut."""


@pytest.mark.parametrize("cut", range(12))
def test_cut_off_anywhere_and_done_again_it_is_whole(home, monkeypatch, cut):
    logs.keep(home)
    write(home, NEW)
    newer(home)
    count = 0
    real = {name: getattr(logs.Path, name) for name in ("rename", "replace", "unlink", "chmod")}

    def cutting(name):
        def act(*arguments, **more):
            nonlocal count
            count += 1
            if count == cut:
                raise Plug
            return real[name](*arguments, **more)

        return act

    with monkeypatch.context() as patched:
        for name in real:
            patched.setattr(logs.Path, name, cutting(name))
        with suppress(Plug):
            logs.put_back(home, NAME)
    kept = logs.put_back(home, NAME)
    assert read(home / logs.LOG) == [OLD]
    with sqlite3.connect(home / "updates" / f"events-{NAME}.db") as aside:
        assert aside.execute("SELECT count(*) FROM events").fetchone() == (2,)
    assert kept.events in (0, 1)


def test_events_of_a_vocabulary_to_come_are_kept_aside_too(home):
    logs.keep(home)
    connection = sqlite3.connect(home / logs.LOG)
    body = b'{"id":"x","fact":{"type":"Unheard"},"v":99}'
    connection.execute("INSERT INTO events VALUES (2, 'x', ?)", (body,))
    connection.commit()
    connection.close()
    assert logs.put_back(home, NAME).events == 1
    assert read(home / logs.LOG) == [OLD]


def test_without_a_log_there_is_nothing_to_keep(tmp_path):
    logs.keep(tmp_path)
    assert logs.put_back(tmp_path, NAME) == logs.Kept()
    assert logs.readable(tmp_path) and not list(tmp_path.rglob("*.db"))


def test_a_damaged_log_is_not_taken_for_one_that_was_copied(home):
    (home / logs.LOG).write_bytes(b"no log at all" * 100)
    with pytest.raises(StoreError):
        logs.keep(home)


def test_an_accepted_version_leaves_no_copy(home):
    logs.keep(home)
    assert read(home / "updates" / logs.BEFORE) == [OLD]
    logs.drop(home)
    logs.drop(home)
    assert not (home / "updates" / logs.BEFORE).exists()
