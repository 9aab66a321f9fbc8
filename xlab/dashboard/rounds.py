"""The facilitator's page of rounds: asking the room, letting ideas through, closing; and its interface."""

from collections.abc import Callable
from typing import Annotated, Final, TypeVar

import msgspec
from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from xlab.dashboard.join import invitation, refusal
from xlab.dashboard.languages import words
from xlab.dashboard.lines import editable
from xlab.dashboard.parts import facilitator_only, json_error, parts
from xlab.dashboard.ports.rounds import RoundRefused
from xlab.dashboard.rounds_now import all_of
from xlab.dashboard.starters import KINDS, starters
from xlab.dashboard.tidy import tidy
from xlab.events.rounds import Option, Question, Shows, Verdict
from xlab.events.rounds import Words as Said
from xlab.look.words import table
from xlab.nonsense import NONSENSE
from xlab.workshop.answers import flaw

pages = Blueprint("rounds", __name__)


class Put(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question for the room. ``shows`` is when its results are seen, and never changes."""

    question: Question
    shows: Shows


class Judge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes of an idea; ``reason`` says why it was parked."""

    idea: Annotated[str, msgspec.Meta(max_length=60)]
    verdict: Verdict
    reason: Annotated[str, msgspec.Meta(max_length=300)] = ""


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An order that says all by its name."""


class Opened(msgspec.Struct, frozen=True):
    """The round that was opened."""

    round: str


Order = TypeVar("Order", Put, Judge, Nothing)

ORDERS: Final[dict[str, tuple[str, type[msgspec.Struct]]]] = {
    "/api/v1/rounds/open": ("Put a question to the room.", Put),
    "/api/v1/rounds/{round_id}/close": ("Take no more answers.", Nothing),
    "/api/v1/rounds/{round_id}/judge": ("Show an idea, park it with a reason, or hide it as abuse.", Judge),
}
"""What a facilitator may POST, and with what."""


@pages.get("/rounds")
@facilitator_only
def home() -> ResponseReturnValue:
    """The page."""
    said = {key: text for key, text in table("rounds", words().language).items() if not key.startswith("ready_")}
    visit = parts().kit.visits.now()
    sides = {f"own_{key}": text for key, text in table("phone", words().language).items() if key.startswith("side_")}
    return render_template(
        "rounds.html",
        words=said | sides,
        kinds=KINDS,
        starters=msgspec.to_builtins(starters()),
        invited=invitation(),
        over=visit is not None and visit.state == "closed",
        editable=editable(),
    )


@pages.get("/rounds/join")
@facilitator_only
def invite() -> ResponseReturnValue:
    """The code that opens the phones' page, as large as the screen."""
    said = table("rounds", words().language)
    counted = {key: text for key, text in said.items() if key.startswith("lead_")}
    return render_template("rounds_join.html", invited=invitation(), words=counted)


@pages.get("/api/v1/rounds")
@facilitator_only
def state() -> ResponseReturnValue:
    """Every round, the newest first."""
    return _json(all_of(parts().kit.rounds))


@pages.post("/api/v1/rounds/open")
@facilitator_only
def put() -> ResponseReturnValue:
    """Put a question to the room."""

    def ask(order: Put) -> Response:
        question = tidy_question(order.question)
        if wrong := flaw(question):
            return json_error(422, "no_question", wrong)
        return _json(Opened(parts().kit.rounds.open(question, order.shows)))

    return _obey(Put, ask)


@pages.post("/api/v1/rounds/<round_id>/close")
@facilitator_only
def close(round_id: str) -> ResponseReturnValue:
    """Take no more answers."""

    def end(_: Nothing) -> Response:
        parts().kit.rounds.close(round_id)
        return Response(status=204)

    return _obey(Nothing, end)


@pages.post("/api/v1/rounds/<round_id>/judge")
@facilitator_only
def judge(round_id: str) -> ResponseReturnValue:
    """Show an idea, park it with a reason, or hide it."""

    def say(order: Judge) -> Response:
        reason = tidy(order.reason)
        if order.verdict == "parked" and not reason:
            return json_error(422, "no_reason", "An idea is parked with a reason. Say why.")
        parts().kit.rounds.judge(round_id, order.idea, order.verdict, reason)
        return Response(status=204)

    return _obey(Judge, say)


def tidy_question(question: Question) -> Question:
    """The question with its words tidied."""
    options = tuple(Option(id=option.id, text=_tidied(option.text), cost=option.cost) for option in question.options)
    return msgspec.structs.replace(
        question, text=_tidied(question.text), options=options, low=_tidied(question.low), high=_tidied(question.high)
    )


def _tidied(said: Said) -> Said:
    return {language: plain for language, text in said.items() if (plain := tidy(text))}


def _obey(kind: type[Order], obey: Callable[[Order], Response]) -> Response:
    try:
        order = msgspec.json.decode(request.get_data() or b"{}", type=kind)
    except NONSENSE as error:
        return json_error(400, "bad_request", f"This is no order about rounds: {error}")
    try:
        return obey(order)
    except RoundRefused as refused:
        return refusal(refused)


def _json(said: msgspec.Struct) -> Response:
    return Response(msgspec.json.encode(said), mimetype="application/json")
