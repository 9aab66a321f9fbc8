"""What is printed for the room: posters, signs, stickers and cards, each as a picture on the page and as a PDF."""

import hashlib
import logging
import threading
from typing import Final, Literal, cast, get_args

import msgspec
from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from xlab.dashboard.join import Invitation, invitation
from xlab.dashboard.languages import words
from xlab.dashboard.packing import called, coloured
from xlab.dashboard.parts import facilitator_only, parts
from xlab.dashboard.ports.demos import DemoNow
from xlab.events.rounds import Language
from xlab.look.words import Words
from xlab.report.prints import KINDS, Kind, Piece, Place, Sheet, Sticker, preview
from xlab.report.rendering import run

pages = Blueprint("prints", __name__)

_log = logging.getLogger(__name__)

_EXTENSION: Final = "xlab-prints"

State = Literal["none", "making", "ready", "old", "failed"]
"""``old``: it can be opened, but the kit is another one since; ``failed``: nothing could be made."""


class Press:
    """Makes PDFs one after another, each in a process of its own, and keeps the last of each kind and language."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._made: dict[tuple[Kind, Language], tuple[Sheet, bytes | None]] = {}
        self._making: set[tuple[Kind, Language]] = set()

    def make(self, sheet: Sheet) -> None:
        """Begin to make it, unless one of its kind and language is being made."""
        key = (sheet.kind, sheet.language)
        if key in self._making:
            return
        self._making.add(key)
        threading.Thread(target=self._make, args=(key, sheet), name="print", daemon=True).start()

    def state(self, sheet: Sheet) -> State:
        """How far it is."""
        key = (sheet.kind, sheet.language)
        if key in self._making:
            return "making"
        made, pdf = self._made.get(key, (None, None))
        if made is None:
            return "none"
        return "failed" if pdf is None else "ready" if made == sheet else "old"

    def pdf(self, kind: Kind, language: Language) -> bytes | None:
        """The last one that was made."""
        return self._made.get((kind, language), (None, None))[1]

    def _make(self, key: tuple[Kind, Language], sheet: Sheet) -> None:
        try:
            with self._turn:
                pdf, why = run("xlab.report.prints_process", [], msgspec.json.encode(sheet))
            if pdf is None:
                _log.warning("A print could not be made: %s", why)
            self._made[key] = (sheet, pdf)
        except OSError as error:
            _log.warning("A print could not be made: %s", error)
            self._made[key] = (sheet, None)
        finally:
            self._making.discard(key)


@pages.get("/print")
@facilitator_only
def home() -> ResponseReturnValue:
    """The page; ``in`` is the language of the prints."""
    language = _language()
    sheets = [_sheet(kind, language) for kind in KINDS]
    states = {sheet.kind: press().state(sheet) for sheet in sheets}
    return render_template(
        "prints.html",
        sheets=sheets,
        states=states,
        lacks={sheet.kind: _lacks(sheet) for sheet in sheets},
        language=language,
        stamp=hashlib.sha256(msgspec.json.encode(sheets)).hexdigest()[:12],
    )


@pages.post("/print/<kind>")
@facilitator_only
def make(kind: str) -> ResponseReturnValue:
    """Begin to make a PDF."""
    sheet = _sheet(_kind(kind), _language())
    if _lacks(sheet) in ("", "no_mark"):
        press().make(sheet)
    return redirect(f"{url_for('prints.home')}?in={sheet.language}", 303)


@pages.get("/print/<kind>-<language>.pdf")
@facilitator_only
def pdf(kind: str, language: str) -> ResponseReturnValue:
    """The PDF that was made last."""
    made = press().pdf(_kind(kind), _spoken(language))
    if made is None:
        abort(404)
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="xlab-{kind}-{language}.pdf"'
    return response


@pages.get("/print/<kind>-<language>.svg")
@facilitator_only
def picture(kind: str, language: str) -> ResponseReturnValue:
    """What it will look like: its first sheet."""
    sheet = _sheet(_kind(kind), _spoken(language))
    if not sheet.pages:
        abort(404)
    return Response(preview(sheet), mimetype="image/svg+xml")


def press() -> Press:
    """The press of the app that answers this request."""
    return cast(Press, current_app.extensions[_EXTENSION])


@pages.record_once
def _set_up(state: BlueprintSetupState) -> None:
    state.app.extensions[_EXTENSION] = Press()


def _sheet(kind: Kind, language: Language) -> Sheet:
    """What is on a print now."""
    kit = parts().kit
    visit = kit.info().visit
    invited = invitation() if kind in ("poster", "signs") else Invitation()
    own = invited.own
    return Sheet(
        kind=kind,
        language=language,
        kit=kit.info().name,
        join=invited.address,
        wifi=own.name if own is not None else "",
        password=own.password if own is not None else "",
        code=own.code if own is not None else "",
        network=invited.network,
        unit=visit.unit if visit is not None else "",
        mark=visit.charter if visit is not None else "",
        practice=visit is not None and visit.practice,
        places=_places(language) if kind == "signs" else (),
        stickers=_stickers() if kind == "stickers" else (),
        pieces=_pieces(language) if kind == "packing" else (),
    )


def _places(language: Language) -> tuple[Place, ...]:
    kit = parts().kit
    demos = kit.demos.now().demos
    found = []
    for station in kit.pairing.stations():
        if station.screen is None:
            continue
        shown = [one for one in demos if any(at.station == station.id and at.shown for at in one.stations)]
        pinned = kit.ordering.orders(station.id).pinned
        only = [one for one in shown if one.demo == pinned] or (shown if len(shown) == 1 else [])
        found.append(_place(station.name, only[0] if only else None, language))
    return tuple(found)


def _place(name: str, demo: DemoNow | None, language: Language) -> Place:
    """A station for a sign; it asks the question of its demo only where it shows no other."""
    manifest = demo.manifest if demo is not None else None
    if manifest is None:
        return Place(name=name)
    asked, stages = manifest.engagement.question, manifest.engagement.stages
    return Place(
        name=name,
        question=asked.get(language) or asked.get("en") or "",
        demo=manifest.title.get(language) or manifest.title.get("en") or "",
        stage=stages[0] if stages else None,
    )


def _pieces(language: Language) -> tuple[Piece, ...]:
    """What belongs in the box, in the order of the list on the phone."""
    t = Words(language)
    return tuple(
        Piece(
            name=called(one, t),
            more=coloured(one, t) if one.kind not in ("thing", "own") else "",
            animal=one.face.animal if one.face is not None else "",
            accent=one.face.accent if one.face is not None else "",
        )
        for one in parts().kit.care.packing.now("leaving").items
    )


def _stickers() -> tuple[Sticker, ...]:
    """The kit's badges by their faces; the number is the one their maker gave them, with the group if they differ."""
    badges = [one for one in parts().kit.badges.now().everyone.beacons if one.role == "badge" and one.face is not None]
    majors = {one.identity.split("/")[1] for one in badges}
    return tuple(
        Sticker(animal=one.face.animal, accent=one.face.accent, number=_number(one.identity, majors))
        for one in badges
        if one.face is not None
    )


def _number(identity: str, majors: set[str]) -> str:
    _, major, minor = identity.split("/")
    return minor if len(majors) == 1 else f"{major}-{minor}"


def _lacks(sheet: Sheet) -> str:
    """The key of the sentence that says what is missing for it, or empty."""
    if sheet.kind == "signs" and not sheet.places:
        return "no_stations"
    if sheet.kind == "stickers" and not sheet.stickers:
        return "no_badges"
    if sheet.kind == "packing" and not sheet.pieces:
        return "no_things"
    if sheet.kind in ("poster", "signs") and not sheet.join:
        return "no_address"
    return "no_mark" if sheet.kind == "card" and not sheet.mark else ""


def _kind(text: str) -> Kind:
    return text if text in KINDS else abort(404)


def _spoken(text: str) -> Language:
    return cast(Language, text) if text in get_args(Language) else abort(404)


def _language() -> Language:
    """The language of the prints: what was chosen, else the visit's, else the page's."""
    wanted = request.values.get("in", "")
    if wanted in get_args(Language):
        return cast(Language, wanted)
    visit = parts().kit.visits.now()
    return visit.language if visit is not None else words().language
