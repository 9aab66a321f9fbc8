"""The two endless answers, plain ASGI: the live feed (SSE) and the picture of a station's screen (MJPEG).

They cost no thread. Each asks again and again whether its listener may still listen, so that signing out, a new PIN or
the end of a session ends the stream as well.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from typing import Any, Final

import msgspec

from xlab.dashboard.ports import Kit
from xlab.dashboard.replies import Receive, Scope, Send, header, reply_error, start
from xlab.dashboard.sessions import Gate, KitSessions
from xlab.events import Event
from xlab.link import Room

_log = logging.getLogger(__name__)

KEEP_ALIVE = 15.0
"""Seconds of silence after which a comment goes out, so that no network box between drops the connection."""

SEND_SECONDS: Final = 10.0
"""A listener that takes nothing for this long is ended; it comes back by itself and resumes."""

_RETRY_MS: Final = 1500
_NEXT_PART: Final = b"--frame\r\nContent-Type: image/jpeg\r\n\r\n"
_encode = msgspec.json.Encoder().encode


class Streams:
    """The endless answers of one kit, for facilitators that ``gate`` lets in."""

    def __init__(self, kit: Kit, gate: Gate, sessions: KitSessions) -> None:
        self._kit = kit
        self._gate = gate
        self._sessions = sessions

    async def live(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Log events (named ``event``, with their number as id) and the whole room (named ``room``) as they come."""
        session = await self._let_in(scope, send)
        if session is None:
            return
        await send(start(200, "text/event-stream", x_accel_buffering="no"))
        await _pass(send, b"retry: %d\n\n" % _RETRY_MS)
        feed = self._kit.feed(_resume_after(scope))
        pump = Pump(lambda: self._gate.is_open(session), b": still here\n\n")
        await pump.run(receive, send, feed, _as_event, lambda: _as_event(self._kit.room()))

    async def screen(self, scope: Scope, receive: Receive, send: Send, station: str) -> None:
        """Pictures of the station's screen, one replacing the other; ends when the station goes."""
        session = await self._let_in(scope, send)
        if session is None:
            return
        if station not in {spot.id for spot in self._kit.room().spots if spot.screen is not None}:
            return await reply_error(send, 404, "no_station", "This kit has no such station.")
        await send(start(200, "multipart/x-mixed-replace; boundary=frame"))
        await _pass(send, _NEXT_PART)
        pump = Pump(lambda: self._gate.is_open(session), None)
        await pump.run(receive, send, self._kit.screen(station), _as_part, None)

    async def _let_in(self, scope: Scope, send: Send) -> Mapping[str, Any] | None:
        """The session of a facilitator who may listen; otherwise the answer has been given."""
        session = self._sessions.read(header(scope, b"cookie"))
        if scope["method"] not in ("GET", "HEAD"):
            await reply_error(send, 405, "method", "Only GET is known here.")
        elif not self._gate.is_open(session):
            await reply_error(send, 401, "signed_out", "Sign in as the facilitator first.")
        elif scope["method"] == "HEAD":
            await send(start(200, "text/plain"))
            await send({"type": "http.response.body", "body": b""})
        else:
            return session
        return None


class Pump:
    """Passes on what a source gives until it ends, the listener goes, or may not listen any more."""

    def __init__(self, allowed: Callable[[], bool], comment: bytes | None) -> None:
        self._allowed = allowed
        self._comment = comment

    async def run(
        self,
        receive: Receive,
        send: Send,
        source: AsyncIterator[Any],
        framed: Callable[[Any], bytes],
        first: Callable[[], bytes] | None,
    ) -> None:
        """``framed`` makes bytes of an item; ``first`` gives what is sent before any."""
        coming = asyncio.ensure_future(anext(source))
        left = asyncio.ensure_future(gone(receive))
        try:
            if first is not None:
                # Let the source subscribe before the state is read, so that no change falls between the two.
                await asyncio.sleep(0)
                await _pass(send, first())
            while True:
                await asyncio.wait((coming, left), timeout=KEEP_ALIVE, return_when=asyncio.FIRST_COMPLETED)
                if left.done() or not self._allowed():
                    break
                if coming.done():
                    await _pass(send, framed(coming.result()))
                    coming = asyncio.ensure_future(anext(source))
                elif self._comment is not None:
                    await _pass(send, self._comment)
            await send({"type": "http.response.body", "body": b""})
        except StopAsyncIteration:
            await send({"type": "http.response.body", "body": b""})
        except TimeoutError:
            _log.info("ended a stream whose listener took nothing for %g seconds", SEND_SECONDS)
        finally:
            coming.cancel()
            left.cancel()
            await asyncio.gather(coming, left, return_exceptions=True)
            if isinstance(source, AsyncGenerator):
                await source.aclose()


async def gone(receive: Receive) -> None:
    """Return when the listener has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _pass(send: Send, chunk: bytes) -> None:
    await asyncio.wait_for(send({"type": "http.response.body", "body": chunk, "more_body": True}), SEND_SECONDS)


def _resume_after(scope: Scope) -> int | None:
    text = header(scope, b"last-event-id")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _as_event(item: Event | Room) -> bytes:
    if isinstance(item, Event):
        return b"id: %d\nevent: event\ndata: %s\n\n" % (item.seq, _encode(item))
    return b"event: room\ndata: %s\n\n" % _encode(item)


def _as_part(jpeg: bytes) -> bytes:
    # The head of the next part follows each picture at once: Chromium shows a picture only when the next one begins,
    # and a screen at rest has no next one for a long time.
    return jpeg + b"\r\n" + _NEXT_PART
