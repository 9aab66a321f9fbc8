"""A process whose disk runs full while it writes, and then has room again. Prints what it saw as JSON.

    python small_disk.py FOLDER quota|tmpfs|pages

``quota``: no file may grow past a limit of the process. ``tmpfs``: a disk of 4 MB is mounted on FOLDER, most of
it taken (in a mount namespace of its own). ``pages``: the database may not grow past a number of pages.
"""

import asyncio
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from xlab.events import Recorded
from xlab.store import Outbox, SqliteLog, StoreError, Writer, stamp

folder, way = Path(sys.argv[1]), sys.argv[2]
BALLAST = folder / "ballast"


def fact() -> Recorded:
    return Recorded(run="r", demo="d", values={"text": "x" * 3000})


def before() -> None:
    if way == "tmpfs":
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], check=True)


def run_short(log: SqliteLog, outbox: Outbox) -> Callable[[], None]:
    """Leave little room; returns what gives it back."""
    if way == "quota":
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, most))
        return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    if way == "tmpfs":
        BALLAST.write_bytes(b"\0" * 3_500_000)
        return BALLAST.unlink
    files = (log._writer, outbox._file)

    def allow(pages: int) -> None:
        for file in files:
            file.execute(f"PRAGMA max_page_count = {pages}")

    allow(60)
    return lambda: allow(1_000_000)


async def main() -> None:
    before()
    log, outbox = SqliteLog.open(folder / "events.db"), Outbox.open(folder / "outbox.db")
    give_back = run_short(log, outbox)
    told: list[str] = []
    acknowledged: list[str] = []
    async with Writer(log) as writer:
        while not told:
            answers = await asyncio.gather(*[writer.append([stamp(fact())]) for _ in range(3)], return_exceptions=True)
            acknowledged += [event.id for answer in answers if isinstance(answer, list) for event in answer]
            told = [str(answer) for answer in answers if isinstance(answer, StoreError)]
        kept = []
        outbox_told = ""
        while not outbox_told:
            draft = stamp(fact())
            try:
                outbox.put(draft)
                kept.append(draft.id)
            except StoreError as error:
                outbox_told = str(error)
        give_back()
        acknowledged += [(await writer.append([stamp(fact())]))[0].id for _ in range(50)]
        for _ in range(50):
            draft = stamp(fact())
            outbox.put(draft)
            kept.append(draft.id)
    log.close()
    again = SqliteLog.open(folder / "events.db")
    verdict = again._writer.execute("PRAGMA integrity_check").fetchone()[0]
    print(
        json.dumps(
            {
                "told": told,
                "outbox_told": outbox_told,
                "lost": sorted(set(acknowledged) - {event.id for event in again.read(limit=10_000)}),
                "outbox_lost": sorted(set(kept) - {draft.id for draft in outbox.pending(10_000)}),
                "acknowledged": len(acknowledged),
                "verdict": verdict,
            }
        )
    )


asyncio.run(main())
