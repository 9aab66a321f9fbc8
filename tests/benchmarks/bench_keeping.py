"""What backups cost: ``python tests/benchmarks/bench_keeping.py [FOLDER]`` (FOLDER on the card to measure).

Ten days of 5000 answers, and a backup after each: more than any kit holds, since a visit that is signed off has none.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from xlab.events import Answered
from xlab.hub.cleansing import Erasures
from xlab.hub.held import Held
from xlab.store import SqliteLog, stamp

DAYS, ANSWERS, PHONES = 10, 5000, 500
NOON = 1_790_000_000.0


def timed(work: Callable[[], object]) -> float:
    """Seconds that ``work`` took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as folder:
        log = SqliteLog.open(Path(folder) / "events.db")
        held = Held(Path(folder), log, "Bench")
        for day in range(DAYS):
            answers = (Answered(round=f"{n % 20}", voter=f"{day}-{n % PHONES}", value=("a",)) for n in range(ANSWERS))
            log.append([stamp(fact, visit=f"{day}") for fact in answers])
            took = timed(lambda day=day: held.make("daily", NOON + day * 86_400))
        size = held.all()[0].size
        print(f"a backup of {log.last():,} events: {took:.1f} s, {size / 1e6:.1f} MB; reading it back is in it")
        log.append([stamp(Answered(round="0", voter="today", value=("a",)), visit="today")])
        # Of one who came after the last backup, of one whom the newest one knows, and of one whom all of them know.
        for who, what in (("today", "no backup"), (f"{DAYS - 1}-7", "the newest"), ("0-7", "each of them")):
            log.forget(who, "bench")
            told = Erasures(subjects=frozenset([who]))
            took = timed(lambda told=told: held.cleanse(told, sure=False))
            print(f"to forget somebody whom {what} knows: {took:.2f} s besides the log")
        log.close()


if __name__ == "__main__":
    main()
