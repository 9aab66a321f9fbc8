"""Visitors' phones beside the rounds in a real Chromium, and two facilitators who write at once."""

import base64

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import FITS, at_rest
from tests.dashboard.test_visit_pages import CHARTER
from tests.fakes.kit import FakeKit
from tests.fakes.visitor import PHONE, PIN
from tests.waiting import until
from xlab.dashboard import take
from xlab.dashboard.keys import Keys
from xlab.events.rounds import Option, Question
from xlab.events.visits import Platform, Stakeholder

SMALL = """[...document.querySelectorAll("button, a, input:not([type=hidden])")].filter((one) => one.checkVisibility()
  && !one.closest("[inert]")).map((one) => one.getBoundingClientRect()).filter((box) => box.height < 44).length"""
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
"""The smallest picture there is."""


@pytest.fixture
def kit(tmp_path) -> FakeKit:
    fresh = FakeKit(tmp_path)
    Keys(tmp_path).pin.set_first(PIN)
    fresh.pin_was_set()
    fresh.visits.plan("en")
    fresh.visits.write_charter(CHARTER)
    fresh.visits.step("open")
    return fresh


@pytest.fixture
def phone(url: str, new_page) -> Page:
    page = new_page(viewport=PHONE, has_touch=True)
    page.goto(f"{url}/join")
    page.tap("#join")
    expect(page.locator("#welcome")).to_be_hidden()
    return page


def test_a_visitor_adds_to_the_board_in_few_taps_and_reads_what_became_of_it(
    kit: FakeKit, facilitator, phone: Page
) -> None:
    board = facilitator("/visit/board", viewport=PHONE, has_touch=True)
    phone.tap("#side .tile >> nth=1")
    expect(phone.locator("#side strong")).to_have_text("Suppliers")
    phone.tap("#add")
    phone.tap("#sheet .tile >> nth=0")
    phone.tap("#sheet .tile >> nth=0")
    phone.fill("#sheet input", "Painters of the north")
    phone.keyboard.press("Enter")
    phone.tap("#sheet .chip >> nth=1")
    at_rest(phone)
    assert phone.evaluate(FITS) and phone.evaluate(SMALL) == 0
    phone.tap("#sheet .under-thumb .button")
    phone.tap("#sheet .chip >> nth=9")
    phone.fill("#sheet input", "What rubs off on site")
    phone.tap("#sheet .under-thumb .button")
    expect(phone.locator("#sheet-title")).to_have_text("Thank you")
    phone.tap("#sheet .under-thumb .button >> nth=0")
    expect(phone.locator("#offered small")).to_have_text("Waits for the facilitator")
    expect(board.locator("#offers-waiting h3")).to_have_text("Painters of the north")
    board.tap(".judge .button")
    expect(board.locator("#shelf-customer strong")).to_have_text("Painters of the north")
    expect(board.locator("#offers-waiting")).to_have_count(0)
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(phone.locator("#offered small")).to_have_text("On the board")
    (painters,) = kit.visits.now().board.stakeholders.values()
    assert painters.values == ("recognition",) and painters.brings[0].text == "What rubs off on site"
    until(lambda: list(kit.visitors.sides.values()) == ["supplier"], lambda: kit.visitors.sides)


def test_a_closed_question_is_taken_home_with_the_own_answer_only_when_it_is_asked_for(
    kit: FakeKit, phone: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[bytes] = []

    def draw(module: str, arguments: list[str], data: bytes, patience: float) -> tuple[bytes, str]:
        drawn.append(data)
        return DOT, ""

    monkeypatch.setattr(take, "run", draw)
    options = (Option(id="a", text={"en": "First"}), Option(id="b", text={"en": "Second"}))
    round_id = kit.rounds.open(Question(kind="choice", text={"en": "Which?"}, options=options), "on_close")
    phone.tap(".option >> nth=1")
    expect(phone.locator(".status")).to_contain_text("Saved")
    for _ in range(5):
        kit.rounds.put_answer(kit.rounds.join(), round_id, "", ("a",))
    expect(phone.locator(".people")).to_contain_text("6 people")
    kit.rounds.close(round_id)
    phone.tap(".take .button")
    expect(phone.locator(".take img")).to_have_js_property("naturalWidth", 1)
    phone.tap(".take .chip")
    expect(phone.locator(".take img")).to_have_attribute("src", f"/take/{round_id}.png?lang=en&mine=b")
    expect(phone.locator(".take img")).to_have_js_property("complete", True)
    assert b'"mine":true' not in drawn[0]


def test_what_one_types_is_never_overwritten_by_another_and_a_begun_change_outlives_a_reload(
    kit: FakeKit, facilitator
) -> None:
    kit.visits.put(Stakeholder(id="s", group="supplier", name="Mills", values=("recognition",)))
    kit.visits.put(Platform(id="p", pattern="see inside", stage="make", stakeholder="s", value="recognition"))
    typing = facilitator("/visit/board")
    typing.click(".steps a >> nth=3")
    typing.click("#name-p summary")
    typing.fill("#new-p", "Open ho")
    kit.visits.put(Platform(id="p", pattern="shared value", stage="make", stakeholder="s", value="recognition"))
    kit.visits.put(Platform(id="q", pattern="open ballot", stage="use", stakeholder="s", value="recognition"))
    expect(typing.locator("#p-p h3")).to_have_text("Shared value")
    expect(typing.locator("#new-p")).to_have_value("Open ho")
    expect(typing.locator("#new-p")).to_be_focused()
    typing.keyboard.type("use")
    typing.keyboard.press("Enter")
    expect(typing.locator("#p-p h3")).to_have_text("Open house")
    expect(typing.locator("#name-p")).not_to_have_attribute("open", "")
    origin = typing.url.partition("/visit")[0]
    typing.goto(f"{origin}/visit/charter?amend=1")
    typing.fill("#reason", "Somebody asked")
    typing.fill("#rewards", "A dinner")
    typing.reload()
    expect(typing.locator("#rewards")).to_have_value("A dinner")
    expect(typing.locator(".kept")).to_be_visible()
    typing.click(".amend > .answers button")
    expect(typing.locator("#agreed")).to_contain_text("A dinner")
    typing.goto(f"{origin}/visit/charter?amend=1")
    expect(typing.locator("#reason")).to_have_value("")
    expect(typing.locator(".kept")).to_be_hidden()
