"""The commands ``xlab beacons list`` and ``import``: with a hub that runs, and without."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.fakes.badge import FOREIGN, UUID
from tests.fakes.kit import TOKEN, FakeKit
from tests.fakes.server import Served
from xlab.cli import main
from xlab.dashboard import make_asgi
from xlab.events import BeaconRegistered, PresenceChanged
from xlab.store import SqliteLog, stamp

FOX = f"{UUID}/1/1"
LIST = f"uuid;major;minor;role;label\r\n{UUID};1;1;badge;\r\n{UUID};1;2;prop;Zip\r\n{FOREIGN};1;1;badge;\r\n"

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("XLAB_PORT", "1")  # where nothing answers

    def call(*arguments: str, **options: object) -> Result:
        return CliRunner().invoke(main, ["beacons", *arguments, "--home", str(tmp_path)], **options)  # type: ignore[arg-type]

    return call


@pytest.fixture
def kit(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeKit]:
    """A hub that runs in this home."""
    made = FakeKit(tmp_path)
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "station.token").write_text(TOKEN)

    async def no_link(*_: object) -> None:
        raise AssertionError("no station calls here")

    with Served(make_asgi(made, no_link)) as url:
        monkeypatch.setenv("XLAB_PORT", url.rpartition(":")[2])
        yield made


@pytest.fixture
def csv(tmp_path: Path) -> str:
    path = tmp_path / "badges.csv"
    path.write_text(LIST)
    return str(path)


def registered(home: Path) -> list[BeaconRegistered]:
    log = SqliteLog.open(home / "events.db")
    facts = [event.fact for event in log.read(0, kinds=(BeaconRegistered,))]
    log.close()
    return [fact for fact in facts if isinstance(fact, BeaconRegistered)]


def test_without_a_hub_a_list_goes_straight_into_the_log_each_badge_with_its_face(run, csv, tmp_path):
    done = run("import", csv, "--yes")
    assert done.exit_code == 1  # for the line that is wrong; the others are in
    assert "2 new, 0 changed, 0 the same, 1 wrong." in done.output and "Imported." in done.output
    assert f"line 4: The UUID {FOREIGN} is not this kit’s." in done.output
    badge, prop = registered(tmp_path)
    assert (badge.identity, badge.role, prop.role, prop.label) == (FOX, "badge", "prop", "Zip")
    assert badge.animal and badge.accent and not prop.animal
    assert "0 new, 0 changed, 2 the same, 1 wrong." in run("import", csv, "--yes").output
    assert len(registered(tmp_path)) == 2


def test_nothing_is_imported_without_a_yes(run, csv, tmp_path):
    assert "Import 2 lines?" in run("import", csv, input="n\n").output
    assert run("import", csv, input="").exit_code == 1
    assert registered(tmp_path) == []
    run("import", csv, input="y\n")
    assert len(registered(tmp_path)) == 2


def test_the_list_tells_what_the_log_knows(run, csv, tmp_path):
    assert "No badge is registered" in run("list").output
    run("import", csv, "--yes")
    log = SqliteLog.open(tmp_path / "events.db")
    for kind, source, minor in (("entered", "live", 1), ("left", "live", 1), ("entered", "recorded", 2)):
        log.append([stamp(PresenceChanged(kind=kind, beacon=f"{UUID}/1/{minor}", proximity="near"), source=source)])
    log.close()
    fox, zipper = (json.loads(line) for line in run("list", "--json").output.splitlines())
    assert (fox["identity"], fox["state"], fox["ago"] < 60) == (FOX, "heard", True)
    assert (zipper["label"], zipper["state"], zipper["ago"]) == ("Zip", "never", None)
    table = run("list")
    assert table.exit_code == 0 and "second" in table.output and "Zip" in table.output and "never" in table.output


def test_a_hub_that_runs_is_asked(run, kit, csv):
    assert "2 new" in run("import", csv, "--yes").output
    assert [one.label for one in kit.badges.registry] == ["", "Zip"]
    kit.badges.states[FOX] = {"state": "silent", "ago": 3 * 3600.0}
    assert "3 hours ago: battery?" in run("list").output
    assert not (kit.home / "events.db").exists()


def test_a_hub_that_cannot_store_it_says_so(run, kit, csv):
    kit.badges.full = True
    done = run("import", csv, "--yes")
    assert done.exit_code == 1 and "could not store" in done.output and "Imported." not in done.output


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "holds no beacons"), (b"a,b\n1,2\n", "must name the columns"), (b"x" * 300_000, "larger than 256 kB")],
)
def test_another_file_is_refused_in_a_sentence(run, tmp_path, content, said):
    (tmp_path / "other.csv").write_bytes(content)
    done = run("import", str(tmp_path / "other.csv"), "--yes")
    assert done.exit_code == 1 and said in done.output
    assert run("import", str(tmp_path / "nowhere.csv")).exit_code == 1


def test_a_log_that_cannot_be_used_is_a_sentence(run, tmp_path):
    (tmp_path / "events.db").write_text("no database")
    done = run("list")
    assert done.exit_code == 1 and done.output.startswith("The kit's event log cannot be used.")
