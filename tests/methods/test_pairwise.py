"""Pairwise surveys: equal to the exports of All Our Ideas, fair to ideas that come late."""

import csv
from collections import Counter
from math import exp
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlab.methods.pairwise import Pairs, bradley_terry, next_pair, score

DATA = Path(__file__).parent.parent / "data" / "methods" / "allourideas"
SURVEYS = sorted(path.name.removesuffix("_ideas.csv") for path in DATA.glob("*_ideas.csv"))


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="") as file:
        return list(csv.DictReader(file))


def votes_of(survey: str) -> list[tuple[str, str]]:
    return [(row["winner_id"], row["loser_id"]) for row in rows(f"{survey}_votes.csv") if row["valid"] == "TRUE"]


@pytest.mark.parametrize("survey", SURVEYS)
def test_every_row_of_the_export(survey: str) -> None:
    found = score(votes_of(survey))
    ideas = rows(f"{survey}_ideas.csv")
    assert ideas
    for row in ideas:
        one = found.get(row["idea_id"])
        wins, losses = (one.wins, one.losses) if one else (0, 0)
        assert (wins, losses) == (int(row["wins"]), int(row["losses"]))
        assert (one.score if one else 50.0) == pytest.approx(float(row["score"]), abs=5e-5)


@pytest.mark.parametrize("survey", SURVEYS)
def test_strengths_are_where_the_votes_are_likeliest(survey: str) -> None:
    votes = votes_of(survey)
    strength = bradley_terry(votes)
    # At the maximum each idea's wins are what its strength leads one to expect, the prior's two games included.
    level = _level(strength, votes)
    for idea, own in strength.items():
        won = sum(winner == idea for winner, _ in votes) + 0.5
        expected = sum(
            1 / (1 + exp(strength[other] - own)) for pair in votes if idea in pair for other in pair if other != idea
        )
        expected += 1 / (1 + exp(-(own + level)))
        assert won == pytest.approx(expected, abs=1e-5)


def _level(strength: dict[str, float], votes: list[tuple[str, str]]) -> float:
    """Where the prior's opponent stands: strengths are told with mean 0, and were found beside one of strength 0."""
    low, high = -20.0, 20.0
    for _ in range(200):
        middle = (low + high) / 2
        won = len(votes) + 0.5 * len(strength)
        expected = len(votes) + sum(1 / (1 + exp(-(own + middle))) for own in strength.values())
        low, high = (middle, high) if expected < won else (low, middle)
    return middle


def test_two_ideas_have_the_odds_of_their_votes() -> None:
    strength = bradley_terry([("a", "b")] * 3 + [("b", "a")], prior=0)
    assert exp(strength["a"] - strength["b"]) == pytest.approx(3, rel=1e-6)
    assert sum(strength.values()) == pytest.approx(0)


def test_an_idea_that_never_lost_is_strong_and_not_endless() -> None:
    votes = [("a", "b"), ("a", "c"), ("b", "c")]
    strength = bradley_terry(votes)
    assert strength["a"] > strength["b"] > strength["c"]
    assert strength["a"] < 5
    with pytest.raises(ValueError, match="prior above 0"):
        bradley_terry(votes, prior=0)
    assert bradley_terry([]) == {}


def test_a_new_idea_is_shown_often_and_against_many() -> None:
    old = [f"old{n}" for n in range(10)]
    judged = {frozenset((a, b)): 4 for a in old for b in old if a < b}
    rng = Random(1)
    shown: Counter[object] = Counter()
    rivals = set()
    for _ in range(300):
        pair = next_pair(Pairs(ideas=[*old, "new"], judged=judged), rng)
        assert pair is not None
        shown.update(pair)
        if "new" in pair:
            rivals |= set(pair)
    assert shown["new"] > 3 * max(shown[idea] for idea in old)
    assert len(rivals) == 11


@given(st.integers(0, 6), st.integers(0, 10_000))
def test_a_voter_judges_every_pair_once_and_is_then_done(count: int, seed: int) -> None:
    rng, mine = Random(seed), set()
    ideas = list(range(count))
    while (pair := next_pair(Pairs(ideas=ideas, mine=frozenset(mine)), rng)) is not None:
        assert frozenset(pair) not in mine
        assert len(set(pair)) == 2
        mine.add(frozenset(pair))
    assert len(mine) == count * (count - 1) // 2


def test_no_side_is_favoured() -> None:
    rng = Random(2)
    left = Counter(next_pair(Pairs(ideas=["a", "b"]), rng)[0] for _ in range(400))  # type: ignore[index]
    assert 150 < left["a"] < 250
