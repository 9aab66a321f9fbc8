"""What the facilitator sees: the picture of the room, and a station's live screen to tap on. Visitors see a welcome."""

from typing import Annotated

import msgspec
from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Meta

from xlab.beacons.troubles import STATES, reason
from xlab.catalogue import find_demos
from xlab.dashboard import ordering
from xlab.dashboard.files import address_of
from xlab.dashboard.join import invitation
from xlab.dashboard.languages import words
from xlab.dashboard.parts import facilitator_only, json_error, parts, signed_in
from xlab.link import Phase, Spot
from xlab.look.animals import ANIMALS
from xlab.look.tokens import ACCENTS
from xlab.nonsense import NONSENSE

pages = Blueprint("room", __name__)

_Share = Annotated[float, Meta(ge=0.0, le=1.0)]


class _Touch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    phase: Phase
    x: _Share
    y: _Share


_decode_touch = msgspec.json.Decoder(_Touch).decode


@pages.get("/")
def home() -> ResponseReturnValue:
    """The room for facilitators, a welcome for everyone else, and the setting up while there is no PIN."""
    if not signed_in():
        return render_template("welcome.html") if parts().keys.pin.exists else redirect(url_for("auth.setup"))
    return _room_page()


@facilitator_only
def _room_page() -> ResponseReturnValue:
    kit = parts().kit
    room = msgspec.to_builtins(kit.room())
    return render_template(
        "room.html",
        room=room,
        best=address_of(kit.info()),
        invited=invitation(),
        words=_picture_words(),
        can_undo=kit.places.can_undo(),
    )


@pages.get("/stations/<station>")
@facilitator_only
def station(station: str) -> ResponseReturnValue:
    """A station's live screen and its remote control; with ``?part=now`` what of it changes by itself."""
    spot = _spot(station)
    values = {
        "ordered": next((one for one in ordering.all_ordered() if one.station == station), None),
        "startable": ordering.startable(station),
        "unheard": "unheard" in request.args,
    }
    if request.args.get("part") == "now":
        return render_template("orders_now.html", **values)
    room = msgspec.to_builtins(parts().kit.room())
    return render_template("station.html", room=room, spot=spot, words=_picture_words(), **values)


@pages.post("/stations/<station>/touch")
@facilitator_only
def touch(station: str) -> ResponseReturnValue:
    """A touch made on the live picture: JSON with ``phase`` and ``x``, ``y`` in 0..1 of the display."""
    spot = _spot(station)
    try:
        made = _decode_touch(request.get_data())
    except NONSENSE as error:
        return json_error(400, "bad_request", f"This is not a touch: {error}")
    try:
        passed = parts().kit.touch(spot.id, made.phase, made.x, made.y)
    except TimeoutError:
        passed = False
    if not passed:
        return json_error(409, "away", "This station is away.")
    return "", 204


def _spot(station: str) -> Spot:
    found = next((spot for spot in parts().kit.room().spots if spot.id == station and spot.screen is not None), None)
    if found is None:
        abort(404)
    return found


def _picture_words() -> dict[str, dict[str, str]]:
    """What the scripts say, in the page's language: states, faces, titles of demos."""
    t = words()
    states = ("attract", "menu", "playing", "trouble", "locked", "dark", "away")
    radio = ("scanning", "starting", "off", "missing", "refused", "no_bluez", "lost", "silent", "replaying")
    sources = ("live", "recorded", "simulated")
    notes = ("touch", "near", "far", "face", "face_nowhere", "live_screen")
    manifests = {demo.name: demo.manifest.title for demo in find_demos(parts().kit.home) if demo.manifest}
    return {
        "screen": {name: t(f"dashboard.screen_{name}") for name in states},
        "radio": {name: t(f"dashboard.radio_{name}") for name in radio},
        "source": {name: t(f"dashboard.source_{name}") for name in sources},
        "band": {name: t(f"dashboard.band_{name}") for name in ("recorded", "simulated")},
        "animal": {name: t(f"dashboard.animal_{name}") for name in ANIMALS},
        "accent": {name: t(f"dashboard.accent_{name}") for name in ACCENTS},
        "say": {name: t(f"dashboard.say_{name}") for name in notes},
        "prop": {name: t(f"room.prop_{name}") for name in ("at", "nowhere")},
        "ear": {name: t(f"room.ear_{name}") for name in ("deaf", "away")},
        "signal": {name: t(f"room.{name}") for name in ("no_station", "left", "silent", "other_station", "now", "ago")},
        "heat": {name: t(f"room.heat_{name}") for name in ("none", "few", "total")},
        # A reason comes in English, as the log keeps it; one with a detail of the machine in it stays so.
        "reason": {reason(kind): reason(kind, t) for kind in STATES},
        "demo": {name: title.get(t.language, title["en"]) for name, title in manifests.items()},
    }
