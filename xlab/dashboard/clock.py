"""The kit's clock and the clocks of those who are signed in: their pages say what time it is, and may set the kit's.

A page first asks for a mark, the kit's count of seconds since it came up, and afterwards says what its own clock showed
then: half way between asking and the answer. So however long the way takes, or the person who reads the question, what
is said stays true, and half of the way there and back is all that is in doubt.
"""

from collections.abc import Callable
from functools import wraps
from typing import Final

import msgspec
from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from msgspec import Struct

from xlab.dashboard.languages import words
from xlab.dashboard.parts import P, is_it, json_error, parts, signed_in
from xlab.dashboard.ports.clock import ClockRefused
from xlab.nonsense import NONSENSE

pages = Blueprint("clock", __name__, url_prefix="/clock")

_STATUS: Final = {"wrong": 422, "network": 409, "settled": 409, "not_stored": 507}


class Said(Struct, frozen=True, forbid_unknown_fields=True):
    """It was ``wall`` (seconds since 1970) at the mark ``mono``."""

    wall: float
    mono: float


def _for_staff(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Let facilitators and IT in; this is no sign that anybody is there, so sessions end none the later for it."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if signed_in() or is_it():
            return view(*args, **kwargs)
        return json_error(401, "signed_out", "Sign in first.")

    return guarded


@pages.get("")
@_for_staff
def now() -> ResponseReturnValue:
    """A mark, and what the kit's clock says."""
    return _json(parts().kit.clock.now())


@pages.post("/phone")
@_for_staff
def phone() -> ResponseReturnValue:
    """A page's clock says something; whether the kit agrees."""
    said = _said()
    return _json({"verdict": parts().kit.clock.phone_says(said.wall, said.mono)})


@pages.post("/set")
@_for_staff
def set_to() -> ResponseReturnValue:
    """Set the kit's clock; ``told`` says in words what became of it."""
    said = _said()
    t = words()
    try:
        machine = parts().kit.clock.set_to(said.wall, said.mono)
    except ClockRefused as refused:
        return json_error(_STATUS[refused.reason], refused.reason, t(f"clock.refused_{refused.reason}"))
    return _json({"machine": machine, "told": t("clock.set" if machine == "set" else "clock.set_until_restart")})


def _said() -> Said:
    try:
        return msgspec.json.decode(request.get_data(), type=Said)
    except NONSENSE:
        # What no phone says; the kit's clock refuses it in words.
        return Said(wall=0.0, mono=0.0)


def _json(body: object) -> Response:
    return Response(msgspec.json.encode(body), mimetype="application/json")
