"""The clocks of a phone and the kit in a real browser: they differ, people decide, and nobody is asked twice."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import FITS, Watch, sign_in
from tests.fakes.keeping import STICK
from tests.fakes.kit import FakeKit
from tests.fakes.visitor import LAPTOP, PASSWORD, PHONE, PIN
from xlab.dashboard.keys import Keys
from xlab.dashboard.ports.clock import ClockRefused
from xlab.dashboard.ports.logs import Line

NewPage = Callable[..., Page]
LONG_AGO = 1000.0


@pytest.fixture
def kit(tmp_path: Path) -> FakeKit:
    kit = FakeKit(tmp_path)
    Keys(kit.home).pin.set_first(PIN)
    Keys(kit.home).it.set_first(PASSWORD)
    kit.pin_was_set()
    return kit


def test_a_facilitators_phone_sets_the_kit_and_is_asked_no_more(
    new_page: NewPage, url: str, kit: FakeKit, watch: Watch
) -> None:
    kit.clock.wall, kit.clock.confirmed, kit.clock.verdict = LONG_AGO, None, "differs"
    page = new_page(viewport=PHONE, has_touch=True)
    sign_in(page, url, "/visit")
    question = page.get_by_role("region", name="Which clock is right?")
    expect(question).to_contain_text("the kit 1 Jan 1970")
    assert page.evaluate(FITS)
    page.goto(f"{url}/stations")
    expect(question, "it waits for an answer on the next page too").to_be_visible()

    kit.clock.refusal = ClockRefused("settled")
    question.get_by_role("button", name="Set the kit").tap()
    expect(question).to_contain_text("Somebody else has set the kit’s clock just now.")
    expect(question.get_by_role("button")).to_have_count(0)
    assert [text for text in watch.complaints if "409" in text] == watch.complaints != []
    watch.complaints.clear()

    kit.clock.refusal = None
    page.evaluate("sessionStorage.clear()")
    page.reload()
    question.get_by_role("button", name="Set the kit").tap()
    expect(question).to_contain_text("The kit’s clock is set.")
    phone = page.evaluate("Date.now() / 1000")
    assert abs(kit.clock.wall - phone) < 3600 and kit.clock.confirmed == "facilitator"
    said = len(kit.clock.said)
    page.goto(f"{url}/stations")
    expect(page.locator("h1")).to_be_visible()
    expect(question).to_be_hidden()
    assert len(kit.clock.said) == said


def test_its_pages_follow_the_kit(new_page: NewPage, url: str, kit: FakeKit) -> None:
    kit.clock.confirmed = None
    page = new_page(viewport=LAPTOP)
    page.goto(f"{url}/it/sign-in?next=/it/kit")
    page.fill("#password", PASSWORD)
    page.click("form .button")
    page.wait_for_url(f"{url}/it/kit")
    page.get_by_role("button", name="Set it to this device’s time").click()
    expect(page.locator("#kit-clock")).to_contain_text("Somebody’s device agreed")
    expect(page.locator("#clock-said")).to_have_text("The kit’s clock is set. Times recorded before are put right.")

    page.get_by_role("link", name="Backups").click()
    page.wait_for_url(f"{url}/it/backups")
    page.get_by_role("button", name="Back up on the kit").click()
    bar = page.get_by_role("progressbar")
    expect(bar).to_be_visible()
    kit.keeping.go(0.4)
    expect(bar).to_have_attribute("value", "40")
    kit.keeping.end()
    expect(page.locator("#job")).to_have_text("The backup is made.")
    kit.keeping.plug(STICK)
    expect(page.get_by_role("button", name="To LAB-STICK")).to_be_visible()
    page.locator(".backup summary").click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.locator("#kept")).to_have_text("None yet.")

    page.get_by_role("link", name="Logs").click()
    page.wait_for_url(f"{url}/it/logs")
    expect(page.locator("#lines")).to_contain_text("Nothing was noted.")
    kit.logs.logged["hub"].append(Line(when="2026-11-22T14:05:12", level="ERROR", part="xlab.hub", text="It crashed."))
    expect(page.locator("#lines")).to_contain_text("It crashed.")
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("#toast")).to_have_text("Copied.")
