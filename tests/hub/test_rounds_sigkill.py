"""A hub that is killed during a round: every answer that was acknowledged counts, and counts once."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from xlab.events import Answered
from xlab.store import SqliteLog
from xlab.workshop.rounds import KINDS, Rounds

KILLS = int(os.environ.get("XLAB_TEST_KILLS", "6"))
"""``XLAB_TEST_KILLS=100`` is the promise; a few in every run show that it still holds."""

LONGEST_LIFE = 0.1
"""Seconds after the first answers. Coming up takes about as long, so every other life ends in it."""


def test_every_acknowledged_answer_counts_once_however_often_the_hub_is_killed(tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    acknowledged: list[tuple[str, int]] = []
    child = Path(__file__).with_name("mortal_room.py")
    with subprocess.Popen(
        [sys.executable, child, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as room:
        assert room.stdin
        assert room.stdout
        for kill in range(KILLS):
            room.stdin.write(f"{kill * 10_000}\n")
            room.stdin.flush()
            pid = int(room.stdout.readline().removeprefix("pid"))
            # Every other life says something first, so that a busy machine shows it too.
            said = [room.stdout.readline() for _ in range(chance.randint(20, 60) if kill % 2 == 0 else 0)]
            time.sleep(chance.uniform(0, LONGEST_LIFE))  # the point of the test: any moment will do
            os.kill(pid, signal.SIGKILL)
            for line in (*said, *iter(room.stdout.readline, "dead\n")):
                _, voter, number = line.split()
                acknowledged.append((voter, int(number)))
        room.stdin.close()
    assert room.returncode == 0
    assert len(acknowledged) > 10 * KILLS, "else it was killed too early each time, and nothing was shown"
    log = SqliteLog.open(tmp_path / "events.db")
    events = log.read(0, 10**6, KINDS)
    log.close()
    stored = Counter((e.fact.voter, e.fact.value["a"]) for e in events if isinstance(e.fact, Answered))
    assert set(stored.values()) == {1}, f"seed {seed}"
    assert set(acknowledged) <= set(stored), f"seed {seed}"
    rounds = Rounds()
    for event in events:
        rounds.apply(event)
    (one,) = rounds
    last = {voter: number for voter, number in acknowledged}
    counted = {voter: one.answers(voter)[""]["a"] for voter in last}
    assert len(one.now().given) == one.now().answered == len({voter for voter, _ in stored})
    # What was on the card but not acknowledged yet when the hub died may count as well; nothing older does.
    assert all(counted[voter] >= number for voter, number in last.items()), f"seed {seed}"
