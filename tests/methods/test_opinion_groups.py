"""Opinion groups: equal to what a Polis server published, steady while a room votes, honest about chance."""

import csv
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlab.methods.clusters import k_means, silhouette
from xlab.methods.opinion_groups import SHUFFLES, Analysis, analyse, chance, group_aware_consensus

DATA = Path(__file__).parent.parent / "data" / "methods" / "polis-math"
CONVERSATIONS = ("25ptpt-3gp-no-strict-with-meta", "above-100-ptpts")


def votes_of(name: str, statements: list[int]) -> dict[tuple[int, int], int]:
    """As the server counted them: -1 is agree."""
    with (DATA / name / "votes.csv").open() as file:
        rows = [(int(row["voter"]), int(row["statement"]), -int(row["vote"])) for row in csv.DictReader(file)]
    return {(voter, statement): vote for voter, statement, vote in rows if statement in statements}


def published(name: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads((DATA / name / "math-pca2.json").read_text())
    return result


def members(result: dict[str, Any]) -> dict[int, int]:
    """The server's group of each voter."""
    base = result["base-clusters"]
    people = dict(zip(base["id"], base["members"], strict=True))
    return {
        voter: group["id"]
        for group in result["group-clusters"]
        for cluster in group["members"]
        for voter in people[cluster]
    }


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_the_centre_is_the_servers(name: str) -> None:
    result = published(name)
    found = analyse(votes_of(name, result["tids"]), moderated=result["mod-out"])
    expected = dict(zip(result["tids"], result["pca"]["center"], strict=True))
    assert {one: found.center[one] for one in expected} == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_positions_are_projections_on_the_servers_components(name: str) -> None:
    result = published(name)
    votes = votes_of(name, result["tids"])
    found = analyse(votes, moderated=[one for one in result["mod-out"] if one in result["tids"]])
    components = np.array(result["pca"]["comps"])
    center = dict(zip(result["tids"], result["pca"]["center"], strict=True))
    column = {statement: number for number, statement in enumerate(result["tids"])}
    out = set(result["mod-out"])
    for voter, place in found.positions.items():
        own = {s: (0 if s in out else vote) - center[s] for (v, s), vote in votes.items() if v == voter}
        expected = sum(value * components[:, column[s]] for s, value in own.items()) * (len(column) / len(own)) ** 0.5
        assert np.abs(place) == pytest.approx(np.abs(expected), abs=1e-9)


def test_positions_groups_and_consensus_are_the_servers_when_started_from_its_centres() -> None:
    name = CONVERSATIONS[0]
    result = published(name)
    votes = votes_of(name, result["tids"])
    centres = [tuple(group["center"]) for group in result["group-clusters"]]
    found = analyse(votes, centres, result["mod-out"])
    base = result["base-clusters"]
    for people, x, y in zip(base["members"], base["x"], base["y"], strict=True):
        assert found.positions[people[0]] == pytest.approx((x, y), abs=1e-9)
    assert found.groups == members(result)
    agreed = {key: -vote for key, vote in votes.items()}
    expected = {int(statement): value for statement, value in result["group-aware-consensus"].items()}
    assert group_aware_consensus(agreed, found.groups) == pytest.approx(expected, abs=1e-9)


def test_groups_of_many_are_the_servers_on_its_own_base_clusters() -> None:
    # Above 100 people the server groups 100 small clusters whose course over the years nobody kept.
    result = published(CONVERSATIONS[1])
    base = result["base-clusters"]
    points = np.array([base["x"], base["y"]]).T
    start = np.array([group["center"] for group in result["group-clusters"]])
    labels, centres = k_means(points, start, np.array(base["count"], dtype=float))
    expected = {cluster: group["id"] for group in result["group-clusters"] for cluster in group["members"]}
    assert dict(zip(base["id"], labels.tolist(), strict=True)) == expected
    assert centres == pytest.approx(start, abs=1e-9)
    votes = {key: -vote for key, vote in votes_of(CONVERSATIONS[1], result["tids"]).items()}
    consensus = {int(statement): value for statement, value in result["group-aware-consensus"].items()}
    assert group_aware_consensus(votes, members(result)) == pytest.approx(consensus, abs=1e-9)


def camps(people: int, statements: int, seed: int, *, noise: float = 0.1) -> dict[tuple[int, int], int]:
    """Two camps that disagree on every statement but for some noise."""
    rng = random.Random(seed)
    return {
        (voter, one): (1 if (voter % 2 == 0) == (rng.random() > noise) else -1)
        for voter in range(people)
        for one in range(statements)
    }


def test_two_camps_are_found_and_are_not_chance_but_a_room_by_lot_is() -> None:
    found = analyse(camps(16, 10, 1))
    assert {voter % 2 for voter, group in found.groups.items() if group == found.groups[0]} == {0}
    assert found.chance < 0.02
    chances = [analyse(camps(16, 10, seed, noise=0.5)).chance for seed in range(8)]
    assert sorted(chances)[4] > 0.2, "half of the rooms drawn by lot look like many others drawn by lot"


def test_chance_worked_out_step_by_step_is_the_same() -> None:
    found = analyse(camps(16, 10, 2, noise=0.4))
    steps = list(found.shuffled())
    assert len(steps) == SHUFFLES
    assert chance(steps) == found.chance < 1
    assert list(analyse({}).shuffled()) == []
    assert chance([]) == 1.0


def test_groups_keep_their_numbers_and_their_side_while_votes_come_in() -> None:
    votes = camps(20, 10, 3)
    order = sorted(votes, key=lambda key: (key[1], key[0]))
    before: Analysis | None = None
    jumps = 0
    for count in range(140, len(order) + 1, 5):
        now = analyse({key: votes[key] for key in order[:count]}, before)
        if before is not None and len(now.centres) == len(before.centres):
            jumps += sum(now.groups[voter] != group for voter, group in before.groups.items())
            assert all(now.positions[voter][0] * x >= 0 for voter, (x, _) in before.positions.items() if abs(x) > 1)
        before = now
    assert jumps <= 2, "somebody may change sides by a vote of their own; a group does not move as a whole"


def test_the_number_of_groups_changes_only_after_some_calls_in_a_row() -> None:
    two, three = camps(24, 8, 5, noise=0.0), {}
    for voter in range(24):
        for one in range(8):
            three[voter, one] = (1 if one % 3 == voter % 3 else -1) if voter % 3 else two[voter, one] * (one % 2 or -1)
    now = analyse(two)
    assert len(now.centres) == 2
    counts = []
    for _ in range(5):
        now = analyse(three, now)
        counts.append(len(now.centres))
    assert counts[:3] == [2, 2, 2]
    assert counts[-1] == len(analyse(three).centres) > 2


def test_moderated_statements_move_nobody() -> None:
    votes = camps(12, 8, 7)
    shouted = votes | {(voter, "abuse"): 1 if voter < 6 else -1 for voter in range(12)}
    found = analyse(shouted, moderated=["abuse"])
    assert found.center["abuse"] == 0
    scale = (9 / 8) ** 0.5 * (8 / 9) ** 0.5
    for voter, (x, _) in analyse(votes).positions.items():
        assert abs(found.positions[voter][0]) == pytest.approx(abs(x) * scale, abs=1e-9)


@pytest.mark.parametrize("votes", [{}, {("a", 1): 1}, {("a", 1): 1, ("b", 1): 1}, {("a", 1): 0, ("b", 2): 0}])
def test_rooms_too_small_for_groups(votes: dict[tuple[str, int], int]) -> None:
    found = analyse(votes)
    assert set(found.positions) == {voter for voter, _ in votes}
    assert set(found.groups.values()) <= {0}
    assert found.chance == 1.0
    assert analyse(votes, found).groups == found.groups


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 12), st.integers(0, 8)), st.sampled_from([-1, 0, 1]), min_size=1, max_size=80
    )
)
def test_any_votes_give_finite_places_and_groups_in_order(votes: dict[tuple[int, int], int]) -> None:
    found = analyse(votes)
    assert np.isfinite(list(found.positions.values())).all()
    assert set(found.groups.values()) <= set(range(5))
    assert all(0 < value < 1 for value in found.consensus.values())


def test_silhouette_is_rousseeuws() -> None:
    points = np.array([[0.0, 0.0], [0.0, 1.0], [4.0, 0.0], [4.0, 1.0]])
    far = (4 + 17**0.5) / 2
    assert silhouette(points, np.array([0, 0, 1, 1])) == pytest.approx((far - 1) / far)
    assert silhouette(points, np.array([0, 0, 0, 0])) == 0
    assert silhouette(points, np.array([0, 1, 1, 1])) < 0
