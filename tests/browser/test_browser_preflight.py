"""Looking after the box in a real browser: the preflight follows the kit, badges tick themselves, the kit goes off."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import FITS, Watch
from tests.fakes.kit import FakeKit
from tests.fakes.preflight import WELL
from tests.fakes.server import Served
from tests.fakes.visitor import LAPTOP, PHONE, PIN
from tests.waiting import until
from xlab.dashboard import make_asgi
from xlab.dashboard.keys import Keys
from xlab.dashboard.ports.machine import Finding
from xlab.link import Check

POWER = Finding(area="power", ok=False, key="preflight.power_low")


@pytest.fixture
def kit(tmp_path: Path) -> FakeKit:
    fresh = FakeKit(tmp_path)
    Keys(tmp_path).pin.set_first(PIN)
    fresh.checks.kept["st-1"] = (
        fresh.clock.now().wall - 60,
        (Check(area="touch", ok=True, key="preflight.touch_fine"),),
    )
    return fresh


def test_the_page_follows_the_kit_and_keeps_what_was_opened_and_answered(
    facilitator: Callable[..., Page], kit: FakeKit
) -> None:
    page = facilitator("/preflight", viewport=PHONE)
    expect(page.locator("#verdict")).to_have_attribute("data-state", "well")
    page.click("#walk-st-1 button")
    expect(page.locator("#walk-st-1 .answer")).to_contain_text("Go there.")
    assert kit.checks.asked == ["st-1"]
    kit.care.preflight.state = msgspec.structs.replace(WELL, findings=(*WELL.findings, POWER))
    expect(page.locator("#verdict")).to_have_attribute("data-state", "no")
    expect(page.locator(".things.paper")).to_contain_text("supply and the cable")
    page.click("#verdict button")
    until(lambda: kit.care.preflight.looks == 1)
    page.click("#part-power summary")
    kit.care.preflight.state = msgspec.structs.replace(WELL, looking="radio", done=2)
    expect(page.locator("#verdict progress")).to_be_visible()
    expect(page.locator("#part-power details")).to_have_attribute("open", "")


def test_nothing_is_wider_than_the_window(facilitator: Callable[..., Page], kit: FakeKit, url: str) -> None:
    kit.care.preflight.state = msgspec.structs.replace(WELL, findings=(*WELL.findings, POWER))
    page = facilitator("/preflight", locale="de")
    for path in ("/preflight?lang=fr", "/packing?lang=de", "/power?lang=fr"):
        page.goto(url + path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        for size in (LAPTOP, PHONE):
            page.set_viewport_size(size)
            assert page.evaluate(FITS), path


def test_a_badge_that_is_heard_ticks_itself_and_a_cloth_by_a_tap(
    facilitator: Callable[..., Page], kit: FakeKit
) -> None:
    page = facilitator("/packing", viewport=PHONE)
    page.click("#i-t-cables button")
    expect(page.locator("#i-t-cables button")).to_have_attribute("aria-checked", "true")
    items = kit.care.packing.items
    kit.care.packing.items = tuple(
        msgspec.structs.replace(one, seen=1.0) if one.id == "b-owl" else one for one in items
    )
    expect(page.locator("#seen-now #i-b-owl")).to_contain_text("heard just now")
    page.fill("#own-name", "Tape")
    page.click(".add-own button")
    expect(page.locator("#lacking")).to_contain_text("Tape")
    expect(page.locator("#own-name")).to_have_value("")


def test_the_page_says_when_the_plug_may_be_pulled(
    new_page: Callable[..., Page], kit: FakeKit, open_pages: ExitStack, watch: Watch
) -> None:
    watch.expected = ("ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE")

    async def no_link(*_: object) -> None:
        raise AssertionError("no station calls here")

    page = new_page(viewport=PHONE)
    with Served(make_asgi(kit, no_link)) as address:
        page.goto(f"{address}/sign-in?next=/power")
        page.fill("#pin", PIN)
        page.click("form .button")
        page.click("#off summary")
        page.clock.install()
        page.click("#off button")
        expect(page.locator("#gone")).to_have_attribute("data-step", "going")
        assert kit.care.power.asked == ["off"]
        kit.end_streams()
    tick = _ticking(page)
    until(lambda: next(tick) == "waiting")
    expect(page.locator("#gone h1:visible")).to_have_text("Almost off. Leave the plug in.")
    until(lambda: next(tick) == "done")
    expect(page.locator("#gone h1:visible")).to_have_text("You may pull the plug now.")


def _ticking(page: Page) -> Iterator[str | None]:
    """How far the page is, each time a second later by its own clock."""
    while True:
        page.clock.run_for(1000)
        yield page.locator("#gone").get_attribute("data-step")
