"""A touch on the live picture, passed on to its station."""

import msgspec
import pytest

from tests.fakes.kit import SPOTS, FakeKit
from tests.fakes.visitor import Visitor


def touch(browser: Visitor, body: object, station: str = "st-1"):
    token = browser.token("/pin")
    return browser.client.post(f"/stations/{station}/touch", json=body, headers={"X-CSRFToken": token})


def test_a_touch_reaches_its_station(facilitator: Visitor, kit: FakeKit) -> None:
    assert touch(facilitator, {"phase": "down", "x": 0.25, "y": 1}).status_code == 204
    assert kit.touches == [("st-1", "down", 0.25, 1.0)]


@pytest.mark.parametrize(
    "body",
    [
        {"phase": "hover", "x": 0.5, "y": 0.5},
        {"phase": "down", "x": 1.01, "y": 0.5},
        {"phase": "down", "x": -0.01, "y": 0.5},
        {"phase": "down", "x": "0.5", "y": 0.5},
        {"phase": "down", "x": None, "y": 0.5},
        {"phase": "down", "x": 0.5},
        {"phase": "down", "x": 0.5, "y": 0.5, "z": 1},
        [],
    ],
)
def test_what_is_no_touch_is_refused(facilitator: Visitor, kit: FakeKit, body: object) -> None:
    answer = touch(facilitator, body)
    assert (answer.status_code, answer.json["error"]["code"]) == (400, "bad_request")
    assert kit.touches == []


@pytest.mark.parametrize("text", [b"", b"{", b'{"phase":"down","x":NaN,"y":0}', b"\xff\xfe", b"[" * 5000])
def test_what_is_no_json_is_refused(facilitator: Visitor, kit: FakeKit, text: bytes) -> None:
    headers = {"X-CSRFToken": facilitator.token("/pin"), "Content-Type": "application/json"}
    answer = facilitator.client.post("/stations/st-1/touch", data=text, headers=headers)
    assert (answer.status_code, answer.json["error"]["code"]) == (400, "bad_request")
    assert kit.touches == []


def test_a_station_that_is_away_is_told(facilitator: Visitor, kit: FakeKit) -> None:
    kit.show(spots=(msgspec.structs.replace(SPOTS[0], screen="away"),))
    answer = touch(facilitator, {"phase": "down", "x": 0.5, "y": 0.5})
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "away")


def test_a_station_that_does_not_answer_counts_as_away(
    facilitator: Visitor, kit: FakeKit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object) -> bool:
        raise TimeoutError

    monkeypatch.setattr(kit, "touch", silent)
    assert touch(facilitator, {"phase": "down", "x": 0.5, "y": 0.5}).status_code == 409


@pytest.mark.parametrize("station", ["st-9", "pi-a"])
def test_only_stations_can_be_touched(facilitator: Visitor, kit: FakeKit, station: str) -> None:
    answer = touch(facilitator, {"phase": "down", "x": 0.5, "y": 0.5}, station)
    assert (answer.status_code, answer.json["error"]["code"]) == (404, "not_found")
    assert kit.touches == []
