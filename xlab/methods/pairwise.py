"""Pairwise wiki surveys: which of two, again and again, with ideas that people add while others vote.

After Salganik and Levy, "Wiki surveys: open and quantifiable social data collection" (PLoS ONE 10, 2015): the score of
an idea is the estimated chance in percent that it beats another one drawn by lot; new ideas are shown more often until
they have caught up. Strengths after Bradley and Terry (Biometrika 39, 1952), by the steps of Hunter (Annals of
Statistics 32(1), 2004).
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from math import exp, log
from random import Random
from typing import Final, TypeVar

import msgspec

Idea = TypeVar("Idea", bound=Hashable)

STEPS: Final = 10_000
CLOSE: Final = 1e-10
"""Strengths are found when no logarithm of one moves by more than this; rooms take some hundred steps."""


class Score(msgspec.Struct, frozen=True):
    """How an idea stands; ``score`` is 0 to 100, and 50 for one that nobody has voted on."""

    wins: int
    losses: int

    @property
    def score(self) -> float:
        """100 (wins + 1) / (wins + losses + 2): the mean of a beta distribution that starts even."""
        return 100 * (self.wins + 1) / (self.wins + self.losses + 2)


class Pairs(msgspec.Struct, frozen=True, kw_only=True):
    """What :func:`next_pair` looks at: the ideas, how often each pair was judged, and what this voter has judged."""

    ideas: Sequence[Hashable]
    judged: Mapping[frozenset[Hashable], int] = {}
    mine: frozenset[frozenset[Hashable]] = frozenset()


def score(votes: Iterable[tuple[Idea, Idea]]) -> dict[Idea, Score]:
    """Wins, losses and score of every idea in ``votes``, pairs of (winner, loser)."""
    wins: Counter[Idea] = Counter()
    losses: Counter[Idea] = Counter()
    for winner, loser in votes:
        wins[winner] += 1
        losses[loser] += 1
    return {idea: Score(wins[idea], losses[idea]) for idea in wins | losses}


def next_pair(state: Pairs, rng: Random) -> tuple[Hashable, Hashable] | None:
    """Two ideas to show next, left and right by lot; None if this voter has judged all pairs (or there is none).

    Drawn by lot, so that a room does not vote in step, with odds that fall with the times the pair was judged and
    with the times the less judged of its two ideas was: an idea that just came in is seen soon, and against many.
    """
    seen: Counter[Hashable] = Counter()
    for pair, times in state.judged.items():
        for idea in pair:
            seen[idea] += times
    open_pairs = [pair for pair in combinations(state.ideas, 2) if frozenset(pair) not in state.mine]
    if not open_pairs:
        return None
    odds = [
        1.0 / ((1 + state.judged.get(frozenset(pair), 0)) * (1 + min(seen[pair[0]], seen[pair[1]])))
        for pair in open_pairs
    ]
    left, right = rng.choices(open_pairs, odds)[0]
    return (left, right) if rng.random() < 0.5 else (right, left)


def bradley_terry(votes: Iterable[tuple[Idea, Idea]], *, prior: float = 0.5) -> dict[Idea, float]:
    """The strength of every idea, as a logarithm with mean 0: one beats another with odds exp(difference).

    ``prior`` is how many wins and losses against an idea of strength 0 each one is given beforehand: without it, one
    that never lost would be endlessly strong. With 0 the votes must join all ideas both ways, or ValueError is raised.
    """
    counts = Counter(votes)
    met: Counter[frozenset[Idea]] = Counter()
    wins: Counter[Idea] = Counter()
    for (winner, loser), times in counts.items():
        if winner != loser:
            met[frozenset((winner, loser))] += times
            wins[winner] += times
    ideas = sorted({idea for pair in met for idea in pair}, key=repr)
    if prior == 0 and not _joined(ideas, counts):
        raise ValueError("Some ideas only ever won against the others; strengths need a prior above 0.")
    rivals: dict[Idea, list[tuple[Idea, int]]] = {idea: [] for idea in ideas}
    for pair, times in met.items():
        one, other = sorted(pair, key=repr)
        rivals[one].append((other, times))
        rivals[other].append((one, times))
    strength = dict.fromkeys(ideas, 1.0)
    for _ in range(STEPS):
        moved = 0.0
        for idea in ideas:
            own = strength[idea]
            against = sum(times / (own + strength[other]) for other, times in rivals[idea])
            new = (wins[idea] + prior) / (against + 2 * prior / (own + 1))
            moved = max(moved, abs(log(new / own)))
            strength[idea] = new
        if prior == 0:
            middle = exp(sum(map(log, strength.values())) / len(ideas))
            strength = {idea: value / middle for idea, value in strength.items()}
        if moved < CLOSE:
            break
    mean = sum(map(log, strength.values())) / len(ideas) if ideas else 0.0
    return {idea: log(value) - mean for idea, value in strength.items()}


def _joined(ideas: Sequence[Idea], counts: Mapping[tuple[Idea, Idea], int]) -> bool:
    """Whether from every idea a chain of wins leads to every other."""
    for turn in (0, 1):
        reached = set(ideas[:1])
        waiting = list(reached)
        while waiting:
            here = waiting.pop()
            for pair in counts:
                if pair[turn] == here and pair[1 - turn] not in reached:
                    reached.add(pair[1 - turn])
                    waiting.append(pair[1 - turn])
        if len(reached) < len(ideas):
            return False
    return True
