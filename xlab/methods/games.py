"""Two players who meet again and again, and how to share what they made.

The repeated prisoner's dilemma after Axelrod ("The Evolution of Cooperation", 1984), with strategies under the names of
the field and noise as in Nowak and Sigmund (Nature 355, 1992): now and then a move comes out as the other one. The
split after Shapley ("A value for n-person games", 1953). What these games show is no winner: always defecting loses
among those who remember, and trusting blindly loses where moves go wrong.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import combinations
from math import factorial
from random import Random
from typing import Final

import msgspec

History = Sequence[bool]
"""Moves, oldest first: True shares (cooperates), False keeps cards close (defects)."""

Strategy = Callable[[History, History, Random], bool]
"""The next move, from one's own moves and the other's."""


class Payoffs(msgspec.Struct, frozen=True, kw_only=True):
    """What a turn pays: both share, both keep, the one who shares alone, the one who keeps alone."""

    reward: float = 3
    punishment: float = 1
    sucker: float = 0
    temptation: float = 5


AXELROD: Final = Payoffs()
"""What Axelrod's tournaments paid."""


class Match(msgspec.Struct, frozen=True):
    """A match that was played: each side's moves as they came out, and its score."""

    moves: tuple[tuple[bool, ...], tuple[bool, ...]]
    scores: tuple[float, float]


class Deal(msgspec.Struct, frozen=True):
    """What two players can make together, and what each has who walks away."""

    together: float
    alone: tuple[float, float]

    @property
    def surplus(self) -> float:
        """What is made by not walking away; below 0 nobody should stay."""
        return self.together - sum(self.alone)

    @property
    def split(self) -> tuple[float, float]:
        """The Shapley split: each its walk-away value and half of the surplus."""
        shares = shapley(
            {frozenset({0}): self.alone[0], frozenset({1}): self.alone[1], frozenset({0, 1}): self.together}
        )
        return shares[0], shares[1]


def cooperator(own: History, other: History, rng: Random) -> bool:
    """Always shares."""
    return True


def defector(own: History, other: History, rng: Random) -> bool:
    """Never shares."""
    return False


def tit_for_tat(own: History, other: History, rng: Random) -> bool:
    """Shares first, then does what the other did last."""
    return not other or other[-1]


def tit_for_two_tats(own: History, other: History, rng: Random) -> bool:
    """Keeps only after the other kept twice in a row."""
    return len(other) < 2 or other[-1] or other[-2]


def generous_tit_for_tat(own: History, other: History, rng: Random) -> bool:
    """As tit for tat, but forgives one time in three."""
    return tit_for_tat(own, other, rng) or rng.random() < 1 / 3


def grudger(own: History, other: History, rng: Random) -> bool:
    """Shares until the other kept once, and never again."""
    return all(other)


def go_by_majority(own: History, other: History, rng: Random) -> bool:
    """Shares as long as the other shared at least as often as not."""
    return 2 * sum(other) >= len(other)


def win_stay_lose_shift(own: History, other: History, rng: Random) -> bool:
    """Goes on after the other shared, and changes its ways after the other kept."""
    return not own or own[-1] == other[-1]


def prober(own: History, other: History, rng: Random) -> bool:
    """Shares, keeps, shares, shares; then plays tit for tat if the other ever hit back, and exploits it if not."""
    if len(own) < 4:
        return len(own) != 1
    return other[-1] if not all(other[:4]) else False


def random(own: History, other: History, rng: Random) -> bool:
    """Tosses a coin."""
    return rng.random() < 0.5


STRATEGIES: Final[dict[str, Strategy]] = {
    strategy.__name__: strategy
    for strategy in (
        cooperator, defector, tit_for_tat, tit_for_two_tats, generous_tit_for_tat, grudger, go_by_majority,
        win_stay_lose_shift, prober, random,
    )
}  # fmt: skip
"""All strategies by name."""


def play(
    one: Strategy,
    other: Strategy,
    turns: int,
    *,
    payoffs: Payoffs = AXELROD,
    noise: float = 0.0,
    rng: Random | None = None,
) -> Match:
    """Play so many turns; ``noise`` is the chance that a move comes out as the other one, for each move."""
    rng = rng or Random(0)  # noqa: S311 - a game
    moves: tuple[list[bool], list[bool]] = ([], [])
    scores = [0.0, 0.0]
    for _ in range(turns):
        wished = one(moves[0], moves[1], rng), other(moves[1], moves[0], rng)
        made = [move != (noise > 0 and rng.random() < noise) for move in wished]
        for side in (0, 1):
            moves[side].append(made[side])
            scores[side] += pay(made[side], made[1 - side], payoffs)
    return Match((tuple(moves[0]), tuple(moves[1])), (scores[0], scores[1]))


def pay(own: bool, other: bool, payoffs: Payoffs) -> float:
    """What one player gets of one turn."""
    if own:
        return payoffs.reward if other else payoffs.sucker
    return payoffs.temptation if other else payoffs.punishment


def tournament(
    players: Sequence[str],
    turns: int,
    *,
    payoffs: Payoffs = AXELROD,
    noise: float = 0.0,
    rng: Random | None = None,
) -> dict[str, float]:
    """Everybody against everybody else once: the scores by name. Raises KeyError for a strategy that is not known."""
    totals = dict.fromkeys(players, 0.0)
    for one, other in combinations(totals, 2):
        match = play(STRATEGIES[one], STRATEGIES[other], turns, payoffs=payoffs, noise=noise, rng=rng)
        totals[one] += match.scores[0]
        totals[other] += match.scores[1]
    return totals


def shapley(worth: Mapping[frozenset[Hashable], float]) -> dict[Hashable, float]:
    """Each player's share: what it adds to those already there, averaged over every order of coming.

    ``worth`` is what each coalition makes; one that is not named makes 0. Takes 2 to the power of the players.
    """
    players = sorted({player for coalition in worth for player in coalition}, key=repr)
    count = len(players)
    shares: dict[Hashable, float] = {}
    for player in players:
        others = [one for one in players if one != player]
        shares[player] = sum(
            factorial(size) * factorial(count - size - 1) / factorial(count)
            * (worth.get(frozenset({*before, player}), 0.0) - worth.get(frozenset(before), 0.0))
            for size in range(count)
            for before in combinations(others, size)
        )  # fmt: skip
    return shares
