"""The interface described for programs (OpenAPI 3.1), its schemas made from the structs that are sent."""

from typing import Any

import msgspec

from xlab.beacons.registry_csv import Preview
from xlab.dashboard.badges import BadgesHere, File, Hold, Which
from xlab.dashboard.health import Health
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
    signed_in: list[dict[str, list[str]]] = [{"session": []}]
    refused = {"description": "Not signed in.", "content": _json({"$ref": "#/components/schemas/Error"})}
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
            "/api/v1/health": {"get": _get("health", "Whether the kit is well. Open to all.", _json(health))},
            "/api/v1/openapi.json": {"get": _get("openapi", "This description.", _json({"type": "object"}))},
            "/api/v1/room": {"get": _get("room", "Stations, badges and radio, now.", _json(room), signed_in, refused)},
            "/api/v1/signals": {
                "get": _get("signals", _SIGNALS, _json(chart), signed_in, refused) | {"parameters": _query(Asked)}
            },
            "/api/v1/heat": {"get": _get("heat", _HEAT, _json(heat), signed_in, refused)},
            "/api/v1/places": {"post": _post("put", "Put stations to places, as one move.", move, signed_in)},
            "/api/v1/places/undo": {"post": _post("undo", "Take the last move of stations back.", None, signed_in)},
            "/api/v1/recordings": {"get": _get("recordings", _RECORDINGS, _json(recorder), signed_in, refused)},
            "/api/v1/recordings/start": {
                "post": _post("record", "Begin a recording with the last minute.", None, signed_in)
            },
            "/api/v1/recordings/stop": {"post": _post("stop", "End the recording.", None, signed_in)},
            "/api/v1/recordings/{name}": {
                "get": _get("download", _DOWNLOAD, _GZIP, signed_in, refused) | {"parameters": [_NAME]}
            },
            "/api/v1/recordings/{name}/delete": {
                "post": _post("delete", "Remove a finished recording.", None, signed_in) | {"parameters": [_NAME]}
            },
            "/api/v1/badges": {"get": _get("badges", "The kit's own beacons.", _json(badges), signed_in, refused)},
            **{
                f"/api/v1/badges/{what}": {"post": _post(what, summary, bodies.get(what), signed_in, said[what])}
                for what, summary in _BADGES.items()
            },
            "/api/v1/teach": {"get": _get("teach", _TEACH, _json(teach), signed_in, refused)},
            **{
                f"/api/v1/teach/{order}": {"post": _post(f"teach_{order}", text, lesson.get(order), signed_in, teach)}
                for order, (text, _) in ORDERS.items()
            },
            "/live": {"get": _get("live", live, stream, signed_in, refused) | {"parameters": [after]}},
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "xlab-<kit>",
                    "description": "The cookie of a facilitator who signed in at /sign-in.",
                }
            },
        },
    }


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


_NOT_DONE = {
    "4XX": {"description": "Not done.", "content": _json({"$ref": "#/components/schemas/Error"})},
    "503": {"description": "The kit is busy.", "content": _json({"$ref": "#/components/schemas/Error"})},
    "507": {"description": "The card cannot be written.", "content": _json({"$ref": "#/components/schemas/Error"})},
}
"""Answers that every operation behind the sign-in may give."""


def _get(
    name: str,
    summary: str,
    content: dict[str, Any],
    security: list[dict[str, list[str]]] | None = None,
    refused: dict[str, Any] | None = None,
) -> dict[str, Any]:
    responses: dict[str, Any] = {"200": {"description": "As described.", "content": content}}
    if refused:
        responses |= {"401": refused, **_NOT_DONE}
    return {"operationId": name, "summary": summary, "security": security or [], "responses": responses}


def _post(
    name: str,
    summary: str,
    body: dict[str, Any] | None,
    security: list[dict[str, list[str]]],
    answer: dict[str, Any] | None = None,
) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": name,
        "summary": f"{summary} Browsers send the page's token as X-CSRFToken.",
        "security": security,
        "responses": {
            **(
                {"200": {"description": "Done.", "content": _json(answer)}}
                if answer
                else {"204": {"description": "Done."}}
            ),
            **_NOT_DONE,
        },
    }
    return described | ({"requestBody": {"required": True, "content": _json(body)}} if body else {})


def _query(asked: type[msgspec.Struct]) -> list[dict[str, Any]]:
    """Parameters of an address, as the struct says they are read from it."""
    schema = msgspec.json.schema_components([asked])[1][asked.__name__]
    required = schema["required"]
    return [
        {"name": name, "in": "query", "required": name in required, "schema": one}
        for name, one in schema["properties"].items()
    ]
