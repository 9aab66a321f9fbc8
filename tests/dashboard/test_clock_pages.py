"""The clocks of kit and phone, as pages compare and set them."""

import pytest

from tests.fakes.kit import FakeKit
from tests.fakes.visitor import Visitor
from xlab.dashboard.ports.clock import ClockRefused, Refusal

NOON = 1_790_000_000.0


def post(browser: Visitor, path: str, body: object) -> object:
    headers = {"X-CSRFToken": browser.token("/")}
    return browser.client.post(path, json=body, headers=headers)


def test_a_page_compares_by_a_mark_and_sets_what_people_agreed_on(facilitator: Visitor, kit: FakeKit) -> None:
    mark = facilitator.get("/clock").get_json()
    assert mark["wall"] == kit.clock.wall and mark["confirmed"] == "ntp"
    kit.clock.verdict = "differs"
    said = {"wall": NOON, "mono": mark["mono"]}
    assert post(facilitator, "/clock/phone", said).get_json() == {"verdict": "differs"}
    assert kit.clock.said == [(NOON, mark["mono"])]
    kit.clock.machine = "refused"
    answer = post(facilitator, "/clock/set", said).get_json()
    assert answer["machine"] == "refused" and "restart" in answer["told"]
    assert kit.clock.wall == NOON


def test_nobody_else_hears_or_sets_the_time(visitor: Visitor, kit: FakeKit) -> None:
    assert visitor.get("/clock").status_code == 401
    headers = {"X-CSRFToken": visitor.token("/sign-in")}
    for path in ("/clock/phone", "/clock/set"):
        assert visitor.client.post(path, json={"wall": NOON, "mono": 1.0}, headers=headers).status_code == 401
    assert kit.clock.said == []


@pytest.mark.parametrize(
    ("reason", "status"), [("wrong", 422), ("network", 409), ("settled", 409), ("not_stored", 507)]
)
def test_what_is_refused_is_said_in_words(facilitator: Visitor, kit: FakeKit, reason: Refusal, status: int) -> None:
    kit.clock.refusal = ClockRefused(reason)
    answer = post(facilitator, "/clock/set", {"wall": NOON, "mono": 1.0})
    assert answer.status_code == status and answer.get_json()["error"]["message"].endswith(".")


@pytest.mark.parametrize("body", ["", "[]", '{"wall": "noon", "mono": 1}', '{"wall": 1e999, "mono": 1}'])
def test_nonsense_is_no_time(facilitator: Visitor, kit: FakeKit, body: str) -> None:
    headers = {"X-CSRFToken": facilitator.token("/")}
    answer = facilitator.client.post("/clock/phone", data=body, headers=headers)
    assert answer.status_code == 200
    assert all(wall == 0.0 for wall, _ in kit.clock.said)
