"""The interface described for programs (OpenAPI 3.1), its schemas made from the structs that are sent."""

from typing import Any

import msgspec

from xlab.dashboard.health import Health
from xlab.events import Event
from xlab.link import Room


def description(version: str) -> dict[str, Any]:
    """The OpenAPI document of this kit's version."""
    (health, room, event), schemas = msgspec.json.schema_components(
        [Health, Room, Event], ref_template="#/components/schemas/{name}"
    )
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


def _get(
    name: str,
    summary: str,
    content: dict[str, Any],
    security: list[dict[str, list[str]]] | None = None,
    refused: dict[str, Any] | None = None,
) -> dict[str, Any]:
    responses: dict[str, Any] = {"200": {"description": "As described.", "content": content}}
    if refused:
        responses["401"] = refused
    return {"operationId": name, "summary": summary, "security": security or [], "responses": responses}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
