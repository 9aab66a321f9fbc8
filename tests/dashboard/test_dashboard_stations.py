"""The page of the stations: what it says of each, and letting one in by the code it shows."""

import pytest

from tests.fakes.kit import FakeKit
from tests.fakes.visitor import Visitor
from xlab.beacons.troubles import reason
from xlab.dashboard.ports import StationNow, Tried, Waiting

WINDOW = StationNow(id="st-2", name="Window", own=False, screen="menu", radio="scanning", rate=23.4, late=64)
KITCHEN = StationNow(id="st-3", name="Kitchen", own=False, radio="missing", reason=reason("missing"))
WISH = Waiting(station="st-4", name="Door")


@pytest.fixture(autouse=True)
def stations(kit: FakeKit) -> None:
    kit.pairing.all += [WINDOW, KITCHEN]
    kit.pairing.wishes = [WISH]


def type_code(facilitator: Visitor, code: str):
    token = facilitator.token("/stations")
    return facilitator.client.post("/stations", data={"csrf_token": token, "code": code})


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("The kit itself", "Choosing a demo", "23 a second", "within 64 ms", "Plug one in", "Door")),
        ("fr", ("Le kit lui-même", "Choix d’une démo", "23 par seconde", "en 64 ms au plus", "Branchez-en un")),
        (
            "de",
            ("Die Box selbst", "Eine Demo wird gewählt", "23 pro Sekunde", "höchstens 64 ms", "Stecken Sie"),
        ),
    ],
)
def test_it_says_how_each_station_is(facilitator: Visitor, language: str, said: tuple[str, ...]) -> None:
    text = facilitator.get(f"/stations?lang={language}").text
    for words in said:
        assert words in text
    now = facilitator.get("/stations?part=now").text
    assert "<html" not in now and said[3] in now


def test_only_a_screen_has_a_live_screen_and_only_a_paired_station_can_be_removed(facilitator: Visitor) -> None:
    text = facilitator.get("/stations").text
    assert 'href="/stations/st-2"' in text and 'href="/stations/st-3"' not in text
    assert "/stations/st-3/unpair" in text and "/stations/st-1/unpair" not in text


def test_the_right_code_lets_the_station_in_however_it_is_spaced(facilitator: Visitor, kit: FakeKit) -> None:
    kit.pairing.codes["123456"] = Tried("paired", "st-4")
    assert type_code(facilitator, " 123 456 ").location == "/stations#st-4"
    assert kit.pairing.typed == ["123456"]


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦"])
def test_what_is_no_code_is_not_tried(facilitator: Visitor, kit: FakeKit, code: str) -> None:
    answer = type_code(facilitator, code)
    assert (answer.status_code, kit.pairing.typed) == (422, [])
    assert "six digits" in answer.text


@pytest.mark.parametrize(
    ("outcome", "status", "said"),
    [("wrong", 422, "shows this code"), ("silent", 504, "did not answer"), ("unstored", 507, "could not store")],
)
def test_a_code_that_lets_nobody_in_says_why(facilitator: Visitor, kit: FakeKit, outcome, status, said) -> None:
    kit.pairing.codes["111111"] = Tried(outcome)
    answer = type_code(facilitator, "111111")
    assert (answer.status_code, said in answer.text) == (status, True)


def test_a_station_is_removed_and_one_that_is_none_is_not_found(facilitator: Visitor, kit: FakeKit) -> None:
    form = {"csrf_token": facilitator.token("/stations")}
    assert facilitator.client.post("/stations/st-2/unpair", data=form).location == "/stations"
    assert facilitator.client.post("/stations/st-1/unpair", data=form).status_code == 404
    assert kit.pairing.unpaired == ["st-2", "st-1"]
    kit.pairing.fails = True
    assert "could not store" in facilitator.client.post("/stations/st-2/unpair", data=form).text
