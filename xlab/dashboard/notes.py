"""Notes for the report, written while people talk: what was learned, what happens next, what stays open."""

import uuid
from collections.abc import Sequence
from typing import Final

import msgspec
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from xlab.dashboard.parts import facilitator_only, parts
from xlab.dashboard.ports.visits import VisitRefused
from xlab.dashboard.visit_parts import line, obey, paragraph, show, tidied, under_way, writing
from xlab.events.visits import Noted
from xlab.workshop.visit import VisitNow

pages = Blueprint("notes", __name__)

KINDS: Final = ("learned", "next", "open")

MOST: Final = 300
"""Notes of a visit: many more than a room says in a day."""


@pages.get("/visit/notes")
@facilitator_only
def home() -> ResponseReturnValue:
    """The notes by kind, the newest first, and a field for the next one."""
    now = parts().kit.visits.now()
    every = list(now.notes.values())[::-1] if now is not None else []
    return show(
        "notes.html",
        kinds={kind: [one for one in every if one.kind == kind] for kind in KINDS},
        carried={one.note for one in carried(now, parts().kit.visits.all())},
        fresh=uuid.uuid4().hex,
    )


@pages.post("/visit/notes")
@facilitator_only
def write() -> ResponseReturnValue:
    """Write a note, or change what the form names of it; sending the same twice is harmless."""
    texts = {"text": paragraph, "owner": line, "until": line, "kind": line}
    said: dict[str, object] = {name: read(name) for name, read in texts.items() if name in request.form}
    if "done" in request.form:
        said["done"] = request.form["done"] == "yes"

    def put() -> None:
        note = request.form.get("note", "")
        with writing:
            notes = under_way().notes
            before = notes.get(note)
            if before is None and len(notes) >= MOST:
                raise VisitRefused("full")
            was = msgspec.to_builtins(before) if before is not None else {"note": note}
            noted = tidied(msgspec.convert({"type": "Noted", **was, **said}, Noted))
            if not noted.text:
                raise VisitRefused("wrong")
            if noted != before:
                parts().kit.visits.note(noted)

    return obey(put, "notes.home")


def carried(now: VisitNow | None, every: Sequence[VisitNow]) -> list[Noted]:
    """What the last visit left to do and is not done yet, of this visit's notes; ``every`` has the newest first."""
    last = next((one for one in every if one.state == "signed_off" and not one.practice), None)
    if now is None or last is None or now.practice:
        return []
    return [one for one in now.notes.values() if not one.done and one.note in last.notes]
