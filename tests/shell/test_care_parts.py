"""What a station looks after: what it holds back, whom its start suspects, and the reports that wait for the hub."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from xlab.events import Outcome
from xlab.link import Programme, RunReport, Slot
from xlab_kiosk.shell.care.held import STOPPED_STARTS, Held, Which
from xlab_kiosk.shell.care.kept import read_kept, write_kept
from xlab_kiosk.shell.care.starting import StartFile, Starting
from xlab_kiosk.shell.care.troubles import MOST, Troubles

HELLO, OTHER = Which("hello", "1.0.0"), Which("other", "2.0.0")


def failed(held: Held, *outcomes: Outcome) -> Held:
    for outcome in outcomes:
        held.ran(HELLO, outcome, "ValueError: x")
    return held


@pytest.mark.parametrize(
    ("outcomes", "is_held"),
    [
        (("crashed", "hung", "exited"), True),
        (("crashed", "crashed"), False),
        (("crashed", "crashed", "finished", "crashed"), False),
        (("crashed", "stopped", "crashed", "crashed"), True),
    ],
)
def test_three_failures_in_a_row_hold_a_version_back(outcomes: tuple[Outcome, ...], is_held: bool):
    held = failed(Held(), *outcomes)
    assert bool(held.reason(HELLO)) == is_held
    assert not held.reason(Which("hello", "1.0.1")) and not held.reason(OTHER)


def test_the_count_goes_on_after_a_restart():
    held = failed(Held(failed(Held(), "crashed", "hung").kept), "exited")
    assert "3 times in a row" in held.reason(HELLO)
    assert Held(held.kept).reason(HELLO) == held.reason(HELLO)


def test_what_it_lifted_lets_go_once_and_the_count_begins_anew():
    lifted = Programme(slots=(Slot(demo="hello", lifted=1), Slot(demo="other")))
    held = failed(Held(), "crashed", "crashed", "crashed")
    held.stopped_start(HELLO)
    held.stopped_start(OTHER)
    held.hear(lifted)
    assert (held.reason(HELLO), held.reason(OTHER)) == ("", STOPPED_STARTS)
    failed(held, "crashed", "crashed", "crashed")
    held = Held(held.kept)
    held.hear(lifted)
    assert held.reason(HELLO), "the same programme, told again, lifts nothing"


def die_suspecting(path: Path, *suspects: Which) -> None:
    """A start that gets as far as these."""
    start = Starting(path)
    for which in suspects:
        start.suspect(which)


def test_twice_the_same_suspect_is_guilty_and_only_it(tmp_path: Path):
    path = tmp_path / "starting.json"
    die_suspecting(path, HELLO)
    assert Starting(path).guilty == ()
    die_suspecting(path, OTHER)
    die_suspecting(path, HELLO)
    assert Starting(path).guilty == (HELLO,)
    die_suspecting(path)  # killed before it suspected anybody: nothing is counted twice, and nothing forgotten
    assert Starting(path).guilty == (HELLO,)
    die_suspecting(path, OTHER)
    assert Starting(path).guilty == (OTHER,)


def test_a_start_that_finished_clears_everybody(tmp_path: Path):
    path = tmp_path / "starting.json"
    die_suspecting(path, HELLO)
    start = Starting(path)
    start.suspect(HELLO)
    start.finish()
    with start.suspecting(HELLO):
        assert not path.exists(), "what happens later is no matter of the start"
    die_suspecting(path, HELLO)
    assert Starting(path).guilty == ()


def test_who_was_drawn_is_suspected_no_more(tmp_path: Path):
    path = tmp_path / "starting.json"
    for _ in range(2):
        start = Starting(path)
        with start.suspecting(HELLO):
            pass
        start.suspect(OTHER)
    assert Starting(path).guilty == (OTHER,)


def test_a_station_without_a_card_starts(tmp_path: Path):
    (tmp_path / "home").write_text("no folder")
    start = Starting(tmp_path / "home" / "starting.json")
    with start.suspecting(HELLO):
        pass
    start.finish()
    assert start.guilty == ()


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe\x00", b'{"suspects": 7}', b"[" * 100_000])
def test_a_damaged_file_is_begun_anew(tmp_path: Path, damage: bytes):
    path = tmp_path / "starting.json"
    path.write_bytes(damage)
    assert read_kept(path, StartFile) is None
    write_kept(path, StartFile(suspects=(HELLO,)))
    assert read_kept(path, StartFile) == StartFile(suspects=(HELLO,))


@pytest.fixture
def troubles(tmp_path: Path) -> Callable[[list[str]], Troubles]:
    """``troubles(said)``: those of one kiosk after another in one home."""
    return lambda said: Troubles(tmp_path / "troubles", lambda report: said.append(report.run))


def report(run: str) -> RunReport:
    return RunReport(run=run, demo="hello", version="1.0.0", outcome="crashed", text="Traceback", picture=b"\xff\xd8")


def test_reports_are_said_again_until_the_hub_has_them_by_the_next_kiosk_too(
    troubles: Callable[[list[str]], Troubles],
):
    said: list[str] = []
    first = troubles(said)
    first.keep(report("a"))
    first.keep(report("b"))
    again: list[str] = []
    second = troubles(again)
    second.tell()
    assert (said, again) == (["a", "b"], ["a", "b"])
    second.taken("a")
    second.taken("../../etc")
    again.clear()
    second.tell()
    assert again == ["b"]


def test_only_the_newest_reports_wait(tmp_path: Path, troubles: Callable[[list[str]], Troubles]):
    kept = troubles([])
    for number in range(MOST + 3):
        kept.keep(report(f"run{number:02}"))
        os.utime(tmp_path / "troubles" / f"run{number:02}.json", (number, number))
    kept.keep(report("last"))
    said: list[str] = []
    troubles(said).tell()
    assert said == [*(f"run{number:02}" for number in range(4, MOST + 3)), "last"]


def test_a_damaged_report_goes(tmp_path: Path, troubles: Callable[[list[str]], Troubles]):
    troubles([]).keep(report("a"))
    (tmp_path / "troubles" / "b.json").write_bytes(b"\x00")
    said: list[str] = []
    troubles(said).tell()
    assert said == ["a"] and not (tmp_path / "troubles" / "b.json").exists()
