"""What a visitor takes home: the result of a closed round as a picture, and the code that opens it.

Beside it what a station showed, as ``<word>.jpg``, for the ten minutes that the kit keeps it.

Nothing personal is in it: the room's numbers, and the own answer only where a visitor marks it on their phone. Who
knows the round's random id may have its picture, as everybody in the room did.
"""

import datetime
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

import msgspec
from flask import Blueprint, Response, abort, current_app, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from xlab.dashboard.files import address_of, qr_of
from xlab.dashboard.languages import words
from xlab.dashboard.parts import parts
from xlab.dashboard.ports.rounds import Moderated
from xlab.dashboard.visit_parts import day
from xlab.events.rounds import Words as Said
from xlab.look.words import Words
from xlab.report.keepsake import Bar, Keepsake
from xlab.report.rendering import run
from xlab.workshop.privacy import FEWEST
from xlab.workshop.tally import Result, Row, tally

pages = Blueprint("take", __name__, url_prefix="/take")

PATIENCE: Final = 20.0
"""Seconds for a picture: two on a machine with two cores, and a Pi is slower."""

MOST: Final = 80
"""Pictures kept in memory, 250 kB each: every round of a day in three languages."""

AGAIN: Final = 2
"""Seconds after which a phone asks again while another picture is drawn."""

_MARK: Final = 12
_ONE_ANSWER: Final = ("choice", "scale")


class Pictures:
    """Draws one picture at a time and keeps those that were drawn."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[str, bytes] = OrderedDict()
        self._drawing = threading.Lock()

    def get(self, keepsake: Keepsake) -> bytes | None:
        """The PNG; None while another one is drawn, so that no more than one page waits, or where it failed."""
        data = msgspec.json.encode(keepsake)
        key = hashlib.sha256(data).hexdigest()
        if key in self._drawn:
            return self._drawn[key]
        if not self._drawing.acquire(blocking=False):
            return None
        try:
            png, why = run("xlab.report.keepsake_process", [], data, PATIENCE)
            if png is None:
                current_app.logger.warning("A picture to take home could not be made: %s", why)
                return None
            self._drawn[key] = png
            while len(self._drawn) > MOST:
                self._drawn.popitem(last=False)
            return png
        finally:
            self._drawing.release()


@pages.record_once
def _begin(state: BlueprintSetupState) -> None:
    state.app.extensions["xlab-pictures"] = Pictures()


@pages.get("/<round_id>.png")
def picture(round_id: str) -> ResponseReturnValue:
    """The result as a picture, in the language of who asks; the row that ``mine`` names is marked as the own answer."""
    one = _closed(round_id)
    png = current_app.extensions["xlab-pictures"].get(keepsake(one, words(), request.args.get("mine", "")))
    if png is None:
        return Response(status=503, headers={"Retry-After": str(AGAIN)})
    name = f"{words()('phone.take_file')}.png"
    return Response(png, mimetype="image/png", headers={"Content-Disposition": f'inline; filename="{name}"'})


@pages.get("/<word>.jpg")
def shown(word: str) -> ResponseReturnValue:
    """What a visitor took home from a station; 410 with a sentence once its time is over."""
    jpeg = parts().kit.takeaways.picture(word)
    if jpeg is None:
        return render_template("taken.html"), 410
    name = f"{words()('phone.take_file')}.jpg"
    return Response(jpeg, mimetype="image/jpeg", headers={"Content-Disposition": f'inline; filename="{name}"'})


@pages.get("/<round_id>.svg")
def code(round_id: str) -> ResponseReturnValue:
    """The address of the picture as a QR code, for screens that everybody sees."""
    _closed(round_id)
    address = address_of(parts().kit.info())
    return qr_of(None if address is None else f"{address}take/{round_id}.png")


def keepsake(one: Moderated, t: Words, own: str = "") -> Keepsake:
    """What the picture of a closed round says; ``own`` is the row that is marked, in a question with one answer.

    The phone names it, since the kit need not know whose picture it is; few pictures then do for a whole room.
    """
    now, result = one.now, tally(one.now)
    visit = parts().kit.visits.now()
    own = own if now.question.kind in _ONE_ANSWER and now.question.most == 1 else ""
    names = {option.id: _said(option.text, t) for option in now.question.options}
    names |= {idea.id: idea.text for idea in now.ideas}
    opened = visit.opened if visit is not None else None
    began = datetime.datetime.fromtimestamp(opened, datetime.UTC).astimezone().date() if opened else None
    return Keepsake(
        question=_said(now.question.text, t),
        people=t("rounds.res_people", count=now.answered if result is None else result.n),
        bars=tuple(_bars(one, result, names, t, own)) if result is not None else (),
        quotes=tuple(idea.text for idea in now.ideas) if result is None else (),
        unit=visit.charter.unit if visit is not None else "",
        vision=visit.charter.vision if visit is not None else "",
        day=day(began.isoformat()) if began else "",
        mark=visit.versions[-1].sha256[:_MARK] if visit is not None and opened and visit.versions else "",
        label=t(f"rounds.res_{now.source}") if now.source != "live" else "",
        mine=t("rounds.res_mine"),
    )


def may_be_taken(one: Moderated) -> bool:
    """Whether there is a picture of it: it is closed, and enough people said something that can be shown."""
    return not one.now.open and (tally(one.now) is not None or (bool(one.now.ideas) and one.now.answered >= FEWEST))


def _bars(one: Moderated, result: Result, names: dict[str, str], t: Words, own: str) -> Iterable[Bar]:
    most = max([1.0, *(row.value or 0.0 for row in result.rows)])
    for row in result.rows:
        share, told = _told(one, row, result, most, t)
        parts = (row.parts[0] / row.n, row.parts[1] / row.n, row.parts[2] / row.n) if row.parts else None
        yield Bar(label=names.get(row.id, row.id), told=told, share=share, parts=parts, mine=row.id == own)


def _told(one: Moderated, row: Row, result: Result, most: float, t: Words) -> tuple[float, str]:
    """How long a bar is and what stands beside it, as phones show it (``results.js``)."""
    question = one.now.question
    if row.parts:
        agree, passed, disagree = row.parts
        return 0.0, t("rounds.res_parts", agree=agree, **{"pass": passed}, disagree=disagree)
    if row.value is None:
        return 0.0, t("rounds.res_few")
    match question.kind:
        case "rank":
            last = max(2, len(result.rows))
            return (last - row.value) / (last - 1), t("rounds.res_place", place=_figure(row.value, t))
        case "budget":
            return row.value / most, t("rounds.res_points", points=_figure(row.value, t))
        case "pair":
            return row.value / 100, t("rounds.res_won", share=round(row.value))
    return row.value / result.n, t("rounds.res_share", count=round(row.value), all=result.n)


def _figure(value: float, t: Words) -> str:
    text = f"{value:.1f}"
    return text if t.language == "en" else text.replace(".", ",")


def _closed(round_id: str) -> Moderated:
    for one in parts().kit.rounds.all():
        if one.now.round == round_id and may_be_taken(one):
            return one
    abort(404)


def _said(text: Said, t: Words) -> str:
    return text.get(t.language) or text.get("en") or next(iter(text.values()), "")
