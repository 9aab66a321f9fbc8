"""The page of the radio: how it is, what can be done, and the recorder, whose file goes home where a fault was seen."""

import msgspec
from flask import Blueprint, Response, render_template, send_file
from flask.typing import ResponseReturnValue

from xlab.beacons.troubles import STATES, reason
from xlab.dashboard.languages import words
from xlab.dashboard.parts import facilitator_only, json_error, parts
from xlab.dashboard.ports import CannotRecord

pages = Blueprint("radio", __name__)

_API = "/api/v1/recordings"
_NONE = "There is no finished recording of this name."
_REFUSED = {
    "replaying": "The kit plays a recording, so there is nothing live to record.",
    "full": "The kit's card is nearly full. Delete recordings, or free some space on the machine.",
    "failed": "The kit's card cannot be written.",
}


@pages.get("/radio")
@facilitator_only
def home() -> ResponseReturnValue:
    """The page; it follows the kit while it is open."""
    kit = parts().kit
    room, now = msgspec.to_builtins(kit.room()), msgspec.to_builtins(kit.recorder.now())
    return render_template("radio.html", room=room, now=now, words=_page_words())


@pages.get(_API)
@facilitator_only
def recordings() -> ResponseReturnValue:
    """What is recorded now, what was, and what stands in the way."""
    return Response(msgspec.json.encode(parts().kit.recorder.now()), mimetype="application/json")


@pages.post(f"{_API}/start")
@facilitator_only
def start() -> ResponseReturnValue:
    """Begin a recording with the last minute."""
    try:
        parts().kit.recorder.start()
    except CannotRecord as no:
        return json_error(409, no.reason, _REFUSED[no.reason])
    return "", 204


@pages.post(f"{_API}/stop")
@facilitator_only
def stop() -> ResponseReturnValue:
    """End the recording."""
    parts().kit.recorder.stop()
    return "", 204


@pages.get(f"{_API}/<name>")
@facilitator_only
def download(name: str) -> ResponseReturnValue:
    """A finished recording, as a file."""
    path = parts().kit.recorder.find(name)
    if path is None:
        return json_error(404, "not_found", _NONE)
    return send_file(path, "application/gzip", as_attachment=True, download_name=name)


@pages.post(f"{_API}/<name>/delete")
@facilitator_only
def delete(name: str) -> ResponseReturnValue:
    """Remove a finished recording."""
    try:
        removed = parts().kit.recorder.delete(name)
    except OSError:
        return json_error(507, "failed", _REFUSED["failed"])
    return ("", 204) if removed else json_error(404, "not_found", _NONE)


def _page_words() -> dict[str, dict[str, str]]:
    """What the script says, in the page's language."""
    t = words()
    states = ("scanning", "starting", "off", "missing", "refused", "no_bluez", "lost", "silent", "replaying")
    said = ("start", "stop", "begins", "recording", "download", "delete", "delete_sure", "keep", "cut", "not_done")
    counts = ("sightings_one", "sightings_other", "badges_one", "badges_other")
    return {
        "radio": {name: t(f"dashboard.radio_{name}") for name in states} | {"away": t("dashboard.screen_away")},
        "body": {name: t(f"radio_page.body_{name}") for name in states},
        "reason": {reason(kind): reason(kind, t) for kind in STATES},
        "refused": {name: t(f"radio_page.refused_{name}") for name in ("replaying", "full", "failed")},
        "ended": {name: t(f"radio_page.ended_{name}") for name in ("full", "long", "slow", "failed")},
        "say": {name: t(f"radio_page.{name}") for name in (*said, *counts)},
    }
