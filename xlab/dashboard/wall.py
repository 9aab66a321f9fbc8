"""The wall: one page for a projector, open to everyone in the room. It follows the kit by itself (``wall_live.py``)."""

from typing import Any

from flask import Blueprint, Response, g, render_template, request
from flask.typing import ResponseReturnValue

from xlab.dashboard.join import invitation
from xlab.dashboard.languages import COOKIE, words
from xlab.dashboard.parts import parts
from xlab.look.words import LANGUAGES, Words, table

pages = Blueprint("wall", __name__)

_BORROWED = {
    "rounds": ("res_", "lead_", "join_", "phone_result_few", "phone_agree", "phone_pass", "phone_disagree"),
    "board": ("nudge_", "group_", "stage_", "pattern_"),
    "visit": ("charter_",),
    "dashboard": ("source_",),
    "network": ("invite_", "kiosk_own", "kiosk_open"),
}
"""Words of other pages that the wall says as well."""


@pages.get("/wall")
def home() -> ResponseReturnValue:
    """The page, in the language of the visit unless somebody chose another."""
    chosen = bool(request.args.get("lang") in LANGUAGES or request.cookies.get(COOKIE))
    visit = parts().kit.visits.now()
    if visit is not None and not chosen:
        g.words = Words(visit.language)
    page = render_template(
        "wall.html",
        words=_words(),
        demos=_demos(),
        chosen=chosen,
        invited=invitation(),
    )
    return Response(page, mimetype="text/html")


def _words() -> dict[str, str]:
    language = words().language
    said = dict(table("wall", language))
    for area, starts in _BORROWED.items():
        said |= {key: text for key, text in table(area, language).items() if key.startswith(starts)}
    return said


def _demos() -> dict[str, dict[str, Any]]:
    """What each demo is called and asks, and whether visitors meet it here."""
    return {
        one.demo: {
            "title": one.manifest.title,
            "question": one.manifest.engagement.question,
            "on": one.standing == "on",
        }
        for one in parts().kit.demos.now().demos
        if one.manifest is not None
    }
