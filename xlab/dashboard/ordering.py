"""What the facilitator orders of stations, from a phone in one hand: by the forms of the pages, and for programs."""

import threading
from collections.abc import Sequence
from typing import Annotated

import msgspec
from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import UNSET, Meta, Struct, UnsetType

from xlab.dashboard.languages import words
from xlab.dashboard.parts import facilitator_only, json_error, parts
from xlab.dashboard.ports.demos import DemoNow
from xlab.link import Orders
from xlab.nonsense import NONSENSE

pages = Blueprint("ordering", __name__)

Id = Annotated[str, Meta(min_length=1, max_length=64)]

_changing = threading.Lock()
"""Orders are set whole: two phones that change two things of one station must not undo each other."""


class Change(Struct, frozen=True, forbid_unknown_fields=True):
    """What is to change at ``station`` (null: at all of them); what is left out stays as it is."""

    station: Id | None
    locked: bool | UnsetType = UNSET
    dark: bool | UnsetType = UNSET
    muted: bool | UnsetType = UNSET
    pinned: Annotated[str, Meta(max_length=64)] | UnsetType | None = UNSET
    message: Annotated[str, Meta(max_length=200)] | UnsetType = UNSET


class Start(Struct, frozen=True, forbid_unknown_fields=True):
    """The demo to begin at a station."""

    station: Id
    demo: Id


class Home(Struct, frozen=True, forbid_unknown_fields=True):
    """The station that is to go home; null: all of them."""

    station: Id | None


class Ordered(Struct, frozen=True):
    """What is ordered of a station now; ``here``: it has a screen, and that is not away."""

    station: str
    name: str
    here: bool
    orders: Orders


class NoStation(Exception):
    """The kit has no such station with a screen."""


@pages.get("/api/v1/orders")
@facilitator_only
def state() -> ResponseReturnValue:
    """What is ordered of each station."""
    return _json(all_ordered())


@pages.post("/api/v1/orders/change")
@facilitator_only
def change() -> ResponseReturnValue:
    """Change what is ordered of a station, or of all."""
    try:
        order(msgspec.json.decode(request.get_data(), type=Change))
    except NONSENSE as error:
        return json_error(400, "bad_request", f"This is no order: {error}")
    except NoStation:
        return json_error(404, "no_station", "This kit has no such station.")
    return _json(all_ordered())


@pages.post("/api/v1/orders/open")
@facilitator_only
def begin() -> ResponseReturnValue:
    """Begin a demo at a station."""
    try:
        asked = msgspec.json.decode(request.get_data(), type=Start)
    except NONSENSE as error:
        return json_error(400, "bad_request", f"This is no order: {error}")
    if not parts().kit.ordering.open(asked.station, asked.demo):
        return json_error(409, "away", "This station is away.")
    return "", 204


@pages.post("/api/v1/orders/home")
@facilitator_only
def end() -> ResponseReturnValue:
    """End what runs at a station, or at all."""
    try:
        asked = msgspec.json.decode(request.get_data(), type=Home)
    except NONSENSE as error:
        return json_error(400, "bad_request", f"This is no order: {error}")
    if not go_home(asked.station) and asked.station is not None:
        return json_error(409, "away", "This station is away.")
    return "", 204


@pages.post("/stations/orders")
@facilitator_only
def by_form() -> ResponseReturnValue:
    """One order from a page: ``station`` (none: all), and ``do`` (``locked on``, ``home``, ``open <demo>``, ...).

    ``back`` names the page it stood on, and ``part`` is handed on to it: a script takes only what changed.
    """
    station = request.form.get("station") or None
    what, _, value = request.form.get("do", "").partition(" ")
    try:
        heard = _do(station, what, value)
    except (NoStation, msgspec.ValidationError):
        abort(404)
    part, unheard = request.form.get("part") or None, None if heard else 1
    if request.form.get("back") == "station" and station:
        return redirect(url_for("room.station", station=station, part=part, unheard=unheard), 303)
    return redirect(url_for("stations.home", part=part, unheard=unheard), 303)


def _do(station: str | None, what: str, value: str) -> bool:
    if what == "home":
        return go_home(station)
    if what == "open" and station:
        return parts().kit.ordering.open(station, value)
    if what in ("locked", "dark", "muted"):
        fields: dict[str, object] = {what: value == "on"}
    elif what == "pinned":
        fields = {what: value or None}
    elif what == "message":
        said = " ".join(request.form.get("message", "").split()) if value == "on" else ""
        fields = {what: said[:200]}
    else:
        raise NoStation
    order(msgspec.convert({"station": station, **fields}, Change))
    return True


def order(change: Change) -> None:
    """Change orders, of one station or of all. Raises :class:`NoStation`."""
    fields = {name: value for name in Orders.__struct_fields__ if (value := getattr(change, name)) is not UNSET}
    stations = [one for one in _screens() if change.station in (None, one)]
    if not stations:
        raise NoStation
    ordering = parts().kit.ordering
    with _changing:
        for station in stations:
            ordering.set(station, msgspec.structs.replace(ordering.orders(station), **fields))


def go_home(station: str | None) -> bool:
    """Send a station home, or all; False where none of them heard it."""
    stations = [one for one in _screens() if station in (None, one)]
    return any([parts().kit.ordering.go_home(one) for one in stations])


def all_ordered() -> tuple[Ordered, ...]:
    """What is ordered of every station that has a screen."""
    ordering = parts().kit.ordering
    return tuple(
        Ordered(one.id, one.name, one.screen != "away", ordering.orders(one.id))
        for one in parts().kit.pairing.stations()
        if one.screen is not None
    )


def startable(station: str) -> Sequence[tuple[str, str]]:
    """The demos a station shows, each with its title in the page's language."""
    language = words().language

    def title(demo: DemoNow) -> str:
        said = demo.manifest.title if demo.manifest else {}
        return said.get(language) or said.get("en") or demo.demo

    return [
        (demo.demo, title(demo))
        for demo in parts().kit.demos.now().demos
        if any(at.station == station and at.shown for at in demo.stations)
    ]


def _screens() -> list[str]:
    return [one.id for one in parts().kit.pairing.stations() if one.screen is not None]


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), mimetype="application/json")
