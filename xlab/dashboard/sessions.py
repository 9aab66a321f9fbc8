"""Who is signed in: sessions in a signed cookie, timed by a clock that only moves on.

Flask's own sessions are stamped with the wall clock. A kit starts in the past and jumps to the present when a phone
offers the time, so here times are seconds since the machine came up, valid for that boot only.
"""

import re
import secrets
import time
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any, Literal

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SessionInterface
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response

from xlab.dashboard.hashed import Hashed

LIFETIME = 12 * 3600.0
"""Seconds a session lasts at the most: one long day at a business unit."""

IDLE = 2 * 3600.0
"""Seconds without a request from its person after which a session ends: a tablet left on a table."""

_REFRESH = 60.0
"""Seconds between two notes of "seen": a cookie with every answer would only make answers race."""

Role = Literal["facilitator", "it"]

_SEEN = ("sid", "boot", "seen")


def seconds_since_boot() -> float:
    """The default clock: it counts while suspended and no correction of the time moves it."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def _boot_id() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return secrets.token_hex(8)


class Gate:
    """Says whether the values of a session make a facilitator or somebody of IT, now. Of any thread.

    One session may hold both roles; each has its own time and its own secret, so that a new PIN ends the one and leaves
    the other.
    """

    def __init__(self, secrets_of: Mapping[Role, Hashed], now: Callable[[], float], boot: str | None = None) -> None:
        self._secrets = secrets_of
        self._now = now
        self._boot = boot or _boot_id()
        self._signed_out: dict[str, float] = {}

    def sign_in(self, session: MutableMapping[str, Any], role: Role = "facilitator") -> None:
        """Give this session a role. What it held before goes, so that nobody can plant one; but for the other role."""
        now = self._now()
        kept = {name: session[name] for name in self._secrets if name != role and self.is_open(session, name)}
        session.clear()
        session.update(sid=secrets.token_hex(8), boot=self._boot, seen=now, **kept)
        session[role] = {"since": now, "epoch": self._secrets[role].epoch}

    def sign_out(self, session: MutableMapping[str, Any]) -> None:
        """End this session with all its roles, for copies of its cookie too."""
        now = self._now()
        self._signed_out = {sid: until for sid, until in self._signed_out.items() if until > now}
        if sid := session.get("sid"):
            self._signed_out[sid] = now + LIFETIME
        session.clear()

    def is_open(self, session: Mapping[str, Any], role: Role = "facilitator") -> bool:
        """Whether this session has the role and is neither over, idle, signed out nor of an earlier secret."""
        held, secret = session.get(role), self._secrets[role]
        if any(name not in session for name in _SEEN) or not held or not secret.exists:
            return False
        now = self._now()
        return (
            session["boot"] == self._boot
            and held["epoch"] == secret.epoch
            and session["sid"] not in self._signed_out
            and 0 <= now - held["since"] < LIFETIME
            and now - session["seen"] < IDLE
        )

    def was_seen(self, session: MutableMapping[str, Any]) -> None:
        """Note that the person is there."""
        now = self._now()
        if now - session["seen"] >= _REFRESH:
            session["seen"] = now


class KitSessions(SessionInterface):
    """Sessions in one signed cookie without any wall-clock time in it."""

    def __init__(self, key: bytes, cookie: str) -> None:
        self.cookie = cookie
        self._signer = URLSafeSerializer(key, salt="xlab-session")

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """Flask's way in."""
        return SecureCookieSession(self._values(request.cookies.get(self.cookie, "")))

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        """Flask's way out: set the cookie only when something changed. It ends with the browser."""
        if not session.modified:
            return
        options: dict[str, Any] = {"httponly": True, "samesite": "Lax", "path": "/"}
        if session:
            response.set_cookie(self.cookie, str(self._signer.dumps(dict(session))), **options)
        else:
            response.delete_cookie(self.cookie, **options)

    def read(self, cookie_header: str) -> dict[str, Any]:
        """The session's values from a raw ``Cookie`` header; empty if there are none or they were tampered with."""
        found = re.search(rf"(?:^|[;,])\s*{re.escape(self.cookie)}=([\w.-]+)", cookie_header, re.ASCII)
        return self._values(found[1] if found else "")

    def _values(self, text: str) -> dict[str, Any]:
        try:
            values = self._signer.loads(text)
        except BadData:
            return {}
        return values if isinstance(values, dict) else {}
