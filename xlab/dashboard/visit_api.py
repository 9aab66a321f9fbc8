"""The visit for programs: everything its pages do, and what they show."""

from collections.abc import Callable
from typing import Annotated, Any, Final, Literal

import msgspec
from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from msgspec import Meta

from xlab.dashboard import board, decisions
from xlab.dashboard.lines import edit
from xlab.dashboard.parts import facilitator_only, json_error, parts
from xlab.dashboard.ports.groups import LeftOpen
from xlab.dashboard.ports.visitors import OfferNow
from xlab.dashboard.ports.visits import VisitRefused
from xlab.dashboard.visit_parts import status_of, tidied, under_way, writing
from xlab.events.rounds import Id, Language, Verdict
from xlab.events.visits import BoardItem, Charter, Decided, EditedLine, Line, Noted, Paragraph
from xlab.nonsense import NONSENSE
from xlab.workshop.board import Nudge
from xlab.workshop.charter import missing
from xlab.workshop.suggest import Suggestion
from xlab.workshop.visit import Step, VisitNow

pages = Blueprint("visit_api", __name__, url_prefix="/api/v1/visits")

SENTENCES: Final = {
    "state": "The visit is not in the state for this. Ask how it is now.",
    "missing": "The charter is not complete. Fill in what is missing first.",
    "unknown": "There is no such thing on the board or in the log.",
    "wrong": "This is not filled in rightly. Nothing was changed.",
    "full": "There is too much on the board. Take something off first.",
    "not_stored": "The kit's card does not take it. Make room on it, then try again.",
    "rounds": "A round is open. Say in rounds whether to close it or to leave it open.",
    "few": "Two lines at least must stay. Nothing was changed.",
    "many": "A demo shows 40 lines at the most. Leave some out.",
    "long": "All lines together are too long for a phone. Say it in fewer words.",
}


