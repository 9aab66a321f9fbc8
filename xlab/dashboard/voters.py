"""Which phone asks: a random word in a cookie, and nothing else. The kit keeps neither an address nor a browser's name.

The word is the kit's own and signed, so that only a phone that joined has one; it ends with the browser, and the kit
forgets it with the visit.
"""

from typing import Any, Final

from flask import request
from itsdangerous import BadData, Signer
from werkzeug.wrappers import Response

from xlab.dashboard.parts import parts

_SALT: Final = "xlab-voter"
_LONGEST: Final = 200
_OPTIONS: Final[dict[str, Any]] = {"httponly": True, "samesite": "Lax", "path": "/"}


def voter() -> str | None:
    """The word of the phone that asks; None if it has none of ours."""
    text = request.cookies.get(_cookie(), "")
    try:
        return _signer().unsign(text[:_LONGEST]).decode("ascii") or None
    except (BadData, UnicodeError):
        return None


def give(response: Response, word: str) -> None:
    """Let the phone keep its word until its browser ends."""
    response.set_cookie(_cookie(), _signer().sign(word.encode("ascii")).decode("ascii"), **_OPTIONS)


def take(response: Response) -> None:
    """Take the word away."""
    response.delete_cookie(_cookie(), **_OPTIONS)


def same_site() -> bool:
    """Whether a page of this kit asks, or a program; a browser always says whose page it is.

    With JSON asked for as well, no other site can make a phone speak in its visitor's name: a browser sends JSON
    elsewhere only where that is allowed, and the kit never does.
    """
    origin = request.headers.get("Origin")
    return origin is None or origin.partition("://")[2] == request.host


def _cookie() -> str:
    return f"{parts().sessions.cookie}-voter"


def _signer() -> Signer:
    return Signer(parts().keys.session_key, salt=_SALT)
