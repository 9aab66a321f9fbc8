"""A whole visit on the real hub, from the plan to the purge: a facilitator's phone, two visitors' phones, the wall."""

import io
import zipfile
from collections.abc import Callable

import msgspec
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch, comes_true
from tests.fakes.visitor import PHONE
from tests.integration.test_described import NO_BUS, Person
from tests.running import PIN, RunningKit

PROJECTOR = {"width": 1920, "height": 1080}
OTHERS = 4
"""Phones beside the two that are looked at: a room of six, whose totals may be shown."""

CHARTER = {
    "unit": "Protective Coatings",
    "purpose": "Find out which platform connects us with painters",
    "vision": "Every painter can tell us what they need",
    "objective": "One pilot that painters would miss",
    "key_result": "Five of ten painters use it in week four",
    "promise": "Rules and rewards stay as they are until the pilot ends",
    "patience": "Three months",
}


@pytest.fixture
def kit():
    with RunningKit("--kit-name", "Blue box", part="hub", env=NO_BUS) as running:
        yield running


class Others:
    """Phones without a screen, which answer as pages do."""

    def __init__(self, url: str, count: int) -> None:
        self.people = [Person(url) for _ in range(count)]
        for one in self.people:
            one.post("/rounds/join", {})

    def answer(self, option: str) -> None:
        """Everybody answers the newest round."""
        for one in self.people:
            newest = msgspec.json.decode(one.get("/api/v1/rounds/mine"))[0]["round"]
            one.post(f"/rounds/{newest}/answer", {"value": [option]})


def write_charter(page: Page, url: str) -> None:
    page.goto(f"{url}/visit/charter")
    for name, text in CHARTER.items():
        page.fill(f"#{name}", text)
    page.fill("#what-new", "Painters who come back")
    page.tap("#measure-new button")
    page.fill("#owner-1", "Head of sales")
    page.fill("#review-1", "2027-01-15")
    expect(page.locator("#measure-1 .saved")).to_have_text("Saved")
    comes_true(page, "Object.keys(localStorage).length === 0")  # and everything before it


def fill_board(page: Page, phone: Page, url: str) -> None:
    """A supplier of the facilitator's, a customer that a visitor offers, a platform that a rule suggests, its pilot."""
    page.goto(f"{url}/visit/board")
    page.fill("#name", "Resin makers")
    page.tap(".class[value=supplier]")
    expect(page.locator("#shelf-supplier strong")).to_have_text("Resin makers")
    phone.tap("#add")
    phone.tap("#sheet .tile >> nth=0")
    phone.tap("#sheet .tile >> nth=0")
    phone.fill("#sheet input", "Painters of the north")
    phone.keyboard.press("Enter")
    phone.tap("#sheet .chip >> nth=1")
    phone.tap("#sheet .under-thumb .button")
    phone.tap("#sheet .chip >> nth=9")
    phone.fill("#sheet input", "What rubs off on site")
    phone.tap("#sheet .under-thumb .button")
    phone.tap("#sheet .under-thumb .button >> nth=0")
    expect(page.locator("#offers-waiting h3")).to_have_text("Painters of the north")
    page.tap(".judge .button")
    expect(page.locator("#shelf-customer strong")).to_have_text("Painters of the north")
    page.tap(".steps a >> nth=3")
    page.tap(".offer .button")
    page.tap(".platform .button.firm")
    page.fill(".pilot [name=test]", "Ask ten painters one question a week")
    page.fill(".pilot [name=owner]", "Head of sales")
    expect(page.locator(".pilot .saved")).to_have_text("Saved")


def ask(page: Page, url: str, shows: str, question: int) -> None:
    page.goto(f"{url}/rounds")
    page.tap(f"#ready .chip >> nth={question}")
    page.check(f"[name=shows][value={shows}]")
    page.tap("#open")
    expect(page.locator("#now .round, #now article")).to_have_count(1)


def close_round(page: Page) -> None:
    page.locator(".round > .button").dblclick()  # the page asks only for a few seconds whether one is sure
    expect(page.locator("#now article")).to_have_count(0)


