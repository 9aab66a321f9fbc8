"""IT's page of updates: the version in use, what could be installed, one button, and how it goes."""

from collections.abc import Callable
from typing import Final, get_args

import msgspec
from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xlab.dashboard.it_words import size
from xlab.dashboard.languages import words
from xlab.dashboard.parts import it_only, json_error, parts
from xlab.dashboard.ports.updating import NotUpdated
from xlab.dashboard.uploads import UPDATE_PIECE
from xlab.dashboard.visit_parts import clock
from xlab.upkeep.about import Reason
from xlab.upkeep.saying import problem
from xlab.upkeep.updatefile import MOST

pages = Blueprint("it_update", __name__, url_prefix="/it/update")

PIECE: Final = 4 * 1024 * 1024
"""Bytes of one request of a file that is sent: what a bad network loses is little, and is sent again."""

_LONGEST: Final = 100


@pages.get("")
@it_only
def home() -> ResponseReturnValue:
    """The page; ``refused`` says why something was not done."""
    reason = request.args.get("refused", "")
    now = parts().kit.updating.now()
    return render_template(
        "it_update.html",
        now=now,
        files=sorted(now.candidates, key=lambda one: bool(one.refused)),
        why=problem(now.state, words()) if now.state.problem else "",
        refused=reason if reason in get_args(Reason) else "",
        size=size,
        moment=clock,
        most=MOST,
        piece=PIECE,
        send_to=UPDATE_PIECE,
    )


@pages.post("/begin")
@it_only
def begin() -> ResponseReturnValue:
    """Install the file ``candidate``; with ``older`` also where it is an older version."""
    candidate, older = request.form.get("candidate", ""), request.form.get("older") == "yes"
    return _obey(lambda: parts().kit.updating.begin(candidate, older=older))


@pages.post("/back")
@it_only
def back() -> ResponseReturnValue:
    """Use the version before again."""
    return _obey(parts().kit.updating.back)


@pages.post("/drop")
@it_only
def drop() -> ResponseReturnValue:
    """Remove the file that was sent."""
    return _obey(parts().kit.updating.drop)


@pages.post("/piece")
@it_only
def piece() -> ResponseReturnValue:
    """Plain bytes of a file that the page's script sends: ``name``, ``at`` which byte they begin, of ``total``."""
    at, total = request.args.get("at", -1, int), request.args.get("total", -1, int)
    data = request.stream.read(PIECE + 1)
    if at < 0 or total < 0 or len(data) > PIECE:
        return json_error(400, "bad_request", "A piece says where it begins, and is not larger than the page says.")
    try:
        have = parts().kit.updating.piece(request.args.get("name", "")[:_LONGEST], at, total, data)
    except NotUpdated as refused:
        return json_error(409, refused.reason, words()(f"update.refused_{refused.reason}"))
    return Response(msgspec.json.encode({"have": have}), mimetype="application/json")


def _obey(act: Callable[[], None]) -> ResponseReturnValue:
    """Do it, then show the page, with the reason where it was refused."""
    try:
        act()
    except NotUpdated as refused:
        return redirect(url_for("it_update.home", refused=refused.reason), 303)
    return redirect(url_for("it_update.home"), 303)
