"""A browser at the dashboard, from outside the machine: keeps cookies, reads a page's token before it posts a form."""

import http.client
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from typing import Any

import msgspec

_TOKEN = re.compile(r'name="csrf[-_]token" (?:value|content)="([^"]+)"')


class Said(msgspec.Struct, frozen=True):
    """A whole answer."""

    status: int
    body: bytes
    url: str

    @property
    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.body)


class Browser:
    """One browser at ``url``. Raises OSError while nobody answers there."""

    def __init__(self, url: str, patience: float = 60.0) -> None:
        """``patience`` in seconds for each answer: the machine is emulated."""
        self.url = url
        self._patience = patience
        self._cookies = CookieJar()
        proxies = urllib.request.ProxyHandler({})
        self._opener = urllib.request.build_opener(proxies, urllib.request.HTTPCookieProcessor(self._cookies))

    def get(self, path: str) -> Said:
        """A page, or what a program asks."""
        return self._ask(urllib.request.Request(self.url + path))

    def form(self, path: str, *, on: str = "", **fields: str) -> Said:
        """A form that is filled in and sent; ``on`` is the page it stands on, if that is another."""
        data = urllib.parse.urlencode({"csrf_token": self._token(on or path), **fields}).encode()
        return self._ask(urllib.request.Request(self.url + path, data))

    def post(self, path: str, wish: object = None, token_from: str = "") -> Said:
        """A program's POST of JSON, or of bytes as they are; with the token of a page where it takes a session."""
        data = wish if isinstance(wish, bytes) else json.dumps({} if wish is None else wish).encode()
        headers = {"Content-Type": "application/octet-stream" if isinstance(wish, bytes) else "application/json"}
        if token_from:
            headers["X-CSRFToken"] = self._token(token_from)
        return self._ask(urllib.request.Request(self.url + path, data, headers))

    def word(self, kind: str) -> str:
        """What the kit's log calls the holder of a cookie, as ``voter``; empty where there is none."""
        values = (one.value or "" for one in self._cookies if one.name.endswith(f"-{kind}"))
        return next(values, "").rpartition(".")[0]

    def stream(self, path: str) -> http.client.HTTPResponse:
        """An event stream, to be read line by line; to be closed by who asked for it."""
        stream: http.client.HTTPResponse = self._opener.open(self.url + path, timeout=self._patience)
        return stream

    def _token(self, path: str) -> str:
        page = self.get(path)
        found = _TOKEN.search(page.body.decode("utf-8", "replace"))
        if found is None:
            raise OSError(f"no form at {path}, which answered {page.status}")
        return found[1]

    def _ask(self, request: urllib.request.Request) -> Said:
        try:
            with self._opener.open(request, timeout=self._patience) as page:
                return Said(page.status, page.read(), page.url)
        except urllib.error.HTTPError as error:
            with error:
                return Said(error.code, error.read(), error.url or "")
        except http.client.HTTPException as error:  # the plug was pulled in the middle of an answer
            raise ConnectionError(f"{type(error).__name__}: {error}") from None