def scene(wall: Page, name: str) -> None:
    expect(wall.locator("body")).to_have_attribute("data-scene", name)


def test_a_whole_visit(kit: RunningKit, new_page: Callable[..., Page], watch: Watch) -> None:
    # The words of phones die with the visit, which their pages find out sooner or later.
    watch.expected = ("status of 401 (Unauthorized) (/api/v1/visitors/me)",)
    url = kit.url
    hand = {"viewport": PHONE, "has_touch": True}
    facilitator, wall = new_page(**hand), new_page(viewport=PROJECTOR, reduced_motion="reduce")
    wall.goto(f"{url}/wall")
    scene(wall, "attract")
    facilitator.goto(url)
    for field, text in (("#code", kit.code), ("#pin", PIN), ("#again", PIN)):
        facilitator.fill(field, text)
    facilitator.tap("form .button")
    facilitator.wait_for_selector("#picture")

    facilitator.goto(f"{url}/visit")
    facilitator.tap("#next-none .button")
    expect(facilitator.locator("#next-planned")).to_be_visible()
    scene(wall, "planned")
    write_charter(facilitator, url)
    facilitator.goto(f"{url}/visit")
    facilitator.tap("#next-planned [value=open]")
    expect(facilitator.locator("#going-open")).to_be_visible()
    expect(wall.locator("#stage h1")).to_have_text(CHARTER["vision"])

    first, second = new_page(**hand), new_page(**hand, locale="de-DE")
    for phone in (first, second):
        phone.goto(f"{url}/join")
        phone.tap("#join")
        expect(phone.locator("#waiting")).to_be_visible()
    others = Others(url, OTHERS)
    expect(wall.locator("#phones")).to_contain_text("6")
    fill_board(facilitator, first, url)
    expect(wall.locator(".platform").first).to_be_visible()

    ask(facilitator, url, "live", 0)
    scene(wall, "round")
    first.tap("#round .option >> nth=0")
    second.tap("#round .option >> nth=1")
    others.answer("o1")
    expect(first.locator(".result .told >> nth=0")).to_have_text("5 of 6")
    close_round(facilitator)
    ask(facilitator, url, "on_close", 0)
    first.tap("#round .option >> nth=1")
    second.tap("#round .option >> nth=1")
    others.answer("o1")
    expect(first.locator(".people")).to_contain_text("6 people have answered")
    assert first.locator("#round .result > div").count() == wall.locator(".result .told:visible").count() == 0
    close_round(facilitator)
    scene(wall, "result")
    expect(wall.locator(".result .told").first).to_have_text("4 of 6")
    expect(second.locator(".result .told >> nth=1")).to_have_text("2 von 6")

    facilitator.goto(f"{url}/visit")
    facilitator.tap("#close summary")
    facilitator.tap("#close .dark")
    expect(facilitator.locator("#next-closed h2")).to_have_text("The report is ready")
    facilitator.goto(f"{url}/visit/report")
    expect(facilitator.locator("#report h1")).to_contain_text(CHARTER["unit"])
    report = facilitator.locator("#report")
    for kept in ("Painters of the north", "Resin makers", "Ask ten painters one question a week", "n = 6"):
        expect(report).to_contain_text(kept)
    facilitator.goto(f"{url}/visit")
    files = {}
    for number in (1, 2):
        with facilitator.expect_download() as taken:
            facilitator.tap(f"#next-closed .answers a >> nth={number}")
        files[taken.value.suggested_filename.rpartition(".")[2]] = taken.value.path().read_bytes()
    assert files["pdf"].startswith(b"%PDF-")
    packed = zipfile.ZipFile(io.BytesIO(files["zip"]))
    assert packed.testzip() is None
    assert {"json", "csv"} <= {name.rpartition(".")[2] for name in packed.namelist()}

    facilitator.tap("#sign-off summary")
    facilitator.check("#sign-off [name=saved]")
    facilitator.tap("#sign-off .dark")
    expect(facilitator.locator("#next-none")).to_be_visible()
    facilitator.tap("#past a")
    expect(facilitator.locator("#report")).to_contain_text("deleted")
    scene(wall, "attract")
