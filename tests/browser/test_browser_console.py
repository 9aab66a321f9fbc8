"""The facilitator's console in a real browser: the next group with one tap, and prints that come while one waits."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import comes_true
from tests.dashboard.test_visit_pages import CHARTER
from tests.fakes.kit import CODE, FakeKit
from tests.fakes.visitor import PHONE
from xlab.dashboard.ports.groups import Began
from xlab.events.rounds import Question


@pytest.fixture
def kit(tmp_path) -> FakeKit:
    kit = FakeKit(tmp_path)
    kit.visits.plan("en")
    kit.visits.write_charter(CHARTER)
    kit.visits.step("open")
    return kit


def test_the_next_group_is_one_tap_and_a_round_left_open_asks(
    new_page: Callable[..., Page], url: str, kit: FakeKit, set_up: Callable[[Page, str, str], None]
) -> None:
    page = new_page(viewport=PHONE, has_touch=True)
    set_up(page, url, CODE)
    page.goto(f"{url}/visit")
    kit.groups.brings = Began(number=0, reset=4, back=11, out=2)
    page.locator("#next-group button").tap()
    expect(page.locator("#began")).to_contain_text("Group 2 is in")
    expect(page.locator("#began")).to_contain_text("11 badges are back")
    kit.rounds.open(Question(kind="text", text={"en": "What else?"}), "live")
    page.reload()
    page.locator("#next-group-asks summary").tap()
    page.get_by_role("button", name="Close and begin").tap()
    expect(page.locator("#began")).to_contain_text("1 round was closed")
    assert not kit.rounds.all()[0].now.open


def test_a_print_shows_how_it_looks_and_comes_while_one_waits(
    browser_page: Page, url: str, set_up: Callable[[Page, str, str], None]
) -> None:
    page = browser_page
    set_up(page, url, CODE)
    page.goto(f"{url}/print?in=de")
    picture = page.locator("#look-poster img")
    picture.scroll_into_view_if_needed()
    comes_true(page, "() => document.querySelector('#look-poster img').naturalWidth === 794")
    page.click("#make-poster button")
    link = page.get_by_role("link", name="Open the PDF")
    expect(link).to_be_visible()
    pdf = page.request.get(f"{url}{link.get_attribute('href')}")
    assert pdf.body().startswith(b"%PDF-") and "poster-de" in pdf.headers["content-disposition"]
