"""A process that writes to an event log and tells what was acknowledged, until somebody kills it.

    python mortal_writer.py EVENTS.DB

For each line on standard input it forks a child (a fork is quicker than a start, and the parent only waits). The child
prints ``pid N``, opens the log and, from several tasks at once, appends and erases without pause. Each
acknowledgement is one line, ``+ ID...`` or ``- ID``, written the moment it is there. After a child's last
line comes ``dead``.
"""

import asyncio
import os
import random
import sys
from pathlib import Path

from xlab.events import PresenceChanged
from xlab.store import SqliteLog, Writer, stamp

TASKS = 4


async def write(writer: Writer, chance: random.Random) -> None:
    mine: list[str] = []
    while True:
        beacon = f"e2c56db5-dffb-48d2-b060-d0f5a71096e0/1/{chance.randrange(9)}"
        drafts = [
            stamp(PresenceChanged(kind="moved", beacon=beacon, proximity="far")) for _ in range(chance.randint(1, 3))
        ]
        events = await writer.append(drafts)
        mine += [event.id for event in events]
        os.write(1, f"+ {' '.join(event.id for event in events)}\n".encode())
        if chance.random() < 0.1:
            victim = chance.choice(mine)
            await writer.erase([victim], "at random")
            os.write(1, f"- {victim}\n".encode())


async def live(path: Path) -> None:
    chance = random.Random()
    async with Writer(SqliteLog.open(path)) as writer:
        await asyncio.gather(*[write(writer, chance) for _ in range(TASKS)])


for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        os.write(1, f"pid {os.getpid()}\n".encode())
        asyncio.run(live(Path(sys.argv[1])))
    os.waitpid(child, 0)
    os.write(1, b"dead\n")
