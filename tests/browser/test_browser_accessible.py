"""axe-core goes over every page of the dashboard, on a phone and on a laptop, in each state of a visit."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Page
from werkzeug.routing import Rule

from tests.browser.conftest import Watch, comes_true
from tests.dashboard.test_visit_pages import CHARTER
from tests.fakes.kit import UUID, FakeKit, badge
from tests.fakes.library import EVERYTHING
from tests.fakes.visitor import LAPTOP, PASSWORD, PHONE, PIN
from tests.report.made_up import told
from xlab.dashboard import make_app
from xlab.dashboard.keys import Keys
from xlab.dashboard.ports import RecorderNow
from xlab.dashboard.ports.findings import Found, Runs
from xlab.dashboard.ports.logs import Line
from xlab.dashboard.starters import starters
from xlab.events.visits import Decided, Noted, Pilot, Platform, Resource, Stakeholder
from xlab.link import Orders

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
NO_PAGES = re.compile(r"/(api|static|fonts|vendor)/|\.(svg|png|jpg|pdf|csv|txt|css)$|^/(setup|it/choose|clock)$")
"""Files and answers for programs; and the first PIN and password, which a kit asks once (``FIRST`` goes over them)."""
DOWNLOADS = {"it_backups.download", "report.document", "bundle.download"}

EXAMPLES = {
    "/it/demos/<demo>": "/it/demos/pattern-press",
    "/it/demos/<demo>/runs/<run>": "/it/demos/pattern-press/runs/run-8",
    "/rounds/words/<demo>": "/rounds/words/common-ground",
    "/stations/<station>": "/stations/st-1",
    "/visit/how/decision/<decision>": "/visit/how/decision/d",
    "/visit/how/round/<round_id>": "/visit/how/round/round-1",
    "/visit/how/suggestion/<rule>/<stakeholder>": "/visit/how/suggestion/{rule}/{stakeholder}",
    "/visit/report/<visit>": "/visit/report/{visit}",
}
"""What stands for each page with something in its address."""

OF_A_VISIT = re.compile(r"^/(visit.*|rounds|wall|join|)$")
"""What looks different from one state of a visit to the next."""

FIRST = ("/", "/setup")
OPEN_TO_ALL = ("/sign-in", "/it/sign-in", "/join", "/wall", "/nothing-here")

READY = {
    "/": "#picture .spot",
    "/wall": "body[data-scene] #stage > *",
    "/join": "#page[data-joined] > :is(#welcome, #round, #waiting):not([hidden])",
    "/rounds": "#joined:not(:empty)",
}
"""What is there when a page has shown what it was sent first."""

SETTLE = """() => {
  for (const one of document.querySelectorAll("details")) one.open = true;
  for (const one of document.getAnimations()) {
    if (one.effect.getComputedTiming().endTime === Infinity) one.cancel(); else one.finish();
  }
}"""
STYLED = "() => [...document.querySelectorAll('link[rel=stylesheet]')].every((one) => one.sheet)"
CHARTED = "() => [...document.querySelectorAll('[data-chart]')].every((one) => one.querySelector('svg'))"
JUDGE = """() => axe.run({resultTypes: ["violations"]}).then((found) => found.violations.map((one) =>
  `${one.id}: ${one.help}; ` + one.nodes.map((node) => `${node.target} ${node.any[0]?.message ?? ""}`).join(" | ")))"""


def pages(kit: FakeKit) -> tuple[list[str], list[Rule]]:
    """Addresses without anything to fill in, and the rules of those with it."""
    rules = [
        one
        for one in make_app(kit).url_map.iter_rules()
        if "GET" in (one.methods or ()) and not NO_PAGES.search(one.rule) and one.endpoint not in DOWNLOADS
    ]
    return [one.rule for one in rules if not one.arguments], [one for one in rules if one.arguments]


def test_no_page_is_forgotten(kit: FakeKit) -> None:
    plain, filled = pages(kit)
    assert {one.rule for one in filled} == set(EXAMPLES), "say by what example the new page is looked at"
    assert {"/visit", "/it", "/print", "/wall", "/sign-in"} < set(plain)


def examples(kit: FakeKit) -> list[str]:
    """The pages that need something, as far as this kit has it."""
    now = next(iter(kit.visits.all()), None)
    suggested = next(iter(kit.visits.suggestions()), None)
    under_way = kit.visits.now()
    has = {"decision": under_way and under_way.decisions, "round": kit.rounds.all(), "suggestion": suggested}
    wanted = [path for path in EXAMPLES.values() if has.get(path.split("/")[3] if "how" in path else "", True)]
    if now is None or kit.papers.report(now.visit) is None:
        wanted.remove(EXAMPLES["/visit/report/<visit>"])
    stakeholder = suggested.stakeholder.id if suggested else ""
    rule = suggested.rule.id if suggested else ""
    return [one.format(visit=now.visit if now else "", rule=rule, stakeholder=stakeholder) for one in wanted]


def furnish(kit: FakeKit) -> None:
    """Something in every list that is not about the visit."""
    Keys(kit.home).pin.set_first(PIN)
    Keys(kit.home).it.set_first(PASSWORD)
    kit.pin_was_set()
    kit.demos.shown = EVERYTHING
    for number, role in ((1, "badge"), (2, "prop"), (3, "badge")):
        kit.badges.register(f"{UUID}/1/{number}", role, "Resin")  # type: ignore[arg-type]
    kit.show(badge(1, "fox-coral", "st-1"), badge(3, "owl-coral", None))
    kit.ordering.ordered["st-1"] = Orders(message="Coffee is ready", pinned="pattern-press")
    kit.recorder.add()
    kit.recorder.state = RecorderNow()
    kit.keeping.add(whole=True)
    kit.keeping.add()
    for version, link in (("0.1.0-aaaa0001", "previous"), ("0.2.0-bbbb0002", "current")):
        kit.root.install(version, link)
    for version in ("0.1.0-cccc0003", "0.3.0-dddd0004"):
        kit.root.bring(version)
    kit.updating.look()
    kit.logs.logged["hub"] = [
        Line(when="2026-11-24 09:00:00", level=level, part="xlab.hub", text="Something happened.")
        for level in ("INFO", "WARNING", "ERROR")
    ]


def fill(kit: FakeKit) -> None:
    """A board, notes, decisions and rounds of every kind."""
    brings = (Resource(kind="skills", text="What rubs off"),)
    kit.visits.put(Stakeholder(id="s", group="supplier", name="Mills", values=("recognition",), brings=brings))
    kit.visits.put(Stakeholder(id="c", group="customer", name="Painters", values=("money", "learning"), brings=brings))
    kit.visits.put(Stakeholder(id="g", group="gatekeeper", name="Legal", values=("approval",)))
    kit.visits.put(Platform(id="p", pattern="open challenge", stage="sell", stakeholder="c", value="money"))
    kit.visits.put(Pilot(platform="p", test="One shop", owner="Head of sales", measure="Five answers"))
    kit.visits.decide(Decided(decision="d", what="Begin", why="Most wanted it", owner="Sales", round="round-1"))
    for number, kind in enumerate(("learned", "next", "open")):
        kit.visits.note(Noted(note=f"n{number}", kind=kind, text="Who pays?", owner="Head of sales"))  # type: ignore[arg-type]
    people = [kit.rounds.join() for _ in range(7)]
    kit.visitors.offer(people[0], Stakeholder(id="", group="ngo", name="Neighbours", values=("approval",)))
    closed = kit.rounds.open(starters()[0], "on_close")
    for number, voter in enumerate(people):
        kit.rounds.put_answer(voter, closed, "", ("o1" if number % 3 else "o2",))
    kit.rounds.close(closed)
    for question in starters()[1:]:
        opened = kit.rounds.open(question, "live" if question.ideas else "on_close")
        if question.ideas or question.kind == "text":
            kit.rounds.put_idea(people[0], opened, "More light at the entrance")
            kit.rounds.put_idea(people[1], opened, "Less paper")
            kit.rounds.judge(opened, kit.rounds.all()[0].ideas[0].id, "shown")
    visit = kit.visits.now()
    assert visit is not None
    report = msgspec.structs.replace(told().report(), visit=visit.visit)
    runs = (Runs(source="live", demos=("Pattern Press",), stations=("Window",), counts=((9, 9), (9, 9))),)
    kit.findings.found[visit.visit] = Found(report=report, runs=runs)


def planned(kit: FakeKit) -> None:
    kit.visits.plan("en", practice=True)


def opened(kit: FakeKit) -> None:
    kit.visits.plan("en")
    kit.visits.write_charter(CHARTER)
    kit.visits.step("open")
    fill(kit)


def closed(kit: FakeKit) -> None:
    opened(kit)
    for one in kit.rounds.all():
        if one.now.open:
            kit.rounds.close(one.now.round)
    kit.visits.step("close")
    visit = kit.visits.now()
    assert visit is not None
    report = msgspec.structs.replace(told().report(), visit=visit.visit)
    kit.papers.put(visit.visit, report, pdf=b"%PDF-", zip=b"PK", json=b"{}")


def signed_off(kit: FakeKit) -> None:
    closed(kit)
    kit.visits.step("sign_off")


def none(_: FakeKit) -> None:
    """No visit."""


EVERY_STATE: tuple[Callable[[FakeKit], None], ...] = (none, planned, opened, closed, signed_off)
STATES = EVERY_STATE if os.environ.get("XLAB_TEST_STATES") == "all" else (opened, closed)
"""``XLAB_TEST_STATES=all`` looks at every state of a visit; every run looks at the two with the most on their pages."""


@pytest.fixture
def kit(tmp_path: Path, request: pytest.FixtureRequest) -> FakeKit:
    """A kit in one of the states, or one that nobody has set up."""
    fresh = FakeKit(tmp_path)
    if hasattr(request, "param"):
        furnish(fresh)
        request.param(fresh)
    return fresh


class Judge:
    """Opens pages one after the other in one browser, and keeps what axe finds at both sizes."""

    def __init__(self, url: str, page: Page) -> None:
        self.url, self.page = url, page
        self.found: list[str] = []
        self.axe = AXE.read_text("utf-8")

    def look(self, path: str, first: bool = False) -> None:
        """Go there, and look at it as it first is; everything that unfolds is unfolded."""
        # A station's page never ends loading: its screen is a stream.
        self.page.goto(self.url + path, wait_until="domcontentloaded")
        if self.page.evaluate("document.contentType") != "text/html":
            return
        comes_true(self.page, STYLED)
        if path in READY and not first:
            self.page.wait_for_selector(READY[path], state="attached")
        comes_true(self.page, CHARTED)
        self.judge(path)

    def judge(self, what: str) -> None:
        """Let axe judge what is there now."""
        self.page.evaluate(self.axe)
        for size in (LAPTOP, PHONE):
            self.page.set_viewport_size(size)
            self.page.evaluate(SETTLE)
            told = f"{what} at {size['width']} px: "
            self.found += [told + one for one in self.page.evaluate(JUDGE)]

    def be_a_visitor(self) -> None:
        """Join by phone, and begin to write something for the board."""
        self.page.goto(f"{self.url}/join")
        self.page.click("#join")
        self.page.wait_for_selector("#round:not([hidden]) #question")
        self.judge("a question on a phone")
        self.page.click("#add")
        self.page.wait_for_selector("#sheet .tile")
        self.judge("an offer on a phone")

    def sign_in(self) -> None:
        """As the facilitator and as IT."""
        for path, field, secret in (("/sign-in", "#pin", PIN), ("/it/sign-in", "#password", PASSWORD)):
            self.page.goto(self.url + path)
            self.page.fill(field, secret)
            self.page.click("form .button")
            self.page.wait_for_url(lambda address: "sign-in" not in address)


@pytest.fixture
def judge(url: str, new_page: Callable[..., Page]) -> Judge:
    return Judge(url, new_page(reduced_motion="reduce"))


def test_nothing_keeps_anybody_from_setting_the_kit_up(judge: Judge) -> None:
    for path in FIRST:
        judge.look(path, first=True)
    assert judge.found == []


@pytest.mark.parametrize("kit", STATES, indirect=True, ids=lambda state: state.__name__)
def test_nothing_keeps_anybody_from_any_page(kit: FakeKit, judge: Judge, watch: Watch) -> None:
    now = kit.visits.now()
    everything = now is not None and now.state == "open"
    if everything:
        for path in OPEN_TO_ALL:
            judge.look(path)
        judge.be_a_visitor()
    judge.sign_in()
    for path in [*pages(kit)[0], *examples(kit)]:
        if everything or OF_A_VISIT.match(path):
            judge.look(path)
    watch.complaints = [one for one in watch.complaints if "(/nothing-here)" not in one]
    assert judge.found == []
