"""``xlab visit``, ``xlab backup`` and ``xlab restore`` as people type them; what they do is tested where it is done."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.hub.test_visits import CHARTER
from xlab.cli.main import main
from xlab.events import Answered, RunStarted, VisitOpened, VisitPlanned, VisitSignedOff
from xlab.events.visits import CharterWritten
from xlab.hubfile import only_hub
from xlab.store import SqliteLog, stamp

VISIT = "0f9c2f60" + "0" * 24


def xlab(*words: object, home: Path, typed: str = "") -> Result:
    return CliRunner().invoke(main, [*map(str, words), "--home", str(home)], input=typed)


def read(result: Result) -> object:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A kit with a visit under way, that does not run."""
    log = SqliteLog.open(tmp_path / "kit" / "events.db")
    facts = [
        VisitPlanned(visit=VISIT),
        CharterWritten(charter=CHARTER),
        VisitOpened(sha256="0" * 64),
        RunStarted(run="r", demo="d", version="1", language="en"),
        Answered(round="r", voter="secret-word", value=1),
    ]
    log.append([stamp(fact, visit=VISIT) for fact in facts])
    log.close()
    return tmp_path / "kit"


@pytest.fixture
def runs(home: Path) -> Iterator[None]:
    """A hub runs on that home."""
    with only_hub(home, "http://127.0.0.1:8080"):
        yield


def test_visits_are_listed_for_people_and_for_scripts(home: Path) -> None:
    told = xlab("visit", "list", home=home)
    assert VISIT in told.stdout
    assert "open  Coatings" in told.stdout
    assert "1 events of raw data" in told.stdout
    (one,) = read(xlab("visit", "list", "--json", home=home))  # type: ignore[misc]
    assert (one["visit"], one["state"], one["raw"], one["kits"]) == (VISIT, "open", 1, 1)


def test_a_visit_goes_to_another_kit_and_comes_back(home: Path, tmp_path: Path) -> None:
    told = read(xlab("visit", "export", VISIT[:8], "-o", tmp_path / "visit.zip", "--json", home=home))
    assert told["events"] == 5  # type: ignore[index]
    SqliteLog.open(tmp_path / "other" / "events.db").close()
    refused = xlab("visit", "merge", tmp_path / "visit.zip", home=tmp_path / "other")
    assert refused.exit_code == 1
    assert "Name one with --visit" in refused.stderr
    taken = ("visit", "merge", tmp_path / "visit.zip", "--visit", VISIT, "--json")
    assert read(xlab(*taken, home=tmp_path / "other")) == {"visits": [VISIT], "changed": 5, "kits": 1}
    assert read(xlab(*taken, home=tmp_path / "other")) == {"visits": [VISIT], "changed": 0, "kits": 1}
    again = xlab("visit", "merge", tmp_path / "visit.zip", home=home)
    assert "All of it was here already" in again.stdout


def test_purging_asks_first_keeps_the_report_and_leaves_nothing_raw(home: Path) -> None:
    kept = xlab("visit", "purge", VISIT, home=home, typed="n\n")
    assert kept.exit_code == 1
    assert b"secret-word" in (home / "events.db").read_bytes()
    assert read(xlab("visit", "purge", VISIT, "--yes", "--json", home=home)) == {
        "visit": VISIT,
        "purged": {"Answered": 1},
    }
    assert b"secret-word" not in b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert (home / "reports" / VISIT / "report.json").exists()
    log = SqliteLog.open(home / "events.db")
    assert len(log.read(kinds=[VisitSignedOff])) == 1
    log.close()
    over = xlab("visit", "purge", VISIT, "--yes", home=home)
    assert (over.exit_code, "signed off already" in over.stderr) == (1, True)


def test_a_kit_is_backed_up_while_it_runs_and_put_back_where_none_does(home: Path, runs: None, tmp_path: Path) -> None:
    told = read(xlab("backup", tmp_path / "stick", "--json", home=home))
    file = told["file"]  # type: ignore[index]
    assert Path(file).parent == tmp_path / "stick"
    refused = xlab("restore", file, home=home)
    assert refused.exit_code == 1
    assert "http://127.0.0.1:8080" in refused.stderr
    said = xlab("restore", file, home=tmp_path / "other")
    assert said.exit_code == 0, said.stderr
    assert xlab("visit", "list", home=tmp_path / "other").stdout == xlab("visit", "list", home=home).stdout
    again = xlab("restore", file, home=tmp_path / "other")
    assert "What was there before is kept" in again.stdout


@pytest.mark.parametrize("words", [("visit", "purge", VISIT, "--yes"), ("visit", "merge", "{home}/events.db")])
def test_what_changes_visits_waits_until_no_hub_runs(home: Path, runs: None, words: tuple[str, ...]) -> None:
    refused = xlab(*(word.format(home=home) for word in words), home=home)
    assert refused.exit_code == 1
    assert "Stop it first" in refused.stderr


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("visit", "export", "nobody"), 1, "knows no visit"),
        (("visit", "export"), 2, "Missing argument"),
        (("visit", "merge", "/no/such/file"), 2, "does not exist"),
        (("restore", "/no/such/file"), 2, "does not exist"),
        (("backup", "/proc/nowhere"), 1, "/proc/nowhere"),
    ],
)
def test_mistakes_are_told_apart_from_failures(home: Path, words: tuple[str, ...], status: int, says: str) -> None:
    result = xlab(*words, home=home)
    assert result.exit_code == status
    assert says in result.stderr


def test_a_home_without_a_kit_is_said_to_be_one(tmp_path: Path) -> None:
    for words in (("visit", "list"), ("backup",), ("visit", "purge", VISIT, "--yes")):
        result = xlab(*words, home=tmp_path / "nothing")
        assert result.exit_code == 1
        assert "There is no kit in" in result.stderr
