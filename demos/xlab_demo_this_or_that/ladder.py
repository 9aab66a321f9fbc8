"""The ladder: who stands where after these votes, how sure that is, and how much of it two people share. Pure.

Scores are those of All Our Ideas (Salganik and Levy, 2015), by :mod:`xlab.methods.pairwise`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import sqrt
from random import Random
from typing import Final, Protocol

import msgspec

from xlab.methods.pairwise import Score, bradley_terry, score

BETWEEN: Final = "|"
"""Stands between the two ids of a pair."""

TOP: Final = 5

TIMES: Final = 200
"""Redraws after which a share is known to a few percent."""

_UNTIE: Final = 120
"""Votes up to which equal scores are told apart by strength; with more, few are equal and it would take long."""

_NORMAL: Final = 1.96
"""Standard deviations to each side that hold 95 of 100."""

_FEW_PEOPLE: Final = 5
"""With fewer than so many people their taps are drawn again, not they: one person is no sample of a room."""


class Given(Protocol):
    """What somebody answered about a pair."""

    @property
    def voter(self) -> int:
        """Tells people apart."""

    @property
    def item(self) -> str:
        """The pair."""

    @property
    def value(self) -> object:
        """The better one."""


class Vote(msgspec.Struct, frozen=True):
    """Somebody found ``winner`` better than ``loser``."""

    voter: int
    winner: str
    loser: str


class Rung(msgspec.Struct, frozen=True, kw_only=True):
    """Where one need stands.

    ``place`` counts from 1, and equals share one. ``score`` is the chance in 100 to win against another one drawn by
    lot, ``low`` to ``high`` hold it in 95 of 100 cases, and ``n`` votes are what it rests on.
    """

    id: str
    place: int
    score: float
    low: float
    high: float
    n: int


def votes_of(given: Iterable[Given], ids: Sequence[str]) -> tuple[Vote, ...]:
    """The votes on what is there (``ids``); what was parked takes its votes along."""
    known, votes = set(ids), []
    for one in given:
        sides = one.item.split(BETWEEN)
        if len(sides) == 2 and known.issuperset(sides) and one.value in sides:
            winner = str(one.value)
            votes.append(Vote(one.voter, winner, sides[sides[0] == winner]))
    return tuple(votes)


def ladder(votes: Sequence[Vote], ids: Sequence[str]) -> tuple[Rung, ...]:
    """All ``ids``, the best first. Equal scores are told apart by strength, if votes are few; else ``ids`` decides.

    A need that nobody voted on stands at 50, as the method has it.
    """
    pairs = [(vote.winner, vote.loser) for vote in votes]
    scores = score(pairs)
    strength = bradley_terry(pairs) if 0 < len(pairs) <= _UNTIE else {}

    def level(one: str) -> tuple[float, float]:
        # Rounded: sums of the same parts in another order may differ in their last digits.
        return round(scores.get(one, Score(0, 0)).score, 9), round(strength.get(one, 0.0), 6)

    ordered = sorted(ids, key=level, reverse=True)
    rungs: list[Rung] = []
    for number, one in enumerate(ordered, start=1):
        equal = number > 1 and level(one) == level(ordered[number - 2])
        place = rungs[-1].place if equal else number
        found = scores.get(one, Score(0, 0))
        low, high = _range(found)
        rungs.append(Rung(id=one, place=place, score=found.score, low=low, high=high, n=found.wins + found.losses))
    return tuple(rungs)


def best(rungs: Sequence[Rung], most: int = TOP) -> tuple[Rung, ...]:
    """The first ``most`` of those that anybody voted on."""
    return tuple(rung for rung in rungs if rung.n)[:most]


def shared(mine: Sequence[Rung], others: Sequence[Rung]) -> tuple[frozenset[str], float]:
    """Which of one's best the others have among theirs, and how many that would be by chance."""
    own, theirs = {rung.id for rung in best(mine)}, {rung.id for rung in best(others)}
    return frozenset(own & theirs), len(own) * len(theirs) / max(1, len(others))


class Redraw:
    """How firm the place of ``first`` is: votes drawn again with replacement, and counted again, a little at a time.

    Drawn are people with all their votes; of fewer than five people, single votes.
    """

    def __init__(self, votes: Sequence[Vote], first: str, rng: Random, times: int = TIMES) -> None:
        self.first = first
        self.times = times
        self.drawn = 0
        self._rng = rng
        self._kept = 0.0
        by_people: dict[int, list[Vote]] = {}
        for vote in votes:
            by_people.setdefault(vote.voter, []).append(vote)
        parts = list(by_people.values()) if len(by_people) >= _FEW_PEOPLE else [[vote] for vote in votes]
        self._parts = [(Counter(v.winner for v in part), Counter(v.loser for v in part)) for part in parts]

    @property
    def done(self) -> bool:
        """Whether there is nothing more to draw."""
        return self.drawn >= self.times or not self._parts

    @property
    def changed(self) -> float | None:
        """The share of draws, 0 to 1, in which another one was first; None until all are drawn."""
        return 1 - self._kept / self.times if self.done and self._parts else None

    def step(self, draws: int) -> None:
        """Draw so many times more."""
        for _ in range(min(draws, 0 if self.done else self.times - self.drawn)):
            leaders = self._leaders(self._rng.choices(self._parts, k=len(self._parts)))
            # Where several lead, each of them leads a little.
            self._kept += (self.first in leaders) / len(leaders)
            self.drawn += 1

    @staticmethod
    def _leaders(parts: Iterable[tuple[Counter[str], Counter[str]]]) -> set[str]:
        wins: Counter[str] = Counter()
        losses: Counter[str] = Counter()
        for won, lost in parts:
            wins += won
            losses += lost
        scores = {one: Score(wins[one], losses[one]).score for one in wins | losses}
        top = max(scores.values())
        return {one for one, value in scores.items() if value == top}


def _range(found: Score) -> tuple[float, float]:
    """The score with twice the spread of its beta distribution to each side, 0 to 100."""
    n, part = found.wins + found.losses, found.score / 100
    half = 100 * _NORMAL * sqrt(part * (1 - part) / (n + 3))
    return max(0.0, found.score - half), min(100.0, found.score + half)
