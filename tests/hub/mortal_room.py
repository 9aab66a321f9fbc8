"""A hub with a round and phones that answer without pause, telling what was acknowledged, until somebody kills it.

    python mortal_room.py HOME

For each line on standard input, a number that grows, it forks a child (a fork is quicker than a start). The child
prints ``pid N``, opens the kit in HOME as a hub does, opens a round if there is none, and answers in it for several
connections at once, always with the same phones. Each acknowledgement is one line, ``+ VOTER NUMBER``, written the
moment it is there; the numbers of a voter grow. After a child's last line comes ``dead``.
"""

import asyncio
import os
import random
import sys
from pathlib import Path

from xlab.dashboard.ports.rounds import RoundRefused
from xlab.events.rounds import Option, Question
from xlab.hub.kit import Kit
from xlab.settings import Settings
from xlab.store import SqliteLog, Writer

CONNECTIONS, PHONES = 4, 40
POINTS = Question(kind="budget", text={"en": "?"}, options=(Option(id="a", text={"en": "A"}),), budget=1_000_000)


async def answer(kit: Kit, round_id: str, connection: int, last: int) -> None:
    chance = random.Random()
    phones = [f".a-phone-that-joined-{number}" for number in range(connection, PHONES, CONNECTIONS)]
    while True:
        phone, last = chance.choice(phones), last + 1
        try:
            await kit.rounds.answer(phone, round_id, "", {"a": last})
        except RoundRefused:
            await asyncio.sleep(0)
            continue  # this one was too quick; the next is another
        os.write(1, f"+ {phone} {last}\n".encode())


async def live(home: Path, first: int) -> None:
    log = SqliteLog.open(home / "events.db")
    async with Writer(log) as writer:
        kit = Kit(home, Settings(), log, writer, "token")
        await kit.start()
        rounds = [one.id for one in kit.rounds.book.fold]
        round_id = rounds[0] if rounds else await asyncio.to_thread(kit.rounds.open, POINTS, "live")
        await asyncio.gather(*[answer(kit, round_id, one, first) for one in range(CONNECTIONS)])


for line in sys.stdin:
    child = os.fork()
    if child == 0:
        os.write(1, f"pid {os.getpid()}\n".encode())
        asyncio.run(live(Path(sys.argv[1]), int(line)))
    os.waitpid(child, 0)
    os.write(1, b"dead\n")
