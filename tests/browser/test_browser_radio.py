"""The radio's page in a real Chromium: a recording from the first tap to the file, on a phone, in every language."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import FITS, sign_in
from tests.fakes.kit import FakeKit
from tests.fakes.visitor import PHONE, PIN
from tests.waiting import until
from xlab.beacons.troubles import reason
from xlab.dashboard.keys import Keys
from xlab.dashboard.ports import RecorderNow
from xlab.link import Radio

LIVE = Radio(state="scanning", source="live")


@pytest.fixture
def kit(tmp_path: Path) -> FakeKit:
    Keys(tmp_path).pin.set_first(PIN)
    made = FakeKit(tmp_path, code=None)
    made.show(radio=LIVE)
    return made


def opened(new_page: Callable[..., Page], url: str, **options: object) -> Page:
    page = new_page(viewport=PHONE, has_touch=True, **options)
    sign_in(page, url, "/radio")
    return page


def test_a_recording_is_made_taken_home_and_deleted(kit: FakeKit, url: str, new_page: Callable[..., Page]) -> None:
    page = opened(new_page, url)
    expect(page.locator("#nothing")).to_be_visible()
    page.tap("#go")
    expect(page.locator("#clock")).to_have_text("0:41")
    expect(page.locator("#count")).to_have_text("1,204 signals · 7 badges")
    running = kit.recorder.state.running
    kit.recorder.state = RecorderNow(running=running, elapsed=3725.0)
    expect(page.locator("#clock")).to_have_text("1:02:05")  # it follows the kit by itself
    page.tap("#go")
    expect(page.locator("#counter")).to_be_hidden()
    with page.expect_download() as coming:
        page.tap("#tapes a")
    assert coming.value.suggested_filename.startswith("recording-")
    assert coming.value.suggested_filename.endswith(".jsonl.gz")
    assert b'"scanner":"st-1"' in gzip.decompress(Path(coming.value.path()).read_bytes())
    page.tap("#tapes .quietly")
    page.tap("#tapes .sure >> text=Keep")
    assert len(kit.recorder.now().recordings) == 1
    page.tap("#tapes .quietly")
    page.tap("#tapes .stern")
    expect(page.locator("#nothing")).to_be_visible()
    until(lambda: kit.recorder.now().recordings == (), lambda: kit.recorder.now().recordings)


def test_what_stands_in_the_way_is_said_as_soon_as_it_does(
    kit: FakeKit, url: str, new_page: Callable[..., Page]
) -> None:
    page = opened(new_page, url)
    expect(page.locator("#state")).to_have_text("Listening")
    kit.recorder.state = RecorderNow(refused="replaying")
    kit.show(radio=Radio(state="replaying", source="recorded", reason=reason("missing")))
    expect(page.locator("#state")).to_have_text("Playing a recording")
    expect(page.locator("#why")).to_contain_text("There is no Bluetooth adapter.")
    expect(page.locator("#problem")).to_contain_text("nothing live to record")
    expect(page.locator("#go")).to_be_hidden()
    kit.recorder.state = RecorderNow()
    kit.show(radio=LIVE)
    expect(page.locator("#go")).to_be_visible()


def test_it_fits_a_phone_in_every_language(kit: FakeKit, url: str, new_page: Callable[..., Page]) -> None:
    kit.recorder.add(sightings=481_220, badges=23, seconds=5400.0, whole=False)
    kit.recorder.state = RecorderNow(refused="full", ended="full")
    page = opened(new_page, url)
    for language in ("en", "fr", "de"):
        page.goto(f"{url}/radio?lang={language}")
        page.tap("#tapes .quietly")
        expect(page.locator("#tapes .stern")).to_be_visible()
        assert page.evaluate(FITS), language
