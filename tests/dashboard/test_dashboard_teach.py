"""The interface to teaching: who may ask, what is passed on, and what is said when it cannot be."""

import json

import pytest
from flask import Flask

from tests.fakes.kit import TOKEN, FakeKit
from tests.fakes.teaching import IDLE
from tests.fakes.visitor import Visitor
from xlab.dashboard.ports import Problem


def post(app: Flask, order: str, body: object = None, token: str = TOKEN):
    return app.test_client().post(
        f"/api/v1/teach/{order}",
        data=json.dumps(body) if body is not None else None,
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )


def test_visitors_may_not_teach(app: Flask, visitor: Visitor, kit: FakeKit) -> None:
    assert visitor.get("/api/v1/teach").status_code == 401
    assert visitor.get("/teach").status_code == 302
    assert post(app, "reset", token="another").status_code in (400, 401)
    assert kit.teaching.asked == []


def test_the_page_and_programs_are_told_the_same(facilitator: Visitor, kit: FakeKit) -> None:
    assert facilitator.get("/api/v1/teach").json["state"] == IDLE.state
    assert "Window" in facilitator.get("/teach").text


@pytest.mark.parametrize(
    ("order", "body", "asked"),
    [
        ("pad", {"station": "st-1"}, ("pad", "st-1", None)),
        ("pad", {"station": "st-1", "beacon": "u/1/7"}, ("pad", "st-1", "u/1/7")),
        ("walk", {}, ("walk",)),
        ("here", {"station": "st-2"}, ("here", "st-2")),
        ("finish", None, ("finish",)),
        ("keep", None, ("keep",)),
        ("cancel", None, ("cancel",)),
        ("undo", None, ("undo",)),
        ("reset", None, ("reset",)),
    ],
)
def test_orders_are_passed_on(app: Flask, kit: FakeKit, order: str, body: object, asked: tuple) -> None:
    answer = post(app, order, body)
    assert (answer.status_code, answer.json["state"]) == (200, "idle")
    assert kit.teaching.asked == [asked]


@pytest.mark.parametrize(
    ("order", "body", "status"),
    [
        ("pad", {}, 400),
        ("pad", {"station": 7}, 400),
        ("here", [], 400),
        ("walk", {"fast": True}, 400),
        ("run", {}, 404),
    ],
)
def test_what_is_no_order_is_refused(app: Flask, kit: FakeKit, order: str, body: object, status: int) -> None:
    assert post(app, order, body).status_code == status
    assert kit.teaching.asked == []


@pytest.mark.parametrize(("code", "status"), [("busy", 409), ("recorded", 409), ("no_station", 404)])
def test_why_it_cannot_be_is_said(app: Flask, kit: FakeKit, code: str, status: int) -> None:
    kit.teaching.refusal = Problem(code, {}, "A sentence.")
    answer = post(app, "pad", {"station": "st-1"})
    assert (answer.status_code, answer.json["error"]) == (status, {"code": code, "message": "A sentence."})
