"""How quick the event log is: ``python tests/benchmarks/bench_store.py [FOLDER]`` (FOLDER on the card to measure)."""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from xlab.events import Draft, PresenceChanged
from xlab.store import SqliteLog, Writer, stamp

LONG_LOG = 100_000


def came(number: int) -> Draft:
    beacon = f"e2c56db5-dffb-48d2-b060-d0f5a71096e0/1/{number % 30}"
    return stamp(PresenceChanged(kind="moved", beacon=beacon, proximity="near"), station="st-1")


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that ``work`` took."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


async def group(log: SqliteLog, callers: int, each: int) -> float:
    """Events a second with ``callers`` waiting at once."""

    async def call(writer: Writer) -> None:
        for number in range(each):
            await writer.append([came(number)])

    async with Writer(log) as writer:
        began = time.perf_counter()
        await asyncio.gather(*[call(writer) for _ in range(callers)])
        return callers * each / (time.perf_counter() - began)


def main() -> None:
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as folder:
        path = Path(folder) / "events.db"
        log = SqliteLog.open(path)
        single = [timed(lambda number=number: log.append([came(number)])) for number in range(1000)]
        print(f"one append, synced: median {statistics.median(single):.2f} ms, p95 {sorted(single)[950]:.2f} ms")
        for callers in (1, 10, 100):
            print(
                f"{callers:3} callers at once: {asyncio.run(group(log, callers, 3000 // callers)):,.0f} events a second"
            )
        log.append([came(number) for number in range(LONG_LOG)])
        print(f"with {log.last():,} events, {path.stat().st_size / 1e6:.0f} MB:")
        badge = "e2c56db5-dffb-48d2-b060-d0f5a71096e0/1/7"
        print(
            f"  first about(): {timed(lambda: log.about(badge)):.0f} ms, later {timed(lambda: log.about(badge)):.1f} ms"
        )
        print(
            f"  forget() of {len(log.about(badge, 10**6)):,} events: {timed(lambda: log.forget(badge, 'bench')):.0f} ms"
        )
        log.close()
        print(f"  open(): {timed(lambda: SqliteLog.open(path).close()):.0f} ms")


if __name__ == "__main__":
    main()
