"""Rounds in a real Chromium: a facilitator asks, phones join with a tap and answer, and everybody sees the result."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import FITS, at_rest, sign_in
from tests.fakes.kit import FakeKit
from tests.fakes.server import Served
from tests.fakes.visitor import PHONE, PIN
from xlab.dashboard import make_asgi
from xlab.dashboard.keys import Keys
from xlab.dashboard.starters import starters


@pytest.fixture
def kit(tmp_path) -> FakeKit:
    fresh = FakeKit(tmp_path)
    Keys(tmp_path).pin.set_first(PIN)
    fresh.pin_was_set()
    return fresh


@pytest.fixture
def facilitator(url: str, new_page) -> Page:
    page = new_page(viewport=PHONE, has_touch=True)
    sign_in(page, url, "/rounds")
    return page


@pytest.fixture
def phone(url: str, new_page):
    def join(locale: str = "en-GB") -> Page:
        page = new_page(viewport=PHONE, has_touch=True, locale=locale)
        page.goto(f"{url}/join")
        page.tap("#join")
        expect(page.locator("#welcome")).to_be_hidden()
        return page

    return join


def close(facilitator: Page) -> None:
    """Close the open round; both taps at once, since the page asks only for a few seconds whether one is sure."""
    button = facilitator.locator(".round > .button")
    expect(button).to_have_text("Close the round")
    button.dblclick()


def expect_only(watch, status: str) -> None:
    """The browser complained of answers with this status, and of nothing else."""
    assert watch.complaints and all(f"status of {status}" in one for one in watch.complaints)
    watch.complaints.clear()


def others_answer(kit: FakeKit, value: object, people: int = 4) -> None:
    for _ in range(people):
        kit.rounds.put_answer(kit.rounds.join(), kit.rounds.rounds[-1].id, "", value)


def test_a_round_from_the_first_tap_to_the_result_everybody_sees(kit: FakeKit, facilitator: Page, phone) -> None:
    first, second = phone(), phone("de-DE")
    expect(first.locator("#waiting")).to_be_visible()
    expect(first.locator("#waiting h1")).to_have_text("You are in")
    expect(facilitator.locator("#joined")).to_have_text("2 phones are in")
    facilitator.tap("#ready .chip >> nth=0")
    facilitator.tap("#open")
    expect(first.locator("#question")).to_have_text("Who should decide what we try first?")
    expect(second.locator("#question")).to_have_text("Wer soll entscheiden, was wir zuerst ausprobieren?")
    first.tap(".option >> nth=0")
    expect(first.locator(".status")).to_have_text("Saved. You can change it until the round closes.")
    second.tap(".option >> nth=3")
    first.tap(".option >> nth=3")
    expect(first.locator(".option >> nth=3")).to_have_attribute("aria-pressed", "true")
    expect(first.locator(".status")).to_have_attribute("data-is", "saved")
    expect(facilitator.locator(".counted strong")).to_have_text("2")
    others_answer(kit, ("o1",))
    expect(first.locator(".people")).to_have_text("6 people have answered. Results come when the round closes.")
    assert first.locator(".result > div").count() == facilitator.locator(".round .result > div").count() == 0
    close(facilitator)
    expect(first.locator(".kicker")).to_have_text("This round is closed")
    expect(first.locator(".result .told >> nth=0")).to_have_text("4 of 6")
    expect(second.locator(".result .told >> nth=3")).to_have_text("2 von 6")
    expect(facilitator.locator("#past > details[open] h3")).to_be_in_viewport()
    expect(facilitator.locator(".past .result .bar >> nth=0")).to_be_visible()
    expect(facilitator.locator(".past .result .told >> nth=0")).to_have_text("4 of 6")
    assert first.evaluate(FITS) and facilitator.evaluate(FITS)


def test_a_lost_phone_goes_on_where_it_was(kit: FakeKit, url: str, phone) -> None:
    kit.rounds.open(starters()[2], "live")
    page = phone()
    page.tap(".step >> nth=3")
    expect(page.locator(".status")).to_have_attribute("data-is", "saved")
    page.goto("about:blank")
    page.goto(f"{url}/join")
    expect(page.locator(".step >> nth=3")).to_have_attribute("aria-pressed", "true")
    assert kit.rounds.joined() == 1


def test_an_answer_given_while_the_kit_is_away_waits_and_arrives(kit: FakeKit, phone, watch) -> None:
    kit.rounds.open(starters()[2], "live")
    page = phone()
    page.route("**/answer", lambda route: route.fulfill(status=503, json={"error": {"code": "busy", "message": ""}}))
    page.tap(".step >> nth=1")
    expect(page.locator(".status")).to_contain_text("Yours is kept here and goes out by itself.")
    page.tap(".step >> nth=4")
    assert kit.rounds.taken == 0
    page.unroute("**/answer")
    expect(page.locator(".status")).to_have_attribute("data-is", "saved")
    assert [one.value for one in kit.rounds.rounds[0].now().given] == [5]
    expect_only(watch, "503")


def test_an_answer_that_comes_too_late_is_said_not_to_count(kit: FakeKit, phone, watch) -> None:
    opened = kit.rounds.open(starters()[2], "on_close")
    page = phone()
    page.route("**/answer", lambda route: (kit.rounds.rounds[0].open and kit.rounds.close(opened), route.continue_()))
    page.tap(".step >> nth=1")
    expect(page.locator(".status")).to_contain_text("It does not count.")
    assert kit.rounds.taken == 0
    expect_only(watch, "409")


def test_every_kind_can_be_answered_with_a_thumb(kit: FakeKit, phone) -> None:
    page = phone()
    taps = {
        "choice": [".option >> nth=1"],
        "scale": [".step >> nth=2"],
        "pair": [".side-card >> nth=0", ".side-card >> nth=1", "text=I cannot decide", ".side-card >> nth=0"],
        "rank": [".rank li:nth-child(2) button >> nth=0", ".button.wide"],
        "budget": [".budget li:nth-child(1) button >> nth=1", ".button.wide"],
        "statements": [".vote.agree", ".vote.disagree", ".vote.pass"],
    }
    for question in starters():
        if question.kind not in taps:
            continue
        opened = kit.rounds.open(question, "live")
        expect(page.locator("#question")).to_have_text(question.text["en"])
        for target in taps[question.kind]:
            page.tap(target)
        expect(page.locator(".status")).to_have_attribute("data-is", "saved")
        given = {one.item: one.value for one in kit.rounds.rounds[-1].now().given}
        assert len(given) == (3 if question.kind in ("pair", "statements") else 1), question.kind
        assert page.evaluate(FITS)
        kit.rounds.close(opened)


def test_an_order_is_made_with_the_keyboard_and_by_dragging(kit: FakeKit, phone) -> None:
    kit.rounds.open(next(question for question in starters() if question.kind == "rank"), "live")
    page = phone()
    ranked = page.locator(".rank .name")
    expect(ranked).to_have_count(5)
    names = ranked.all_text_contents()
    page.locator(".rank li >> nth=4").get_by_role("button").first.focus()
    for _ in range(4):
        page.keyboard.press("Enter")
    expect(ranked).to_have_text([names[4], *names[:4]])
    at_rest(page)
    grip, goal = page.locator(".rank .grip >> nth=0").bounding_box(), page.locator(".rank li >> nth=2").bounding_box()
    assert grip is not None and goal is not None
    page.mouse.move(grip["x"] + 20, grip["y"] + 20)
    page.mouse.down()
    page.mouse.move(goal["x"] + 20, goal["y"] + goal["height"] / 2, steps=8)
    page.mouse.up()
    expect(ranked).to_have_text([names[0], names[1], names[4], names[2], names[3]])


def test_an_idea_waits_for_the_facilitator_and_is_then_everybodys(kit: FakeKit, facilitator: Page, phone) -> None:
    kit.rounds.open(next(question for question in starters() if question.kind == "statements"), "live")
    author, reader = phone(), phone()
    author.fill("#own", "<b>We</b> never meet.")
    author.keyboard.press("Enter")
    expect(author.locator(".mine small")).to_have_text("Waits for the facilitator")
    expect(facilitator.locator(".waiting-ideas li > p")).to_have_text("<b>We</b> never meet.")
    facilitator.tap(".verdict.park")
    facilitator.tap(".why .chip >> nth=0")
    expect(author.locator(".mine small")).to_have_text("Parked: Another time")
    facilitator.tap("text=Ideas so far")
    facilitator.tap(".judged .verdict.show")
    expect(author.locator(".mine small")).to_have_text("Everybody sees it")
    for number in range(3):
        expect(reader.locator(".controls > .hint")).to_have_text(f"{number + 1} of 4")
        reader.tap(".vote.pass")
    expect(reader.locator(".statement")).to_have_text("<b>We</b> never meet.")


def test_forget_me_is_always_there_and_does_it(kit: FakeKit, phone) -> None:
    kit.rounds.open(starters()[0], "live")
    page = phone()
    page.tap(".option >> nth=0")
    expect(page.locator(".status")).to_have_attribute("data-is", "saved")
    page.tap("#privacy summary")
    page.tap("#forget")
    page.tap("#forget-yes")
    expect(page.locator("#forgotten")).to_be_visible()
    expect(page.locator("#forgotten h1")).to_have_text("You are forgotten")
    assert kit.rounds.joined() == 0 and kit.rounds.rounds[0].now().answered == 0
    page.tap("#join-again")
    expect(page.locator(".option >> nth=0")).to_have_attribute("aria-pressed", "false")


def test_two_facilitators_see_each_others_changes(kit: FakeKit, facilitator: Page, url: str, new_page) -> None:
    other = new_page()
    sign_in(other, url, "/rounds")
    other.fill("#question", "Shall we begin?")
    for number, word in enumerate(("Yes", "No")):
        other.locator("#options input").nth(number).fill(word)
    other.click("#open")
    expect(facilitator.locator(".round h3")).to_have_text("Shall we begin?")
    close(facilitator)
    expect(other.locator("#now")).to_be_hidden()
    expect(other.locator("#past > details > summary")).to_contain_text("Shall we begin?")


def test_the_phones_page_is_small(kit: FakeKit, new_page) -> None:
    sizes: dict[str, int] = {}

    async def no_link(*_: object) -> None:
        raise AssertionError("no station calls here")

    with Served(make_asgi(kit, no_link)) as url:
        page = new_page(viewport=PHONE, has_touch=True)
        page.on(
            "response",
            lambda answer: (
                sizes.update({answer.url: int(answer.headers.get("content-length", 0))})
                if "live" not in answer.url and "/fonts/" not in answer.url
                else None
            ),
        )
        page.goto(f"{url}/join")
        expect(page.locator("#join")).to_be_visible()
        page.context.close()
        kit.end_streams()
    assert len(sizes) > 8 and sum(sizes.values()) < 60_000, sizes
