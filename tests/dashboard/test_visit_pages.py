"""The visit's pages: one next step in each state, a charter that freezes, decisions that stay; and hostile input."""

import html
import re
from pathlib import Path
from typing import get_args

import pytest

from tests.fakes.kit import FakeKit
from tests.fakes.visitor import Visitor
from xlab.dashboard.ports.visits import Reason
from xlab.events.visits import Charter, Measure, Stakeholder
from xlab.look.words import LANGUAGES, table
from xlab.workshop.visit import State, VisitNow

FOLDER = Path(__file__).parents[2] / "xlab" / "dashboard"
CHARTER = Charter(
    unit="Coatings",
    purpose="Find out",
    vision="Every painter can tell us",
    objective="One pilot",
    key_result="Five painters",
    promise="Nothing changes midway",
    measures=(Measure(what="Painters who come back", owner="Head of sales", review="2026-12-01"),),
    patience="three months",
)


@pytest.fixture
def planned(kit: FakeKit) -> FakeKit:
    kit.visits.plan("en")
    return kit


@pytest.fixture
def opened(planned: FakeKit) -> FakeKit:
    planned.visits.write_charter(CHARTER)
    planned.visits.step("open")
    return planned


def now(kit: FakeKit) -> VisitNow:
    visit = kit.visits.now()
    assert visit is not None
    return visit


def problem(page: str) -> str:
    found = re.search(r'id="problem"[^>]*>(.*?)</div>', page, re.DOTALL)
    assert found
    return html.unescape(re.sub("<[^>]*>", "", found[1])).strip()


def test_only_facilitators_see_the_visit(visitor: Visitor, kit: FakeKit) -> None:
    for path in ("/visit", "/visit/charter", "/visit/board", "/visit/decisions"):
        assert visitor.get(path).status_code == 302
    assert visitor.client.post("/visit/plan", data={"language": "en"}).status_code == 400
    assert kit.visits.now() is None


def test_each_state_names_its_next_step(facilitator: Visitor, kit: FakeKit) -> None:
    assert 'id="next-none"' in facilitator.get("/visit").text
    assert "No visit is under way" in facilitator.get("/visit/board").text
    facilitator.post("/visit", language="fr")
    assert kit.visits.now() is None
    facilitator.client.post("/visit/plan", data={"csrf_token": facilitator.token("/visit"), "language": "fr"})
    assert now(kit).language == "fr" and not now(kit).practice
    page = facilitator.get("/visit").text
    assert "things are missing" in page and 'href="/visit/charter#unit"' in page and 'value="open"' not in page
    kit.visits.write_charter(CHARTER)
    assert 'value="open"' in facilitator.get("/visit").text
    step(facilitator, "open")
    page = facilitator.get("/visit").text
    assert "Customer" in page and now(kit).versions[-1].sha256[:12] in page
    facilitator.client.post("/visit/group", data={"csrf_token": facilitator.token("/visit")})
    assert now(kit).group == 2
    step(facilitator, "close")
    page = facilitator.get("/visit").text
    assert 'value="reopen"' in page and "deletes for good" in page
    step(facilitator, "sign_off")
    assert kit.visits.now() is None and "Coatings" in facilitator.get("/visit").text


def step(facilitator: Visitor, wanted: str) -> str:
    data = {"csrf_token": facilitator.token("/visit"), "step": wanted}
    return facilitator.client.post("/visit/step", data=data, follow_redirects=True).text


def test_what_was_done_meanwhile_is_refused_in_words(facilitator: Visitor, opened: FakeKit) -> None:
    opened.visits.step("close")
    assert "no longer" in problem(step(facilitator, "close"))
    opened.visits.refusal = "not_stored"
    assert "card" in problem(step(facilitator, "reopen"))
    assert (
        facilitator.client.post(
            "/visit/step", data={"csrf_token": facilitator.token("/visit"), "step": "<b>"}
        ).status_code
        == 400
    )
    assert problem(facilitator.get("/visit?refused=<script>").text) == ""


def test_sections_of_the_charter_are_kept_by_themselves_and_tidied(facilitator: Visitor, planned: FakeKit) -> None:
    write = {"csrf_token": facilitator.token("/visit/charter")}
    assert facilitator.get("/visit/charter").status_code == 200
    facilitator.client.post("/visit/charter", data={**write, "unit": " Coat\u202eings\n<b> "})
    facilitator.client.post("/visit/charter", data={**write, "purpose": "One\r\n\r\n\r\n\r\nTwo" + "x" * 5000})
    charter = now(planned).charter
    assert charter.unit == "Coatings <b>"
    assert charter.purpose.startswith("One\n\nTwox") and len(charter.purpose) == 2000
    assert "Coatings &lt;b&gt;" in facilitator.get("/visit/charter").text
    stored = len(planned.visits.facts)
    facilitator.client.post("/visit/charter", data={**write, "unit": charter.unit})
    assert len(planned.visits.facts) == stored


