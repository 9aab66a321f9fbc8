"""A process of ours under the service manager: its loop says that it turns, for as long as it does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from xlab.notify import Manager, service_manager


@asynccontextmanager
async def managed() -> AsyncIterator[Manager]:
    """The service manager; this loop gives it a sign of life as often as it waits for one."""
    manager = service_manager()
    beating = asyncio.create_task(_beat(manager), name="beat")
    try:
        yield manager
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating


async def _beat(manager: Manager) -> None:
    loop = asyncio.get_running_loop()
    while manager.every:
        manager.alive(loop.time())
        await asyncio.sleep(manager.every)
