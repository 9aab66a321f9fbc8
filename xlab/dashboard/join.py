"""A visitor's phone: the page that the code on the wall opens, and what the page asks of the kit."""

from collections.abc import Callable
from typing import Final, TypeVar

import msgspec
from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from xlab.dashboard import voters
from xlab.dashboard.files import best_url, qr_of
from xlab.dashboard.languages import words
from xlab.dashboard.parts import json_error, parts
from xlab.dashboard.ports.rounds import IdeaNow, Refusal, RoundRefused
from xlab.dashboard.tidy import tidy
from xlab.events.rounds import AnswerValue
from xlab.look.words import table
from xlab.nonsense import NONSENSE

pages = Blueprint("join", __name__)


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer to one item of a round, or to the round where it has one."""

    value: AnswerValue
    item: str = msgspec.field(default="")


class Own(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of a visitor."""

    text: str


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A wish that says all by its name."""


class MineNow(msgspec.Struct, frozen=True, kw_only=True):
    """What this phone said in one round: its answers by item, and its ideas with what became of them."""

    round: str
    answers: dict[str, AnswerValue]
    ideas: tuple[IdeaNow, ...]


Wish = TypeVar("Wish", Answer, Own, Nothing)

REFUSED: Final[dict[Refusal, tuple[int, str]]] = {
    "closed": (409, "This round is closed."),
    "unknown": (404, "This kit has no such round."),
    "wrong": (422, "This is no answer to this question."),
    "busy": (429, "This phone answers faster than a person. Wait a second."),
    "full": (503, "No further phone can join now."),
    "not_stored": (507, "The kit could not store it. Nothing was changed."),
}
"""Status and sentence for each reason why nothing was stored."""

WISHES: Final[dict[str, tuple[str, type[msgspec.Struct]]]] = {
    "/api/v1/rounds/join": ("Join with this phone; the cookie it gets is a random word.", Nothing),
    "/api/v1/rounds/{round_id}/answer": ("Answer, or change an answer. Sending it again changes nothing.", Answer),
    "/api/v1/rounds/{round_id}/idea": ("Write an idea; it waits for the facilitator.", Own),
    "/api/v1/rounds/forget": ("Erase what this phone said, and leave.", Nothing),
}
"""What a phone may POST, and with what."""


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


@pages.get("/api/v1/rounds/mine")
def mine() -> ResponseReturnValue:
    """What this phone said so far."""
    voter = voters.voter()
    return _not_joined() if voter is None else _mine(voter)


@pages.post("/api/v1/rounds/join")
def join() -> ResponseReturnValue:
    """Take this phone in; one that is in stays who it is."""

    def take_in(_: Nothing) -> Response:
        known = voters.voter()
        voter = known or parts().kit.rounds.join()
        response = _mine(voter)
        if known is None:
            voters.give(response, voter)
        return response

    return _obey(Nothing, take_in)


@pages.post("/api/v1/rounds/<round_id>/answer")
def answer(round_id: str) -> ResponseReturnValue:
    """Take an answer; it is on the card when this says so."""

    def keep(said: Answer) -> Response:
        if (voter := voters.voter()) is None:
            return _not_joined()
        parts().kit.rounds.answer(voter, round_id, said.item, said.value)
        return Response(status=204)

    return _obey(Answer, keep)


@pages.post("/api/v1/rounds/<round_id>/idea")
def idea(round_id: str) -> ResponseReturnValue:
    """Take an idea; it is on the card when this says so."""

    def keep(own: Own) -> Response:
        if (voter := voters.voter()) is None:
            return _not_joined()
        if not (text := tidy(own.text)):
            raise RoundRefused("wrong")
        parts().kit.rounds.add_idea(voter, round_id, text)
        return Response(status=204)

    return _obey(Own, keep)


@pages.post("/api/v1/rounds/forget")
def forget() -> ResponseReturnValue:
    """Erase all this phone said, and take its word away."""

    def erase(_: Nothing) -> Response:
        if (voter := voters.voter()) is not None:
            parts().kit.rounds.forget(voter)
        response = Response(status=204)
        voters.take(response)
        return response

    return _obey(Nothing, erase)


def refusal(refused: RoundRefused) -> Response:
    """Why nothing was stored, for the page and for programs."""
    status, sentence = REFUSED[refused.reason]
    return json_error(status, refused.reason, sentence)


def _obey(kind: type[Wish], obey: Callable[[Wish], Response]) -> Response:
    """Read the wish, see whose page asks, and do it."""
    try:
        wish = msgspec.json.decode(request.get_data() or b"{}", type=kind)
    except NONSENSE as error:
        return json_error(400, "bad_request", f"This is nothing a phone may ask: {error}")
    if request.mimetype != "application/json":
        return json_error(400, "bad_request", "Phones speak JSON, and say so.")
    if not voters.same_site():
        return json_error(403, "forbidden", "Only a page of this kit may ask this.")
    try:
        return obey(wish)
    except RoundRefused as refused:
        return refusal(refused)


def _mine(voter: str) -> Response:
    said = [
        MineNow(round=one.now.round, answers=dict(one.answers), ideas=one.ideas)
        for one in parts().kit.rounds.mine(voter)
    ]
    return Response(msgspec.json.encode(said), mimetype="application/json")


def _not_joined() -> Response:
    return json_error(401, "not_joined", "This phone has not joined. Open the page of the code again.")
