"""The page on which the kit is switched off or started anew; it says when the plug may be pulled."""

from typing import Final, get_args

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from xlab.dashboard.parts import parts, staff_only
from xlab.dashboard.ports.power import NotSwitched, Switch

pages = Blueprint("power", __name__, url_prefix="/power")

_STATUS: Final = {"refused": 403, "away": 503}


@pages.get("")
@staff_only
def home() -> ResponseReturnValue:
    """Two buttons, each of which asks once; where the machine would not obey, why."""
    return _page()


@pages.post("/<switch>")
@staff_only
def do(switch: Switch) -> ResponseReturnValue:
    """Switch it off, or off and on: the page follows it down."""
    if switch not in get_args(Switch):
        abort(404)
    try:
        parts().kit.care.power.do(switch)
    except NotSwitched as no:
        return _page(no.reason), _STATUS[no.reason]
    return render_template("power_gone.html", switch=switch), 202


def _page(refused: str = "") -> str:
    kit = parts().kit
    reason = refused or kit.care.power.may("off")
    visit = kit.visits.now()
    return render_template(
        "power.html", reason="" if reason == "yes" else reason, visiting=visit is not None and visit.state == "open"
    )
