"""What our constants are worth on recordings they were not chosen on: leave one out, choose, score it. Pure."""

from collections.abc import Sequence
from itertools import product
from typing import Final
from unittest.mock import patch

from tests.benchmarks.presence.judge import Ours, Score, Take, pooled, score
from xlab.beacons import _track, _window

GRID: Final = {
    "WINDOW": (10.0, 15.0, 20.0),
    "HYSTERESIS": (3.0, 4.0, 5.0),
    "MOVED": (7.0, 8.0, 9.0),
    "STRONG_SHARE": (1, 2, 3),
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
    window, hysteresis, moved, strong_share = choice
    with (
        patch.multiple(_track, WINDOW=window, HYSTERESIS=hysteresis, MOVED=moved),
        patch.object(_window, "STRONG_SHARE", strong_share),
    ):
        return score(Ours(), take)
