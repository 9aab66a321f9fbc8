"""IT in a real browser: the first password, a bundle on its way, the question it asks, and demos in another order."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import FITS, Watch, at_rest
from tests.fakes.kit import CODE, FakeKit
from tests.fakes.library import EVERYTHING, PRESS
from tests.fakes.visitor import LAPTOP, PASSWORD, PHONE, PIN
from tests.waiting import PATIENCE, until
from xlab.dashboard.keys import Keys
from xlab.dashboard.ports.demos import DemosNow, Offer, Rating

NewPage = Callable[..., Page]
SetUp = Callable[[Page, str, str], None]


@pytest.fixture
def kit(tmp_path: Path) -> FakeKit:
    return FakeKit(tmp_path)


@pytest.fixture
def sign_in(kit: FakeKit, url: str, new_page: NewPage) -> Callable[..., Page]:
    """The page of the demos in a browser of IT."""

    def open_page(**options: object) -> Page:
        page = new_page(**options)
        page.goto(f"{url}/it/sign-in")
        page.fill("#password", PASSWORD)
        page.click("form .button")
        page.wait_for_url("**/it/demos")
        return page

    return open_page


def test_from_the_first_password_to_an_installed_bundle(
    new_page: NewPage, set_up: SetUp, url: str, kit: FakeKit, tmp_path: Path
) -> None:
    page = new_page(viewport=PHONE, has_touch=True)
    set_up(page, url, CODE)
    page.get_by_role("link", name="For IT").tap()
    for field, text in (("#pin", PIN), ("#new", PASSWORD), ("#again", PASSWORD)):
        page.fill(field, text)
    page.get_by_role("button", name="Set the password").tap()
    expect(page.locator("h1")).to_have_text("Demos")

    bundle = tmp_path / "water-path-2.0.0.xlabdemo"
    bundle.write_bytes(bytes(3_000_000))
    looked = threading.Event()
    take_in = kit.demos.take_in

    def slowly(file: Path, name: str) -> Offer:
        looked.wait(PATIENCE)
        return take_in(file, name)

    kit.demos.take_in = slowly  # type: ignore[method-assign]
    expect(page.locator("#upload.ready")).to_be_visible()
    page.set_input_files("#bundle", bundle)
    expect(page.locator(".sending")).to_contain_text("The kit looks into it")
    looked.set()
    question = page.locator(".question")
    expect(question).to_contain_text("Install Water Path 2.0.0?")
    expect(question).to_contain_text("Signed by nobody this kit knows")
    expect(page.locator(".sending")).to_be_hidden()
    assert page.evaluate(FITS)
    question.get_by_role("button", name="Install").tap()
    expect(question).to_have_count(0)
    until(lambda: [one[0] for one in kit.demos.asked] == ["take_in", "accept"], lambda: kit.demos.asked)
    assert kit.demos.taken == [(bundle.name, bundle.read_bytes())]


@pytest.fixture
def running(kit: FakeKit) -> FakeKit:
    """A kit whose IT has a password, and demos."""
    keys = Keys(kit.home)
    keys.pin.set_first(PIN)
    keys.it.set_first(PASSWORD)
    kit.pin_was_set()
    kit.demos.shown = EVERYTHING
    return kit


def test_the_list_follows_the_kit_and_a_switch_leaves_the_hand_where_it_is(
    running: FakeKit, sign_in: Callable[..., Page], watch: Watch
) -> None:
    page = sign_in(viewport=LAPTOP)
    row = page.locator("#demo-pattern-press")
    switch = row.get_by_role("switch")
    switch.focus()
    page.keyboard.press("Enter")
    expect(row).to_contain_text("Off")
    expect(switch).to_be_focused()
    running.demos.change(PRESS.demo, checking=True)
    expect(row).to_contain_text("Checking")
    running.demos.change(PRESS.demo, checking=False, rating=Rating(stars=5))
    expect(row.get_by_role("img", name="5 of 5 stars")).to_be_visible()
    running.demos.refusal = "The card of this kit is full."
    switch.click()
    expect(page.locator("#problem-part")).to_contain_text(running.demos.refusal)
    expect(switch).to_have_attribute("aria-checked", "false")
    assert [text for text in watch.complaints if "409" in text] == watch.complaints != []
    watch.complaints.clear()


def test_demos_are_dragged_and_stepped_into_order(running: FakeKit, sign_in: Callable[..., Page]) -> None:
    page = sign_in(viewport=PHONE)
    page.get_by_role("link", name="Change the order").click()
    page.wait_for_url("**/it/demos?order=1")
    at_rest(page)
    first, last = page.locator("[data-demo] .grip").first, page.locator("[data-demo]").last
    start, end = first.bounding_box(), last.bounding_box()
    assert start and end
    page.mouse.move(start["x"] + 20, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(start["x"] + 20, end["y"] + end["height"] - 4, steps=12)
    page.mouse.up()
    titles = page.locator("[data-demo] strong")
    expect(titles).to_have_text(["Night Shift", "Shelf Life", "Pattern Press"])
    up = page.get_by_role("button", name="Move Pattern Press up")
    expect(up).to_be_enabled()
    up.press("Enter")
    expect(titles).to_have_text(["Night Shift", "Pattern Press", "Shelf Life"])
    moved = [
        ("order", "night-shift", "shelf-life", "pattern-press"),
        ("order", "night-shift", "pattern-press", "shelf-life"),
    ]
    until(lambda: running.demos.asked == moved, lambda: running.demos.asked)


def test_everything_essential_works_without_scripts(
    running: FakeKit, sign_in: Callable[..., Page], tmp_path: Path
) -> None:
    page = sign_in(viewport=PHONE, java_script_enabled=False)
    page.locator("#demo-pattern-press").get_by_role("switch").click()
    page.get_by_role("button", name="Let it run").click()
    bundle = tmp_path / "x.xlabdemo"
    bundle.write_bytes(b"a bundle")
    page.set_input_files("#bundle", bundle)
    page.get_by_role("button", name="Send it to the kit").click()
    expect(page.locator(".question")).to_contain_text("Install Water Path 2.0.0?")
    assert [one[0] for one in running.demos.asked] == ["switch", "approve", "take_in"]
    running.demos.shown = DemosNow()
    page.reload()
    expect(page.locator("#count")).to_have_text("0 of 0 on")
