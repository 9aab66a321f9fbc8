"""The web server as a part of the hub: uvicorn on the hub's own loop, stopped by the hub and by nobody else."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

GRACE = 0.4
"""Seconds open requests have to finish when the hub stops; endless streams were ended before."""

MAX_MESSAGE = 1_500_000
"""Bytes of one WebSocket message: a picture of a screen, or 500 drafts."""

HEAD_SECONDS = 15.0
"""Seconds a connection has for the head of a request: nobody may hold the kit's connections by asking for nothing."""


class _Http(H11Protocol):
    """Uvicorn's HTTP, which alone would wait for ever for the end of a request's head.

    On h11, which reads no more of a connection than it has room for. httptools takes a third less of a processor for a
    phone's request (measured), but sets no end to a head, to trailers, or to requests that are sent ahead.
    """

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._time_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._time_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timing()
        super().connection_lost(exc)

    def _time_head(self) -> None:
        if self.transport.get_protocol() is not self:
            self._stop_timing()  # a WebSocket now, with limits of its own
        elif self.cycle is not None and not self.cycle.response_complete:
            self._stop_timing()
        elif self._late is None:
            self._late = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _stop_timing(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


class _Server(uvicorn.Server):
    """Uvicorn without its own signal handling: signals belong to the process, and the process is the hub's."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve_web(app: Any, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Serve ``app`` on a bound socket until cancelled. The socket stays open for a restart."""
    config = uvicorn.Config(
        app,
        lifespan="on",
        log_config=None,
        access_log=False,  # no address of a visitor's phone in any log
        server_header=False,
        proxy_headers=False,
        http=_Http,
        ws="websockets-sansio",
        ws_max_size=MAX_MESSAGE,
        timeout_graceful_shutdown=1,
        timeout_keep_alive=10,
    )
    server = _Server(config)
    # A duplicate, because uvicorn closes what it is given and a restarted part needs the port again.
    serving = asyncio.create_task(server.serve(sockets=[listener.dup()]))
    try:
        while not server.started and not serving.done():  # noqa: ASYNC110
            await asyncio.sleep(0.01)  # uvicorn has a flag, no event
        ready()
        await asyncio.shield(serving)
    finally:
        server.should_exit = True
        done, _ = await asyncio.wait([serving], timeout=GRACE)
        if not done:
            server.force_exit = True
            await asyncio.wait([serving], timeout=GRACE)
