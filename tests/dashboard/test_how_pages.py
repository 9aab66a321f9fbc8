"""How it was decided: open to all once it may be, counted anew on a click, and no hostile address gets further."""

import re
from pathlib import Path

import pytest

from tests.dashboard.test_rounds_live import CHOICE
from tests.dashboard.test_visit_pages import CHARTER
from tests.fakes.kit import FakeKit
from tests.fakes.visitor import Visitor
from xlab.dashboard.starters import starters
from xlab.events.rounds import Question
from xlab.events.visits import Decided, Platform, Stakeholder
from xlab.look.words import LANGUAGES, table

DASHBOARD = Path(__file__).parents[2] / "xlab" / "dashboard"


def answered(kit: FakeKit, people: int, question: Question = CHOICE, value: object = ("b",)) -> str:
    opened = kit.rounds.open(question, "on_close")
    for _ in range(people):
        kit.rounds.put_answer(kit.rounds.join(), opened, "", value)
    return opened


def cells(page: str) -> list[str]:
    return re.findall(r"<td[^>]*>([^<]*)</td>", page)


def test_a_rounds_page_tells_the_rule_at_once_and_counts_when_it_closed(visitor: Visitor, kit: FakeKit) -> None:
    opened = answered(kit, 7)
    for path in (f"/visit/how/round/{opened}", f"/visit/how/round/{opened}?again=1"):
        page = visitor.get(path).text
        assert "Each person picks one answer" in page and "7 people" not in page and cells(page) == []
    kit.rounds.close(opened)
    page = visitor.get(f"/visit/how/round/{opened}").text
    assert "7 people answered." in page and cells(page) == ["0", "7"] and "Counted again" not in page
    again = visitor.get(f"/visit/how/round/{opened}?again=1").text
    assert "Counted again: the same" in again and "from 9 entries" in again
    assert visitor.get(f"/visit/how/round/{opened}/code.svg").mimetype == "image/svg+xml"


def test_a_count_that_differs_is_said_so_and_erased_answers_are_not_counted(visitor: Visitor, kit: FakeKit) -> None:
    opened = answered(kit, 7)
    kit.rounds.close(opened)
    kit.findings.lost = 1
    page = visitor.get(f"/visit/how/round/{opened}?again=1").text
    assert "Counted again: not the same" in page and cells(page) == ["0", "6"]
    kit.findings.lost = 4
    page = visitor.get(f"/visit/how/round/{opened}?again=1").text
    assert "not the same" in page and cells(page) == []
    kit.findings.erased = True
    page = visitor.get(f"/visit/how/round/{opened}?again=1").text
    assert "cannot be counted anew" in page and "Counted again" not in page


def test_fewer_than_five_are_told_nothing_of(visitor: Visitor, kit: FakeKit) -> None:
    opened = answered(kit, 4)
    kit.rounds.close(opened)
    for path in ("", "?again=1"):
        page = visitor.get(f"/visit/how/round/{opened}{path}").text
        assert "Fewer than 5" in page and "4 people" not in page and cells(page) == []


@pytest.mark.parametrize("path", ["round/%3Cscript%3E", "round/..%2f..", "round/" + "x" * 5000, "round/x/code.svg"])
def test_a_round_that_is_not_there_has_no_page(visitor: Visitor, facilitator: Visitor, kit: FakeKit, path: str) -> None:
    page = visitor.get(f"/visit/how/{path}")
    assert page.status_code == 404 and "<script>" not in page.text.replace('<script type="module"', "")
    for other in ("decision/<b>", "suggestion/<b>/<b>", "suggestion/open-challenge-recognition/nobody"):
        assert visitor.get(f"/visit/how/{other}").status_code == 302
        assert facilitator.get(f"/visit/how/{other}").status_code == 404


def test_an_old_code_says_what_became_of_the_answers(visitor: Visitor, facilitator: Visitor, kit: FakeKit) -> None:
    kit.visits.plan("en")
    kit.visits.write_charter(CHARTER)
    for step in ("open", "close", "sign_off"):
        kit.visits.step(step)
    visit = kit.visits.all()[0].visit
    told = visitor.get("/visit/how/round/photographed?lang=de")
    assert told.status_code == 404 and "wird gelöscht" in told.text and "/visit/report" not in told.text
    page = facilitator.get("/visit/how/round/photographed").text
    assert f'href="/visit/report/{visit}"' in page
    assert facilitator.get(f"/visit/report/{visit}").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_speaks_every_language(visitor: Visitor, facilitator: Visitor, kit: FakeKit, language: str) -> None:
    kit.visits.plan("en")
    kit.visits.write_charter(CHARTER)
    kit.visits.step("open")
    kit.visits.put(Stakeholder(id="s", group="supplier", name="<b>Mills", values=("recognition", "money")))
    rule = "open-challenge-recognition"
    kit.visits.put(
        Platform(id="p", pattern="open challenge", stage="sourcing", stakeholder="s", value="recognition", rule=rule)
    )
    rounds = [kit.rounds.open(question, "live") for question in starters()]
    kit.visits.decide(Decided(decision="d1", what="<i>Now"))
    kit.visits.decide(Decided(decision="d2", what="Later", round=rounds[0], instead_of="d1", until="2026-12-01"))
    for opened in rounds[:3]:
        kit.rounds.close(opened)
    paths = [f"round/{opened}" for opened in rounds] + ["decision/d1", "decision/d2", f"suggestion/{rule}/s"]
    for path in paths:
        who = visitor if path.startswith("round") else facilitator
        page = who.get(f"/visit/how/{path}?lang={language}")
        assert page.status_code == 200 and f'lang="{language}"' in page.text
        assert "<b>Mills" not in page.text and "<i>Now" not in page.text
    board, log = facilitator.get("/visit/board?step=platforms").text, facilitator.get("/visit/decisions").text
    assert f'<option value="{rounds[0]}">' in log
    assert f'href="/visit/how/suggestion/{rule}/s"' in board and 'href="/visit/how/decision/d2"' in log
    kit.visits.put(Stakeholder(id="s", group="ngo", name="Mills"))
    assert table("how", language)["matches_not"] in facilitator.get(f"/visit/how/suggestion/{rule}/s").text


def test_a_decision_rests_on_a_round_that_is_there(facilitator: Visitor, kit: FakeKit) -> None:
    kit.visits.plan("en")
    opened = answered(kit, 6)
    kit.rounds.close(opened)
    data = {"csrf_token": facilitator.token("/visit/decisions"), "what": "Begin", "round": opened, "decision": "d1"}
    assert facilitator.client.post("/visit/decisions", data=data).status_code == 303
    other = {**data, "round": "<b>", "decision": "d2"}
    assert facilitator.client.post("/visit/decisions", data=other).status_code == 404
    page = facilitator.get("/visit/how/decision/d1").text
    assert "Which?" in page and "6 people answered." in page and f"/visit/how/round/{opened}" in page


def test_every_word_is_used() -> None:
    files = [*DASHBOARD.glob("how*.py"), *DASHBOARD.glob("templates/*")]
    text = "".join(path.read_text("utf-8") for path in files)
    named = set(re.findall(r"[\"']how\.([a-z0-9_]+)[\"']", text))
    starts = ("rule_", "shows_", "value_", "ideas_", "picked", "won", "compared", "places", "points", "agree", "pass")
    loose = {key for key in table("how", "en") if key not in named and not key.startswith((*starts, "disagree"))}
    assert loose == set()
