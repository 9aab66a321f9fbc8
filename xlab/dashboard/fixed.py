"""Files that stay the same while the kit runs: found, packed and described once, then answered without a thread.

A room that comes in asks for thousands of them within seconds. A file's address carries a hash of its content, so a
browser may keep it for good and still never shows an old one.
"""

import asyncio
import gzip
import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import Final

from xlab.dashboard.replies import ASGIApp, Receive, Scope, Send, header, start

TYPES: Final = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "woff2": "font/woff2"}
"""Kinds of files, by the end of their name."""

_FOR_GOOD: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "no-cache"


class Fixed:
    """One file. ``digest`` is the hash of its content, short."""

    def __init__(self, kind: str, content: bytes) -> None:
        """``kind`` is one of :data:`TYPES`."""
        self.content = content
        self.digest = hashlib.sha256(content).hexdigest()[:16]
        self.is_text = TYPES[kind].startswith("text/")
        self._type = TYPES[kind] + ("; charset=utf-8" if self.is_text else "")

    @cached_property
    def packed(self) -> bytes:
        """The content at a third of its size; takes a moment the first time."""
        return gzip.compress(self.content, 9, mtime=0)

    def answer(self, query: str, known: str, encodings: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body for a request with this query, ``If-None-Match`` and ``Accept-Encoding``."""
        # Fonts are packed already. A room of phones shares one radio: what is text goes out at a third of its size.
        packed = self.is_text and takes_gzip(encodings)
        etag = f'"{self.digest}-gzip"' if packed else f'"{self.digest}"'
        headers = {
            "Content-Type": self._type,
            "Cache-Control": _FOR_GOOD if query == f"v={self.digest}" else _ASK_AGAIN,
            "Etag": etag,
        }
        if self.is_text:
            headers["Vary"] = "Accept-Encoding"
        if etag in {one.strip().removeprefix("W/") for one in known.split(",")}:
            return 304, headers, b""
        if packed:
            headers["Content-Encoding"] = "gzip"
        return 200, headers, self.packed if packed else self.content


class Files:
    """Answers the paths of ``pool``, and leaves all else to ``rest``."""

    def __init__(self, pool: Mapping[str, Fixed], rest: ASGIApp) -> None:
        self._pool = pool
        self._rest = rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        file = self._pool.get(scope["path"])
        if file is None or scope["method"] not in ("GET", "HEAD"):
            return await self._rest(scope, receive, send)
        if file.is_text and "packed" not in file.__dict__:
            await asyncio.to_thread(lambda: file.packed)
        query = scope["query_string"].decode("latin-1")
        known, encodings = header(scope, b"if-none-match"), header(scope, b"accept-encoding")
        status, headers, body = file.answer(query, known, encodings)
        kind = headers.pop("Content-Type")
        more = {name.replace("-", "_").lower(): value for name, value in headers.items()}
        if status != 304:
            more["content_length"] = str(len(body))
        await send(start(status, kind, **more))
        await send({"type": "http.response.body", "body": body if scope["method"] == "GET" else b""})


def takes_gzip(encodings: str) -> bool:
    """Whether an ``Accept-Encoding`` names gzip and does not rule it out."""
    for one in encodings.split(","):
        name, _, weight = one.partition(";")
        if name.strip().lower() == "gzip":
            return not weight or weight.strip().removeprefix("q=").strip("0.") != ""
    return False
