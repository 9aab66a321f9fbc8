"""The facilitator's remote control: one order changes one thing, of one station or of all."""

import msgspec
import pytest

from tests.fakes.kit import FakeKit
from tests.fakes.library import EVERYTHING
from tests.fakes.visitor import Visitor
from xlab.dashboard.ordering import Ordered
from xlab.dashboard.ports import StationNow
from xlab.link import Orders

WINDOW = StationNow(id="st-2", name="Window", own=False, screen="away")
EARS = StationNow(id="st-3", name="Door", own=False, radio="scanning")


@pytest.fixture(autouse=True)
def stations(kit: FakeKit) -> None:
    kit.pairing.all += [WINDOW, EARS]
    kit.demos.shown = EVERYTHING
    kit.ordering.away = {"st-2"}


def order(browser: Visitor, do: str, station: str = "st-1", **fields: str):
    data = {"csrf_token": browser.token("/pin"), "do": do, "station": station, **fields}
    return browser.client.post("/stations/orders", data=data)


def call(browser: Visitor, operation: str, **body: object):
    headers = {"X-CSRFToken": browser.token("/pin")}
    return browser.client.post(f"/api/v1/orders/{operation}", json=body, headers=headers)


def test_each_key_changes_its_own_thing(facilitator: Visitor, kit: FakeKit) -> None:
    for do in ("locked on", "dark on", "muted on", "pinned pattern-press"):
        assert order(facilitator, do).location == "/stations"
    order(facilitator, "message on", message="  Back at\n 14:00 ")
    everything = Orders(locked=True, dark=True, muted=True, pinned="pattern-press", message="Back at 14:00")
    assert kit.ordering.ordered == {"st-1": everything}
    for do in ("locked off", "dark off", "muted off", "pinned ", "message off"):
        order(facilitator, do, message="ignored")
    assert kit.ordering.ordered == {"st-1": Orders()}


def test_all_stations_with_a_screen_are_ordered_at_once_and_keep_the_rest(facilitator: Visitor, kit: FakeKit) -> None:
    order(facilitator, "muted on", "st-2")
    order(facilitator, "dark on", "")
    order(facilitator, "home", "")
    assert kit.ordering.ordered == {"st-1": Orders(dark=True), "st-2": Orders(dark=True, muted=True)}
    assert kit.ordering.asked == [("home", "st-1"), ("home", "st-2")]


def test_a_demo_starts_and_a_station_that_is_away_is_told_of(facilitator: Visitor, kit: FakeKit) -> None:
    assert order(facilitator, "open pattern-press", back="station").location == "/stations/st-1"
    assert order(facilitator, "open pattern-press", "st-2").location == "/stations?unheard=1"
    assert "It hears this when it is back" in facilitator.get("/stations/st-1?unheard=1&part=now").text
    assert kit.ordering.asked == [("open", "st-1", "pattern-press"), ("open", "st-2", "pattern-press")]


@pytest.mark.parametrize(
    ("do", "station"), [("explode", "st-1"), ("dark on", "st-9"), ("dark on", "st-3"), ("open x", "")]
)
def test_what_is_no_order_changes_nothing(facilitator: Visitor, kit: FakeKit, do: str, station: str) -> None:
    assert order(facilitator, do, station).status_code == 404
    assert kit.ordering.ordered == {} and kit.ordering.asked == []


def test_the_pages_show_what_is_ordered(facilitator: Visitor, kit: FakeKit) -> None:
    kit.ordering.ordered["st-1"] = Orders(dark=True, pinned="pattern-press", message="<b>Soon</b>")
    text = facilitator.get("/stations/st-1").text
    assert 'value="dark off" aria-pressed="true"' in text and 'value="locked on" aria-pressed="false"' in text
    assert "&lt;b&gt;Soon&lt;/b&gt;" in text and 'value="open pattern-press"' in text
    assert 'value="open shelf-life"' not in text, "it is not shown at this station"
    assert "&lt;b&gt;Soon&lt;/b&gt;" in facilitator.get("/stations?part=now").text


def test_programs_change_what_they_name_and_nothing_else(facilitator: Visitor, kit: FakeKit) -> None:
    kit.ordering.ordered["st-1"] = Orders(locked=True, message="Soon")
    answer = call(facilitator, "change", station=None, muted=True, message="")
    assert msgspec.json.decode(answer.data, type=tuple[Ordered, ...]) == (
        Ordered("st-1", "Station 1", True, Orders(locked=True, muted=True)),
        Ordered("st-2", "Window", False, Orders(muted=True)),
    )
    assert answer.data == facilitator.get("/api/v1/orders").data
    assert call(facilitator, "open", station="st-1", demo="hello").status_code == 204
    assert call(facilitator, "open", station="st-2", demo="hello").status_code == 409
    assert call(facilitator, "home", station="st-2").status_code == 409
    assert call(facilitator, "home", station=None).status_code == 204
    assert call(facilitator, "change", station="st-9", dark=True).status_code == 404
    assert call(facilitator, "change", station="st-1", message="x" * 201).status_code == 400


def test_orders_are_the_facilitators(it_staff: Visitor, kit: FakeKit) -> None:
    headers = {"X-CSRFToken": it_staff.token("/it/access")}
    answer = it_staff.client.post("/stations/orders", data={"do": "dark on"}, headers=headers)
    assert answer.location.startswith("/sign-in") and kit.ordering.ordered == {}
