"""Repeated games: equal to the Axelrod library's figures; shares that add up; what noise does."""

import csv
import json
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlab.methods.games import STRATEGIES, Deal, Payoffs, play, shapley, tournament

DATA = Path(__file__).parent.parent / "data" / "methods" / "axelrod"
KNOWN = json.loads((DATA / "known_outcomes.json").read_text())
NAMES = {
    "Cooperator": "cooperator", "Defector": "defector", "TitForTat": "tit_for_tat", "Tit For Tat": "tit_for_tat",
    "Grudger": "grudger", "GoByMajority": "go_by_majority", "Soft Go By Majority": "go_by_majority",
}  # fmt: skip
TRUST = {"tft": "tit_for_tat", "all_d": "defector", "all_c": "cooperator", "grudge": "grudger", "prober": "prober"}


@pytest.mark.parametrize("outcome", KNOWN["outcomes"])
def test_the_outcomes_of_the_axelrod_librarys_sample_tournaments(outcome: dict[str, int]) -> None:
    assert tournament([NAMES[name] for name in outcome], 10) == {NAMES[name]: score for name, score in outcome.items()}


def test_every_match_of_its_test_tournament() -> None:
    with (DATA / "expected_test_tournament.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        match = play(STRATEGIES[NAMES[row["Player name"]]], STRATEGIES[NAMES[row["Opponent name"]]], int(row["Turns"]))
        assert "".join("C" if move else "D" for move in match.moves[0]) == row["Actions"]
        assert match.scores[0] == float(row["Score"])


def test_the_machine_of_trust() -> None:
    rules = KNOWN["ncase_trust"]
    payoffs = Payoffs(**{name: rules["payoffs"][key] for name, key in zip(
        ("reward", "punishment", "sucker", "temptation"), "RPST", strict=True)})  # fmt: skip
    found = tournament(list(TRUST.values()), rules["turns"], payoffs=payoffs)
    assert found == {TRUST[name]: score for name, score in rules["round_robin_once"].items()}


def test_noise_undoes_trust_and_forgiving_mends_it() -> None:
    rng = Random(7)

    def mean(one: str, turns: int = 4000) -> float:
        return sum(play(STRATEGIES[one], STRATEGIES[one], turns, noise=0.05, rng=rng).scores) / (2 * turns)

    assert play(STRATEGIES["tit_for_tat"], STRATEGIES["tit_for_tat"], 50).scores == (150, 150)
    assert mean("tit_for_tat") < 2.5 < mean("generous_tit_for_tat")
    exploited = play(STRATEGIES["cooperator"], STRATEGIES["defector"], 1000, noise=0.05, rng=rng).scores
    assert exploited[0] < exploited[1] / 5


@given(st.sampled_from(sorted(STRATEGIES)), st.sampled_from(sorted(STRATEGIES)), st.integers(0, 30), st.integers())
def test_the_same_lot_plays_the_same_match(one: str, other: str, turns: int, seed: int) -> None:
    matches = [play(STRATEGIES[one], STRATEGIES[other], turns, noise=0.2, rng=Random(seed)) for _ in range(2)]
    assert matches[0] == matches[1]
    assert len(matches[0].moves[0]) == turns


def test_a_split_leaves_each_more_than_walking_away() -> None:
    deal = Deal(together=100, alone=(30, 10))
    assert deal.surplus == 60
    assert deal.split == (60, 40)


WORTHS = st.dictionaries(
    st.frozensets(st.integers(0, 3), min_size=1, max_size=4), st.integers(-50, 50).map(float), min_size=1, max_size=15
)


@given(WORTHS)
def test_shares_add_up_and_are_the_mean_over_all_orders(worth: dict[frozenset[int], float]) -> None:
    players = sorted({player for coalition in worth for player in coalition})
    found = shapley(worth)  # type: ignore[arg-type]
    assert sum(found.values()) == pytest.approx(worth.get(frozenset(players), 0.0), abs=1e-9)
    orders = list(permutations(players))
    for player in players:
        added = 0.0
        for order in orders:
            before = frozenset(order[: order.index(player)])
            added += worth.get(before | {player}, 0.0) - worth.get(before, 0.0)
        assert found[player] == pytest.approx(added / len(orders), abs=1e-9)


def test_the_glove_game() -> None:
    # One left glove, two right ones: a pair is worth 1 (Shapley and Shubik, 1969).
    worth = {frozenset("lr"): 1.0, frozenset("ls"): 1.0, frozenset("lrs"): 1.0}
    assert shapley(worth) == pytest.approx({"l": 2 / 3, "r": 1 / 6, "s": 1 / 6})
