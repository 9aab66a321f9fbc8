"""What a request must be before it may reach Flask: small, whole, and plain in its query.

A request body is collected here, on the loop, and handed on in one piece. So a phone on a bad network that takes half
a minute to send its form holds no thread, and a large upload is refused while it comes in instead of being kept first.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress

from xlab.dashboard import uploads
from xlab.dashboard.replies import ASGIApp, Message, Receive, Scope, Send, header, reply_error

MAX_BODY = 64 * 1024
"""Bytes. Everything the dashboard takes is a short form or one touch."""

LIST_BODY = 400 * 1024
"""Bytes of a list of badges: 256 kB of it, in Base64."""

PHONE_BODY = 8 * 1024
"""Bytes a phone may send: an order of sixty options is four thousand."""

PHONES = re.compile(
    r"/api/v1/rounds/(?:(?P<round>[^/]+)/(?=(?:answer|idea)\Z)|(?=(?:join|forget|mine)\Z))(?P<what>[a-z]+)"
)
"""The paths of what a phone asks (:mod:`xlab.dashboard.phones`)."""

_VISITORS = "/api/v1/visitors/"

_LISTS = ("/api/v1/badges/preview", "/api/v1/badges/import")

_MAX_DRAIN = 64 * 1024 * 1024
_DRAIN_SECONDS = 5.0
"""How much and how long a refused upload is read on and dropped: hanging up at once would lose our answer."""

_BODY_SECONDS = 30.0

TOO_LARGE = "xlab.too_large"
"""Set in the scope of a request whose body was refused; the app answers 413."""


def most_bytes(path: str) -> int:
    """How long a body may be that is sent there."""
    if path in uploads.PATHS:
        return uploads.MOST
    if PHONES.fullmatch(path) or path.startswith(_VISITORS):
        return PHONE_BODY
    return LIST_BODY if path in _LISTS else MAX_BODY


class Guard:
    """Wraps an ASGI app and passes on only small requests, and uploads from IT (see :func:`most_bytes`)."""

    def __init__(self, app: ASGIApp, taken: uploads.Uploads) -> None:
        self._app = app
        self._uploads = taken

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        most = most_bytes(scope["path"])
        if scope["path"] in uploads.PATHS and not self._uploads.allowed(scope):
            # The app says who may send bundles, and nothing of this one is kept.
            return await self._answer_at_once(scope, receive, send)
        if _announced(scope) > most:
            return await self._refuse(scope, receive, send)
        if scope["path"] in uploads.PATHS:
            return await self._take_in(scope, receive, send)
        try:
            async with asyncio.timeout(_BODY_SECONDS):
                body = await _collect(receive, most)
        except TimeoutError:
            return await _too_slow(send)
        if body is None:
            return
        if len(body) > most:
            return await self._refuse(scope, receive, send)
        await self._app(_plain(scope, len(body)), _Replay(_whole(body), receive), send)

    async def _take_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            kept = await self._uploads.keep(receive)
        except uploads.TooLarge:
            return await self._refuse(scope, receive, send)
        except TimeoutError:
            return await _too_slow(send)
        except OSError as error:
            told = f"The kit's card does not take it: {error.strerror}. Make room on it, then try again."
            return await reply_error(send, 507, "not_stored", told, connection="close")
        if kept is None:
            return
        try:
            await self._app(_plain(scope, kept.size), _Replay(kept.piece, receive), send)
        finally:
            kept.close()

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._answer_at_once({**scope, TOO_LARGE: True}, receive, send)

    async def _answer_at_once(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app say it in its own words, at once; then read the rest away before the answer's last byte."""

        async def send_then_drain(message: Message) -> None:
            if message["type"] != "http.response.body" or message.get("more_body", False):
                return await send(message)
            await send({**message, "more_body": True})
            with suppress(TimeoutError):
                await asyncio.wait_for(_drain(receive), _DRAIN_SECONDS)
            await send({"type": "http.response.body", "body": b""})

        await self._app(_plain(scope, 0), _Replay(_whole(b""), receive), send_then_drain)


class _Replay:
    """``receive`` for the app behind: the body in its pieces, then whatever the connection says."""

    def __init__(self, piece: Callable[[], Awaitable[Message | None]], receive: Receive) -> None:
        self._piece = piece
        self._receive = receive

    async def __call__(self) -> Message:
        message = await self._piece()
        return message if message is not None else await self._receive()


def _whole(body: bytes) -> Callable[[], Awaitable[Message | None]]:
    """The body in one piece, then nothing more of it."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def piece() -> Message | None:
        return left.pop() if left else None

    return piece


async def _too_slow(send: Send) -> None:
    # Whoever fell silent may never read it; without an answer the server would log an error for each of them.
    await reply_error(send, 408, "too_slow", "The request did not arrive in time.", connection="close")


def _announced(scope: Scope) -> int:
    text = header(scope, b"content-length")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0


async def _collect(receive: Receive, most: int) -> bytes | None:
    """The body, or as much of it as proves that it is too large; None if the client went away."""
    body = bytearray()
    while len(body) <= most:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    return bytes(body)


async def _drain(receive: Receive) -> None:
    left = _MAX_DRAIN
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b"")) + 1
        if message["type"] != "http.request" or not message.get("more_body", False):
            return


def _plain(scope: Scope, length: int) -> Scope:
    """The scope as WSGI can carry it: an ASCII query, a path that starts with a slash, one true length."""
    headers = [(k, v) for k, v in scope["headers"] if k not in (b"content-length", b"transfer-encoding")]
    headers.append((b"content-length", str(length).encode("ascii")))
    query = "".join(chr(byte) if byte < 128 else f"%{byte:02X}" for byte in scope["query_string"])
    path = scope["path"] if scope["path"].startswith("/") else "/" + scope["path"]
    return {**scope, "headers": headers, "query_string": query.encode("ascii"), "path": path}
