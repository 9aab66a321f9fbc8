"""The interface for programs."""

import re
from typing import Any

import msgspec
import pytest
from flask import Flask

from tests.fakes.kit import FakeKit, badge
from tests.fakes.network import OWN, WAYS
from tests.fakes.visitor import Visitor
from xlab.dashboard.phones import WISHES
from xlab.link import NetworkNow, Room, Scanner, Spot


def test_health_is_open_and_small(visitor: Visitor, kit: FakeKit) -> None:
    away = Spot(id="st-2", name="Station 2", x=0, y=0, screen="away")
    playing = Spot(id="st-3", name="Station 3", x=0, y=0, screen="playing", demo="hello")
    ears = tuple(Scanner(station=f"st-{n}", name="", here=n == 4, state="off", reason="It is off.") for n in (4, 5))
    kit.show(badge(1, "fox-coral", "st-3"), spots=(*kit.room_now.spots, away, playing), scanners=ears)
    kit.network.now = msgspec.structs.replace(kit.network.now, now=NetworkNow(ways=WAYS, own=OWN))
    answer = visitor.get("/api/v1/health")
    assert OWN.password not in answer.text
    assert answer.mimetype == "application/json"
    assert answer.json == {
        "kit": "kit-7f3a",
        "version": "0.1.0",
        "build": "",
        "uptime_s": 12.3,
        "keeps": "yes",
        "ways": list(msgspec.to_builtins(WAYS)),
        "radio": {"state": "replaying", "source": "recorded", "reason": "No radio here."},
        "stations": [
            {"id": "st-1", "state": "attract", "demo": None},
            {"id": "st-2", "state": "away", "demo": None},
            {"id": "st-3", "state": "playing", "demo": "hello"},
        ],
        "scanners": [{"id": "st-4", "state": "off"}, {"id": "st-5", "state": "away"}],
    }


def test_health_sets_no_cookie(visitor: Visitor) -> None:
    assert "Set-Cookie" not in visitor.get("/api/v1/health").headers


def test_the_room_is_for_facilitators(facilitator: Visitor, visitor: Visitor, kit: FakeKit) -> None:
    kit.show(badge(1, "fox-coral", "pi-a"))
    assert msgspec.json.decode(facilitator.get("/api/v1/room").data, type=Room) == kit.room_now
    answer = visitor.get("/api/v1/room")
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "signed_out")


def test_errors_are_json(visitor: Visitor) -> None:
    answer = visitor.get("/api/v1/nothing")
    assert (answer.status_code, answer.mimetype) == (404, "application/json")
    assert answer.json["error"]["code"] == "not_found"


def takes_json(item: dict[str, Any]) -> bool:
    return "application/json" in item.get("post", {}).get("requestBody", {}).get("content", {})


@pytest.mark.parametrize("body", [b'"\xff"', b'{"\xff":1}', b"[" * 6_000, b'{"station":"\xed\xa0\xbd"}'])
def test_bytes_that_are_no_json_are_refused_by_every_operation(both: Visitor, body: bytes) -> None:
    paths = both.get("/api/v1/openapi.json").json["paths"]
    orders = [path for path, item in paths.items() if takes_json(item) and path not in WISHES]
    headers = {"X-CSRFToken": both.token("/")}
    answers = {path: both.client.post(path, data=body, headers=headers).status_code for path in orders}
    assert answers == dict.fromkeys(orders, 400) and len(orders) > 5


def test_the_description_names_what_there_is(app: Flask, visitor: Visitor) -> None:
    described = visitor.get("/api/v1/openapi.json").json
    routes = {
        re.sub(r"<(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")
    }
    streams = {"/live", "/join/live", "/rounds/live", "/visit/live", "/wall/live"}
    assert set(described["paths"]) == routes | streams | set(WISHES) | {"/api/v1/rounds/mine"}
    asked = {path: method for path, item in described["paths"].items() for method in item.values()}
    assert {path for path, method in asked.items() if not method["security"]} == {
        "/api/v1/health",
        "/api/v1/openapi.json",
        "/api/v1/rounds/join",
        "/api/v1/rounds/forget",
        "/join/live",
        "/wall/live",
    }


def test_every_reference_in_the_description_leads_somewhere(visitor: Visitor) -> None:
    answer = visitor.get("/api/v1/openapi.json")
    schemas = answer.json["components"]["schemas"]
    names = {part.split('"')[0] for part in answer.text.split("#/components/schemas/")[1:]}
    assert names <= set(schemas)
    assert {"Health", "Room", "Error", "Event"} <= names


def test_health_is_as_described(visitor: Visitor) -> None:
    schema = visitor.get("/api/v1/openapi.json").json["components"]["schemas"]["Health"]
    assert set(schema["required"]) == set(visitor.get("/api/v1/health").json)
