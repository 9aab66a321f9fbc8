"""A visitor's phone: the page that the code on the wall opens. What it asks is answered by :mod:`.phones`."""

from typing import Final

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from xlab.dashboard import voters
from xlab.dashboard.board import KINDS
from xlab.dashboard.files import best_url, qr_of
from xlab.dashboard.languages import words
from xlab.dashboard.parts import json_error, parts
from xlab.dashboard.phones import REFUSED
from xlab.dashboard.ports.rounds import RoundRefused
from xlab.look.words import table
from xlab.workshop.board import GROUPS, STAGES, WORTHS

pages = Blueprint("join", __name__)


_OF_BOARD: Final = ("group_", "worth_", "kind_", "stage_", "pattern_", "name_example", "name_hint")
"""Words of the board that a phone says as well."""

PATTERNS: Final = tuple(
    key.removeprefix("pattern_").replace("_", " ") for key in table("board", "en") if key.startswith("pattern_")
)
"""Platforms that have a name in every language."""


@pages.get("/join")
def home() -> ResponseReturnValue:
    """The page: joining first, then the round that is open. See :mod:`.arrival` before anything else is put on it."""
    language = words().language
    said = {key: text for key, text in table("rounds", language).items() if key.startswith(("phone_", "res_"))}
    said |= {f"own_{key}": text for key, text in table("phone", language).items()}
    said |= {f"board_{key}": text for key, text in table("board", language).items() if key.startswith(_OF_BOARD)}
    lists = {"groups": GROUPS, "worths": WORTHS, "kinds": KINDS, "stages": STAGES, "patterns": PATTERNS}
    return render_template("join.html", words=said, lists=lists, joined=voters.voter() is not None)


@pages.get("/join.svg")
def qr() -> ResponseReturnValue:
    """The address of the page as a QR code."""
    return qr_of(join_address())


def join_address() -> str | None:
    """Where phones join; None while the kit is on no network."""
    address = best_url(parts().kit.info().urls)
    return None if address is None else f"{address}join"


def refusal(refused: RoundRefused) -> Response:
    """Why nothing was stored, for the page and for programs."""
    status, sentence = REFUSED[refused.reason]
    return json_error(status, refused.reason, sentence)
