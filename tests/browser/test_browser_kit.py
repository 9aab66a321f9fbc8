"""The whole kit in a real browser: hub and kiosk as people start them, the bundled walk, and a tap from the browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.fakes.visitor import PHONE
from tests.menu import place_of
from tests.running import RunningKit
from tests.screen import PICTURES
from tests.waiting import until

NO_BUS = {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent"}


@pytest.fixture
def kit():
    with RunningKit("--size", "1280x720", "--kit-name", "Blue box", env=NO_BUS) as running:
        running.wait(lambda health: [one["state"] for one in health["stations"]] == ["attract"])
        PICTURES.mkdir(exist_ok=True)
        yield running


def tap(page: Page, x: float, y: float) -> None:
    """Tap the live picture at ``x``, ``y`` in 0..1 of it."""
    box = page.locator("#screen").bounding_box()
    assert box
    page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"], delay=60)


def test_from_the_first_pin_to_a_demo_opened_from_the_browser(
    kit: RunningKit, browser_page: Page, set_up: Callable[[Page, str, str], None]
):
    page = browser_page
    set_up(page, kit.url, kit.code)
    # A badge of the recorded walk comes, glides from one station to another, and is labelled as recorded all the time.
    page.wait_for_selector(".badge[data-at]")
    assert "recorded" in page.locator("#band").inner_text().lower()
    first = page.locator(".badge[data-at]").first.get_attribute("data-at")
    page.screenshot(path=PICTURES / "browser-1-room.png")
    page.wait_for_selector(f'.badge[data-at]:not([data-at="{first}"])')
    page.screenshot(path=PICTURES / "browser-2-room-moved.png")

    page.goto(f"{kit.url}/stations/st-1")
    page.wait_for_selector("#device.seen")
    tap(page, 0.5, 0.5)
    kit.wait(lambda health: health["stations"][0]["state"] == "menu")

    def plays() -> bool:
        """The menu takes no tap until it has settled, and a live picture gives no event to wait for."""
        page.wait_for_timeout(600)
        tap(page, *place_of("hello"))
        station = kit.health()["stations"][0]
        return (station["state"], station["demo"]) == ("playing", "hello")

    until(plays, lambda: kit.process.output)
    page.wait_for_timeout(600)
    page.screenshot(path=PICTURES / "browser-3-live-screen.png")


def test_the_setup_code_leaves_every_screen_once_there_is_a_pin(
    kit: RunningKit, new_page: Callable[..., Page], set_up: Callable[[Page, str, str], None]
):
    page = new_page(viewport=PHONE, locale="de", has_touch=True)
    set_up(page, kit.url, kit.code)
    page.goto(f"{kit.url}/stations/st-1")
    page.wait_for_selector("#device.seen")
    page.screenshot(path=PICTURES / "browser-4-phone-live-screen.png")
    page.goto(f"{kit.url}/setup")
    assert "/sign-in" in page.url or page.url.rstrip("/") == kit.url
    assert page.locator("#code").count() == 0
