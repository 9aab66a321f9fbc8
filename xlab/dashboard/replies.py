"""Plain ASGI: its types, and small whole answers for what never reaches Flask."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import msgspec

from xlab.dashboard.headers import SECURITY

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]


def header(scope: Scope, name: bytes) -> str:
    """A request header's value, several joined as one; empty if there is none."""
    return ", ".join(value.decode("latin-1") for key, value in scope["headers"] if key == name)


def start(status: int, content_type: str, **more: str) -> Message:
    """The beginning of an answer, with the headers every answer carries. ``cache_control="no-store"`` adds a header."""
    fields = {"Content-Type": content_type, "Cache-Control": "no-store", **SECURITY}
    fields |= {name.replace("_", "-").title(): value for name, value in more.items()}
    headers = [(name.lower().encode("ascii"), value.encode("latin-1")) for name, value in fields.items()]
    return {"type": "http.response.start", "status": status, "headers": headers}


def error_body(code: str, message: str) -> bytes:
    """The JSON of every error a program gets: a word to test for and a sentence to read."""
    return msgspec.json.encode({"error": {"code": code, "message": message}})


async def reply_error(send: Send, status: int, code: str, message: str, **more: str) -> None:
    """A whole small answer saying what is wrong; ``more`` headers as in :func:`start`."""
    body = error_body(code, message)
    await send(start(status, "application/json", content_length=str(len(body)), **more))
    await send({"type": "http.response.body", "body": body})
