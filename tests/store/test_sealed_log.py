"""A log on a card that takes nothing: all that can be read is read, whatever is to be stored or erased is refused."""

from pathlib import Path

import pytest

from tests.fakes.tight import on_a_tight_card
from xlab.events import KitStarted, Recorded
from xlab.store import EventLog, SealedLog, SqliteLog, StoreError, stamp

BADGE = "e2c56db5-dffb-48d2-b060-d0f5a71096e0/1/7"


def draft():
    return stamp(Recorded(run="r", demo="hello", values={"said": 1}, beacon=BADGE))


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    folder = tmp_path / "memory"
    folder.mkdir()
    return folder


def test_it_reads_like_the_log_it_is_of_even_what_that_had_not_folded_into_its_file(tmp_path, memory):
    log = SqliteLog.open(tmp_path / "events.db")
    log.append([draft(), stamp(KitStarted(version="1"))])
    assert (tmp_path / "events.db-wal").stat().st_size > 0
    sealed: EventLog = SealedLog.open(tmp_path / "events.db", memory)
    assert (sealed.kit, sealed.read(), sealed.last()) == (log.kit, log.read(), 2)
    assert sealed.about(BADGE) == log.about(BADGE) and sealed.read(kinds=[KitStarted]) == log.read(kinds=[KitStarted])
    assert sealed.others() == []
    sealed.backup(tmp_path / "copy.db")
    log.close()
    sealed.close()
    sealed.close()
    assert not list(memory.iterdir())
    assert len(SqliteLog.open(tmp_path / "copy.db").read()) == 2


def test_every_writing_is_refused_with_what_to_do_and_changes_nothing(tmp_path, memory):
    log = SqliteLog.open(tmp_path / "events.db")
    (event,) = log.append([draft()])
    before = log.read()
    told: list[object] = []
    sealed = SealedLog.open(log.path, memory)
    sealed.subscribe(told.append)
    writings = (
        lambda: sealed.append([draft()]),
        lambda: sealed.append([event]),  # that it is there already is nobody's word for it either
        lambda: sealed.take([event]),
        lambda: sealed.erase([event.id], "no"),
        lambda: sealed.forget(BADGE, "no"),
    )
    for write in writings:
        with pytest.raises(StoreError, match=r"Nothing is kept.*backup on a stick"):
            write()
    assert sealed.append([]) == [] and sealed.read() == before and not told
    sealed.close()


@pytest.mark.parametrize("there", [b"", b"no database at all", None])
def test_what_cannot_be_read_is_an_empty_log_and_stays_as_it_is(tmp_path, memory, there):
    path = tmp_path / "events.db"
    if there is not None:
        path.write_bytes(there)
    sealed = SealedLog.open(path, memory)
    assert sealed.read() == [] and sealed.kit and not sealed.was_read
    sealed.close()
    assert (path.read_bytes() if path.exists() else None) == there
    assert not list(memory.iterdir())


CUT_OFF = """
from xlab.events import KitStarted
from xlab.store import SealedLog, SqliteLog, stamp
import signal, subprocess

write = '''
import os, signal, sys
from pathlib import Path
from xlab.events import KitStarted
from xlab.store import SqliteLog, stamp
SqliteLog.open(Path(sys.argv[1])).append([stamp(KitStarted(version="1"))])
os.kill(os.getpid(), signal.SIGKILL)
'''
subprocess.run([sys.executable, "-c", write, home / "events.db"])
(home / "events.db-shm").unlink()
mounted("ro")
log = SealedLog.open(home / "events.db")
print(len(log.read()), (home / "events.db-wal").stat().st_size > 0)
log.close()
"""


def test_what_a_pulled_plug_left_beside_the_file_is_read_on_a_card_that_is_read_only_then(tmp_path):
    assert on_a_tight_card(tmp_path, CUT_OFF) == "1 True\n"
