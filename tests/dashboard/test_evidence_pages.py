"""Evidence while a visit goes on: each source for itself and labelled, no small number, and nothing for visitors."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.fakes.findings import AT
from tests.fakes.kit import FakeKit
from tests.fakes.visitor import Visitor
from tests.workshop.rounds_told import CHOICE
from xlab.events import Answered, Event, Fact, Recorded, RoundClosed, RoundOpened, RunEnded, RunStarted, Source
from xlab.hub.findings import Findings
from xlab.look.words import LANGUAGES, table
from xlab.store import SqliteLog, stamp
from xlab.workshop.visit import VisitNow

DASHBOARD = Path(__file__).parents[2] / "xlab" / "dashboard"


def runs(count: int, demo: str, station: str) -> list[tuple[Fact, str]]:
    told: list[tuple[Fact, str]] = []
    for number in range(count):
        run = f"{station}-{demo}-{number}"
        told.append((RunStarted(run=run, demo=demo, version="1.0.0", language="en"), station))
        told.append((Recorded(run=run, demo=demo, values={"won": number % 2 == 0}), station))
        told.append((RunEnded(run=run, demo=demo, outcome="finished", seconds=60.0), station))
    return told


def round_of(people: int, name: str) -> list[tuple[Fact, str]]:
    opened = RoundOpened(round=name, question=CHOICE, shows="on_close")
    said = [Answered(round=name, voter=f"{name}{number}", value=("a",)) for number in range(people)]
    return [(fact, "") for fact in (opened, *said)]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteLog]:
    opened = SqliteLog.open(tmp_path / "events.db", on_damage="aside")
    yield opened
    opened.close()


def keep(log: SqliteLog, told: list[tuple[Fact, str]], source: Source = "live") -> list[Event]:
    return log.append([stamp(fact, source=source, visit="visit-1", station=at or None) for fact, at in told])


def findings(log: SqliteLog, home: Path, kit: FakeKit, visit: VisitNow) -> Findings:
    found = Findings(home, log, lambda key: visit if key == "visit-1" else None, lambda: AT)
    kit.findings = found
    return found


def section(page: str, source: str) -> str:
    found = re.search(rf'<section class="source" id="source-{source}".*?</section>', page, re.DOTALL)
    return found[0] if found else ""


def test_sources_are_kept_apart_and_small_numbers_are_hidden(
    facilitator: Visitor, visitor: Visitor, kit: FakeKit, log: SqliteLog, tmp_path: Path
) -> None:
    kit.visits.plan("en")
    keep(log, [*runs(9, "press", "st-1"), *runs(2, "press", "st-2"), *runs(8, "path", "st-1"), *round_of(7, "room")])
    keep(log, runs(6, "press", "st-1"), "recorded")
    keep(log, [(RoundClosed(round="room"), "")])
    findings(log, tmp_path, kit, kit.visits.now())
    assert visitor.get("/visit/evidence").status_code == 302
    assert visitor.get("/api/v1/visits/visit-1/evidence").status_code == 401
    page = facilitator.get("/visit/evidence").text
    assert section(page, "simulated") == ""
    live, recorded = section(page, "live"), section(page, "recorded")
    assert "LIVE" in live and "RECORDED" in recorded and "Which?" in live and "Which?" not in recorded
    assert '<td class="number">2</td>' not in live and '<td class="number">–</td>' in live
    assert re.findall(r'<td class="number">(\d+)</td>', recorded) == ["6"] * 4
    told = csv.DictReader(io.StringIO(facilitator.get("/api/v1/visits/visit-1/evidence/runs.csv").text))
    counts = {(row["source"], row["demo"], row["station"]): row["runs"] for row in told}
    assert counts["live", "press", "st-2"] == "" and counts["recorded", "(all)", "(all)"] == "6"
    # What is hidden must not follow from what is not.
    assert "" in (counts["live", "press", "Station 1"], counts["live", "press", "(all)"])
    drawn = facilitator.get("/api/v1/visits/visit-1/evidence/charts?width=narrow")
    assert "round-1" in drawn.json
    assert facilitator.get("/api/v1/visits/visit-1/evidence").json["asked"] == {"room": ""}


def test_an_open_round_gives_nothing_away_and_a_recount_reads_the_card(
    facilitator: Visitor, kit: FakeKit, log: SqliteLog, tmp_path: Path
) -> None:
    kit.visits.plan("en", practice=True)
    keep(log, round_of(7, "room"), "simulated")
    found = findings(log, tmp_path, kit, kit.visits.now())
    page = facilitator.get("/visit/evidence").text
    assert "SIMULATED" in section(page, "simulated") and "100%" not in page
    assert '"rows":[]' in facilitator.get("/api/v1/visits/visit-1/evidence").text
    known = found.recount("room")
    assert known is not None and (known.events, known.now.given, known.at) == (8, (), AT)
    assert known.now.source == "simulated", "whoever shows it says so"
    found.forgot()
    keep(log, [(RoundClosed(round="room"), "")], "simulated")
    log.forget("room3", "a visitor asked to be forgotten")
    known = found.recount("room")
    assert known is not None and len(known.now.given) == 6 and not known.erased
    signed = msgspec.structs.replace(kit.visits.now(), state="signed_off")
    gone = Findings(tmp_path, log, lambda _: signed, lambda: AT).recount("room")
    assert gone is not None and gone.erased


def test_what_is_not_there_is_said_to_programs_and_people(facilitator: Visitor, kit: FakeKit) -> None:
    assert "No visit is under way" in facilitator.get("/visit/evidence").text
    for path in ("", "/charts", "/runs.csv", "/%3Cb%3E.csv", "/charts?width=<b>"):
        answer = facilitator.get(f"/api/v1/visits/<script>/evidence{path}")
        assert answer.status_code in (400, 404) and answer.mimetype == "application/json"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_every_language(
    facilitator: Visitor, kit: FakeKit, log: SqliteLog, tmp_path: Path, language: str
) -> None:
    kit.visits.plan(language)
    keep(log, [*runs(9, "press", "st-1"), *round_of(7, "room")])
    findings(log, tmp_path, kit, kit.visits.now())
    page = facilitator.get(f"/visit/evidence?lang={language}").text
    assert table("evidence", language)["of_live"] in page


def test_every_word_is_used() -> None:
    text = "".join(path.read_text("utf-8") for path in DASHBOARD.glob("templates/*"))
    named = set(re.findall(r"[\"']evidence\.([a-z0-9_]+)[\"']", text))
    assert {key for key in table("evidence", "en") if key not in named and not key.startswith(("csv_", "of_"))} == set()
