"""The report's pages: what stands where, in which state, for whom; and the notes that get into it."""

import io
import re
import zipfile

import msgspec
import pytest
from werkzeug.test import TestResponse

from tests.dashboard.test_visit_pages import FOLDER, now, opened, planned, problem
from tests.fakes.kit import FakeKit
from tests.fakes.visitor import Visitor
from tests.report.made_up import told
from xlab.dashboard.ports.papers import Paper, Problem
from xlab.dashboard.report import ReportHere
from xlab.events.visits import Noted
from xlab.look.words import LANGUAGES, table

__all__ = ["opened", "planned"]

REPORT = told().report()


@pytest.fixture
def closed(opened: FakeKit) -> FakeKit:
    opened.visits.step("close")
    return opened


def packed() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("report.html", "<p>")
    return data.getvalue()


def put(kit: FakeKit) -> str:
    visit = now(kit).visit
    kit.papers.put(visit, msgspec.structs.replace(REPORT, visit=visit), pdf=b"%PDF-1.7", zip=packed(), json=b"{}")
    return visit


def test_only_facilitators_read_a_report(visitor: Visitor, closed: FakeKit) -> None:
    visit = put(closed)
    for path in ("/visit/report", f"/visit/report/{visit}", f"/visit/report/{visit}/report.pdf", "/visit/notes"):
        assert visitor.get(path).status_code == 302
    for path in ("report", "report/charts", "report.pdf", "report.zip"):
        assert visitor.get(f"/api/v1/visits/{visit}/{path}").status_code == 401


def test_today_leads_to_the_report_and_asks_whether_it_was_saved(facilitator: Visitor, closed: FakeKit) -> None:
    visit = now(closed).visit
    closed.papers.tell(Paper(visit=visit, state="making", progress="drawing"))
    page = facilitator.get("/visit").text
    assert "The report is being made" in page and 'aria-current="step"><i></i><span>Drawing' in page
    assert "Wait for it before you sign off" in page and "report.pdf" not in page
    closed.papers.tell(Paper(visit=visit, state="failed", problem="full"))
    page = facilitator.get("/visit").text
    assert "card is full" in page and f"/visit/report/{visit}/again" in page and "Read the report" not in page
    put(closed)
    page = facilitator.get("/visit").text
    assert page.index("Read the report") < page.index("Write decisions")
    assert re.search(r'<input type="checkbox" name="saved" value="yes" required>', page)


def test_the_page_says_what_the_documents_say_with_a_table_for_each_chart(
    facilitator: Visitor, closed: FakeKit
) -> None:
    assert "It is made when the visit closes" in facilitator.get("/visit/report").text
    put(closed)
    page = facilitator.get("/visit/report").text
    assert "Which should we try first?" in page and "open challenge" in page and REPORT.versions[-1].sha256[:4] in page
    drawn = re.findall(r'data-chart="([^"]+)"', page)
    assert len(drawn) == len(set(drawn)) > 10
    assert page.count('<details class="figures">') == len(drawn)
    assert not re.search(r'style="|<style|onclick', page)


def test_documents_are_taken_along_under_a_name_that_tells(facilitator: Visitor, closed: FakeKit) -> None:
    visit = put(closed)
    answer = facilitator.get(f"/visit/report/{visit}/report.pdf")
    assert (answer.data, answer.mimetype) == (b"%PDF-1.7", "application/pdf")
    assert 'filename="Protective Coatings Lyon 2026-11-24.pdf"' in answer.headers["Content-Disposition"]
    for path in (f"/visit/report/{visit}/report.exe", "/visit/report/none/report.pdf", "/visit/report/none"):
        assert facilitator.get(path).status_code == 404
    closed.papers.tell(Paper(visit=visit, state="ready", sizes={"report.zip": 1, "report.pdf": 1}))
    (closed.home / f"{visit}-report.pdf").unlink()
    assert facilitator.get(f"/visit/report/{visit}/report.pdf").status_code == 404


def test_programs_get_state_data_charts_and_documents(facilitator: Visitor, closed: FakeKit) -> None:
    visit = now(closed).visit
    assert facilitator.get(f"/api/v1/visits/{visit}/report").json["error"]["code"] == "no_report"
    put(closed)
    here = msgspec.json.decode(facilitator.get(f"/api/v1/visits/{visit}/report").data, type=ReportHere)
    assert here.paper.state == "ready" and here.report is not None and here.report.rounds == REPORT.rounds
    wide = facilitator.get(f"/api/v1/visits/{visit}/report/charts").json
    narrow = facilitator.get(f"/api/v1/visits/{visit}/report/charts?width=narrow").json
    assert set(wide) == set(narrow) and {spec["width"] for spec in narrow.values()} < {
        spec["width"] for spec in [*wide.values(), *narrow.values()]
    }
    assert facilitator.get(f"/api/v1/visits/{visit}/report/charts?width=7").status_code == 400
    assert facilitator.get(f"/api/v1/visits/{visit}/report.zip").data == packed()
    assert facilitator.get("/api/v1/visits/none/report.pdf").json["error"]["code"] == "no_report"


