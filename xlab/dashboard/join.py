"""A visitor's phone: the page that the code on the wall opens. What it asks is answered by :mod:`.phones`."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from xlab.dashboard import voters
from xlab.dashboard.files import best_url, qr_of
from xlab.dashboard.languages import words
from xlab.dashboard.parts import json_error, parts
from xlab.dashboard.phones import REFUSED
from xlab.dashboard.ports.rounds import RoundRefused
from xlab.look.words import table

pages = Blueprint("join", __name__)


@pages.get("/join")
def home() -> ResponseReturnValue:
    """The page: joining first, then the round that is open."""
    said = {key: text for key, text in table("rounds", words().language).items() if key.startswith(("phone_", "res_"))}
    return render_template("join.html", words=said, joined=voters.voter() is not None)


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
