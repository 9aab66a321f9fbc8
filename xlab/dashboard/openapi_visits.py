"""The part of the interface that is about visits."""

from typing import Any

import msgspec

from xlab.dashboard.openapi_pieces import REF, SIGNED_IN, get, json_content, post
from xlab.dashboard.ports.groups import Began
from xlab.dashboard.ports.lines import DemoLines
from xlab.dashboard.report import KINDS, ReportHere
from xlab.dashboard.visit_api import ORDERS, Planned, VisitHere
from xlab.workshop.visit import VisitNow

_LIVE = (
    "Server-sent events: `changed` carries the state of the visit under way, or `none`, first and after every change."
)


_EDITABLE = "The words of demos that may be edited, and what was made of them for the visit under way."

_REPORT = "The report of a visit: how far it is, what can be had of it, and what it says as soon as that is added up."
_DRAWINGS = "The charts of a report as Vega-Lite, by name; narrow ones are for phones."


def visit_paths() -> tuple[dict[str, Any], dict[str, Any]]:
    """The operations by path, and the schemas they name."""
    bodies = {what: kind for what, (_, kind, _) in ORDERS.items() if kind.__struct_fields__}
    kinds = [VisitNow, VisitHere, Planned, Began, DemoLines, ReportHere]
    found, schemas = msgspec.json.schema_components([*kinds, *bodies.values()], ref_template=REF)
    visit, here, planned, group, lines = found[: len(kinds) - 1]
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
        "/api/v1/visits/lines": {
            "get": get("visit_editable", _EDITABLE, json_content({"type": "array", "items": lines}), SIGNED_IN, refused)
        },
        "/visit/live": {"get": get("visit_live", _LIVE, stream, SIGNED_IN, refused)},
    }
    whose = {"parameters": [{"name": "visit", "in": "path", "required": True, "schema": {"type": "string"}}]}
    width = {"name": "width", "in": "query", "schema": {"enum": ["wide", "narrow"]}}
    drawn = json_content({"type": "object", "additionalProperties": {"type": "object"}})
    for what, told, content in (
        ("report", _REPORT, json_content(found[len(kinds) - 1])),
        ("report/charts", _DRAWINGS, drawn),
        *((f"report.{kind}", f"The report as {kind}.", _binary(KINDS[kind])) for kind in ("pdf", "zip")),
    ):
        name = "visit_" + what.replace("/", "_").replace(".", "_")
        more = whose if what != "report/charts" else {"parameters": [*whose["parameters"], width]}
        paths[f"/api/v1/visits/{{visit}}/{what}"] = {"get": get(name, told, content, SIGNED_IN, refused) | more}
    for what, (summary, _, _) in ORDERS.items():
        asked = post(f"visit_{what}", summary, body.get(what), SIGNED_IN, answers.get(what))
        paths.setdefault(f"/api/v1/visits/{what}", {})["post"] = asked
    return paths, schemas


def _binary(mimetype: str) -> dict[str, Any]:
    return {mimetype: {"schema": {"type": "string", "format": "binary"}}}
