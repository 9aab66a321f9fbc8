"""How phones reach the kit, its own Wi-Fi, and the networks around it: for the facilitator and for IT."""

from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xlab.dashboard.languages import words
from xlab.dashboard.parts import parts, staff_only
from xlab.dashboard.ports.network import NetworkRefused
from xlab.dashboard.visit_parts import clock
from xlab.link.network import Value
from xlab.look.saying import say, step_of

pages = Blueprint("network", __name__, url_prefix="/network")

_STATUS: Final = {"busy": 409, "cannot": 409, "gone": 404}
"""HTTP status of what was refused: 422, but for what is no fault of who asked."""

_LONGEST: Final = 200
"""Letters of a name or a password; a Wi-Fi has at most 64."""

_DONE: Final = ("own", "look", "forget", "switch_on")


@pages.get("")
@staff_only
def home() -> ResponseReturnValue:
    """The page."""
    t, done = words(), request.args.get("done", "")
    if done == "join":
        return _page(said=t("network.done_join", to=request.args.get("to", "")[:_LONGEST]))
    return _page(said=t(f"network.done_{done}") if done in _DONE else "")


@pages.post("/join")
@staff_only
def join() -> ResponseReturnValue:
    """Join a network that was heard, or one whose name was typed."""
    form = request.form
    try:
        to = parts().kit.network.join(
            form.get("network", "")[:_LONGEST], form.get("name", "")[:_LONGEST], form.get("password", "")[:_LONGEST]
        )
    except NetworkRefused as refused:
        return _refused(refused)
    return redirect(url_for("network.home", done="join", to=to), 303)


@pages.post("/own")
@staff_only
def own() -> ResponseReturnValue:
    """Open the kit's own Wi-Fi."""
    return _wish("own")


@pages.post("/look")
@staff_only
def look() -> ResponseReturnValue:
    """Look round again."""
    return _wish("look")


@pages.post("/switch-on")
@staff_only
def switch_on() -> ResponseReturnValue:
    """Switch Wi-Fi on."""
    return _wish("switch_on")


@pages.post("/forget")
@staff_only
def forget() -> ResponseReturnValue:
    """Forget a network that the kit joins by itself."""
    try:
        parts().kit.network.forget(request.form.get("network", "")[:_LONGEST])
    except NetworkRefused as refused:
        return _refused(refused)
    return redirect(url_for("network.home", done="forget"), 303)


def _wish(name: str) -> ResponseReturnValue:
    network = parts().kit.network
    try:
        {"own": network.own, "look": network.look, "switch_on": network.switch_on}[name]()
    except NetworkRefused as refused:
        return _refused(refused)
    return redirect(url_for("network.home", done=name), 303)


def _refused(refused: NetworkRefused) -> ResponseReturnValue:
    return _page(problem=words()(f"network.refused_{refused.reason}")), _STATUS.get(refused.reason, 422)


def _page(problem: str = "", said: str = "") -> str:
    t, page = words(), parts().kit.network.page()
    failed = page.failed
    return render_template(
        "network.html",
        page=page,
        next=_told(page.now.key, page.now.values),
        ways=[(one.way, one.ok, _told(one.key, one.values), _step(one.key, one.values)) for one in page.now.ways],
        problem=problem,
        said=said,
        failed=t("network.failed_when", time=clock(failed.at)) if failed is not None else "",
        why=t(f"network.failed_{failed.why}", to=failed.to) if failed is not None else "",
    )


def _told(key: str, values: dict[str, Value]) -> str:
    return say(words(), key, dict(values))


def _step(key: str, values: dict[str, Value]) -> str:
    return step_of(words(), key, dict(values))
