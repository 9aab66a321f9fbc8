"""A killed writer: every acknowledged event is there, and the file opens clean, however often it was killed."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from xlab.events import Erased
from xlab.store import SqliteLog

KILLS = int(os.environ.get("XLAB_TEST_KILLS", "60"))
"""``XLAB_TEST_KILLS=200`` is the promise; some in every run show that it still holds."""

LONGEST_LIFE = 0.03
"""Seconds. Opening the log takes a few thousandths, so lives end in opening, appending, erasing and folding."""


def test_kills_lose_nothing_that_was_acknowledged(path: Path) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    stored: set[str] = set()
    erased: set[str] = set()
    with subprocess.Popen(
        [sys.executable, Path(__file__).with_name("mortal_writer.py"), path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdin
        assert writer.stdout
        for kill in range(KILLS):
            writer.stdin.write("live\n")
            writer.stdin.flush()
            pid = int(writer.stdout.readline().removeprefix("pid"))
            before = len(stored)
            # Every other life may first say something, so that a busy machine shows it too; the rest may end early.
            said = [writer.stdout.readline() for _ in range(chance.randint(5, 40) if kill % 2 else 0)]
            time.sleep(chance.uniform(0, LONGEST_LIFE))  # the point of the test: any moment will do
            os.kill(pid, signal.SIGKILL)
            for line in (*said, *iter(writer.stdout.readline, "dead\n")):
                kind, *ids = line.split()
                (stored if kind == "+" else erased).update(ids)
            check(path, stored, erased, f"seed {seed}, kill {kill}, {len(stored) - before} acknowledged in this life")
        writer.stdin.close()
    assert writer.returncode == 0
    # Else the writer was killed too early each time, and nothing was shown.
    assert len(stored) > 10 * KILLS
    assert len(erased) > KILLS / 2


def check(path: Path, stored: set[str], erased: set[str], where: str) -> None:
    file = sqlite3.connect(path)
    assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)], where
    file.close()
    log = SqliteLog.open(path)
    events = log.read(limit=10**6)
    log.close()
    assert [event.seq for event in events] == list(range(1, len(events) + 1)), where
    assert stored <= {event.id for event in events}, where
    assert erased <= {event.id for event in events if isinstance(event.fact, Erased)}, where
