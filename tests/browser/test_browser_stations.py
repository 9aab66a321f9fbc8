"""The page of the stations in a real browser: it follows what happens, and a hand that is on it is not disturbed."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import FITS
from tests.fakes.kit import CODE, FakeKit
from tests.fakes.visitor import PHONE
from tests.waiting import until
from xlab.dashboard.ports import StationNow, Tried, Waiting

WINDOW = StationNow(id="st-2", name="Window", own=False, screen="menu", radio="scanning", rate=23.4, late=64)


@pytest.fixture
def kit(tmp_path: Path) -> FakeKit:
    return FakeKit(tmp_path)


def test_a_station_that_shows_a_code_appears_is_let_in_and_is_removed(
    new_page: Callable[..., Page], set_up: Callable[[Page, str, str], None], url: str, kit: FakeKit
) -> None:
    page = new_page(viewport=PHONE, has_touch=True)
    set_up(page, url, CODE)
    page.goto(f"{url}/stations")
    form = page.locator("form.add")
    expect(form).to_contain_text("Start the other station")
    page.fill("#code", "428")
    kit.pairing.wishes = [Waiting(station="st-2", name="Window")]
    expect(form).to_contain_text("Window")
    expect(page.locator("#code")).to_have_value("428")
    kit.pairing.codes["428913"] = Tried("paired", "st-2")
    page.fill("#code", "428 913")
    kit.pairing.wishes, kit.pairing.all = [], [*kit.pairing.all, WINDOW]
    form.locator(".button").click()
    row = page.locator("#st-2")
    expect(row).to_contain_text("within 64 ms")

    # What changes meanwhile leaves an open question open.
    row.locator("summary").click()
    kit.pairing.all[-1] = msgspec.structs.replace(WINDOW, late=180, screen="away")
    expect(row).to_contain_text("within 180 ms")
    expect(row.locator("details form")).to_be_visible()
    assert page.evaluate(FITS)
    row.get_by_role("button", name="Keep it").tap()
    expect(row.locator("details form")).to_be_hidden()
    row.locator("summary").tap()
    row.get_by_role("button", name="Remove the station").tap()
    expect(page.locator("h1")).to_have_text("Stations")
    until(lambda: kit.pairing.unpaired == ["st-2"], lambda: kit.pairing.unpaired)
