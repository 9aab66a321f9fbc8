"""The visit in a real Chromium: a charter saved as one types, a board filled in by taps, two facilitators at once."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import FITS, comes_true
from tests.dashboard.test_visit_pages import CHARTER
from tests.fakes.kit import FakeKit
from tests.fakes.visitor import PHONE, PIN
from xlab.dashboard.keys import Keys


@pytest.fixture
def kit(tmp_path) -> FakeKit:
    fresh = FakeKit(tmp_path)
    Keys(tmp_path).pin.set_first(PIN)
    fresh.pin_was_set()
    return fresh


def test_a_charter_is_saved_as_one_types_and_the_other_facilitator_sees_it(kit: FakeKit, facilitator) -> None:
    kit.visits.plan("en")
    phone = facilitator("/visit/charter", viewport=PHONE, has_touch=True)
    laptop = facilitator("/visit/charter")
    phone.fill("#unit", "Coatings")
    expect(phone.locator("#saved-where")).to_have_text("Saved")
    expect(laptop.locator("#unit")).to_have_value("Coatings")
    laptop.fill("#purpose", "Find out")
    expect(laptop.locator("#saved-where")).to_have_text("Saved")
    expect(phone.locator("#purpose")).to_have_value("Find out")
    charter = kit.visits.now().charter
    assert (charter.unit, charter.purpose) == ("Coatings", "Find out")
    phone.fill("#what-new", "Painters")
    phone.tap("#measure-new button")
    phone.fill("#owner-1", "Head of sales")
    expect(phone.locator("#measure-1 .saved")).to_have_text("Saved")
    phone.fill("#target-1", "Five")
    expect(laptop.locator("#target-1")).to_have_value("Five")
    assert kit.visits.now().charter.measures[0].owner == "Head of sales"
    assert phone.evaluate(FITS) and laptop.evaluate(FITS)


def test_what_was_refused_stays_to_be_read_while_the_page_follows_the_kit(kit: FakeKit, facilitator, url: str) -> None:
    kit.visits.plan("en")
    page = facilitator("/visit", viewport=PHONE, has_touch=True)
    page.goto(f"{url}/visit?refused=missing")
    kit.visits.write_charter(CHARTER)
    expect(page.locator("#next-planned h2")).to_have_text("Open the visit")
    expect(page.locator("#problem")).to_contain_text("The charter is not complete yet")


def test_what_is_not_saved_stays_in_the_browser_and_says_so(kit: FakeKit, facilitator, watch) -> None:
    kit.visits.plan("en")
    page = facilitator("/visit/charter", viewport=PHONE, has_touch=True)
    page.route("**/visit/charter", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.fill("#unit", "Coatings")
    expect(page.locator("#saved-where")).to_have_text("Not saved yet. It is kept here and goes out by itself.")
    page.unroute("**/visit/charter")
    page.reload()
    expect(page.locator("#unit")).to_have_value("Coatings")
    expect(page.locator("#saved-where")).to_have_text("Saved")
    assert kit.visits.now().charter.unit == "Coatings"
    comes_true(page, "Object.keys(localStorage).length === 0")
    assert watch.complaints and all("ERR_FAILED" in one for one in watch.complaints)
    watch.complaints.clear()


def test_a_board_from_the_first_name_to_a_pilot(kit: FakeKit, facilitator) -> None:
    kit.visits.plan("en")
    page = facilitator("/visit/board", viewport=PHONE, has_touch=True)
    page.fill("#name", "Painters")
    page.tap(".class[value=supplier]")
    expect(page.locator("#shelf-supplier strong")).to_have_text("Painters")
    expect(page.locator("#name")).to_have_value("")
    page.tap(".steps a >> nth=1")
    page.tap(".chip[value='recognition on']")
    expect(page.locator(".chip[aria-pressed=true]")).to_have_text("Recognition")
    page.tap(".steps a >> nth=3")
    expect(page.locator(".offer p >> nth=1")).to_contain_text("Because a supplier who values recognition")
    page.tap(".offer .button")
    page.tap(".platform .button.firm")
    page.fill(".pilot [name=owner]", "Head of sales")
    expect(page.locator(".pilot .saved")).to_have_text("Saved")
    expect(page.locator(".rail.down .piloted")).to_have_count(1)
    assert next(iter(kit.visits.now().board.pilots.values())).owner == "Head of sales"
    assert page.evaluate(FITS)


def test_a_step_of_one_facilitator_moves_the_page_of_the_other(kit: FakeKit, facilitator) -> None:
    kit.visits.plan("en")
    kit.visits.write_charter(CHARTER)
    phone = facilitator("/visit", viewport=PHONE, has_touch=True)
    laptop = facilitator("/visit")
    phone.tap("#next-planned .dark")
    expect(laptop.locator("#going-open")).to_be_visible()
    expect(laptop.locator("#mark code")).to_have_text(kit.visits.now().versions[-1].sha256[:12])
    laptop.click("#close summary")
    laptop.click("#close .keep")
    laptop.click("#close summary")
    laptop.click("#close .dark")
    expect(phone.locator("#ends-closed")).to_be_visible()
    phone.tap("#sign-off summary")
    expect(phone.locator("#sign-off p").last).to_contain_text("deletes for good")
    phone.tap("#sign-off .dark")
    expect(laptop.locator("#next-none")).to_be_visible()
