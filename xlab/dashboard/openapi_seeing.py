"""The part of the interface that is for looking on: the wall's stream, open to all, and the evidence of a visit."""

from typing import Any

import msgspec

from xlab.dashboard.evidence import TABLES
from xlab.dashboard.openapi_pieces import REF, SIGNED_IN, get, json_content
from xlab.dashboard.ports.findings import Found
from xlab.dashboard.wall_scene import Scene

_WALL = (
    "Server-sent events for the projector, open to all. `scene` carries how the visit stands, what is missing, the"
    " platforms and the stations, first and after every change; `rounds`, `counts` and `still` are as at /join/live."
)
_EVIDENCE = (
    "What the log holds of a visit, read anew: rounds and demos as the report tells them, runs by demo and station with"
    " their totals (null where it would tell of fewer than five), and the station at which each round was asked."
)
_CHARTS = "Its charts as Vega-Lite, by name; narrow ones are for phones."
_TABLE = "Runs, what demos recorded, or rounds as CSV, every source in lines of its own."


def seeing_paths() -> tuple[dict[str, Any], dict[str, Any]]:
    """The operations by path, and the schemas they name."""
    (found, scene), schemas = msgspec.json.schema_components([Found, Scene], ref_template=REF)
    # The rest of the stream is as phones hear it, and described there.
    stream = {"text/event-stream": {"schema": {"anyOf": [scene, {"$ref": REF.format(name="Asked")}]}}}
    refused = {"description": "Not signed in.", "content": json_content({"$ref": REF.format(name="Error")})}
    busy = {"description": "Too many walls.", "content": json_content({"$ref": REF.format(name="Error")})}
    visit = {"name": "visit", "in": "path", "required": True, "schema": {"type": "string"}}
    width = {"name": "width", "in": "query", "schema": {"enum": ["wide", "narrow"]}}
    which = {"name": "table", "in": "path", "required": True, "schema": {"enum": list(TABLES)}}
    drawn = json_content({"type": "object", "additionalProperties": {"type": "object"}})
    text = {"text/csv": {"schema": {"type": "string"}}}
    wall = get("wall_live", _WALL, stream)
    wall["responses"] |= {"4XX": busy | {"description": "Not done."}, "503": busy}
    at = "/api/v1/visits/{visit}/evidence"
    paths: dict[str, Any] = {
        "/wall/live": {"get": wall},
        at: {"get": get("evidence", _EVIDENCE, json_content(found), SIGNED_IN, refused) | {"parameters": [visit]}},
        f"{at}/charts": {
            "get": get("evidence_charts", _CHARTS, drawn, SIGNED_IN, refused) | {"parameters": [visit, width]}
        },
        f"{at}/{{table}}.csv": {
            "get": get("evidence_table", _TABLE, text, SIGNED_IN, refused) | {"parameters": [visit, which]}
        },
    }
    return paths, schemas
