"""The charter: written section by section while the visit is planned, frozen by opening, then changed with a reason."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Final

import msgspec
from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from xlab.dashboard.parts import facilitator_only, parts
from xlab.dashboard.visit_parts import (
    Changed,
    attempt,
    line,
    obey,
    paragraph,
    show,
    status_of,
    tidied,
    under_way,
    writing,
)
from xlab.events.visits import Charter, Line, Measure
from xlab.workshop.charter import changes, missing
from xlab.workshop.visit import VisitNow

pages = Blueprint("charter", __name__)

SECTIONS: Final = {
    "where": ("unit", "purpose"),
    "aim": ("vision", "objective", "key_result"),
    "promise": ("promise", "patience", "rewards"),
}
"""The sections of the form and their fields; the measures are a section of their own."""

TEXTS: Final = tuple(name for names in SECTIONS.values() for name in names)
LINES: Final = frozenset(field.name for field in msgspec.structs.fields(Charter) if field.type == Line)
MOST: Final = 12
"""Measures of success, as the facts allow."""

_OF_MEASURE: Final = ("what", "target", "owner", "review")


@pages.get("/visit/charter")
@facilitator_only
def home() -> ResponseReturnValue:
    """The page: a form while the visit is planned; then what was agreed, and every version."""
    return _page()


@pages.post("/visit/charter")
@facilitator_only
def write() -> ResponseReturnValue:
    """Keep a section; what the form does not name stays as it is."""
    said = _texts()

    def keep(charter: Charter) -> Charter:
        return msgspec.structs.replace(charter, **said)

    return obey(lambda: _rewrite(keep), "charter.home")


@pages.post("/visit/charter/measure")
@facilitator_only
def measure() -> ResponseReturnValue:
    """Add a measure, or change or ``remove`` the one the form showed (``was``)."""
    was, remove = request.form.get("was", ""), "remove" in request.form
    said = {name: line(name) for name in _OF_MEASURE if name in request.form}

    def keep(charter: Charter) -> Charter:
        measures = list(charter.measures)
        if was:
            at = _found(measures, was)
            changed = msgspec.convert({**msgspec.to_builtins(measures[at]), **said}, Measure)
            measures[at : at + 1] = [] if remove else [tidied(changed)]
        elif any(said.values()) and len(measures) < MOST:
            measures.append(tidied(msgspec.convert(said, Measure)))
        return msgspec.structs.replace(charter, measures=tuple(measures))

    return obey(lambda: _rewrite(keep), "charter.home", anchor="measures")


@pages.post("/visit/charter/amend")
@facilitator_only
def amend() -> ResponseReturnValue:
    """A new version, with its reason. What was typed stays on the page where it is refused."""
    reason = paragraph("reason")
    charter = msgspec.structs.replace(Charter(), **_texts())

    def write_it() -> None:
        nonlocal charter
        charter = msgspec.structs.replace(charter, measures=_measures())
        with writing:
            if under_way().versions[-1:] and under_way().versions[-1].sha256 != request.form.get("was"):
                raise Changed
            parts().kit.visits.amend(charter, reason)

    refused = attempt(write_it)
    if not refused:
        return redirect(url_for("charter.home"), 303)
    if parts().kit.visits.now() is None:
        return redirect(url_for("charter.home", refused=refused), 303)
    return _page(refused, charter, reason), status_of(refused)  # type: ignore[arg-type]


def seal(measure: Measure) -> str:
    """Names a measure as it is, so that a form that shows another one changes nothing."""
    return hashlib.sha256(msgspec.json.encode(measure)).hexdigest()[:16]


def history(now: VisitNow) -> list[dict[str, object]]:
    """Each version, the newest first, with what it changed: field, before, after."""
    before = [None, *now.versions][: len(now.versions)]
    told = []
    for number, (old, new) in enumerate(zip(before, now.versions, strict=True), 1):
        names = changes(old.charter, new.charter) if old is not None else ()
        told.append(
            {
                "number": number,
                "version": new,
                "changes": [
                    (name, getattr(old.charter, name), getattr(new.charter, name)) for name in names if old is not None
                ],
            }
        )
    return told[::-1]


def _page(refused: str = "", draft: Charter | None = None, reason: str = "") -> str:
    now = parts().kit.visits.now()
    return show(
        "charter.html",
        refused,
        sections=SECTIONS,
        lines=LINES,
        most=MOST,
        seal=seal,
        lacks=missing(now.charter) if now is not None else (),
        history=history(now) if now is not None else [],
        draft=draft or (now.charter if now is not None else Charter()),
        reason=reason,
        was_refused=bool(refused),
        amending=draft is not None or "amend" in request.args,
    )


def _rewrite(keep: Callable[[Charter], Charter]) -> None:
    """Change the charter that is planned; what does not change it is not written."""
    with writing:
        now = under_way()
        charter = keep(now.charter)
        if charter != now.charter or now.state != "planned":
            parts().kit.visits.write_charter(charter)


def _texts() -> dict[str, str]:
    return {name: (line if name in LINES else paragraph)(name) for name in TEXTS if name in request.form}


def _measures() -> tuple[Measure, ...]:
    """The measures of the whole form: those of which anything is filled in."""
    columns = [request.form.getlist(name) for name in _OF_MEASURE]
    if len({len(column) for column in columns}) != 1 or len(columns[0]) > MOST:
        abort(400)
    rows = [dict(zip(_OF_MEASURE, row, strict=True)) for row in zip(*columns, strict=True)]
    return tuple(tidied(msgspec.convert(row, Measure)) for row in rows if any(value.strip() for value in row.values()))


def _found(measures: Sequence[Measure], was: str) -> int:
    for at, one in enumerate(measures):
        if seal(one) == was:
            return at
    raise Changed
