"""The picture of the room for programs: who may move stations, and what is refused."""

import pytest

from tests.fakes.kit import UUID, FakeKit
from tests.fakes.visitor import Visitor
from xlab.beacons.signals import Signal, SignalLine, Stay

PLACE = {"station": "st-1", "x": 0.25, "y": 0.5}


def post(browser: Visitor, path: str, body: object = None) -> int:
    headers = {"X-CSRFToken": browser.token("/")}
    return browser.client.post(path, json=body, headers=headers).status_code


def test_a_facilitator_moves_a_station_and_takes_it_back(facilitator: Visitor, kit: FakeKit) -> None:
    assert post(facilitator, "/api/v1/places", {"places": [PLACE]}) == 204
    assert [(spot.x, spot.y, spot.placed) for spot in kit.room_now.spots if spot.id == "st-1"] == [(0.25, 0.5, True)]
    assert post(facilitator, "/api/v1/places/undo") == 204
    assert not any(spot.placed for spot in kit.room_now.spots)
    assert post(facilitator, "/api/v1/places/undo") == 409


def test_visitors_and_forged_forms_move_nothing(facilitator: Visitor, visitor: Visitor, kit: FakeKit) -> None:
    for path in ("/api/v1/places", "/api/v1/places/undo"):
        headers = {"X-CSRFToken": visitor.token("/sign-in")}
        assert visitor.client.post(path, json={"places": [PLACE]}, headers=headers).status_code == 401
        assert facilitator.client.post(path, json={"places": [PLACE]}).status_code == 400
    assert kit.places.before == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"places": []}, 400),
        ({"places": [PLACE | {"x": 1.01}]}, 400),
        ({"places": [PLACE | {"y": None}]}, 400),
        ({"places": [PLACE] * 65}, 400),
        ([PLACE], 400),
        ({"places": [PLACE, PLACE | {"station": "nowhere"}]}, 404),
        ({"places": [PLACE | {"station": "pi-a"}]}, 404),  # it stood in the room of the recording
    ],
)
def test_what_is_no_move_of_this_kits_stations_moves_nothing(
    facilitator: Visitor, kit: FakeKit, body: object, status: int
) -> None:
    assert post(facilitator, "/api/v1/places", body) == status
    assert kit.places.before == []


def test_a_kit_that_is_busy_says_so(facilitator: Visitor, kit: FakeKit, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(_: object) -> bool:
        raise TimeoutError

    monkeypatch.setattr(kit.places, "put", busy)
    headers = {"X-CSRFToken": facilitator.token("/")}
    answer = facilitator.client.post("/api/v1/places", json={"places": [PLACE]}, headers=headers)
    assert (answer.status_code, answer.json["error"]["code"]) == (503, "busy")


def test_a_chart_is_of_one_beacon_and_one_source(facilitator: Visitor, visitor: Visitor, kit: FakeKit) -> None:
    beacon = f"{UUID}/1/7"
    lines = (SignalLine("st-1", (-60, None, -63), -51.0, -69.0),)
    kit.signals.charts[beacon, "live"] = Signal(9, "live", lines, (Stay(7, "st-1", "near"),))
    asked = f"/api/v1/signals?beacon={beacon}"
    assert visitor.get(asked).status_code == 401
    chart = facilitator.get(f"{asked}&seconds=2").json
    assert chart["end"] == 9
    assert chart["lines"] == [{"station": "st-1", "levels": [None, -63], "touch": -51.0, "near": -69.0}]
    assert facilitator.get(f"{asked}&source=recorded").json is None


@pytest.mark.parametrize(
    "asked", ["", "?beacon=", "?beacon=b&seconds=0", "?beacon=b&seconds=many", "?beacon=b&source=x"]
)
def test_what_asks_for_no_chart_is_said(facilitator: Visitor, asked: str) -> None:
    assert facilitator.get(f"/api/v1/signals{asked}").status_code == 400


def test_the_warmth_is_of_what_the_kit_hears_with_now(facilitator: Visitor, visitor: Visitor, kit: FakeKit) -> None:
    kit.signals.heats = {"live": {"st-1": (60,) * 60}, "recorded": {"pi-a": (0,) * 59 + (12,)}}
    assert visitor.get("/api/v1/heat").status_code == 401
    heat = facilitator.get("/api/v1/heat").json
    assert heat == {"source": "recorded", "stations": [{"station": "pi-a", "seconds": [0] * 59 + [12]}]}
