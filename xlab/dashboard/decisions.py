"""The log of decisions: what, why, by which rule, whose it is, until when. A later one replaces, and both stay."""

import uuid

import msgspec
from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from xlab.dashboard.parts import facilitator_only, parts
from xlab.dashboard.ports.visits import VisitRefused
from xlab.dashboard.visit_parts import attempt, line, paragraph, said_in, show, status_of, tidied, under_way, writing
from xlab.events.visits import Decided
from xlab.workshop.visit import VisitNow

pages = Blueprint("decisions", __name__)

_FIELDS = ("what", "why", "rule", "owner", "until", "instead_of", "round")


@pages.get("/visit/decisions")
@facilitator_only
def home() -> ResponseReturnValue:
    """The log, the newest first, and the form of the next one."""
    return _page()


@pages.post("/visit/decisions")
@facilitator_only
def write() -> ResponseReturnValue:
    """Put a decision into the log; ``decision`` is the form's own id, so that sending it twice is harmless."""
    said = {name: paragraph(name) if name in ("what", "why") else line(name) for name in _FIELDS}

    def put() -> None:
        if not said["what"]:
            raise VisitRefused("wrong")
        decided = tidied(msgspec.convert({**said, "decision": request.form.get("decision", "")}, Decided))
        with writing:
            if decided.decision not in under_way().decisions:
                check(decided, under_way())
                parts().kit.visits.decide(decided)

    refused = attempt(put)
    if not refused:
        return redirect(url_for("decisions.home"), 303)
    return _page(refused, said), status_of(refused)  # type: ignore[arg-type]


def check(decided: Decided, now: VisitNow) -> None:
    """Whether what it replaces still holds, and what it rests on is there. Raises :class:`VisitRefused`."""
    if decided.round and decided.round not in {one.now.round for one in parts().kit.rounds.all()}:
        raise VisitRefused("unknown")
    if decided.instead_of and (decided.instead_of not in now.decisions or decided.instead_of in replaced(now)):
        raise VisitRefused("unknown")


def replaced(now: VisitNow) -> dict[str, Decided]:
    """The decisions that hold no more, by id, each with the one that replaced it."""
    return {one.instead_of: one for one in now.decisions.values() if one.instead_of}


def _page(refused: str = "", said: dict[str, str] | None = None) -> str:
    now = parts().kit.visits.now()
    gone = replaced(now) if now is not None else {}
    every = list(now.decisions.values())[::-1] if now is not None else []
    return show(
        "decisions.html",
        refused,
        decisions=every,
        replaced=gone,
        holding=[one for one in every if one.decision not in gone],
        said=said or {"instead_of": request.args.get("instead_of", "")},
        fresh=uuid.uuid4().hex,
        asked=[(one.now.round, said_in(one.now.question.text)) for one in parts().kit.rounds.all() if not one.now.open],
    )
