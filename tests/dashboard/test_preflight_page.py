"""The pages that look after the box: ready for visitors, the bundle, switching off."""

import re
from pathlib import Path

import msgspec
import pytest

import xlab
from tests.dashboard.test_visit_pages import CHARTER
from tests.fakes.kit import FakeKit
from tests.fakes.preflight import WELL
from tests.fakes.visitor import Visitor
from xlab.dashboard.ports.machine import Finding
from xlab.link import Check
from xlab.look.words import LANGUAGES, table

POWER = Finding(area="power", ok=False, key="preflight.power_low")


def checked(kit: FakeKit, *checks: Check) -> None:
    kit.checks.kept["st-1"] = (kit.clock.now().wall - 60, checks)


def verdict(page: str) -> str:
    return re.search(r'id="verdict" data-state="(\w+)"', page)[1]


def test_one_verdict_and_what_needs_somebody_first(facilitator: Visitor, kit: FakeKit) -> None:
    checked(kit, Check(area="sound", ok=True, key="preflight.sound_heard"))
    assert verdict(facilitator.get("/preflight").text) == "well"
    kit.care.preflight.state = msgspec.structs.replace(WELL, findings=(*WELL.findings, POWER))
    page = facilitator.get("/preflight").text
    assert verdict(page) == "no" and "One thing needs you." in page
    assert page.index("gives too little at this moment") < page.index('id="parts"')
    assert "supply and the cable that came with the kit" in page


def test_a_look_under_way_says_how_far_it_is(facilitator: Visitor, kit: FakeKit) -> None:
    kit.care.preflight.state = msgspec.structs.replace(WELL, looking="power", done=4, at=None)
    page = facilitator.get("/preflight").text
    assert verdict(page) == "looking" and "Power: 5 of 12" in page and 'value="4"' in page
    facilitator.post("/preflight/again")
    assert kit.care.preflight.looks == 1


def test_what_a_person_saw_is_named_with_its_station_and_time(facilitator: Visitor, kit: FakeKit) -> None:
    page = facilitator.get("/preflight").text
    assert "Nobody has checked Station 1 yet." in page and "Not checked yet" in page
    checked(kit, Check(area="touch", ok=False, key="preflight.touch_none"))
    page = facilitator.get("/preflight").text
    assert "Station 1: The screen answers no touch at all." in page and "Checked 21 Sep 2026" in page


def test_a_part_that_only_a_newer_station_knows_is_shown_as_it_calls_it(facilitator: Visitor, kit: FakeKit) -> None:
    checked(kit, Check(area="smell", ok=False, key="preflight.touch_none"))
    assert "smell" in facilitator.get("/preflight").text


@pytest.mark.parametrize("answer", ["opens", "waits", "away", "older"])
def test_a_station_is_asked_to_show_its_check_and_what_became_of_it_is_said(
    facilitator: Visitor, kit: FakeKit, answer: str
) -> None:
    kit.checks.answer = answer  # type: ignore[assignment]
    page = facilitator.get(facilitator.post("/preflight/stations/st-1").location).text
    assert kit.checks.asked == ["st-1"] and table("preflight", "en")[f"asked_{answer}"] in page
    assert facilitator.post("/preflight/stations/none").status_code == 404


def test_the_bundle_is_one_click_for_those_who_look_after_the_kit(
    facilitator: Visitor, it_staff: Visitor, visitor: Visitor, kit: FakeKit
) -> None:
    for who in (facilitator, it_staff):
        answer = who.get("/it/bundle.zip")
        assert answer.mimetype == "application/zip" and answer.data == b"".join(kit.care.bundled)
        assert "attachment" in answer.headers["Content-Disposition"]
    assert visitor.get("/it/bundle.zip").status_code == 302
    assert 'href="/it/bundle.zip"' in it_staff.get("/it/kit").text


def test_the_kit_is_switched_off_by_a_button_that_asks_and_says_when_the_plug_may_be_pulled(
    facilitator: Visitor, kit: FakeKit
) -> None:
    page = facilitator.get("/power").text
    assert "Switch the kit off?" in page and "<details" in page
    answer = facilitator.post("/power/off")
    assert answer.status_code == 202 and "You may pull the plug now." in answer.text
    assert facilitator.post("/power/restart").status_code == 202
    assert kit.care.power.asked == ["off", "restart"]
    assert facilitator.post("/power/sideways").status_code == 404


def test_a_visit_that_is_open_is_named_before_the_kit_goes_off(facilitator: Visitor, kit: FakeKit) -> None:
    kit.visits.plan("en")
    kit.visits.write_charter(CHARTER)
    assert "A visit is open" not in facilitator.get("/power").text
    kit.visits.step("open")
    assert "A visit is open" in facilitator.get("/power").text


@pytest.mark.parametrize(("says", "status", "why"), [("away", 503, "logind"), ("refused", 403, "does not let")])
def test_where_the_machine_would_not_obey_there_is_no_button_and_the_reason(
    facilitator: Visitor, kit: FakeKit, says: str, status: int, why: str
) -> None:
    kit.care.power.says = says  # type: ignore[assignment]
    page = facilitator.get("/power").text
    assert why in page and "Switch it off" not in page
    assert facilitator.post("/power/off").status_code == status
    assert kit.care.power.asked == []


def test_nobody_else_looks_or_switches(visitor: Visitor, kit: FakeKit) -> None:
    for path in ("/preflight", "/packing", "/power"):
        assert visitor.get(path).location.startswith("/sign-in?next=/p")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_speak_every_language(facilitator: Visitor, kit: FakeKit, language: str) -> None:
    checked(kit, Check(area="touch", ok=False, key="preflight.touch_none"))
    for path in ("/preflight", "/packing", "/power"):
        assert f'<html lang="{language}">' in facilitator.get(f"{path}?lang={language}").text


def test_every_word_of_power_and_packing_is_used() -> None:
    folder = Path(xlab.__file__).parent
    text = "".join(path.read_text("utf-8") for end in ("py", "html") for path in folder.rglob(f"*.{end}"))
    for area in ("power", "packing"):
        exact = set(re.findall(rf"{area}\.([a-z_]+)", text))
        begun = {name for name in exact if name.endswith("_")} | {"thing_", "kind_", "refused_"}
        begun |= {"heard_", "met_", "checked_", "all_", "ask_", "do_", "no_", "going_"}
        named = exact | {"leaving", "arriving", "off", "restart", "screen_of", "camera_of"}
        unused = {name for name in table(area, "en") if name not in named and not name.startswith(tuple(begun))}
        assert unused == set()
