"""The part of the interface that is about visits."""

from typing import Any

import msgspec

from xlab.dashboard.openapi_pieces import REF, SIGNED_IN, get, json_content, post
from xlab.dashboard.ports.groups import Began
from xlab.dashboard.visit_api import ORDERS, Planned, VisitHere
from xlab.workshop.visit import VisitNow

_LIVE = (
    "Server-sent events: `changed` carries the state of the visit under way, or `none`, first and after every change."
)


def visit_paths() -> tuple[dict[str, Any], dict[str, Any]]:
    """The operations by path, and the schemas they name."""
    bodies = {what: kind for what, (_, kind, _) in ORDERS.items() if kind.__struct_fields__}
    kinds = [VisitNow, VisitHere, Planned, Began]
    found, schemas = msgspec.json.schema_components([*kinds, *bodies.values()], ref_template=REF)
    visit, here, planned, group = found[: len(kinds)]
    body = dict(zip(bodies, found[len(kinds) :], strict=True))
    answers = {"plan": planned, "group": group}
    refused = {"description": "Not signed in.", "content": json_content({"$ref": REF.format(name="Error")})}
    every = json_content({"type": "array", "items": visit})
    stream = {"text/event-stream": {"schema": {"type": "string"}}}
    paths: dict[str, Any] = {
        "/api/v1/visits": {"get": get("visits", "Every visit, the newest first.", every, SIGNED_IN, refused)},
        "/api/v1/visits/now": {
            "get": get("visit_now", "The visit under way, and what it lacks.", json_content(here), SIGNED_IN, refused)
        },
        "/visit/live": {"get": get("visit_live", _LIVE, stream, SIGNED_IN, refused)},
    }
    for what, (summary, _, _) in ORDERS.items():
        paths[f"/api/v1/visits/{what}"] = {
            "post": post(f"visit_{what}", summary, body.get(what), SIGNED_IN, answers.get(what))
        }
    return paths, schemas
