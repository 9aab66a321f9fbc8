"""Three failures in a row of one version, and what breaks the row."""

from collections.abc import Iterable

import pytest

from xlab.catalogue.quarantine import Streaks
from xlab.events import DemoQuarantined, DemoReleased, Fact, Outcome, RunEnded, RunStarted


def run(number: int, outcome: Outcome, version: str = "1.0.0", detail: str = "") -> list[Fact]:
    began = RunStarted(run=f"r{number}", demo="one", version=version, language="en")
    return [began, RunEnded(run=f"r{number}", demo="one", outcome=outcome, seconds=1.0, detail=detail)]


def after(*facts: Iterable[Fact]) -> Streaks:
    streaks = Streaks()
    for some in facts:
        for fact in some:
            streaks.take(fact)
    return streaks


def due(streaks: Streaks) -> list[tuple[str, str, int]]:
    return [(one.demo, one.version, one.failures) for one in streaks.due()]


def test_three_failures_in_a_row_of_whatever_kind_are_due_with_the_last_reason():
    streaks = after(run(1, "crashed"), run(2, "hung"), run(3, "exited", detail="exit status 3."))
    assert due(streaks) == [("one", "1.0.0", 3)]
    failing = streaks.failing("one", "1.0.0")
    assert failing is not None
    assert failing.reason == (
        "It failed 3 times in a row. The last time it ended without being asked to: exit status 3."
    )
    assert streaks.failing("one", "1.0.1") is None


@pytest.mark.parametrize("outcome", ["finished", "idle", "home"])
def test_a_run_that_went_well_begins_the_count_anew(outcome):
    assert due(after(run(1, "crashed"), run(2, "crashed"), run(3, outcome), run(4, "crashed"))) == []


def test_a_run_that_was_stopped_from_outside_neither_counts_nor_helps():
    streaks = after(run(1, "crashed"), run(2, "stopped"), run(3, "crashed"), run(4, "stopped"))
    assert due(streaks) == []
    streaks.take(run(5, "crashed")[0])
    streaks.take(run(5, "crashed")[1])
    assert due(streaks) == [("one", "1.0.0", 3)]


def test_versions_are_counted_apart():
    mixed = [run(n, "crashed", version=f"1.0.{n % 2}") for n in range(5)]
    assert due(after(*mixed)) == [("one", "1.0.0", 3)]


def test_runs_that_overlap_at_several_stations_are_counted_as_they_end():
    first, second, third = run(1, "crashed"), run(2, "crashed"), run(3, "crashed")
    assert due(after([first[0], second[0], third[0], second[1], third[1], first[1]])) == [("one", "1.0.0", 3)]


@pytest.mark.parametrize(
    "fact", [DemoReleased(demo="one"), DemoQuarantined(demo="one", version="1.0.0", reason="Why.")]
)
def test_what_was_quarantined_or_released_is_counted_from_nothing(fact):
    failed = [run(n, "crashed") for n in range(3)]
    assert due(after(*failed, [fact])) == []
    assert due(after(*failed, [fact], run(4, "crashed"), run(5, "crashed"))) == []


def test_an_end_without_its_beginning_or_of_another_demo_counts_nothing():
    stray = RunEnded(run="r1", demo="two", outcome="crashed", seconds=1.0)
    assert due(after([stray] * 5, [run(1, "crashed")[0], stray], [run(1, "crashed")[1]] * 5)) == []


def test_a_giant_detail_becomes_one_short_line():
    facts = [run(n, "crashed", detail="\x1b[31m\u202eevil\n" * 5000) for n in range(3)]
    (streak,) = after(*facts).due()
    assert len(streak.reason) < 300
    assert streak.reason.isprintable()


def test_a_station_that_invents_demos_and_runs_without_end_fills_no_memory():
    streaks = Streaks()
    for n in range(5000):
        streaks.take(RunStarted(run=f"s{n}", demo="one", version="1.0.0", language="en"))
        for fact in run(n, "crashed", version=str(n)):
            streaks.take(fact)
    assert len(streaks._running) <= 256
    assert len(streaks._streaks) <= 1000
