"""The endless answers about rounds, plain ASGI: to every phone in the room, and to facilitators.

A phone hears what everybody may see: the questions, the ideas that were let through, how many answered, and results
where they may be seen. Nobody needs to have joined to hear that. It costs neither a thread nor a count of its own.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Final

from xlab.dashboard.replies import Receive, Scope, Send, header, reply_error, start
from xlab.dashboard.rounds_now import Board, Frame, Listener
from xlab.dashboard.sessions import Gate, KitSessions
from xlab.dashboard.streams import SEND_SECONDS, Pump, gone

_log = logging.getLogger(__name__)

MOST: Final = 1000
"""Streams at once, more than any room has phones: the kit must go on when somebody opens one after another."""

_STILL: Final = b"event: still\ndata: 0\n\n"

_GAP: Final = 0.3
"""Seconds between two states a facilitator gets: all rounds, whole, are more than a phone is sent."""


class RoundStreams:
    """The streams of one kit."""

    def __init__(self, board: Board, gate: Gate, sessions: KitSessions) -> None:
        self._board = board
        self._gate = gate
        self._sessions = sessions

    async def phones(self, scope: Scope, receive: Receive, send: Send) -> None:
        """``rounds``: the newest rounds, when they changed; ``counts``: their numbers; ``still``: nothing happened."""
        if await self._answered(scope, send):
            return
        clock = asyncio.get_running_loop().time
        with self._board.listen() as listener:
            leaving = asyncio.ensure_future(gone(receive))
            leaving.add_done_callback(lambda _: listener.end())
            try:
                await send(start(200, "text/event-stream", x_accel_buffering="no"))
                async for chunk in for_phone(listener):
                    listener.sending_since = clock()
                    await _body(send, chunk)
                    listener.sending_since = None
                await send({"type": "http.response.body", "body": b""})
            except asyncio.CancelledError:
                if listener.sending_since is None or not listener.over:
                    raise
                _log.info("ended the stream of a phone that took nothing for %g seconds", SEND_SECONDS)
            finally:
                leaving.cancel()
                await asyncio.gather(leaving, return_exceptions=True)

    async def facilitators(self, scope: Scope, receive: Receive, send: Send) -> None:
        """``everything``: all rounds with every idea, whenever anything changed."""
        session = self._sessions.read(header(scope, b"cookie"))
        if not self._gate.is_open(session):
            return await reply_error(send, 401, "signed_out", "Sign in as the facilitator first.")
        if await self._answered(scope, send):
            return
        with self._board.listen() as listener:
            await send(start(200, "text/event-stream", x_accel_buffering="no"))
            pump = Pump(lambda: self._gate.is_open(session), b": still here\n\n")
            await pump.run(receive, send, _for_facilitator(listener), bytes, None)

    async def _answered(self, scope: Scope, send: Send) -> bool:
        """Whether this was no request for a stream, or one too many, and has been answered."""
        if scope["method"] not in ("GET", "HEAD"):
            await reply_error(send, 405, "method", "Only GET is known here.")
        elif scope["method"] == "HEAD":
            await send(start(200, "text/plain"))
            await send({"type": "http.response.body", "body": b""})
        elif len(self._board.listeners) >= MOST:
            await reply_error(send, 503, "full", "Too many phones are here already. Try again in a while.")
        else:
            return False
        return True


async def for_phone(listener: Listener) -> AsyncIterator[bytes]:
    """The questions when they changed, the numbers when those did, and a word where neither is new."""
    said: Frame | None = None
    while (frame := await listener.get()) is not None:
        if said is None or frame.asked != said.asked:
            yield frame.both
        else:
            yield frame.counts if frame.counts != said.counts else _STILL
        said = frame


async def _for_facilitator(listener: Listener) -> AsyncIterator[bytes]:
    said = b""
    while (frame := await listener.get()) is not None:
        if frame.everything != said:
            said = frame.everything
            yield said
            await asyncio.sleep(_GAP)


async def _body(send: Send, chunk: bytes) -> None:
    await send({"type": "http.response.body", "body": chunk, "more_body": True})
