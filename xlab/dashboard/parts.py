"""What the pages of one kit share, and who may see them."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, cast
from urllib.parse import urlsplit

from flask import Response, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from xlab.dashboard.attempts import Attempts
from xlab.dashboard.keys import Keys
from xlab.dashboard.ports import Kit
from xlab.dashboard.replies import Scope, error_body, header
from xlab.dashboard.sessions import Gate, KitSessions, Role, seconds_since_boot

P = ParamSpec("P")
_EXTENSION = "xlab"


@dataclass(frozen=True)
class Parts:
    """The parts behind the pages of one kit."""

    kit: Kit
    keys: Keys
    gate: Gate
    attempts: Attempts
    sessions: KitSessions

    @classmethod
    def of(cls, kit: Kit, now: Callable[[], float] = seconds_since_boot) -> "Parts":
        """Read the kit's keys and put the parts together; ``now`` counts seconds and never jumps."""
        keys = Keys(kit.home)
        # Cookies know no ports: two kits on one address keep their sessions apart by the kit's id.
        name = "".join(letter for letter in kit.info().kit if letter.isalnum() and letter.isascii())
        gate = Gate({"facilitator": keys.pin, "it": keys.it}, now)
        return cls(kit, keys, gate, Attempts(now), KitSessions(keys.session_key, f"xlab-{name}"))

    def is_tool(self, address: str | None, token: str) -> bool:
        """Whether a command on this machine asks: it shows the token that only the kit's own user can read.

        From this machine only: over the network the token would be there for everyone to read. A kit that listens on
        one address alone is asked from that very address.
        """
        own = {urlsplit(url).hostname for url in self.kit.info().urls}
        local = address in {"127.0.0.1", "::1"} | own
        return local and secrets.compare_digest(token.encode(), self.kit.token.encode())

    def it_asks(self, scope: Scope) -> bool:
        """Whether a request that did not reach Flask yet is IT's."""
        kind, _, token = header(scope, b"authorization").partition(" ")
        if kind.casefold() == "bearer" and self.is_tool((scope.get("client") or ("",))[0], token.strip()):
            return True
        return self.gate.is_open(self.sessions.read(header(scope, b"cookie")), "it")


def parts() -> Parts:
    """The parts of the app that answers this request."""
    return cast(Parts, current_app.extensions[_EXTENSION])


def signed_in() -> bool:
    """Whether this request comes from a facilitator."""
    return parts().gate.is_open(session)


def is_it() -> bool:
    """Whether this request comes from IT."""
    return parts().gate.is_open(session, "it")


def from_a_tool() -> bool:
    """Whether a command on this machine asks, as the kit's own user."""
    shown = request.authorization.token if request.authorization else None
    return parts().is_tool(request.remote_addr, shown or "")


def wants_json() -> bool:
    """Whether this request comes from a program: errors are JSON then, not pages."""
    return request.path.startswith("/api/") or request.mimetype == "application/json"


def json_error(status: int, code: str, message: str) -> Response:
    """An error for a program."""
    return Response(error_body(code, message), status, mimetype="application/json")


def facilitator_only(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Let only facilitators and the kit's own commands in. People are shown the way in, programs are told."""
    return _only("facilitator", "auth.sign_in", "Sign in as the facilitator first.", view)


def it_only(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Let only IT and the kit's own commands in: they are run by the kit's user, who could change any file here."""
    return _only("it", "it.sign_in", "Sign in as IT first.", view)


def staff_only(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Let facilitators in as well as IT: what both of them look after."""
    facilitators = facilitator_only(view)
    it = it_only(view)

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        return (it if is_it() else facilitators)(*args, **kwargs)

    return guarded


def _only(
    role: Role, way_in: str, told: str, view: Callable[P, ResponseReturnValue]
) -> Callable[P, ResponseReturnValue]:
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        gate = parts().gate
        if from_a_tool():
            return view(*args, **kwargs)
        if gate.is_open(session, role):
            gate.was_seen(session)
            return view(*args, **kwargs)
        if wants_json():
            return json_error(401, "signed_out", told)
        return redirect(url_for(way_in, next=request.path))

    return guarded
