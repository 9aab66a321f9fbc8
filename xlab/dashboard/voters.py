"""Which phone asks: a random word in a cookie, and nothing else. The kit keeps neither an address nor a browser's name.

The word is the kit's own and signed, so that only a phone that joined has one. It belongs to one visit: in the next it
is nobody's, whatever a browser kept, and the phone joins anew.
"""

import re
from typing import Any, Final

from flask import request
from itsdangerous import BadData, Signer
from werkzeug.http import dump_cookie

from xlab.dashboard.parts import Parts, parts
from xlab.dashboard.replies import Scope, header

_SALT: Final = "xlab-voter"
_LONGEST: Final = 200
_OPTIONS: Final[dict[str, Any]] = {"httponly": True, "samesite": "Lax", "path": "/"}


class VoterCookie:
    """The cookie of one kit's phones."""

    def __init__(self, shared: Parts) -> None:
        self._kit = shared.kit
        self._name = f"{shared.sessions.cookie}-voter"
        self._found = re.compile(rf"(?:^|[;,])\s*{re.escape(self._name)}=([\w.-]+)", re.ASCII)
        self._signer = Signer(shared.keys.session_key, salt=_SALT)

    def read(self, cookie_header: str) -> str | None:
        """The word of the phone that sends this ``Cookie`` header; None if it has none of this visit's."""
        found = self._found.search(cookie_header)
        if found is None or len(found[1]) > _LONGEST:
            return None
        try:
            word = self._signer.unsign(found[1]).decode("ascii")
        except (BadData, UnicodeError):
            return None
        return word if self._kit.rounds.knows(word) else None

    def give(self, word: str) -> str:
        """The ``Set-Cookie`` header by which a phone keeps its word until its browser ends."""
        return dump_cookie(self._name, self._signer.sign(word.encode("ascii")).decode("ascii"), **_OPTIONS)

    def take(self) -> str:
        """The ``Set-Cookie`` header that takes the word away."""
        return dump_cookie(self._name, expires=0, max_age=0, **_OPTIONS)


def voter() -> str | None:
    """The word of the phone that asks for this page; None if it has none of this visit's."""
    return VoterCookie(parts()).read(request.headers.get("Cookie", ""))


def same_site(scope: Scope) -> bool:
    """Whether a page of this kit asks, or a program; a browser always says whose page it is.

    With JSON asked for as well, no other site can make a phone speak in its visitor's name: a browser sends JSON
    elsewhere only where that is allowed, and the kit never does.
    """
    origins = [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
    host = header(scope, b"host").removesuffix(":80")
    return all(origin.partition("://")[2] == host for origin in origins)
