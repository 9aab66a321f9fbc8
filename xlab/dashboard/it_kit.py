"""IT's page of the kit: how it is, what time it believes it is, and what may be set."""

import math
from typing import Any, Final

from flask import Blueprint, Response, abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from xlab.dashboard.it_words import lasted, size
from xlab.dashboard.languages import words
from xlab.dashboard.parts import it_only, parts
from xlab.dashboard.ports.machine import Finding, Name, NotSet, Setting
from xlab.dashboard.tidy import tidy
from xlab.dashboard.visit_parts import clock

pages = Blueprint("it_kit", __name__, url_prefix="/it/kit")

_STATUS: Final = {"wrong": 422, "not_stored": 507}

_LONGEST: Final = 2000
"""Letters of a field: a name has 40, and a kit listens to a handful of UUIDs."""


@pages.get("")
@it_only
def home() -> ResponseReturnValue:
    """The page."""
    return _page()


@pages.post("")
@it_only
def change() -> ResponseReturnValue:
    """Set what the form says; all that is wrong is said at once, and what was typed stays."""
    machine, values = parts().kit.machine, _values()
    try:
        # What cannot be changed here is not sent by the page either.
        values = {one.name: values[one.name] for one in machine.settings() if not one.fixed}
        machine.change(values)
    except NotSet as refused:
        return _page(values, refused.reason, refused.wrong), _STATUS[refused.reason]
    return redirect(url_for("it_kit.home", done="settings"), 303)


@pages.get("/licences.txt")
@it_only
def licences() -> ResponseReturnValue:
    """What of others is in the version that runs, with the texts of the licences."""
    return Response(parts().kit.machine.licences(), mimetype="text/plain")


@pages.get("/licences-of-card.txt")
@it_only
def card_licences() -> ResponseReturnValue:
    """The same of the whole card, if it was made from an image."""
    path = parts().kit.machine.card_licences()
    if path is None:
        abort(404)
    return send_file(path, mimetype="text/plain; charset=utf-8")


def _page(typed: dict[str, Any] | None = None, refused: str = "", wrong: tuple[Name, ...] = ()) -> str:
    kit = parts().kit
    settings: dict[str, Setting] = {one.name: one for one in kit.machine.settings()}
    found = kit.machine.findings()
    stations = [spot for spot in kit.room().spots if spot.source == "live"]
    return render_template(
        "it_kit.html",
        now=kit.machine.now(),
        clock_now=kit.clock.now(),
        uptime=kit.uptime(),
        stations=stations,
        here=sum(spot.screen != "away" for spot in stations),
        todo=[_told(one) for one in found if one.ok is not True],
        well=[one for one in found if one.ok],
        settings=settings,
        shown={name: (typed or {}).get(name, one.value) for name, one in settings.items()},
        refused=refused,
        wrong=wrong,
        waits=any(one.waits for one in settings.values()),
        of_card=kit.machine.card_licences() is not None,
        done=request.args.get("done", ""),
        size=size,
        lasted=lasted,
        moment=clock,
    )


def _told(one: Finding) -> dict[str, object]:
    """A finding in the words of this page."""
    t = words()
    return {"area": one.area, "ok": one.ok, "text": f"{one.text(t)} {one.next_step(t)}".strip()}


def _values() -> dict[str, Any]:
    """What the form says, as settings are."""
    form = request.form
    return {
        "kit_name": tidy(form.get("kit_name", ""), _LONGEST),
        "station_name": tidy(form.get("station_name", ""), _LONGEST),
        "language": form.get("language", ""),
        "idle_seconds": _number(form.get("idle_seconds", "")),
        "reduced_motion": form.get("reduced_motion") == "on",
        "beacon_uuids": tuple(form.get("beacon_uuids", "")[:_LONGEST].replace(",", " ").lower().split()),
    }


def _number(text: str) -> float:
    """A number as any of the languages writes it; what is none is one that no setting takes."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return -1.0
    return value if math.isfinite(value) else -1.0
