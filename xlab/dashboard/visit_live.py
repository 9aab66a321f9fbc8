"""The endless answer about the visit, plain ASGI: tells facilitators' pages that it changed, and they look anew."""

from collections.abc import AsyncIterator
from typing import Final

from xlab.dashboard.ports import Kit
from xlab.dashboard.replies import Receive, Scope, Send, header, reply_error, start
from xlab.dashboard.sessions import Gate, KitSessions
from xlab.dashboard.streams import Pump
from xlab.workshop.visit import VisitNow

MOST: Final = 40
"""Streams at once: far more pages than facilitators have open."""


class VisitStream:
    """The stream of one kit."""

    def __init__(self, kit: Kit, gate: Gate, sessions: KitSessions) -> None:
        self._kit = kit
        self._gate = gate
        self._sessions = sessions
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """``changed``, at once and after every change of the visit."""
        session = self._sessions.read(header(scope, b"cookie"))
        if scope["method"] not in ("GET", "HEAD"):
            return await reply_error(send, 405, "method", "Only GET is known here.")
        if not self._gate.is_open(session):
            return await reply_error(send, 401, "signed_out", "Sign in as the facilitator first.")
        if self._open >= MOST:
            return await reply_error(send, 503, "full", "Too many pages listen already. Close some of them.")
        if scope["method"] == "HEAD":
            await send(start(200, "text/plain"))
            return await send({"type": "http.response.body", "body": b""})
        await send(start(200, "text/event-stream", x_accel_buffering="no"))
        changes: AsyncIterator[VisitNow | None] = self._kit.visits.changes()
        pump = Pump(lambda: self._gate.is_open(session), b": still here\n\n")
        self._open += 1
        try:
            await pump.run(receive, send, changes, _as_event, None)
        finally:
            self._open -= 1


def _as_event(now: VisitNow | None) -> bytes:
    return b"event: changed\ndata: %s\n\n" % (now.state if now is not None else "none").encode()
