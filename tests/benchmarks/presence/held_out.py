"""What our constants are worth on recordings they were not chosen on: leave one out, choose, score it. Pure."""

from collections.abc import Sequence
from contextlib import ExitStack
from itertools import product
from typing import Final
from unittest.mock import patch

from tests.benchmarks.presence.judge import Ours, Score, Take, pooled, score
from xlab.beacons import _ear, _track

GRID: Final = {
    "RECENT": (5.0, 6.0, 7.0),
    "SURE": (2.0, 3.0, 4.0),
    "BOUND": (12.0, 16.0, 20.0),
    "DECIDED": (3.0, 4.0, 6.0),
    "LEAD": (2.0, 3.0, 4.0),
}
"""The constants that were chosen by looking at data, and what might have been chosen instead."""

Choice = tuple[float, ...]


def scores(kinds: Sequence[Sequence[Take]]) -> dict[Choice, list[list[Score]]]:
    """Each choice's score on every recording of every kind."""
    return {choice: [[_with(choice, take) for take in takes] for takes in kinds] for choice in product(*GRID.values())}


def left_out(table: dict[Choice, list[list[Score]]]) -> tuple[list[list[Score]], set[Choice]]:
    """For each kind the scores of recordings under the choice that is best on all others; the choices made.

    The best choice has the highest sum of the kinds' shares, then the fewest changes.
    """
    held: list[list[Score]] = [[] for _ in next(iter(table.values()))]
    chosen = set()
    for kind, some in enumerate(next(iter(table.values()))):
        for number in range(len(some)):
            best = max(table, key=lambda choice: _worth(table[choice], kind, number))
            chosen.add(best)
            held[kind].append(table[best][kind][number])
    return held, chosen


def _worth(kinds: list[list[Score]], without: int, number: int) -> tuple[float, int]:
    rest = [
        pooled([one for place, one in enumerate(some) if (kind, place) != (without, number)])
        for kind, some in enumerate(kinds)
    ]
    return sum(one.share for one in rest), -sum(one.changes for one in rest)


def _with(choice: Choice, take: Take) -> Score:
    with ExitStack() as stack:
        for name, value in zip(GRID, choice, strict=True):
            for module in (_ear, _track):
                if hasattr(module, name):
                    stack.enter_context(patch.object(module, name, value))
        return score(Ours(), take)
