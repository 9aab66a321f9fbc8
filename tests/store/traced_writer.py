"""A process that stores events and tells so on standard output, for a tracer to watch what it asks of the system.

    python traced_writer.py FOLDER log|outbox [PRAGMA...]

The pragmas, as ``synchronous=OFF``, spoil the file's settings: they show that the watcher can tell a liar.
"""

import asyncio
import os
import sys
from pathlib import Path

from xlab.events import KitStarted
from xlab.store import Outbox, SqliteLog, Writer, stamp

ROUNDS = 30
CALLERS = 3


async def write_to(log: SqliteLog) -> None:
    async def call(writer: Writer) -> None:
        (event,) = await writer.append([stamp(KitStarted(version="1"))])
        os.write(1, f"stored {event.id}\n".encode())

    async with Writer(log) as writer:
        for _ in range(ROUNDS):
            await asyncio.gather(*[call(writer) for _ in range(CALLERS)])


folder, kind, *pragmas = sys.argv[1:]
if kind == "log":
    log = SqliteLog.open(Path(folder) / "traced.db")
    for pragma in pragmas:
        log._writer.execute(f"PRAGMA {pragma}")
    asyncio.run(write_to(log))
else:
    outbox = Outbox.open(Path(folder) / "traced.db")
    for pragma in pragmas:
        outbox._file.execute(f"PRAGMA {pragma}")
    for _ in range(ROUNDS * CALLERS):
        draft = stamp(KitStarted(version="1"))
        outbox.put(draft)
        os.write(1, f"stored {draft.id}\n".encode())
