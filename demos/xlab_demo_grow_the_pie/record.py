"""What is kept of the pairs of a day, and the figures at the end. Pure.

Only what two sides took home is kept, without anything of who they were; from :data:`FEWEST` pairs on it is shown.
"""

from typing import Final

from xlab_kiosk.stage import Keep

PAIRS: Final = "pairs"
FEWEST: Final = 5
"""Pairs from which on all are shown: fewer would tell of single ones."""

MOST_KEPT: Final = 400

FORGIVING: Final = 95
NEVER_FORGIVING: Final = 76
HOLDING: Final = 38
"""Percent of the whole pie made by pairs of generous tit for tat, tit for tat and defectors, with :data:`SLIPS`.

Computed with :mod:`xlab.methods.games`, and again by this demo's tests.
"""

GAMES: Final = 300
TURNS: Final = 200
SLIPS: Final = 0.05
"""The chance that a move comes out as the other one."""

Pair = tuple[int, int]


def pairs(keep: Keep) -> list[Pair]:
    """The pairs so far; what is no pair is left out."""
    kept = keep.get(PAIRS)
    if not isinstance(kept, list):
        return []
    return [
        (one[0], one[1])
        for one in kept
        if isinstance(one, list) and len(one) == 2 and isinstance(one[0], int) and isinstance(one[1], int)
    ]


def add(keep: Keep, pair: Pair) -> None:
    """One more pair; of very many the oldest goes."""
    keep[PAIRS] = [list(one) for one in [*pairs(keep), pair][-MOST_KEPT:]]
