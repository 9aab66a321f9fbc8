"""A kit's announcer as a process: ``kit_process.py KIT NAME PORT [FILE]``.

Looks at its networks again for each line on standard input, stops at the end of it, and prints its state as JSON after
each step: ``{"name", "host", "problem"}``, and at last what is left: ``{"threads", "tasks", "sockets"}``. With FILE,
the networks are the loopback addresses listed in it instead of this machine's.
"""

import asyncio
import json
import sys
import threading
from contextlib import suppress
from pathlib import Path

from xlab.discovery import Announcement, Announcer, Network, usable


def listed() -> list[Network]:
    addresses = tuple(Path(sys.argv[4]).read_text().split())
    return [Network("lo", 1, addresses)] if addresses else []


def sockets() -> int:
    count = 0
    for link in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # the one that lists the others
            count += str(link.readlink()).startswith("socket:")
    return count


async def main(kit: str, name: str, port: str) -> None:
    lines = asyncio.StreamReader()
    pipe, _ = await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    before = sockets()
    announcer = Announcer(listed if len(sys.argv) > 4 else usable)
    await announcer.start(Announcement(kit, name, "0.1.0", int(port)))
    while True:
        print(json.dumps({"name": announcer.name, "host": announcer.host, "problem": announcer.problem}), flush=True)
        if not await lines.readline():
            break
        await announcer.update_addresses()
    await announcer.stop()
    left = {"tasks": len(asyncio.all_tasks()) - 1, "sockets": sockets() - before}
    print(json.dumps(left | {"threads": [thread.name for thread in threading.enumerate()]}), flush=True)
    pipe.close()


asyncio.run(main(*sys.argv[1:4]))
