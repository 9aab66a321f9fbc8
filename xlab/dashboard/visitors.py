"""What a visitor's phone says beside the rounds: for whom it speaks, and what it would put on the board.

A few calls of each phone in a day, so these are plain pages in the threads; what a whole room does at once is
:mod:`xlab.dashboard.phones`. Who asks, and from where, is judged as there.
"""

from collections.abc import Callable
from typing import Final, TypeVar

import msgspec
from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from xlab.dashboard import voters
from xlab.dashboard.parts import json_error, parts
from xlab.dashboard.ports.visitors import Reason, VisitorRefused
from xlab.dashboard.visit_parts import tidied
from xlab.events.visitors import Side
from xlab.events.visits import Platform, Stakeholder
from xlab.nonsense import NONSENSE

pages = Blueprint("visitors", __name__, url_prefix="/api/v1/visitors")

REFUSED: Final[dict[Reason, tuple[int, str]]] = {
    "state": (409, "The board takes nothing now: no visit is open."),
    "unknown": (404, "There is no such thing on the board or in the log."),
    "wrong": (422, "This is nothing for the board. Say who it is, or which platform for whom."),
    "busy": (429, "This phone writes more than a person. Wait, or let others write."),
    "full": (503, "Too much waits for the facilitator. Try again later."),
    "not_stored": (507, "The kit could not store it. Nothing was changed."),
}
"""Status and sentence for each reason why nothing was stored."""


class SideNow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For whom this phone speaks; empty: they would rather not say."""

    side: Side


class OfferBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something for the board. With the id of a stakeholder on it, it adds to that one; else its id says nothing."""

    item: Stakeholder | Platform


Wish = TypeVar("Wish", SideNow, OfferBody)

WISHES: Final[dict[str, tuple[str, type[msgspec.Struct]]]] = {
    "/api/v1/visitors/side": ("Say for whom this phone speaks, or take it back.", SideNow),
    "/api/v1/visitors/offer": ("Offer something for the board; it waits for the facilitator.", OfferBody),
}
"""What a phone may POST, and with what."""


@pages.get("/me")
def me() -> ResponseReturnValue:
    """What this phone said, and whether the board takes offers."""
    voter = voters.voter()
    if voter is None:
        return _not_joined()
    return Response(msgspec.json.encode(parts().kit.visitors.me(voter)), mimetype="application/json")


@pages.post("/side")
def side() -> ResponseReturnValue:
    """For whom this phone speaks."""
    return _obey(SideNow, lambda voter, said: parts().kit.visitors.tell_side(voter, said.side))


@pages.post("/offer")
def offer() -> ResponseReturnValue:
    """Something for the board; it is on the card when this says so."""
    return _obey(OfferBody, lambda voter, said: parts().kit.visitors.offer(voter, tidied(said.item)))


def _obey(kind: type[Wish], obey: Callable[[str, Wish], None]) -> Response:
    if request.mimetype != "application/json":
        return json_error(400, "bad_request", "Phones speak JSON, and say so.")
    if not voters.same_site({"headers": [(key.lower().encode(), value.encode()) for key, value in request.headers]}):
        return json_error(403, "forbidden", "Only a page of this kit may ask this.")
    try:
        wish = msgspec.json.decode(request.get_data(), type=kind)
    except NONSENSE as error:
        return json_error(400, "bad_request", f"This is nothing a phone may ask: {error}")
    if (voter := voters.voter()) is None:
        return _not_joined()
    try:
        obey(voter, wish)
    except VisitorRefused as refused:
        status, sentence = REFUSED[refused.reason]
        return json_error(status, refused.reason, sentence)
    return Response(status=204)


def _not_joined() -> Response:
    return json_error(401, "not_joined", "This phone has not joined. Open the page of the code again.")