class Wish(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a program may ask."""


class Plan(Wish, frozen=True):
    """The visit to plan; a practice is simulated and gone at its end."""

    language: Language
    practice: bool = False


class Write(Wish, frozen=True):
    """The whole charter, while the visit is planned."""

    charter: Charter


class Amend(Wish, frozen=True):
    """A new version of the frozen charter, and why."""

    charter: Charter
    reason: Paragraph


class Take(Wish, frozen=True):
    """A step of the visit's course."""

    step: Step


class PutItem(Wish, frozen=True):
    """Something for the board, in place of what has its id."""

    item: BoardItem
    by: Literal["facilitator", "visitor"] = "facilitator"


class Drop(Wish, frozen=True):
    """What to take off the board, and why."""

    item: Annotated[str, Meta(min_length=1, max_length=70)]
    reason: Line = ""


class Decide(Wish, frozen=True):
    """A decision for the log."""

    decided: Decided


class Note(Wish, frozen=True):
    """A note for the report, in place of what has its id."""

    noted: Noted


class NextGroup(Wish, frozen=True):
    """The next group; ``rounds`` says what becomes of those that the facilitator left open."""

    rounds: LeftOpen = ""


class EditLines(Wish, frozen=True):
    """All lines of a demo as they are wanted, in order; none: as the demo has them."""

    demo: Id
    lines: Annotated[tuple[EditedLine, ...], Meta(max_length=120)] = ()


class JudgeOffer(Wish, frozen=True):
    """What becomes of what a visitor offers for the board; ``reason`` says why it was parked."""

    offer: Id
    verdict: Verdict
    reason: Line = ""


class Planned(msgspec.Struct, frozen=True):
    """The id of the visit that was planned."""

    visit: Id


class VisitHere(msgspec.Struct, frozen=True):
    """The visit under way: what its charter lacks, what is missing on its board, what rules and visitors suggest."""

    visit: VisitNow | None
    missing: tuple[str, ...] = ()
    nudges: tuple[Nudge, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    rules_problem: str = ""
    offers: tuple[OfferNow, ...] = ()


@pages.get("")
@facilitator_only
def every() -> ResponseReturnValue:
    """Every visit, the newest first."""
    return _json(parts().kit.visits.all())


@pages.get("/now")
@facilitator_only
def here() -> ResponseReturnValue:
    """The visit under way."""
    visits = parts().kit.visits
    visit = visits.now()
    if visit is None:
        return _json(VisitHere(None, rules_problem=visits.rules_problem()))
    lacks, nudges = missing(visit.charter), visit.board.nudges()
    offers = parts().kit.visitors.offers()
    return _json(VisitHere(visit, lacks, nudges, visits.suggestions(), visits.rules_problem(), offers))


@pages.get("/lines")
@facilitator_only
def editable() -> ResponseReturnValue:
    """The words of demos that may be edited."""
    return _json(parts().kit.lines.all())


def _view(what: str) -> Callable[[], ResponseReturnValue]:
    @facilitator_only
    def view() -> ResponseReturnValue:
        return _do(what)

    return view


def _do(what: str) -> Response:
    _, kind, obey = ORDERS[what]
    try:
        wish = msgspec.json.decode(request.get_data() or b"{}", type=kind)
    except NONSENSE as error:
        return json_error(400, "bad_request", f"This is no order about the visit: {error}")
    try:
        said = obey(wish)
    except VisitRefused as refused:
        return json_error(status_of(refused.reason), refused.reason, SENTENCES[refused.reason])
    return _json(said) if said is not None else Response(status=204)


def _plan(wish: Plan) -> Planned:
    return Planned(parts().kit.visits.plan(wish.language, wish.practice))


def _write(wish: Write) -> None:
    with writing:
        parts().kit.visits.write_charter(tidied(wish.charter))


def _amend(wish: Amend) -> None:
    clean = tidied(wish)
    with writing:
        parts().kit.visits.amend(clean.charter, clean.reason)


def _put(wish: PutItem) -> None:
    item = tidied(wish.item)
    board.check(item, under_way().board)
    with writing:
        parts().kit.visits.put(item, wish.by)


def _drop(wish: Drop) -> None:
    parts().kit.visits.drop(wish.item, tidied(wish).reason)


def _decide(wish: Decide) -> None:
    decided = tidied(wish.decided)
    with writing:
        decisions.check(decided, under_way())
        parts().kit.visits.decide(decided)


ORDERS: Final[dict[str, tuple[str, type[Wish], Callable[[Any], msgspec.Struct | None]]]] = {
    "plan": ("Plan a visit, if none is under way.", Plan, _plan),
    "charter": ("Write the charter, while the visit is planned.", Write, _write),
    "amend": ("Make a new version of the frozen charter.", Amend, _amend),
    "step": (
        "Open, close, reopen or sign off. Signing off deletes raw data for good.",
        Take,
        lambda wish: parts().kit.visits.step(wish.step),
    ),
    "put": ("Put something on the board, or change it.", PutItem, _put),
    "drop": ("Take something off the board.", Drop, _drop),
    "judge": (
        "Put what a visitor offers on the board, park it with a reason, or hide it as abuse.",
        JudgeOffer,
        lambda wish: board.judge_offer(wish.offer, wish.verdict, tidied(wish).reason),
    ),
    "decide": ("Put a decision into the log, once.", Decide, _decide),
    "note": (
        "Write a note for the report, or change it.",
        Note,
        lambda wish: parts().kit.visits.note(tidied(wish.noted)),
    ),
    "lines": (
        "Edit the words of a demo for this visit, all of them at once. They hold from the next run on.",
        EditLines,
        lambda wish: edit(wish.demo, wish.lines),
    ),
    "group": (
        "The next group comes in: stations begin anew, and badges that came back belong to nobody.",
        NextGroup,
        lambda wish: parts().kit.groups.begin(wish.rounds),
    ),
}
"""What a facilitator may POST: what it does, with what, and how."""

for _what in ORDERS:
    pages.add_url_rule(f"/{_what}", _what, _view(_what), methods=["POST"])


def _json(said: object) -> Response:
    return Response(msgspec.json.encode(said), mimetype="application/json")
