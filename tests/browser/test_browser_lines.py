"""The page of a demo's words in a real Chromium: saved as one types, a tap for each line, on a phone and by keys."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import FITS
from tests.fakes.kit import FakeKit
from tests.fakes.lines import OWN
from tests.fakes.visitor import PHONE, PIN
from tests.waiting import until
from xlab.dashboard.keys import Keys
from xlab.workshop.lines import ADDED

HERE = "/rounds/words/common-ground"
FAIR, LATE, DATA = OWN


@pytest.fixture
def kit(tmp_path: Path) -> FakeKit:
    fresh = FakeKit(tmp_path)
    Keys(tmp_path).pin.set_first(PIN)
    fresh.pin_was_set()
    fresh.visits.plan("en")
    return fresh


def lines(kit: FakeKit) -> dict[str, tuple[str, bool]]:
    visit = kit.visits.now()
    assert visit is not None
    return {line.key: (line.text, line.out) for line in visit.lines.get("common-ground", ())}


def test_lines_are_reworded_left_out_added_and_put_back(facilitator: Callable[..., Page], kit: FakeKit) -> None:
    page = facilitator("/rounds", viewport=PHONE, has_touch=True)
    page.get_by_role("link", name="Common ground").tap()
    rows = page.locator("#texts > li")
    rows.nth(0).get_by_role("textbox").fill("A fair price, even in December.")
    until(lambda: lines(kit).get(FAIR, ("", False))[0] == "A fair price, even in December.")
    expect(rows.nth(0)).to_contain_text("Reworded")
    rows.nth(1).get_by_role("button", name="Leave out").tap()
    expect(rows.nth(1)).to_contain_text("Left out")
    page.get_by_label("One more line").fill("Ours")
    page.get_by_role("button", name="Add it").tap()
    expect(rows).to_have_count(4)
    expect(page.get_by_label("One more line")).to_have_value("")
    page.get_by_label("One more line").fill("And one more")
    page.get_by_role("button", name="Add it").tap()
    expect(rows).to_have_count(5)
    said = lines(kit)
    assert [text for key, (text, _) in said.items() if ADDED in key] == ["Ours", "And one more"]
    assert said[LATE] == ("", True)
    assert page.evaluate(FITS)
    # By keys alone.
    bring = rows.nth(1).get_by_role("button", name="Bring back")
    bring.focus()
    page.keyboard.press("Enter")
    until(lambda: not lines(kit)[LATE][1])
    page.locator("#all summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Put it back").focus()
    page.keyboard.press("Enter")
    expect(rows).to_have_count(3)
    expect(rows.nth(0).get_by_role("textbox")).to_have_value(OWN[FAIR]["en"])
    assert lines(kit) == {}
