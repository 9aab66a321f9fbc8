"""IT's page of the logs: the last that hub and kiosk said, as it comes, and all of it to take away."""

from typing import get_args

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from xlab.dashboard.it_words import moment
from xlab.dashboard.parts import it_only, parts
from xlab.dashboard.ports.logs import Level, Who

pages = Blueprint("it_logs", __name__, url_prefix="/it/logs")


@pages.get("")
@it_only
def home() -> ResponseReturnValue:
    """The last lines of ``who``, of at least the level ``least``."""
    who: Who = request.args.get("who", "hub")  # type: ignore[assignment]
    least: Level = request.args.get("least", "INFO")  # type: ignore[assignment]
    if who not in get_args(Who) or least not in get_args(Level):
        abort(404)
    lines = parts().kit.logs.lines(who, least)
    return render_template(
        "it_logs.html",
        who=who,
        least=least,
        lines=lines,
        everyone=get_args(Who),
        levels=get_args(Level),
        moment=moment,
    )


@pages.get("/<who>.txt")
@it_only
def download(who: str) -> ResponseReturnValue:
    """All that is kept."""
    if who not in get_args(Who):
        abort(404)
    response = Response(parts().kit.logs.whole(who), mimetype="text/plain")  # type: ignore[arg-type]
    response.headers.set("Content-Disposition", "attachment", filename=f"{who}.log.txt")
    return response
