"""The interface described for programs (OpenAPI 3.1), its schemas made from the structs that are sent."""

from typing import Any

import msgspec

from xlab.beacons.registry_csv import Preview
from xlab.dashboard.badges import BadgesHere, File, Hold, Which
from xlab.dashboard.health import Health
from xlab.dashboard.openapi_demos import demo_paths
from xlab.dashboard.openapi_pieces import SIGNED_IN, get, json_content, post, query
from xlab.dashboard.openapi_rounds import PHONE, described
from xlab.dashboard.openapi_seeing import seeing_paths
from xlab.dashboard.openapi_visits import visit_paths
from xlab.dashboard.ports import RecorderNow, Teach
from xlab.dashboard.room_api import Asked, Chart, Heat, Move
from xlab.dashboard.teach import ORDERS, Here, Pad
from xlab.events import Event
from xlab.link import Room

_SIGNALS = (
    "How strong each station heard one beacon in each of the last seconds, and where it was; null if it was not heard"
    " in the last five minutes."
)
_HEAT = "Badge-seconds at each station in each minute of the last hour, of the source the kit hears with now."

_RECORDINGS = (
    "What is recorded now, the recordings on the kit's card, and why none can be started or the last one ended."
)
_DOWNLOAD = "A finished recording: one sighting of the kit's own beacons a line, as JSON, compressed."
_TEACH = "The lesson that goes on, what the stations have learned, and what undoing would go back to."
_GZIP = {"application/gzip": {"schema": {"type": "string", "format": "binary"}}}
_NAME = {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}

_BADGES = {
    "register": "Register a beacon, or change what it is registered as.",
    "remove": "Remove a beacon from the kit.",
    "undo": "Take back the last change of the kit's beacons, a list as a whole.",
    "hold": "Begin, change or end registering what is held on a pad.",
    "preview": "What importing a list would do.",
    "import": "Register what is right in a list.",
}


def description(version: str) -> dict[str, Any]:
    """The OpenAPI document of this kit's version."""
    (health, room, event, recorder, chart, heat, move), schemas = msgspec.json.schema_components(
        [Health, Room, Event, RecorderNow, Chart, Heat, Move], ref_template="#/components/schemas/{name}"
    )
    (badges, found, which, hold, file), more = msgspec.json.schema_components(
        [BadgesHere, Preview, Which, Hold, File], ref_template="#/components/schemas/{name}"
    )
    schemas |= more
    bodies = {"register": which, "remove": which, "hold": hold, "preview": file, "import": file}
    said = {what: found if bodies.get(what) is file else badges for what in _BADGES}
    (teach, pad, here), more = msgspec.json.schema_components(
        [Teach, Pad, Here], ref_template="#/components/schemas/{name}"
    )
    schemas |= more
    lesson = {"pad": pad, "here": here}
    signed_in = SIGNED_IN
    demos, more = demo_paths()
    schemas |= more
    refused = {"description": "Not signed in.", "content": json_content({"$ref": "#/components/schemas/Error"})}
    rounds, more = described()
    schemas |= more
    visits, more = visit_paths()
    schemas |= more
    seeing, more = seeing_paths()
    schemas |= more
    schemas["Error"] = {
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": {
                "type": "object",
                "required": ["code", "message"],
                "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
            }
        },
    }
    live = (
        "Server-sent events. `room` carries the whole room and comes first and after every change. `event` carries one"
        " event of the kit's log, with its sequence number as id; send it as Last-Event-ID to go on where you stopped."
    )
    stream = {"text/event-stream": {"schema": {"anyOf": [event, room]}}}
    after = {"name": "Last-Event-ID", "in": "header", "required": False, "schema": {"type": "integer", "minimum": 0}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Portable Xperience Lab", "version": version},
        "paths": {
            "/api/v1/health": {"get": get("health", "Whether the kit is well. Open to all.", json_content(health))},
            "/api/v1/openapi.json": {"get": get("openapi", "This description.", json_content({"type": "object"}))},
            "/api/v1/room": {
                "get": get("room", "Stations, badges and radio, now.", json_content(room), signed_in, refused)
            },
            "/api/v1/signals": {
                "get": get("signals", _SIGNALS, json_content(chart), signed_in, refused) | {"parameters": query(Asked)}
            },
            "/api/v1/heat": {"get": get("heat", _HEAT, json_content(heat), signed_in, refused)},
            "/api/v1/places": {"post": post("put", "Put stations to places, as one move.", move, signed_in)},
            "/api/v1/places/undo": {
                "post": post("undo_places", "Take the last move of stations back.", None, signed_in)
            },
            "/api/v1/recordings": {"get": get("recordings", _RECORDINGS, json_content(recorder), signed_in, refused)},
            "/api/v1/recordings/start": {
                "post": post("record", "Begin a recording with the last minute.", None, signed_in)
            },
            "/api/v1/recordings/stop": {"post": post("stop", "End the recording.", None, signed_in)},
            "/api/v1/recordings/{name}": {
                "get": get("download", _DOWNLOAD, _GZIP, signed_in, refused) | {"parameters": [_NAME]}
            },
            "/api/v1/recordings/{name}/delete": {
                "post": post("delete", "Remove a finished recording.", None, signed_in) | {"parameters": [_NAME]}
            },
            "/api/v1/badges": {
                "get": get("badges", "The kit's own beacons.", json_content(badges), signed_in, refused)
            },
            **{
                f"/api/v1/badges/{what}": {"post": post(what, summary, bodies.get(what), signed_in, said[what])}
                for what, summary in _BADGES.items()
            },
            "/api/v1/teach": {"get": get("teach", _TEACH, json_content(teach), signed_in, refused)},
            **{
                f"/api/v1/teach/{order}": {"post": post(f"teach_{order}", text, lesson.get(order), signed_in, teach)}
                for order, (text, _) in ORDERS.items()
            },
            **demos,
            **rounds,
            **visits,
            **seeing,
            "/live": {"get": get("live", live, stream, signed_in, refused) | {"parameters": [after]}},
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "voter": PHONE,
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "xlab-<kit>",
                    "description": "The cookie of who signed in: facilitators at /sign-in, IT at /it/sign-in.",
                },
            },
        },
    }
