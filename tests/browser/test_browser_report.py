"""The report in a real Chromium: charts though nothing may be evaluated, notes that wait, a way to the sign-off."""

import msgspec
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import FITS, comes_true
from tests.dashboard.test_visit_pages import CHARTER
from tests.fakes.kit import FakeKit
from tests.fakes.visitor import PHONE, PIN
from tests.report.made_up import told
from xlab.dashboard.keys import Keys
from xlab.dashboard.ports.papers import Paper
from xlab.report.charts import NARROW, WIDTH


@pytest.fixture
def kit(tmp_path) -> FakeKit:
    fresh = FakeKit(tmp_path)
    Keys(tmp_path).pin.set_first(PIN)
    fresh.pin_was_set()
    fresh.visits.plan("en")
    fresh.visits.write_charter(CHARTER)
    fresh.visits.step("open")
    return fresh


def put(kit: FakeKit) -> str:
    visit = kit.visits.now().visit
    kit.papers.put(visit, msgspec.structs.replace(told().report(), visit=visit), pdf=b"%PDF-", zip=b"PK", json=b"{}")
    return visit


def test_charts_are_drawn_for_the_width_of_the_page_and_told_as_tables(kit: FakeKit, facilitator) -> None:
    kit.visits.step("close")
    put(kit)
    laptop = facilitator("/visit/report")
    places = laptop.locator("[data-chart]")
    expect(laptop.locator("[data-chart] svg")).to_have_count(places.count())
    box = laptop.locator("[data-chart=rail] svg").get_attribute("viewBox")
    assert box.split()[2] == str(WIDTH)
    laptop.click(".figures summary >> nth=0")
    expect(laptop.locator(".figures table").first).to_contain_text("open challenge")
    phone = facilitator("/visit/report", viewport=PHONE, has_touch=True)
    expect(phone.locator("[data-chart] svg")).to_have_count(places.count())
    assert phone.locator("[data-chart=rail] svg").get_attribute("viewBox").split()[2] == str(NARROW)
    assert phone.evaluate(FITS) and laptop.evaluate(FITS)


def test_the_report_shows_when_it_is_made_and_is_taken_along_before_the_sign_off(kit: FakeKit, facilitator) -> None:
    kit.visits.step("close")
    visit = kit.visits.now().visit
    kit.papers.tell(Paper(visit=visit, state="making"))
    report = facilitator("/visit/report")
    phone = facilitator("/visit", viewport=PHONE, has_touch=True)
    expect(phone.locator("#next-closed h2")).to_have_text("The report is being made")
    expect(report.locator("#report")).to_have_count(0)
    put(kit)
    kit.visits.look_again()
    expect(phone.locator("#next-closed h2")).to_have_text("The report is ready")
    expect(report.locator("#report h1")).to_have_text("Protective Coatings, Lyon")
    with phone.expect_download() as taken:
        phone.tap("#next-closed .answers a >> nth=1")
    assert taken.value.suggested_filename == "Protective Coatings Lyon 2026-11-24.pdf"
    phone.tap("#sign-off summary")
    phone.tap("#sign-off .dark")
    assert kit.visits.now() is not None, "nobody said yet that it is saved"
    phone.check("#sign-off [name=saved]")
    phone.tap("#sign-off .dark")
    expect(phone.locator("#next-none")).to_be_visible()
    expect(phone.locator("#past a")).to_have_attribute("href", f"/visit/report/{visit}")


def test_a_note_that_does_not_arrive_waits_and_gets_there_once(kit: FakeKit, facilitator, watch) -> None:
    page = facilitator("/visit/notes", viewport=PHONE, has_touch=True)
    page.fill("#note-text", "Half a thou")
    page.reload()
    expect(page.locator("#note-text")).to_have_value("Half a thou")
    page.route("**/visit/notes", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.fill("#note-text", "Who pays?")
    page.tap("[name=kind][value=open]")
    expect(page.locator("#waiting li")).to_have_text("Who pays?")
    expect(page.locator("#note-text")).to_have_value("")
    page.reload()
    expect(page.locator("#waiting li")).to_have_text("Who pays?")
    page.unroute("**/visit/notes")
    expect(page.locator("#kind-open textarea")).to_have_value("Who pays?")
    expect(page.locator("#waiting li")).to_have_count(0)
    page.fill("#kind-open [name=owner]", "Head of sales")
    expect(page.locator("#kind-open .saved")).to_have_text("Saved")
    page.tap("#kind-open .check")
    expect(page.locator("#kind-open .noted.done")).to_have_count(1)
    (note,) = kit.visits.now().notes.values()
    assert (note.kind, note.text, note.owner, note.done) == ("open", "Who pays?", "Head of sales", True)
    comes_true(page, "Object.keys(localStorage).length === 0")
    assert page.evaluate(FITS)
    assert watch.complaints and all("ERR_FAILED" in one for one in watch.complaints)
    watch.complaints.clear()