def test_what_failed_is_made_again_on_a_wish(facilitator: Visitor, closed: FakeKit) -> None:
    visit = put(closed)
    data = {"csrf_token": facilitator.token("/visit")}
    assert facilitator.client.post(f"/visit/report/{visit}/again", data=data).status_code == 303
    assert facilitator.client.post("/visit/report/none/again", data=data).status_code == 404
    assert closed.papers.wished == [visit]


def test_an_earlier_visits_report_is_led_to(facilitator: Visitor, closed: FakeKit) -> None:
    visit = put(closed)
    closed.visits.step("sign_off")
    assert f'href="/visit/report/{visit}"' in facilitator.get("/visit").text
    assert "Which should we try first?" in facilitator.get("/visit/report").text
    closed.visits.plan("en")
    page = facilitator.get("/visit/report").text
    assert "Which should we try first?" not in page and f'href="/visit/report/{visit}"' in page


# Notes.


def write(facilitator: Visitor, **said: str) -> TestResponse:
    data = {"csrf_token": facilitator.token("/visit/notes"), **said}
    return facilitator.client.post("/visit/notes", data=data, follow_redirects=True)


def test_a_note_is_written_once_and_changed_field_by_field(facilitator: Visitor, opened: FakeKit) -> None:
    for _ in range(2):
        write(facilitator, note="n1", kind="next", text=" Ask\u202e them ")
    write(facilitator, note="n1", owner="Head of sales")
    write(facilitator, note="n1", until="2026-12-05")
    write(facilitator, note="n1", done="yes")
    expected = Noted(note="n1", kind="next", text="Ask them", owner="Head of sales", until="2026-12-05", done=True)
    assert now(opened).notes == {"n1": expected}
    assert sum(isinstance(fact, Noted) for fact in opened.visits.facts) == 4
    page = facilitator.get("/visit/notes").text
    assert 'aria-pressed="true"' in page and "Head of sales" in page


@pytest.mark.parametrize(
    "said",
    [
        {"note": "n", "kind": "next", "text": "  "},
        {"note": "n", "kind": "rumour", "text": "x"},
        {"note": "n", "text": "x"},
        {"note": "", "kind": "next", "text": "x"},
        {"note": "n", "kind": "next", "text": "x", "until": "2026-02-30"},
        {"note": "n", "kind": "next", "text": "x", "until": "soon"},
    ],
)
def test_what_is_no_note_is_refused(facilitator: Visitor, opened: FakeKit, said: dict[str, str]) -> None:
    assert "not filled in rightly" in problem(write(facilitator, **said).text)
    assert now(opened).notes == {}


def test_what_the_last_visit_left_is_on_today_until_it_is_done(facilitator: Visitor, opened: FakeKit) -> None:
    write(facilitator, note="n1", kind="open", text="Who pays for the samples?", owner="Head of sales")
    write(facilitator, note="n2", kind="learned", text="Nobody had asked")
    assert 'id="carried"' not in facilitator.get("/visit").text
    opened.visits.step("close")
    opened.visits.step("sign_off")
    opened.visits.plan("en")
    page = facilitator.get("/visit").text
    assert "Who pays for the samples?" in page and "Head of sales" in page and "Nobody had asked" not in page
    assert "From the last visit" in facilitator.get("/visit/notes").text
    write(facilitator, note="n1", done="yes")
    assert 'id="carried"' not in facilitator.get("/visit").text


def used(area: str) -> set[str]:
    """The keys that pages name; an endpoint and a template have names of the same shape."""
    text = "".join(path.read_text("utf-8") for path in [*FOLDER.glob("*.py"), *FOLDER.glob("templates/*")])
    keys = set(re.findall(rf"[\"'(]{area}\.([a-z_]+)[\"']", text)) - {"home", "html"}
    return {key for key in keys if not key.endswith("_")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word_and_no_other(language: str) -> None:
    states = {f"{state}_title" for state in ("making", "ready", "failed")}
    problems = {f"problem_{problem}" for problem in Problem.__args__ if problem}
    kinds = {f"{what}_{kind}" for what in ("add", "of", "none") for kind in ("learned", "next", "open")}
    assert set(table("papers", language)) == used("papers") | states | problems
    assert set(table("notes", language)) == used("notes") | kinds
