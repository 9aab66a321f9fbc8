"""Teaching stations their pads and their ears: the page, and its interface for the page and for commands."""

from collections.abc import Callable
from functools import partial, update_wrapper

import msgspec
from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from xlab.dashboard.languages import words
from xlab.dashboard.parts import facilitator_only, json_error, parts
from xlab.dashboard.ports import Teach, Teaching, TeachRefused
from xlab.look.words import table
from xlab.nonsense import NONSENSE

pages = Blueprint("teach", __name__)


class Pad(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose pad to learn, and from which badge (``<uuid>/<major>/<minor>``); null is the one that is heard best."""

    station: str
    beacon: str | None = None


class Here(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where somebody stands."""

    station: str


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An order that says all by its name."""


ORDERS: dict[str, tuple[str, type[msgspec.Struct]]] = {
    "pad": ("Begin to learn a pad: a badge is to lie on it for five seconds.", Pad),
    "walk": ("Begin a walk past all stations, with a badge.", Nothing),
    "here": ("Say at which station one stands on the walk.", Here),
    "finish": ("End the walk, though not every station was visited.", Nothing),
    "keep": ("Keep what was learned.", Nothing),
    "cancel": ("End the lesson; nothing of it remains.", Nothing),
    "undo": ("Go back to what was known before the last lesson that was kept.", Nothing),
    "reset": ("Forget all lessons.", Nothing),
}
"""What can be asked by POST to ``/api/v1/teach/<order>``, and with what; the answer is how teaching stands then."""


@pages.get("/teach")
@facilitator_only
def home() -> ResponseReturnValue:
    """The page with both lessons."""
    shown = msgspec.to_builtins(parts().kit.teaching.now())
    return render_template("teach.html", shown=shown, words=table("teach", words().language))


@pages.get("/api/v1/teach")
@facilitator_only
def state() -> ResponseReturnValue:
    """The lesson as it stands, and what is known."""
    return _json(parts().kit.teaching.now())


@facilitator_only
def change(order: str) -> ResponseReturnValue:
    """Begin, go on with, end, keep or undo a lesson."""
    try:
        asked = msgspec.json.decode(request.get_data() or b"{}", type=ORDERS[order][1])
    except NONSENSE as error:
        return json_error(400, "bad_request", f"This is no order to teach: {error}")
    try:
        return _json(_obey(parts().kit.teaching, order, asked))
    except TeachRefused as refused:
        status = 404 if refused.problem.code == "no_station" else 409
        return json_error(status, refused.problem.code, refused.problem.message)


for _order in ORDERS:
    _view = update_wrapper(partial(change, _order), change)
    pages.add_url_rule(f"/api/v1/teach/{_order}", _order, _view, methods=["POST"])


def _obey(teaching: Teaching, order: str, asked: msgspec.Struct) -> Teach:
    if isinstance(asked, Pad):
        return teaching.start_pad(asked.station, asked.beacon)
    if isinstance(asked, Here):
        return teaching.here(asked.station)
    plain: dict[str, Callable[[], Teach]] = {
        "walk": teaching.start_walk,
        "finish": teaching.finish,
        "keep": teaching.keep,
        "cancel": teaching.cancel,
        "undo": teaching.undo,
        "reset": teaching.reset,
    }
    return plain[order]()


def _json(shown: Teach) -> Response:
    return Response(msgspec.json.encode(shown), mimetype="application/json")
