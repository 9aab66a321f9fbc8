"""The table and the choice: no radio, no clock, only values."""

import random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlab.beacons._ladder import (
    AILMENTS,
    APART,
    DISTURBS,
    LADDER,
    OTHERS,
    WELL,
    Ailment,
    History,
    Step,
    may_disturb,
    next_step,
    put_off,
    taken,
    well,
)
from xlab.beacons.troubles import STATES, Kind

PROMISE = 30.0
ORDER = get_args(Step)


def rng():
    return random.Random(7)


def climb(ailment: Ailment, seconds: float, since: float = 0.0) -> list[tuple[float, Step]]:
    """Every step that is taken when nothing helps, with its time; a look each second, as the scanner has it."""
    history, steps, chance = History(), [], rng()
    for tick in range(int(seconds) + 1):
        todo = next_step(ailment, since, history, since + tick)
        if todo.step is not None:
            steps.append((since + tick, todo.step))
            history = taken(ailment, todo.step, history, since + tick, chance)
    return steps


def test_every_trouble_has_its_rungs_and_every_rung_its_reason():
    assert set(AILMENTS) == set(get_args(Kind)) == set(STATES)
    assert set(AILMENTS.values()) == set(LADDER) == set(get_args(Ailment))
    for rungs in LADDER.values():
        assert all(len(rung.why.split()) > 5 and rung.why.endswith(".") for rung in rungs)
        acting = [rung for rung in rungs if rung.step != "tell"]
        assert acting == sorted(acting, key=lambda rung: (ORDER.index(rung.step), rung.after))
        assert [rung.after for rung in acting] == sorted(rung.after for rung in acting)


@pytest.mark.parametrize("ailment", LADDER)
def test_every_rung_is_tried_within_the_promise_and_leaves_time_to_work(ailment):
    tried = dict(reversed([(step, at) for at, step in climb(ailment, PROMISE)]))
    assert set(tried) == {rung.step for rung in LADDER[ailment]} - {"tell"}
    assert max(tried.values()) <= PROMISE - 5.0


@pytest.mark.parametrize("ailment", LADDER)
def test_every_fault_ends_in_a_sentence(ailment):
    assert next_step(ailment, 100.0, History(), 100.0 + PROMISE).tell


def test_an_empty_room_is_left_in_peace_more_and_more():
    night = climb("silent", 12 * 3600)
    assert [step for _, step in night[:4]] == ["scan", "bus", "adapter", "service"]
    counts = {step: sum(1 for _, taken in night if taken == step) for step in ORDER}
    assert counts["adapter"] <= 10 and counts["service"] <= 6 and sum(counts.values()) <= 150
    assert sum(1 for at, _ in night if at <= 3600) <= 25


@given(
    faults=st.lists(
        st.tuples(
            st.sampled_from(list(LADDER)),
            st.floats(0.0, 400.0, allow_nan=False),  # how long it lasts
            st.booleans(),  # whether all is well for long enough afterwards
            st.booleans(),  # whether others use the adapter
        ),
        max_size=12,
    ),
    seed=st.integers(0, 1000),
)
def test_over_any_sequence_of_faults_it_keeps_its_limits(faults, seed):
    history, now, chance = History(), 0.0, random.Random(seed)
    last: dict[Step, float] = {}
    for ailment, lasts, healed, used in faults:
        since, end = now, now + lasts
        while now < end:
            todo = next_step(ailment, since, history, now)
            if todo.step is None:
                assert todo.wait > 0.0
                now += min(todo.wait, 1.0) + 1e-6
                continue
            allowed = may_disturb(ailment, since, now, scanned=used, connected=used)
            if todo.step in DISTURBS and not allowed:
                history = put_off(ailment, todo.step, history, now, chance)
                continue
            assert now - last.get(todo.step, -1e9) >= APART[todo.step]
            last[todo.step] = now
            history = taken(ailment, todo.step, history, now, chance)
        if healed:
            history, now = well(history), now + WELL


def test_pauses_are_short_again_after_a_long_time_without_trouble():
    history = taken("refusing", "service", History(), 0.0, rng())
    later = 10 * 60.0
    assert next_step("refusing", later - 20.0, well(history), later).step == "service"
    assert next_step("refusing", later - 20.0, taken("refusing", "service", history, 300.0, rng()), later).step != (
        "service"
    )


def test_others_are_not_disturbed_for_a_silence_and_not_for_long_otherwise():
    soon, late = OTHERS - 1.0, OTHERS
    for ailment in ("refusing", "silent"):
        assert may_disturb(ailment, 0.0, soon, scanned=False, connected=False)
        assert not may_disturb(ailment, 0.0, soon, scanned=True, connected=False)
        assert not may_disturb(ailment, 0.0, soon, scanned=False, connected=True)
        assert may_disturb(ailment, 0.0, late, scanned=True, connected=False)
    assert may_disturb("refusing", 0.0, late, scanned=True, connected=True)
    assert not may_disturb("silent", 0.0, 1e9, scanned=False, connected=True)


def test_what_was_put_off_is_looked_at_again_but_a_silence_is_not_broken_for_it():
    assert next_step("refusing", 0.0, put_off("refusing", "adapter", History(), 10.0, rng()), 14.0).step == "bus"
    assert next_step("refusing", 0.0, put_off("refusing", "service", History(), 16.0, rng()), 36.0).step == "service"
    assert put_off("silent", "adapter", History(), 10.0, rng()) == taken("silent", "adapter", History(), 10.0, rng())
