"""Teaching in a real Chromium, on a phone: both lessons from the first tap to what is kept and taken back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import FITS, sign_in
from tests.fakes.lessons import LessonHub
from tests.fakes.visitor import PHONE, PIN
from xlab.dashboard.keys import Keys


@pytest.fixture
def hub(tmp_path):
    Keys(tmp_path).pin.set_first(PIN)
    with LessonHub(tmp_path) as running:
        yield running


@pytest.fixture
def page(hub, new_page) -> Page:
    opened = new_page(viewport=PHONE, has_touch=True)
    sign_in(opened, hub.url, "/teach")
    return opened


def test_a_pad_is_taught_kept_and_undone(hub: LessonHub, page: Page) -> None:
    page.tap("#pads .tile >> nth=0")
    expect(page.locator("#said-title")).to_have_text("Put a badge on the pad")
    expect(page.locator("#said-body")).to_contain_text("No badge heard yet")
    hub.levels = {"st-1": {"st-1": 20}}
    expect(page.locator("#said-title")).to_have_text("Station 1 knows its pad")
    expect(page.locator(".scale .track .limit")).to_be_visible()
    page.tap("#keep")
    expect(page.locator("#pads .tile >> nth=0")).to_contain_text("Pad known")
    expect(page.locator("#back")).to_contain_text("Undo goes back to: nothing taught.")
    page.tap("#undo")
    expect(page.locator("#pads .tile >> nth=0")).to_contain_text("Not taught yet")
    expect(page.locator("#back")).to_be_hidden()


def test_a_badge_held_beside_is_told_what_to_do(hub: LessonHub, page: Page) -> None:
    hub.levels = {"st-1": {"st-1": 2}}
    page.tap("#pads .tile >> nth=0")
    expect(page.locator("#said-title")).to_have_text("That did not work yet")
    expect(page.locator("#said-body")).to_contain_text("too weakly for a touch (2 dB, it takes 18)")
    hub.levels = {"st-1": {"st-1": 22}}
    page.tap("#again")
    expect(page.locator("#keep")).to_be_visible()
    page.tap("#cancel")
    expect(page.locator("#pads .tile >> nth=0")).to_contain_text("Not taught yet")


def test_the_room_is_walked_tapping_the_station_one_stands_at(hub: LessonHub, page: Page) -> None:
    page.tap("#start-walk")
    expect(page.locator("#count")).to_have_text("0 of 2 stations")
    page.tap("#stops .tile >> nth=0")
    expect(page.locator("#trouble")).to_contain_text("No badge was heard at Station 1")
    hub.levels = {"st-1": {"st-1": 12, "st-2": -18}, "st-2": {"st-1": -8, "st-2": 2}}
    page.tap("#stops .tile >> nth=0")
    expect(page.locator("#count")).to_have_text("1 of 2 stations")
    page.tap("#stops .tile >> nth=1")
    expect(page.locator("#said-title")).to_have_text("How well each station hears")
    assert page.evaluate(FITS)
    page.tap("#keep")
    expect(page.locator("#back")).to_contain_text("Last lesson: the walk")
    expect(page.locator("#known li")).to_have_count(2)


def test_a_recording_teaches_nothing_and_the_page_says_so_at_once(hub: LessonHub, page: Page) -> None:
    hub.radio("recorded")
    expect(page.locator("#blocked")).to_contain_text("The badges come from a recording")
    expect(page.locator("#start-walk")).to_be_disabled()
    hub.radio("live")
    expect(page.locator("#blocked")).to_be_hidden()
    expect(page.locator("#start-walk")).to_be_enabled()


def test_another_phone_sees_the_lesson_and_can_end_it(hub: LessonHub, page: Page) -> None:
    page.tap("#pads .tile >> nth=1")
    expect(page.locator("#said-title")).to_have_text("Put a badge on the pad")
    assert "A lesson is going on" in hub.teach("walk").stderr
    page.reload()
    expect(page.locator("#said-body")).to_contain_text("The pad of Station 2")
    page.tap("#cancel")
    expect(page.locator("#start-walk")).to_be_visible()
