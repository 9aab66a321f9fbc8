"""Hub and kiosk as processes that never outlive the command that started them."""

import asyncio
import ctypes
import os
import signal
import socket
from collections.abc import Callable

STOP_LIMIT = 4.0
"""Seconds a process may take to end before it is killed: twice what each of them promises."""

PR_SET_PDEATHSIG = 1
"""From linux/prctl.h: the signal to get when the parent dies."""


def free_port() -> int:
    """A port that nothing on this machine listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def bound_to(parent: int) -> Callable[[], None]:
    """What a process does before it becomes hub or kiosk: it asks the kernel for SIGTERM when ``parent`` dies.

    A killed parent can end nobody; without this, both would stay as orphans that hold the port and the display.
    """
    prctl = ctypes.CDLL(None).prctl  # loaded here: between fork and exec nothing may take a lock

    def bind() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        # The parent may have died before that call, and then no signal comes any more.
        if os.getppid() != parent:
            os._exit(0)

    return bind


async def end(process: asyncio.subprocess.Process) -> None:
    """Ask a process to end, and kill it if it does not."""
    try:
        process.terminate()
        async with asyncio.timeout(STOP_LIMIT):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
    except ProcessLookupError:
        pass
