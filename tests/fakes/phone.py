"""A visitor's phone without a browser: asks an ASGI app, keeps the cookies that it is given, and nothing else."""

import asyncio
import json
from http.cookies import SimpleCookie
from typing import Any

import msgspec

from xlab.dashboard.replies import ASGIApp, Message


class Said(msgspec.Struct, frozen=True):
    """A whole answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """A header's value; empty if there is none."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def cookies(self) -> list[str]:
        """The ``Set-Cookie`` headers."""
        return [value for key, value in self.headers if key == "set-cookie"]

    @property
    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.body)


class Phone:
    """Asks ``app``, one request at a time, each on a loop of its own. Not for use where a loop runs."""

    def __init__(self, app: ASGIApp) -> None:
        self.cookies: dict[str, str] = {}
        self._app = app

    def get(self, path: str, **headers: str) -> Said:
        """A GET request."""
        return self.ask("GET", path, b"", **headers)

    def post(self, path: str, wish: object = None, **headers: str) -> Said:
        """A POST request of JSON, or of bytes as they are."""
        body = wish if isinstance(wish, bytes) else json.dumps({} if wish is None else wish).encode()
        return self.ask("POST", path, body, **{"content_type": "application/json", **headers})

    def ask(self, method: str, path: str, body: bytes, **headers: str) -> Said:
        """Any request; ``content_type="..."`` is a header."""
        fields = {"host": "kit.local", "content_length": str(len(body)), **headers}
        if self.cookies:
            fields["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        scope = {
            "type": "http",
            "method": method,
            "path": path.partition("?")[0],
            "query_string": path.partition("?")[2].encode(),
            "headers": [(key.replace("_", "-").encode(), value.encode("latin-1")) for key, value in fields.items()],
        }
        return asyncio.run(self._asked(scope, body))

    async def _asked(self, scope: dict[str, Any], body: bytes) -> Said:
        coming: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]
        told: list[Message] = []

        async def receive() -> Message:
            return coming.pop() if coming else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            told.append(message)

        await self._app(scope, receive, send)
        headers = tuple((key.decode(), value.decode("latin-1")) for key, value in told[0]["headers"])
        said = Said(told[0]["status"], headers, b"".join(one.get("body", b"") for one in told[1:]))
        for cookie in said.cookies:
            for name, morsel in SimpleCookie(cookie).items():
                self.cookies[name] = morsel.value
                if morsel["max-age"] == "0":
                    del self.cookies[name]
        return said
