"""Ready for visitors? One verdict, what needs somebody first, every part with a picture, the stations to walk to."""

from typing import Final, get_args

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xlab.dashboard.languages import words
from xlab.dashboard.parts import parts, staff_only
from xlab.dashboard.ports.checks import Asked
from xlab.dashboard.preflight_parts import Board, Said, Station, lay_out
from xlab.dashboard.visit_parts import clock
from xlab.look.words import table

pages = Blueprint("preflight", __name__, url_prefix="/preflight")

_ANSWERS: Final = (*get_args(Asked), "busy")


@pages.get("")
@staff_only
def home() -> ResponseReturnValue:
    """The page; it follows the kit while it is open. ``asked`` says what became of a wish to check a station."""
    kit = parts().kit
    now, stations, wall = kit.care.preflight.now(), _stations(), kit.clock.now().wall
    board = lay_out(now.findings, stations, wall)
    asked = request.args.get("asked", "")
    return render_template(
        "preflight.html",
        now=now,
        board=board,
        verdict=_verdict(board, first=now.at is None),
        stations=stations,
        asked=asked if asked in _ANSWERS else "",
        whom=request.args.get("station", ""),
        text=_text,
        called=_called,
        step=lambda said: said.finding.next_step(words()),
        clock=clock,
    )


@pages.post("/again")
@staff_only
def again() -> ResponseReturnValue:
    """Look at everything anew."""
    parts().kit.care.preflight.again()
    return redirect(url_for("preflight.home"), 303)


@pages.post("/stations/<station>")
@staff_only
def ask(station: str) -> ResponseReturnValue:
    """Open the check on a station's own screen."""
    kit = parts().kit
    if station not in {one.id for one in _stations()}:
        abort(404)
    try:
        asked: str = kit.checks.ask(station)
    except TimeoutError:
        asked = "busy"
    return redirect(url_for("preflight.home", asked=asked, station=station, _anchor="stations"), 303)


def _verdict(board: Board, *, first: bool) -> dict[str, str]:
    """The one thing that is read from two metres away: its state, its word and its sentence."""
    t = words()
    if first:
        return {"state": "looking", "word": t("preflight.verdict_looking"), "body": ""}
    if count := len(board.needs):
        some = t("preflight.verdict_not_one") if count == 1 else t("preflight.verdict_not_some", count=count)
        return {"state": "no", "word": t("preflight.verdict_not"), "body": some}
    if count := len(board.better):
        some = t("preflight.verdict_advice_one") if count == 1 else t("preflight.verdict_advice_some", count=count)
        return {"state": "so", "word": t("preflight.verdict_advice"), "body": some}
    return {"state": "well", "word": t("preflight.verdict_ready"), "body": t("preflight.verdict_ready_body")}


def _called(area: str) -> str:
    """What people call a part; a station of another version may know one that this hub has no word for."""
    name = f"area_{area}"
    return words()(f"preflight.{name}") if name in table("preflight", "en") else area


def _text(said: Said) -> str:
    """A sentence, with the station's name where a person found it there."""
    t = words()
    told = said.finding.text(t)
    return t("preflight.at_station", station=said.station, said=told) if said.station else told


def _stations() -> list[Station]:
    """Those with a screen, here or away: what nobody can check is no part of it."""
    kit = parts().kit
    try:
        found = [one for one in kit.pairing.stations() if one.screen is not None]
    except TimeoutError:
        found = []
    stations = []
    for one in found:
        walked, checks = kit.checks.last(one.id) or (None, ())
        stations.append(
            Station(id=one.id, name=one.name, own=one.own, here=one.screen != "away", walked=walked, checks=checks)
        )
    return stations
