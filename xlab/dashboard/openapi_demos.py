"""Demos and orders in the description of the interface."""

from typing import Any, Final

import msgspec

from xlab.dashboard.demo_api import OPERATIONS
from xlab.dashboard.openapi_pieces import REF, SIGNED_IN, get, json_content, post
from xlab.dashboard.ordering import Change, Home, Ordered, Start
from xlab.dashboard.ports.demos import DemosNow, Offer, Report
from xlab.dashboard.uploads import PATHS

_REFUSED: Final = {
    "description": "Not signed in.",
    "content": json_content({"$ref": REF.format(name="Error")}),
}
_UPLOAD: Final = (
    "Send the bytes of a bundle. Trusted ones are installed; others wait among the offers until they are accepted."
)
_RUN: Final = {"name": "run", "in": "path", "required": True, "schema": {"type": "string"}}
_NAME: Final = {"name": "name", "in": "query", "required": False, "schema": {"type": "string"}}


def demo_paths() -> tuple[dict[str, Any], dict[str, Any]]:
    """The operations by their paths, and the schemas they name."""
    bodies = [struct for _, struct in OPERATIONS.values()]
    described, schemas = msgspec.json.schema_components(
        [DemosNow, Report, Offer, tuple[Ordered, ...], Change, Start, Home, *bodies], ref_template=REF
    )
    demos, report, offer, ordered, change, start, home, *asked = described
    upload = post("upload_demo", _UPLOAD, None, SIGNED_IN, offer) | {
        "parameters": [_NAME],
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        },
    }
    paths = {
        "/api/v1/demos": {
            "get": get(
                "demos", "All demos, what waits for IT, and the stations.", json_content(demos), SIGNED_IN, _REFUSED
            )
        },
        "/api/v1/demos/reports/{run}": {
            "get": get("report", "What is known of a run that went wrong.", json_content(report), SIGNED_IN, _REFUSED)
            | {"parameters": [_RUN]}
        },
        PATHS[1]: {"post": upload},
        "/api/v1/orders": {
            "get": get("orders", "What is ordered of each station.", json_content(ordered), SIGNED_IN, _REFUSED)
        },
        "/api/v1/orders/change": {
            "post": post("change_orders", "Change what is ordered of a station, or of all.", change, SIGNED_IN, ordered)
        },
        "/api/v1/orders/open": {"post": post("open_demo", "Begin a demo at a station.", start, SIGNED_IN)},
        "/api/v1/orders/home": {"post": post("go_home", "End what runs at a station, or at all.", home, SIGNED_IN)},
    }
    for (operation, (summary, _)), body in zip(OPERATIONS.items(), asked, strict=True):
        paths[f"/api/v1/demos/{operation}"] = {"post": post(f"demo_{operation}", summary, body, SIGNED_IN, demos)}
    return paths, schemas
