"""The picture of the room for programs: where stations stand, a badge's signal, the warmth of the last hour."""

from typing import Annotated, Final

import msgspec
from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from msgspec import Meta

from xlab.beacons.signals import SECONDS, Signal
from xlab.dashboard.parts import facilitator_only, json_error, parts
from xlab.dashboard.ports import NotPlaced
from xlab.events import Source
from xlab.nonsense import NONSENSE

pages = Blueprint("room_api", __name__, url_prefix="/api/v1")

_Share = Annotated[float, Meta(ge=0.0, le=1.0)]

MOST_MOVED: Final = 64
"""Stations moved at once: more than any kit has."""


class Put(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One station and where it is put, ``x`` and ``y`` in 0..1 of the room's picture."""

    station: Annotated[str, Meta(max_length=64)]
    x: _Share
    y: _Share


class Move(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Stations that are put somewhere together: one undo takes all of it back."""

    places: Annotated[tuple[Put, ...], Meta(min_length=1, max_length=MOST_MOVED)]


class Warmth(msgspec.Struct, frozen=True):
    """One station: badge-seconds in each minute of the last hour, the present minute last."""

    station: str
    seconds: tuple[int, ...]


class Heat(msgspec.Struct, frozen=True):
    """Where badges were in the last hour, from one source only: the one the kit hears with now."""

    source: Source
    stations: tuple[Warmth, ...]


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose signal, and how far back."""

    beacon: Annotated[str, Meta(min_length=1, max_length=64)]
    source: Source = "live"
    seconds: Annotated[int, Meta(ge=1, le=SECONDS)] = SECONDS


Chart = Signal | None

_NOT_STORED = "The kit could not store this. Check that its card is not full, then try again."

_decode_move = msgspec.json.Decoder(Move).decode


@pages.post("/places")
@facilitator_only
def put() -> ResponseReturnValue:
    """Put stations to places in the picture of the room."""
    try:
        move = _decode_move(request.get_data())
    except NONSENSE as error:
        return json_error(400, "bad_request", f"These are not places: {error}")
    try:
        known = parts().kit.places.put({one.station: (one.x, one.y) for one in move.places})
    except NotPlaced:
        return json_error(507, "not_stored", _NOT_STORED)
    if not known:
        return json_error(404, "no_station", "One of these stations is not this kit's, so none was moved.")
    return "", 204


@pages.post("/places/undo")
@facilitator_only
def undo() -> ResponseReturnValue:
    """Take the last move back."""
    try:
        undone = parts().kit.places.undo()
    except NotPlaced:
        return json_error(507, "not_stored", _NOT_STORED)
    if not undone:
        return json_error(409, "nothing_to_undo", "No station was moved since the kit came up.")
    return "", 204


@pages.get("/signals")
@facilitator_only
def signal() -> ResponseReturnValue:
    """How strong each station heard one beacon."""
    try:
        asked = msgspec.convert(request.args.to_dict(), Asked, strict=False)
    except msgspec.ValidationError as error:
        return json_error(400, "bad_request", f"This asks for no chart: {error}")
    return _json(parts().kit.signals.chart(asked.beacon, asked.source, asked.seconds))


@pages.get("/heat")
@facilitator_only
def heat() -> ResponseReturnValue:
    """Where badges were in the last hour."""
    kit = parts().kit
    source = kit.room().radio.source
    rows = kit.signals.heat(source)
    return _json(Heat(source, tuple(Warmth(station, seconds) for station, seconds in rows.items())))


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), mimetype="application/json")
