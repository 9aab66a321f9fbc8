"""The visit for programs: the whole course of one, refusals by their reason, and what the description says of it."""

import json
import re

import msgspec
import pytest
from werkzeug.test import TestResponse

from tests.dashboard.test_visit_pages import CHARTER, now
from tests.fakes.kit import FakeKit
from tests.fakes.visitor import Visitor
from xlab.dashboard.openapi import description
from xlab.dashboard.openapi_visits import visit_paths
from xlab.dashboard.visit_api import ORDERS, VisitHere

AGREED = msgspec.to_builtins(CHARTER)
PAINTERS = {"type": "stakeholder", "id": "s1", "group": "supplier", "name": "Painters\n", "values": ["recognition"]}

LOOSE = {"type": "platform", "id": "p", "pattern": "x", "stage": "use", "stakeholder": "nobody", "value": "time"}


@pytest.fixture
def tell(facilitator: Visitor):
    token = facilitator.token("/visit")

    def post(what: str, body: object = None) -> TestResponse:
        headers = {"X-CSRFToken": token}
        return facilitator.client.post(f"/api/v1/visits/{what}", json=body or {}, headers=headers)

    return post


def test_a_visit_from_planning_to_its_sign_off(tell, facilitator: Visitor, kit: FakeKit) -> None:
    assert facilitator.get("/api/v1/visits/now").json["visit"] is None
    visit = tell("plan", {"language": "de"}).json["visit"]
    assert tell("plan", {"language": "de"}).status_code == 409
    assert facilitator.get("/api/v1/visits/now").json["missing"][0] == "unit"
    assert tell("step", {"step": "open"}).json["error"]["code"] == "missing"
    assert tell("charter", {"charter": AGREED}).status_code == 204
    assert tell("step", {"step": "open"}).status_code == 204
    assert tell("charter", {"charter": AGREED}).json["error"]["code"] == "state"
    assert tell("put", {"item": PAINTERS, "by": "visitor"}).status_code == 204
    assert now(kit).board.stakeholders["s1"].name == "Painters"
    here = msgspec.json.decode(facilitator.get("/api/v1/visits/now").data, type=VisitHere)
    assert here.suggestions[0].rule.id == "open-challenge-recognition" and here.nudges
    assert tell("amend", {"charter": {**AGREED, "rewards": "A dinner"}, "reason": "Asked"}).status_code == 204
    assert tell("decide", {"decided": {"type": "Decided", "decision": "d1", "what": "Begin"}}).status_code == 204
    assert (
        tell("note", {"noted": {"type": "Noted", "note": "n1", "kind": "open", "text": "Who pays?"}}).status_code == 204
    )
    assert tell("group").json["number"] == 2
    assert tell("drop", {"item": "s1"}).status_code == 204
    for step in ("close", "reopen", "close", "sign_off"):
        assert tell("step", {"step": step}).status_code == 204
    assert [one["visit"] for one in facilitator.get("/api/v1/visits").json] == [visit]
    assert tell("note", {"noted": {"type": "Noted", "note": "n2", "kind": "open", "text": "Late"}}).status_code == 409


@pytest.mark.parametrize(
    ("what", "body", "status"),
    [
        ("plan", {"language": "tlh"}, 400),
        ("step", {"step": "begin"}, 400),
        ("put", {"item": {**PAINTERS, "name": "x" * 201}}, 400),
        ("put", {"item": {**PAINTERS, "type": "rumour"}}, 400),
        ("put", {"item": {**PAINTERS, "id": ""}}, 400),
        ("put", {"item": {"type": "pilot", "platform": "none"}}, 404),
        ("put", {"item": LOOSE}, 404),
        ("drop", {"item": "none"}, 404),
        ("charter", {"charter": {"measures": [{"what": "x", "review": "2026-02-30"}]}}, 422),
        ("charter", {"charter": {"measures": [{"what": "x"}] * 13}}, 400),
        ("decide", {"decided": {"type": "Decided", "decision": "d", "what": "x", "instead_of": "none"}}, 404),
        ("group", {"number": 7}, 400),
        ("group", {}, 409),
        ("anything", {}, 404),
    ],
)  # fmt: skip
def test_what_does_not_fit_changes_nothing(tell, kit: FakeKit, what: str, body: object, status: int) -> None:
    kit.visits.plan("en")
    stored = len(kit.visits.facts)
    assert tell(what, body).status_code == status
    assert len(kit.visits.facts) == stored


def test_only_facilitators_may_ask(visitor: Visitor, kit: FakeKit) -> None:
    assert visitor.get("/api/v1/visits").status_code == visitor.get("/api/v1/visits/now").status_code == 401
    assert visitor.client.post("/api/v1/visits/plan", json={"language": "en"}).status_code == 400
    assert kit.visits.now() is None


def test_every_order_is_described_under_a_name_of_its_own() -> None:
    paths, schemas = visit_paths()
    whole = description("1.0.0")
    assert {f"/api/v1/visits/{what}" for what in ORDERS} < set(paths) < set(whole["paths"])
    for name, schema in schemas.items():
        assert whole["components"]["schemas"][name] == schema, name
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(whole)))
    assert named <= set(whole["components"]["schemas"])
    ids = [operation["operationId"] for path in whole["paths"].values() for operation in path.values()]
    assert len(ids) == len(set(ids))
