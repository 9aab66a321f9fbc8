"""A kit is known by one id, whatever becomes of its log, and whoever takes its place by a backup is known by it too."""

import contextlib
from pathlib import Path

import msgspec
import pytest

from tests.fakes.tight import on_a_tight_card
from tests.hub.test_kit import running
from xlab.hub import backups
from xlab.hub.identity import FILE, identity
from xlab.hub.opening import LOG, open_home
from xlab.hub.restoring import restore
from xlab.store import SqliteLog

URL = "http://127.0.0.1:1"


def started(home: Path) -> str:
    """The id of the log that a start finds or makes in ``home``."""
    with contextlib.ExitStack() as closing:
        return open_home(home, URL, closing, anyway=True).log.kit


def damaged(home: Path) -> None:
    (home / LOG).write_bytes(b"SQLite format 3\0" + bytes(9000))


def backed_up(home: Path, folder: Path) -> Path:
    log = SqliteLog.open(home / LOG)
    try:
        return backups.write(home, log, folder, why="asked", kit_name="", version="1", now=1.8e9, demos=False)
    finally:
        log.close()


async def test_a_kit_from_before_keeps_the_id_it_had_also_when_its_log_begins_anew(tmp_path):
    before = SqliteLog.open(tmp_path / LOG)
    before.close()
    assert started(tmp_path) == before.kit == identity(tmp_path)
    damaged(tmp_path)
    anew = started(tmp_path)
    assert anew != before.kit == identity(tmp_path)
    async with running(tmp_path) as kit:
        assert (kit.info().kit, kit.log.kit) == (before.kit, anew)


UNREADABLE = """
import asyncio, contextlib
from xlab.hub.kit import Kit
from xlab.hub.opening import LOG, open_home
from xlab.settings import Settings
from xlab.store import Writer

async def known():
    with contextlib.ExitStack() as closing:
        found = open_home(home, "http://127.0.0.1:1", closing, anyway=True)
        async with Writer(found.log) as writer:
            kit = Kit(home, Settings(), found.log, writer, found.token)
            print(found.keeps, kit.info().kit)
            await kit.close()

asyncio.run(known())
(home / LOG).write_bytes(b"SQLite format 3\\0" + bytes(9000))
mounted("ro")
asyncio.run(known())
"""


def test_a_log_that_can_be_neither_read_nor_put_aside_makes_no_other_kit_of_it(tmp_path):
    (_, before), (keeps, after) = (line.split() for line in on_a_tight_card(tmp_path, UNREADABLE).splitlines())
    assert (keeps, after) == ("failing", before)


@pytest.mark.parametrize("kept", [b"", b"0" * 36, b"\xff\xfe", b"../../etc/passwd"])
def test_an_id_that_is_none_makes_room_for_that_of_the_log(tmp_path, kept):
    (tmp_path / FILE).write_bytes(kept)
    assert identity(tmp_path) is None
    assert started(tmp_path) == identity(tmp_path)


def test_an_id_that_cannot_be_kept_stops_no_start(tmp_path):
    (tmp_path / FILE).mkdir()
    with contextlib.ExitStack() as closing:
        assert open_home(tmp_path, URL, closing, anyway=False).keeps == "yes"


def test_whoever_takes_a_kits_place_is_known_as_it_was(tmp_path):
    first, other = tmp_path / "first", tmp_path / "other"
    for home in (first, other):
        home.mkdir()
        started(home)
    known = identity(first)
    damaged(first)
    log = started(first)
    backup = backed_up(first, tmp_path / "stick")
    restore(other, backup, kit_name="", now=1.8e9)
    assert (identity(other), started(other)) == (known, log) and known != log


def test_a_backup_of_an_older_version_brings_the_id_of_its_log(tmp_path):
    first, other = tmp_path / "first", tmp_path / "other"
    for home in (first, other):
        home.mkdir()
        started(home)
    told = backups.read_manifest(backed_up(first, tmp_path / "stick"))
    older = msgspec.structs.replace(told, known_as="", parts=())
    restore(other, backups.pack(older, [(LOG, first / LOG)], tmp_path / "older"), kit_name="", now=1.8e9)
    assert identity(other) == identity(first)
