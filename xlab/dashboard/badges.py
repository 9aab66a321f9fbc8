"""The kit's own badges, props and pads: the page, its interface for programs, and the list as a file."""

import datetime
from collections.abc import Callable, Mapping
from functools import wraps

import msgspec
from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from msgspec import Struct

from xlab.beacons.muster import Mustered
from xlab.beacons.registry import LONGEST_LABEL, tidy_label, well_formed
from xlab.beacons.registry_csv import MOST_BYTES, Preview, Unusable, export
from xlab.dashboard.languages import words
from xlab.dashboard.parts import json_error, parts, staff_only
from xlab.dashboard.ports import BadgesNow, Refused
from xlab.events import BeaconRegistered, Role
from xlab.look.animals import ANIMALS
from xlab.look.tokens import ACCENTS
from xlab.look.words import table
from xlab.nonsense import NONSENSE

pages = Blueprint("badges", __name__)


class BadgesHere(Struct, frozen=True):
    """What the page and programs are told. ``stations`` has the names of those in the room, by id."""

    now: BadgesNow
    stations: Mapping[str, str]


class Which(Struct, frozen=True, forbid_unknown_fields=True):
    """A beacon, and what it is to be registered as."""

    identity: str
    role: Role = "badge"
    label: str = ""


class Hold(Struct, frozen=True, forbid_unknown_fields=True):
    """Whether to register what is held on a pad, and as what."""

    on: bool
    role: Role = "badge"
    label: str = ""


class File(Struct, frozen=True, forbid_unknown_fields=True):
    """A list as a spreadsheet wrote it; in JSON ``data`` is Base64."""

    data: bytes


@pages.get("/badges")
@staff_only
def home() -> ResponseReturnValue:
    """The tray of badges."""
    return render_template("badges.html", now=msgspec.to_builtins(_now()), words=_page_words())


@pages.get("/badges/list.csv")
@staff_only
def download() -> ResponseReturnValue:
    """The registry as a spreadsheet of the page's language opens it."""
    t = words()
    everyone = parts().kit.badges.now().everyone.beacons
    delimiter = "," if t.language == "en" else ";"
    body = export(((_entry(one), _more(one)) for one in everyone), ("face", "last_heard"), delimiter)
    response = Response(body, mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename="badges.csv")
    return response


@pages.get("/api/v1/badges")
@staff_only
def state() -> ResponseReturnValue:
    """The registry, who is heard, and how far registering by holding is."""
    return _json(_now())


def _answering(view: Callable[[], object]) -> Callable[[], ResponseReturnValue]:
    """Answer with what the view gives, as JSON, or with why it is refused."""

    @wraps(view)
    def answer() -> ResponseReturnValue:
        try:
            return _json(view())
        except NONSENSE as error:
            return json_error(400, "bad_request", f"This cannot be read: {error}")
        except Refused as refused:
            return json_error(409, f"refused_{refused.reason}", _english(f"refused_{refused.reason}"))
        except Unusable as unusable:
            return json_error(422, f"file_{unusable.trouble}", _english(f"file_{unusable.trouble}"))
        except TimeoutError:
            return json_error(503, "refused_unreachable", _english("refused_unreachable"))

    return answer


@pages.post("/api/v1/badges/register")
@staff_only
@_answering
def register() -> BadgesHere:
    """Register a beacon, or change it."""
    asked = msgspec.json.decode(request.get_data(), type=Which)
    if not well_formed(asked.identity):
        raise msgspec.ValidationError("the identity is not <uuid>/<major>/<minor>")
    parts().kit.badges.register(asked.identity, asked.role, _label(asked.label))
    return _now()


@pages.post("/api/v1/badges/remove")
@staff_only
@_answering
def remove() -> BadgesHere:
    """Remove a beacon from the kit."""
    parts().kit.badges.unregister(msgspec.json.decode(request.get_data(), type=Which).identity)
    return _now()


@pages.post("/api/v1/badges/undo")
@staff_only
@_answering
def undo() -> BadgesHere:
    """Take back the last change."""
    parts().kit.badges.undo()
    return _now()


@pages.post("/api/v1/badges/hold")
@staff_only
@_answering
def hold() -> BadgesHere:
    """Begin or end registering by holding."""
    asked = msgspec.json.decode(request.get_data(), type=Hold)
    parts().kit.badges.hold(asked.role if asked.on else None, _label(asked.label))
    return _now()


@pages.post("/api/v1/badges/preview")
@staff_only
@_answering
def preview() -> Preview:
    """What importing a list would do."""
    return parts().kit.badges.preview(msgspec.json.decode(request.get_data(), type=File).data)


@pages.post("/api/v1/badges/import")
@staff_only
@_answering
def import_list() -> Preview:
    """Import what is right in a list."""
    return parts().kit.badges.import_list(msgspec.json.decode(request.get_data(), type=File).data)


def _now() -> BadgesHere:
    kit = parts().kit
    return BadgesHere(kit.badges.now(), {spot.id: spot.name for spot in kit.room().spots})


def _label(text: str) -> str:
    label = tidy_label(text)
    if len(label) > LONGEST_LABEL:
        raise msgspec.ValidationError(f"a label has at most {LONGEST_LABEL} letters")
    return label


def _entry(one: Mustered) -> BeaconRegistered:
    return BeaconRegistered(identity=one.identity, role=one.role, label=one.label)


def _more(one: Mustered) -> tuple[str, str]:
    """What a facilitator wants beside the form: the face, and when it was heard last (UTC)."""
    t = words()
    face = f"{t(f'dashboard.animal_{one.face.animal}')}, {t(f'dashboard.accent_{one.face.accent}')}" if one.face else ""
    if one.ago is None:
        return face, ""
    heard = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=one.ago)
    return face, heard.strftime("%Y-%m-%d %H:%M")


def _page_words() -> dict[str, object]:
    t = words()
    return {
        **{key: t(f"badges.{key}") for key in table("badges", "en")},
        "animal": {name: t(f"dashboard.animal_{name}") for name in ANIMALS},
        "accent": {name: t(f"dashboard.accent_{name}") for name in ACCENTS},
        "most_bytes": MOST_BYTES,
    }


def _english(key: str) -> str:
    return table("badges", "en")[key]


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), mimetype="application/json")
