"""The remote control in a real browser, as on a phone in one hand: pressed at once, and shown as it is."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import FITS, at_rest
from tests.fakes.kit import CODE, FakeKit
from tests.fakes.library import EVERYTHING
from tests.fakes.visitor import PHONE
from tests.waiting import until
from xlab.dashboard.ports import StationNow
from xlab.link import Orders

WINDOW = StationNow(id="st-2", name="Window", own=False, screen="menu")


@pytest.fixture
def kit(tmp_path: Path) -> FakeKit:
    made = FakeKit(tmp_path)
    made.pairing.all.append(WINDOW)
    made.demos.shown = EVERYTHING
    return made


@pytest.fixture
def phone(url: str, new_page: Callable[..., Page], set_up: Callable[[Page, str, str], None]) -> Page:
    page = new_page(viewport=PHONE, has_touch=True)
    set_up(page, url, CODE)
    return page


def test_the_whole_room_goes_dark_with_one_tap_and_a_message_is_taken_away(phone: Page, url: str, kit: FakeKit) -> None:
    phone.goto(f"{url}/stations")
    everyone = phone.locator("#everyone")
    dark = everyone.get_by_role("button", name="Black out")
    dark.tap()
    expect(dark).to_have_attribute("aria-pressed", "true")
    expect(phone.locator("#st-2").get_by_role("button", name="Black out")).to_have_attribute("aria-pressed", "true")
    until(lambda: set(kit.ordering.ordered.values()) == {Orders(dark=True)}, lambda: kit.ordering.ordered)
    phone.locator("#st-2").get_by_role("button", name="Black out").tap()
    expect(dark).to_have_attribute("aria-pressed", "false")

    everyone.get_by_label("Message").fill("Back at")
    kit.ordering.ordered["st-2"] = Orders(muted=True)  # by another phone, meanwhile
    expect(phone.locator("#st-2").get_by_role("button", name="Mute")).to_have_attribute("aria-pressed", "true")
    field = everyone.get_by_label("Message")
    expect(field).to_have_value("Back at")
    expect(field).to_be_focused()
    field.press_sequentially(" 14:00")
    field.press("Enter")
    expect(phone.locator("#st-1")).to_contain_text("Back at 14:00")
    expect(field).to_have_value("")
    everyone.get_by_role("button", name="Take it away").tap()
    expect(phone.locator(".says")).to_have_count(0)
    left = {"st-1": Orders(dark=True), "st-2": Orders(muted=True)}
    until(lambda: kit.ordering.ordered == left, lambda: kit.ordering.ordered)
    assert phone.evaluate(FITS)


def test_a_demo_is_started_and_kept_on_one_station(phone: Page, url: str, kit: FakeKit) -> None:
    phone.goto(f"{url}/stations/st-1")
    phone.get_by_role("button", name="Start Pattern Press").tap()
    pin = phone.get_by_role("button", name="Stay with Pattern Press")
    pin.tap()
    expect(pin).to_have_attribute("aria-pressed", "true")
    expect(phone.locator("#start-pattern-press.pinned")).to_be_visible()
    until(lambda: kit.ordering.ordered == {"st-1": Orders(pinned="pattern-press")}, lambda: kit.ordering.ordered)
    until(lambda: kit.ordering.asked == [("open", "st-1", "pattern-press")], lambda: kit.ordering.asked)
    kit.show(spots=(msgspec.structs.replace(kit.room_now.spots[0], screen="dark"),))
    expect(phone.locator("#state")).to_have_text("Blacked out")
    kit.ordering.away = {"st-1"}
    phone.get_by_role("button", name="Go home").tap()
    expect(phone.locator("#remote")).to_contain_text("This station is away")


def test_every_page_is_two_taps_away_under_the_thumb(phone: Page, url: str) -> None:
    phone.goto(f"{url}/stations")
    dock = phone.get_by_role("navigation", name="Pages")
    expect(dock.get_by_role("link", name="Stations")).to_have_attribute("aria-current", "page")
    at_rest(phone)
    for key in (*dock.get_by_role("link").all(), dock.locator("summary")):
        box = key.bounding_box()
        assert box and min(box["width"], box["height"]) >= 48
        assert box["y"] + box["height"] <= PHONE["height"]
    dock.get_by_text("More").tap()
    phone.locator("h1").tap()
    expect(dock.get_by_role("link", name="Radio")).to_be_hidden()
    dock.get_by_text("More").tap()
    dock.get_by_role("link", name="Radio").tap()
    phone.wait_for_url("**/radio")
    expect(dock.locator("summary")).to_have_attribute("aria-current", "true")
