"""The page that the code on the wall opens, kept as it was drawn once: a room that comes in shares a few copies of it.

The page says nothing but what its language, the kit's name, having joined and a practice make of it; all that goes on
comes by the feed. Drawing it costs several times what sending it does, and a room of phones asks for it at once.
"""

import gzip
import re
from collections import OrderedDict
from typing import Final

from xlab.dashboard.fixed import takes_gzip
from xlab.dashboard.languages import COOKIE
from xlab.dashboard.parts import Parts
from xlab.dashboard.replies import ASGIApp, Message, Receive, Scope, Send, header
from xlab.dashboard.voters import VoterCookie

PATH: Final = "/join"

MOST: Final = 64
"""Copies kept. What browsers ask for by language differs little in one room; the copy used longest ago goes first."""

_LANGUAGE: Final = re.compile(rf"(?:^|[;,])\s*{COOKIE}=([a-z]+)", re.ASCII)

_Key = tuple[str, bool, str, str, bool, bool]
_Drawn = tuple[Message, bytes]


class Arrival:
    """Answers for the page where ``rest``, which draws it, did so before; leaves all else to ``rest``."""

    def __init__(self, parts: Parts, rest: ASGIApp) -> None:
        self._kit = parts.kit
        self._cookie = VoterCookie(parts)
        self._rest = rest
        self._kept: OrderedDict[_Key, _Drawn] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        # With a query somebody switches the language, which sets a cookie.
        if scope["path"] != PATH or scope["method"] != "GET" or scope["query_string"]:
            return await self._rest(scope, receive, send)
        cookies, packed = header(scope, b"cookie"), takes_gzip(header(scope, b"accept-encoding"))
        switched = _LANGUAGE.search(cookies)
        joined = self._cookie.read(cookies) is not None
        language = switched[1] if switched else ""
        kit = self._kit.info()
        practice = kit.visit is not None and kit.visit.practice
        key = (kit.name, practice, language, header(scope, b"accept-language"), joined, packed)
        drawn = self._kept.get(key)
        if drawn is None:
            drawn = await self._draw(scope, receive, packed)
            if drawn is None:
                return
            if drawn[0]["status"] == 200:
                self._kept[key] = drawn
        if key in self._kept:
            self._kept.move_to_end(key)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        await send(drawn[0])
        await send({"type": "http.response.body", "body": drawn[1]})

    async def _draw(self, scope: Scope, receive: Receive, packed: bool) -> _Drawn | None:
        told: list[Message] = []

        async def keep(message: Message) -> None:
            told.append(message)

        await self._rest(scope, receive, keep)
        if not told:
            return None  # the phone went away meanwhile
        body = b"".join(one.get("body", b"") for one in told[1:])
        headers = [
            (name, value) for name, value in told[0]["headers"] if name.lower() not in (b"content-length", b"vary")
        ]
        headers.append((b"vary", b"Accept-Encoding, Accept-Language, Cookie"))
        if packed:
            body = gzip.compress(body, 9, mtime=0)
            headers.append((b"content-encoding", b"gzip"))
        headers.append((b"content-length", str(len(body)).encode()))
        return {**told[0], "headers": headers}, body
