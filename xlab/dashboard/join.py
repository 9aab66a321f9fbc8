"""A visitor's phone: the page that the code on the wall opens. What it asks is answered by :mod:`.phones`."""

from typing import Final

import msgspec
from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from xlab.dashboard import voters
from xlab.dashboard.board import KINDS
from xlab.dashboard.files import address_of, qr_of
from xlab.dashboard.languages import words
from xlab.dashboard.parts import json_error, parts
from xlab.dashboard.phones import REFUSED
from xlab.dashboard.ports.rounds import RoundRefused
from xlab.link import KitInfo, NetworkNow, OwnWifi
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
    return qr_of(invitation().address or None)


@pages.get("/join/wifi.svg")
def wifi() -> ResponseReturnValue:
    """The code that a phone scans to join the kit's own Wi-Fi, for all who see the wall or a screen of the kit."""
    own = invitation().own
    return qr_of(own.code if own is not None else None)


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """What phones need: first the kit's ``own`` Wi-Fi or the one named ``network``, if any; then the ``address``.

    ``address`` is empty while the kit is on no network.
    """

    own: OwnWifi | None = None
    network: str = ""
    address: str = ""


def invitation_of(info: KitInfo) -> Invitation:
    """How phones join a kit that is reached so."""
    address = address_of(info)
    if address is None:
        return Invitation()
    now = info.network or NetworkNow()
    return Invitation(own=now.own, network=now.network, address=f"{address}join")


def invitation() -> Invitation:
    """How phones join now."""
    return invitation_of(parts().kit.info())


def refusal(refused: RoundRefused) -> Response:
    """Why nothing was stored, for the page and for programs."""
    status, sentence = REFUSED[refused.reason]
    return json_error(status, refused.reason, sentence)