def test_a_measure_is_changed_only_as_it_was_shown(facilitator: Visitor, planned: FakeKit) -> None:
    write = {"csrf_token": facilitator.token("/visit/charter")}

    def post(**fields: str) -> str:
        data = {**write, **fields}
        return facilitator.client.post("/visit/charter/measure", data=data, follow_redirects=True).text

    post(what="Come back", review="2026-12-01")
    post(what="Stay", owner="Head of sales")
    seals = re.findall(r'name="was" value="(\w+)"', facilitator.get("/visit/charter").text)
    post(was=seals[1], target="Ten")
    assert now(planned).charter.measures[1] == Measure(what="Stay", owner="Head of sales", target="Ten")
    assert "meanwhile" in problem(post(was=seals[1], target="Twelve"))
    assert "rightly" in problem(post(was=seals[0], review="2026-02-31"))
    post(was=seals[0], remove="1")
    assert [one.what for one in now(planned).charter.measures] == ["Stay"]


def test_a_frozen_charter_changes_by_a_version_with_its_reason(facilitator: Visitor, opened: FakeKit) -> None:
    first = now(opened).versions[-1].sha256
    fields = {name: getattr(CHARTER, name) for name in ("unit", "purpose", "vision", "objective", "key_result")}
    fields |= {"promise": CHARTER.promise, "patience": "four months", "rewards": ""}
    fields |= {"what": ["Painters", ""], "target": ["", ""], "owner": ["Sales", ""], "review": ["2026-12-01", ""]}

    def amend(**more: object) -> tuple[int, str]:
        data = {"csrf_token": facilitator.token("/visit/charter?amend=1"), "was": first, **fields, **more}
        answer = facilitator.client.post("/visit/charter/amend", data=data)
        return answer.status_code, answer.text

    status, page = amend(reason="Hold on", patience="")
    assert status == 422 and "Hold on" in page
    assert amend(reason="They asked for it")[0] == 303
    assert len(now(opened).versions) == 2 and now(opened).charter.measures[0].what == "Painters"
    page = facilitator.get("/visit/charter").text
    assert "They asked for it" in page and "three months" in page and first in page
    status, page = amend(reason="Late", rewards="A dinner")
    assert status == 409 and "meanwhile" in problem(page) and "A dinner" in page


def test_decisions_stay_when_another_takes_their_place(facilitator: Visitor, opened: FakeKit) -> None:
    def decide(decision: str, **fields: str) -> tuple[int, str]:
        data = {"csrf_token": facilitator.token("/visit/decisions"), "decision": decision, **fields}
        answer = facilitator.client.post("/visit/decisions", data=data)
        return answer.status_code, answer.text

    assert decide("d1", what="Begin <i>now</i>", rule="most votes", owner="Head of sales", until="2026-12-01")[0] == 303
    assert decide("d1", what="Begin <i>now</i>")[0] == 303
    assert len(now(opened).decisions) == 1
    assert decide("d2", what="Begin later", instead_of="d1")[0] == 303
    assert decide("d3", what="Never", instead_of="d1")[0] == 404
    assert decide("d3", what="Never", until="soon")[0] == 422
    assert decide("", what="Never")[0] == decide("d" * 99, what="Never")[0] == decide("d3", what=" ")[0] == 422
    page = facilitator.get("/visit/decisions").text
    assert "In place of: Begin &lt;i&gt;now&lt;/i&gt;" in page and "Replaced by: Begin later" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_pages_speak_every_language_in_every_state(facilitator: Visitor, opened: FakeKit, language: str) -> None:
    opened.visits.put(Stakeholder(id="g", group="gatekeeper", name="Legal", values=("approval",)))
    for reach in (lambda: None, lambda: opened.visits.step("close")):
        reach()
        for path in ("", "/charter", "/charter?amend=1", "/decisions", "/board?step=brings", "/board?step=platforms"):
            page = facilitator.get(f"/visit{path}{'&' if '?' in path else '?'}lang={language}")
            assert page.status_code == 200 and f'lang="{language}"' in page.text


def test_pages_use_every_word_there_is() -> None:
    files = [*FOLDER.glob("*.py"), *FOLDER.glob("templates/*")]
    text = "".join(path.read_text("utf-8") for path in files)
    for area in ("visit", "board"):
        named = set(re.findall(rf"[\"']{area}\.([a-z0-9_]+)[\"']", text))
        starts = tuple(re.findall(rf"[\"']{area}\.([a-z0-9_]+_)[\"'{{]", text))
        loose = {key for key in table(area, "en") if key not in named and not key.startswith(starts)}
        assert {key for key in loose if not key.startswith("pattern_")} == set()
    for reason in get_args(Reason):
        assert f"refused_{reason}" in table("visit", "en")
    assert {f"state_{state}" for state in get_args(State)} <= set(table("visit", "en"))
