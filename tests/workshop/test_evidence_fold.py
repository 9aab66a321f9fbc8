"""Evidence is counted by demo, field, station and source, and sources are never mixed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlab.events import Event, Fact, Recorded, RunEnded, RunStarted
from xlab.workshop.evidence import Plays, fold

SOURCES = ("live", "recorded", "simulated")


def event(number: int, fact: Fact, **more: Any) -> Event:
    return Event(id=f"e{number}", wall=0.0, boot="b", mono=0.0, fact=fact, kit=more.pop("kit", "k"), seq=number, **more)


def recorded(number: int, value: bool, **more: Any) -> Event:
    return event(number, Recorded(run=f"r{number}", demo="d", values={"liked": value}), **more)


@given(st.lists(st.tuples(st.sampled_from(SOURCES), st.booleans(), st.sampled_from(["st-1", "st-2", None]))))
def test_each_value_is_in_the_evidence_of_its_own_source_and_in_no_other(told: list[tuple[Any, bool, str]]) -> None:
    evidence = fold(recorded(n, value, source=source, station=at) for n, (source, value, at) in enumerate(told))
    for source in SOURCES:
        mine = [value for from_, value, _ in told if from_ == source]
        seen = evidence[source].values("d", "liked") if source in evidence else ()
        assert sorted(seen) == sorted(mine)


def test_stations_are_told_apart_and_other_visits_left_out() -> None:
    events = [
        recorded(1, True, station="st-1", visit="v1"),
        recorded(2, False, station="st-2", visit="v1"),
        recorded(3, True, station="st-2", visit="v2"),
        recorded(4, True, station="st-2"),
    ]
    live = fold(events, "v1")["live"]
    assert [(one.station, one.values) for one in live.series] == [("st-1", (True,)), ("st-2", (False,))]


def test_runs_are_counted_once_however_often_they_are_told() -> None:
    started = event(1, RunStarted(run="r", demo="d", version="1.0.0", language="en"), station="st-1")
    ended = event(2, RunEnded(run="r", demo="d", outcome="finished", seconds=40.0), station="st-1")
    lost = event(3, RunEnded(run="s", demo="d", outcome="idle", seconds=20.0), station="st-1")
    (plays,) = fold([started, started, ended, ended, lost])["live"].plays
    assert plays == Plays(demo="d", station="st-1", started=2, outcomes={"finished": 1, "idle": 1}, seconds=60.0)


@pytest.mark.parametrize("kits", [("a", "b"), ("b", "a")])
def test_two_kits_that_named_a_run_alike_had_two_runs(kits: tuple[str, str]) -> None:
    fact = RunStarted(run="r", demo="d", version="1.0.0", language="en")
    (plays,) = fold(event(n, fact, kit=kit) for n, kit in enumerate(kits))["live"].plays
    assert plays.started == 2
