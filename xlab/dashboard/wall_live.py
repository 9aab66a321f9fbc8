"""The endless answer behind the wall, plain ASGI and open to all: the scene, and the rounds as phones hear of them.

Each connection begins with everything, so a wall that was away is right again with its first word.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Final

import msgspec

from xlab.dashboard.join import invitation_of
from xlab.dashboard.ports import Kit
from xlab.dashboard.replies import Receive, Scope, Send, reply_error, start
from xlab.dashboard.rounds_live import for_phone
from xlab.dashboard.rounds_now import Board, Listener
from xlab.dashboard.streams import Pump
from xlab.dashboard.wall_scene import scene
from xlab.link import Room
from xlab.workshop.visit import VisitNow

MOST: Final = 40
"""Walls at once: far more than any building has projectors."""

LOOK: Final = 5.0
"""Seconds between looks at what nobody tells of: the address at which phones join."""

_log = logging.getLogger(__name__)

_encode = msgspec.json.Encoder().encode


class WallStream:
    """The stream of one kit."""

    def __init__(self, kit: Kit, board: Board) -> None:
        self._kit = kit
        self._board = board
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """``scene`` whenever it changed; ``closed`` before the rounds it is about: how many seconds ago each closed.

        ``rounds``, ``counts`` and ``still`` as :class:`RoundStreams` tells phones.
        """
        if scope["method"] not in ("GET", "HEAD"):
            return await reply_error(send, 405, "method", "Only GET is known here.")
        if self._open >= MOST:
            return await reply_error(send, 503, "full", "Too many walls are open already. Close some of them.")
        if scope["method"] == "HEAD":
            await send(start(200, "text/plain"))
            return await send({"type": "http.response.body", "body": b""})
        await send(start(200, "text/event-stream", x_accel_buffering="no"))
        self._open += 1
        try:
            with self._board.listen() as listener:
                told = _merged(_Scenes(self._kit).told(), self._rounds(listener))
                await Pump(lambda: True, None).run(receive, send, told, bytes, None)
        finally:
            self._open -= 1

    async def _rounds(self, listener: Listener) -> AsyncGenerator[bytes]:
        """What phones hear. A wall that was loaded anew shows a result for the rest of its time, not from its start."""
        said: dict[str, float] = {}
        async for chunk in for_phone(listener):
            closed = dict(self._board.closed)
            if closed == said:
                yield chunk
                continue
            said, now = closed, time.monotonic()
            ages = _encode({key: round(now - at, 1) for key, at in closed.items()})
            yield b"event: closed\ndata: %s\n\n%s" % (ages, chunk)


class _Scenes:
    """Follows the visit and the room, and says what the wall shows of both whenever that changed."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._visit: VisitNow | None = None
        self._said = b""

    def told(self) -> AsyncGenerator[bytes]:
        """As events of the stream, the first at once."""
        return _merged(self._visits(), self._rooms(), self._looks())

    async def _visits(self) -> AsyncGenerator[bytes]:
        async for visit in self._kit.visits.changes():
            self._visit = visit
            yield self._event()

    async def _rooms(self) -> AsyncGenerator[bytes]:
        async for item in self._kit.feed(None):
            if isinstance(item, Room) and self._said:
                yield self._event()

    async def _looks(self) -> AsyncGenerator[bytes]:
        while True:
            await asyncio.sleep(LOOK)
            yield self._event()

    def _event(self) -> bytes:
        now = _encode(scene(self._visit, self._kit.room(), invitation_of(self._kit.info())))
        if now == self._said:
            return b""
        self._said = now
        return b"event: scene\ndata: %s\n\n" % now


async def _merged(*sources: AsyncIterator[bytes]) -> AsyncGenerator[bytes]:
    """What any source says, but nothing empty; ends with the first that ends. A slow taker holds all of them back."""
    queue: asyncio.Queue[bytes | None] = asyncio.Queue(maxsize=1)

    async def drain(source: AsyncIterator[bytes]) -> None:
        try:
            async for one in source:
                if one:
                    await queue.put(one)
        except Exception:
            # The wall comes back by itself, and with it all of this begins anew.
            _log.exception("a wall is not told of changes any more")
        await queue.put(None)

    tasks = [asyncio.create_task(drain(source)) for source in sources]
    try:
        while (one := await queue.get()) is not None:
            yield one
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for source in sources:
            if isinstance(source, AsyncGenerator):
                await source.aclose()
