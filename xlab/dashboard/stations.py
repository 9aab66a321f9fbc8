"""The stations of the kit: who is here, how well their radios hear, and letting a further one in by its code."""

from collections.abc import Sequence

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xlab.beacons.troubles import STATES, reason
from xlab.catalogue import find_demos
from xlab.dashboard import ordering
from xlab.dashboard.languages import words
from xlab.dashboard.parts import facilitator_only, parts
from xlab.dashboard.ports.pairing import StationNow

pages = Blueprint("stations", __name__)

_TOGGLES = ("locked", "dark", "muted")

_STATUS = {"unstored": 507, "silent": 504}
"""HTTP status of a code that was not the one: 422, but for what is no fault of who typed it."""


@pages.route("/stations", methods=["GET", "POST"])
@facilitator_only
def home() -> ResponseReturnValue:
    """The page; with ``?part=now`` what of it changes by itself. A post lets in the station that shows ``code``."""
    if request.method == "GET":
        return _page("stations_now.html" if request.args.get("part") == "now" else "stations.html")
    code = "".join(request.form.get("code", "").split())
    if not (code.isascii() and code.isdigit() and len(code) == 6):
        return _page("stations.html", "shape"), 422
    try:
        tried = parts().kit.pairing.try_code(code)
    except TimeoutError:
        return _page("stations.html", "busy"), 503
    if tried.outcome != "paired":
        return _page("stations.html", tried.outcome), _STATUS.get(tried.outcome, 422)
    return redirect(url_for("stations.home", _anchor=tried.station))


@pages.post("/stations/<station>/unpair")
@facilitator_only
def unpair(station: str) -> ResponseReturnValue:
    """Take a station off the kit."""
    try:
        if not parts().kit.pairing.unpair(station):
            abort(404)
    except OSError:
        return _page("stations.html", "unstored"), 507
    return redirect(url_for("stations.home"))


def _page(template: str, problem: str = "") -> str:
    kit, t = parts().kit, words()
    found = kit.pairing.stations()
    manifests = {demo.name: demo.manifest.title for demo in find_demos(kit.home) if demo.manifest}
    orders = {one.station: one.orders for one in ordering.all_ordered()}
    return render_template(
        template,
        stations=found,
        orders=orders,
        everywhere={name: bool(orders) and all(getattr(one, name) for one in orders.values()) for name in _TOGGLES},
        unheard="unheard" in request.args,
        waiting=kit.pairing.waiting(),
        count=_count(found),
        problem=t(f"stations.problem_{problem}") if problem else "",
        demos={name: title.get(t.language, title["en"]) for name, title in manifests.items()},
        reasons={reason(kind): reason(kind, t) for kind in STATES},
    )


def _count(found: Sequence[StationNow]) -> str:
    away = sum(one.screen in (None, "away") and one.radio in (None, "away") for one in found)
    here = len(found) - away
    said = words()("stations.here_one" if here == 1 else "stations.here", count=here)
    return said + (words()("stations.and_away", count=away) if away else "")
