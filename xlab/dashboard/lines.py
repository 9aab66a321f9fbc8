"""The page of a demo's words that the facilitator edits for the visit: reword, leave out, add, put back."""

import uuid
from collections.abc import Iterable
from typing import Final

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from xlab.dashboard.parts import facilitator_only, parts
from xlab.dashboard.ports.lines import DemoLines
from xlab.dashboard.ports.rounds import Moderated
from xlab.dashboard.tidy import tidy
from xlab.dashboard.visit_parts import attempt, said_in, show, writing
from xlab.events.visits import EditedLine
from xlab.workshop.lines import ADDED, LONGEST

pages = Blueprint("lines", __name__)

_FRESH: Final = 12
"""Letters of what tells one added line from another."""


@pages.get("/rounds/words/<demo>")
@facilitator_only
def one(demo: str) -> ResponseReturnValue:
    """The lines of one demo."""
    found = _known(demo)
    return show(
        "lines.html",
        found=found,
        rows=rows(found),
        others=[each for each in parts().kit.lines.all() if each.demo != demo],
        going=[each for each in parts().kit.rounds.all() if _goes_on(each, demo)],
        names={spot.id: spot.name for spot in parts().kit.room().spots},
        fresh=uuid.uuid4().hex[:_FRESH],
        most=LONGEST,
        said=said_in,
    )


@pages.post("/rounds/words/<demo>")
@facilitator_only
def write(demo: str) -> ResponseReturnValue:
    """Change one line, add one, or put all of them back; sending the same twice is harmless."""

    def change() -> None:
        with writing:
            found = _known(demo)
            edit(demo, () if request.form.get("do") == "all" else _changed(found))

    reason = attempt(change)
    return redirect(url_for("lines.one", demo=demo, refused=reason or None), 303)


def edit(demo: str, lines: Iterable[EditedLine]) -> None:
    """Hand on all lines of a demo, their texts tidied. Raises VisitRefused."""
    tidied = (EditedLine(key=line.key, text=tidy(line.text, LONGEST), out=line.out) for line in lines)
    parts().kit.lines.edit(demo, tuple(tidied))


def rows(found: DemoLines) -> list[EditedLine]:
    """Every line there is, as it was edited or as the demo has it, also those that are left out."""
    known = [line for line in found.edited if line.key in found.own or line.text]
    mentioned = {line.key for line in known}
    return [*known, *(EditedLine(key=key) for key in found.own if key not in mentioned)]


def _changed(found: DemoLines) -> tuple[EditedLine, ...]:
    """All lines after what the form asks; none if that leaves them as the demo has them."""
    key, do = request.form.get("key", ""), request.form.get("do", "")
    if do == "add":
        key = f"{found.table}.{ADDED}{key}"
    lines = {line.key: line for line in rows(found)}
    before = lines.get(key, EditedLine(key=key))
    text = tidy(request.form["text"], LONGEST) if "text" in request.form else before.text
    own = found.own.get(key)
    if do == "own" or (own is not None and text == said_in(own)):
        text = ""
    lines[key] = EditedLine(key=key, text=text, out=do == "out" or (before.out and do != "in"))
    # A line of the facilitator's that says nothing is gone.
    left = tuple(line for line in lines.values() if line.text or line.key in found.own)
    plain = tuple(EditedLine(key=key) for key in found.own)
    return () if left == plain else left


def _known(demo: str) -> DemoLines:
    found = next((each for each in parts().kit.lines.all() if each.demo == demo), None)
    if found is None:
        abort(404)
    return found


def _goes_on(one: Moderated, demo: str) -> bool:
    return one.now.lasts and one.now.open and one.demo == demo


def editable() -> list[tuple[str, str]]:
    """Id and title of each demo that has words to edit, for pages that lead here."""
    return sorted(((each.demo, said_in(each.title)) for each in parts().kit.lines.all()), key=lambda one: one[1])
