"""The page of the badges in a real browser: register on a phone, one after the other, and from a list."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import FITS, Watch
from tests.fakes.badges import UUID
from tests.fakes.kit import CODE, FakeKit
from tests.fakes.visitor import PHONE
from tests.waiting import until
from xlab.beacons.muster import Mustered
from xlab.link import Face

SetUp = Callable[[Page, str, str], None]
NewPage = Callable[..., Page]


@pytest.fixture
def kit(tmp_path: Path) -> FakeKit:
    return FakeKit(tmp_path)


@pytest.fixture
def phone(url: str, new_page: NewPage, set_up: SetUp) -> Page:
    """The page on a phone, by touch; closed before the kit, which it asks again and again."""
    page = new_page(viewport=PHONE, has_touch=True)
    set_up(page, url, CODE)
    page.goto(f"{url}/badges")
    return page


def beacon(number: int) -> str:
    return f"{UUID}/1/{number}"


def hold(kit: FakeKit, number: int) -> None:
    """A badge was on the pad for long enough."""
    kit.badges.register(beacon(number), kit.badges.holding.role, kit.badges.holding.label)
    kit.badges.holding = kit.badges.holding.but(
        phase="taken", beacon=beacon(number), last=beacon(number), last_is_new=True, share=1.0, label=""
    )


def test_one_badge_after_the_other_without_another_tap_and_the_last_one_back(phone: Page, kit: FakeKit) -> None:
    expect(phone.get_by_role("heading", level=1)).to_have_text("No badge yet")
    phone.tap("#begin")
    sheet = phone.locator("#hold")
    expect(sheet.get_by_role("heading")).to_have_text("Hold it on a pad")
    kit.badges.holding = kit.badges.holding.but(phase="several")
    expect(sheet.get_by_role("heading")).to_have_text("One at a time")
    for number in (1, 2, 3):
        hold(kit, number)
        expect(sheet.locator(".coins img")).to_have_count(number)
    expect(sheet.get_by_role("status")).to_contain_text("Registered. Now the next one.")
    assert phone.evaluate(FITS)
    sheet.get_by_role("button", name="Undo the last").tap()
    expect(sheet.locator(".coins img")).to_have_count(2)
    kit.badges.holding = kit.badges.holding.but(phase="known", beacon=beacon(1), last=beacon(1), last_is_new=False)
    expect(sheet.get_by_role("status")).to_contain_text("This one is registered already.")
    sheet.get_by_role("button", name="Done").tap()
    expect(sheet).to_be_hidden()
    expect(phone.locator("#tray img")).to_have_count(2)
    expect(phone.get_by_role("heading", level=1)).to_have_text("0 of 2 heard")


def test_a_label_is_typed_before_a_prop_is_held(phone: Page, kit: FakeKit) -> None:
    phone.tap("#begin")
    sheet = phone.locator("#hold")
    expect(sheet.get_by_label("Label")).to_be_hidden()
    sheet.get_by_role("radio", name="Prop").tap()
    sheet.get_by_label("Label").fill("Cotton, raw")
    until(lambda: kit.badges.holding.label == "Cotton, raw", lambda: kit.badges.holding)
    hold(kit, 1)
    expect(sheet.get_by_label("Label")).to_have_value("")
    expect(phone.locator("#props")).to_contain_text("Cotton, raw")


def test_who_is_silent_is_marked_and_counted(phone: Page, kit: FakeKit) -> None:
    for number in range(4):
        kit.badges.register(beacon(number), "badge", "")
        kit.badges.states[beacon(number)] = {"state": "here", "station": "st-1", "ago": 0.0}
    kit.badges.states[beacon(2)] = {"state": "silent", "ago": 3 * 3600.0}
    expect(phone.get_by_role("heading", level=1)).to_have_text("3 of 4 heard")
    expect(phone.locator(".count .lead")).to_have_text("1 is silent.")
    expect(phone.locator("#missing")).to_have_text("Not heard for 3 hours: battery?")
    expect(phone.locator('#tray [data-state="silent"]')).to_have_count(1)
    kit.badges.listening = False
    expect(phone.locator(".count .lead")).to_contain_text("The radio is not listening")


def test_a_stranger_is_registered_with_one_tap_changed_and_removed_and_brought_back(phone: Page, kit: FakeKit) -> None:
    kit.badges.strangers = (Mustered(identity=beacon(7), face=Face("owl", "sky"), station="st-1", proximity="near"),)
    phone.locator("#strangers button").tap()
    expect(phone.locator("#strangers")).to_be_hidden()
    phone.locator("#tray button").tap()
    sheet = phone.locator("#one")
    expect(sheet.get_by_role("button", name="Save")).to_be_hidden()
    sheet.get_by_role("radio", name="Pad").tap()
    sheet.get_by_label("Label").fill("Station 1")
    sheet.get_by_role("button", name="Save").tap()
    phone.locator("#pads").get_by_role("button", name="Station 1").tap()
    sheet.get_by_role("button", name="Remove from the kit").tap()
    expect(phone.locator("#pads")).to_be_hidden()
    phone.get_by_role("button", name="Undo", exact=True).tap()
    expect(phone.locator("#pads")).to_contain_text("Station 1")


def test_a_list_is_shown_before_anything_changes(phone: Page, kit: FakeKit, watch: Watch) -> None:
    rows = "uuid;major;minor;role\r\n" + "".join(f"{UUID};1;{number};badge\r\n" for number in range(3))
    choose = phone.locator("#file")
    choose.set_input_files({"name": "b.csv", "mimeType": "text/csv", "buffer": f"{rows}{UUID};1;x;\r\n".encode()})
    sheet = phone.locator("#list")
    expect(sheet.locator(".sums")).to_have_text("3new0changed0the same1wrong")
    expect(sheet.locator(".faults")).to_contain_text("Line 5")
    assert len(kit.badges.registry) == 0
    sheet.get_by_role("button", name="Import 3 lines").tap()
    expect(phone.locator("#tray img")).to_have_count(3)
    choose.set_input_files({"name": "b.csv", "mimeType": "text/csv", "buffer": b"\x89PNG\0"})
    expect(sheet.locator(".note")).to_have_text(
        "This file is no CSV. Save it as CSV in your spreadsheet, and choose that."
    )
    assert "422" in watch.refusal()


def test_nothing_is_wider_than_the_window(url: str, new_page: NewPage, set_up: SetUp, kit: FakeKit) -> None:
    page = new_page(viewport={"width": 320, "height": 256})  # 1280x1024 at 400 %
    set_up(page, url, CODE)
    for number in range(12):
        kit.badges.register(beacon(number), "prop" if number > 8 else "badge", "A long label without an end so far")
        kit.badges.states[beacon(number)] = {"state": "silent", "ago": 90_000.0}
    for language in ("en", "fr", "de"):
        page.goto(f"{url}/badges?lang={language}")
        expect(page.locator("#tray img")).to_have_count(9)
        for opener, sheet in (("#begin", "#hold"), ("#tray button", "#one")):
            page.locator(opener).first.click()
            for one in ("document.documentElement", f"document.querySelector('{sheet}')"):
                assert page.evaluate(f"document.fonts.ready.then(() => {one}.scrollWidth)") <= 320, (language, one)
            page.keyboard.press("Escape")
