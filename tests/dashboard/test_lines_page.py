"""The page of a demo's words: lines reworded, left out, brought back, added, put back; none that cannot be asked."""

import re

import pytest

from tests.dashboard.test_visit_pages import now, problem
from tests.fakes.kit import FakeKit
from tests.fakes.lines import OWN, said
from tests.fakes.visitor import Visitor
from xlab.events.rounds import Option, Question
from xlab.events.visits import EditedLine
from xlab.workshop.lines import ADDED

HERE = "/rounds/words/common-ground"
FAIR, LATE, DATA = OWN


@pytest.fixture
def planned(kit: FakeKit) -> FakeKit:
    kit.visits.plan("en")
    return kit


def send(browser: Visitor, **fields: str) -> str:
    """What the page says then."""
    token = browser.token(HERE)
    answer = browser.client.post(HERE, data={"csrf_token": token, **fields}, follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


def lines(kit: FakeKit) -> dict[str, tuple[str, bool]]:
    return {line.key: (line.text, line.out) for line in now(kit).lines.get("common-ground", ())}


def test_only_facilitators_edit_and_only_for_a_visit(visitor: Visitor, facilitator: Visitor, kit: FakeKit) -> None:
    assert visitor.get(HERE).status_code == 302
    assert visitor.client.post(HERE, data={"do": "all"}).status_code == 400
    assert "Words are edited for one visit" in facilitator.get(HERE).text
    kit.visits.plan("en")
    assert "Words are edited for one visit" not in facilitator.get(HERE).text
    assert facilitator.get("/rounds/words/unheard-of").status_code == 404
    assert f'href="{HERE}"' in facilitator.get("/rounds").text


def test_a_line_is_reworded_left_out_brought_back_and_put_back(facilitator: Visitor, planned: FakeKit) -> None:
    send(facilitator, key=FAIR, text="  Reworded\u202e ")
    assert lines(planned) == {FAIR: ("Reworded", False), LATE: ("", False), DATA: ("", False)}
    page = send(facilitator, key=LATE, do="out")
    assert lines(planned)[LATE] == ("", True)
    assert "Left out" in page and f"The demo says: {OWN[FAIR]['en']}" in page
    send(facilitator, key=LATE, do="in")
    assert lines(planned)[LATE] == ("", False)
    send(facilitator, key=FAIR, do="own")
    assert lines(planned) == {}, "all is as the demo has it"


def test_the_demos_own_words_are_no_edit_whatever_the_language_of_the_page(
    facilitator: Visitor, planned: FakeKit
) -> None:
    assert send(facilitator, key=FAIR, text=OWN[FAIR]["en"]).count('class="stamp"') == 0
    assert lines(planned) == {}


def test_a_line_is_added_once_however_often_it_is_sent_and_gone_when_it_says_nothing(
    facilitator: Visitor, planned: FakeKit
) -> None:
    for _ in range(2):
        send(facilitator, key="abc", do="add", text="<b>Mine</b>")
    key = f"statements.{ADDED}abc"
    assert list(lines(planned)) == [FAIR, LATE, DATA, key]
    assert "&lt;b&gt;Mine&lt;/b&gt;" in facilitator.get(HERE).text
    send(facilitator, key=key, text="")
    assert lines(planned) == {}


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"key": DATA, "do": "out"}, "At least two lines stay"),
        ({"key": "other.key", "text": "Mine"}, "not filled in rightly"),
        ({"key": "", "do": "add", "text": "x" * 400}, ""),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_changed(
    facilitator: Visitor, planned: FakeKit, fields: dict[str, str], why: str
) -> None:
    send(facilitator, key=LATE, do="out")
    before = lines(planned)
    assert why in problem(send(facilitator, **fields))
    assert (lines(planned) == before) == bool(why)


def test_everything_is_put_back_at_once_and_a_closed_visit_keeps_its_words(
    facilitator: Visitor, planned: FakeKit
) -> None:
    send(facilitator, key=FAIR, text="Reworded")
    send(facilitator, do="all")
    assert lines(planned) == {}
    planned.visits.facts.clear()
    send(facilitator, key=FAIR, text="Reworded")
    planned.visits.refusal = "state"
    assert "Nothing was changed" in problem(send(facilitator, key=FAIR, text="Once more"))


def test_it_is_said_what_a_change_means_for_a_question_that_is_open(facilitator: Visitor, planned: FakeKit) -> None:
    assert "is open at" not in facilitator.get(HERE).text
    question = Question(kind="statements", text={"en": "?"}, options=(Option(id=FAIR, text=said("Fair")),))
    name = planned.rounds.open(question, "live")
    planned.rounds.lasting[name] = "common-ground"
    page = facilitator.get(HERE).text
    assert "open at Station 1; 0 people have answered" in page and "stays in the report" in page


def test_a_program_says_all_lines_at_once(facilitator: Visitor, planned: FakeKit) -> None:
    edited = [{"key": FAIR, "text": "Reworded "}, {"key": LATE, "out": True}]
    token = re.search(r'name="csrf-token" content="([^"]+)"', facilitator.get(HERE).text)
    assert token

    def post(lines: list[dict[str, object]]) -> int:
        asked = {"demo": "common-ground", "lines": lines}
        answer = facilitator.client.post("/api/v1/visits/lines", json=asked, headers={"X-CSRFToken": token[1]})
        return answer.status_code

    assert post(edited) == 204
    assert now(planned).lines["common-ground"] == (
        EditedLine(key=FAIR, text="Reworded"),
        EditedLine(key=LATE, out=True),
    )
    assert post([{"key": key, "out": True} for key in OWN]) == 422
    (told,) = facilitator.client.get("/api/v1/visits/lines").json
    assert (told["demo"], [line["key"] for line in told["edited"]]) == ("common-ground", [FAIR, LATE])
