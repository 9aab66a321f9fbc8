"""How sure a figure is: 95 % intervals for shares, means and rates. Pure.

They say what would come of asking such a room again. They do not say that the room is like the world outside it.
"""

from collections.abc import Sequence
from math import sqrt
from typing import Final

import msgspec

Z: Final = 1.959963984540054
"""Standard deviations on both sides of a normal mean that hold 95 %."""


class Estimate(msgspec.Struct, frozen=True, kw_only=True):
    """A figure with its 95 % interval; ``count`` is how many people it counts, where it is a share."""

    value: float
    low: float
    high: float
    count: int | None = None


def wilson(count: int, n: int) -> Estimate:
    """The share ``count`` of ``n``, 0 to 1, with Wilson's interval; ``n`` is at least 1.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", J. Am. Stat. Assoc. 22, 1927:
    it holds for small rooms too, and for shares near 0 and 1.
    """
    share, spread = count / n, Z * Z / n
    middle = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * sqrt(share * (1 - share) / n + spread / (4 * n))
    # At the ends the sum is exact in theory and off by a rounding error here.
    return Estimate(
        value=share, low=max(0.0, min(share, middle - half)), high=min(1.0, max(share, middle + half)), count=count
    )


def mean(values: Sequence[float], low: float, high: float) -> Estimate:
    """The mean of at least one value, each from ``low`` to ``high``, with a normal interval kept within them."""
    n = len(values)
    middle = sum(values) / n
    variance = sum((value - middle) ** 2 for value in values) / (n - 1) if n > 1 else (high - low) ** 2 / 4
    half = Z * sqrt(variance / n)
    return Estimate(value=middle, low=max(low, middle - half), high=min(high, middle + half))


def spread_of_rate(pairs: Sequence[tuple[int, int]]) -> float:
    """Half the width of the interval of a rate: all wins by all tries, where one person tried several times.

    ``pairs`` are the wins and tries of each person. The tries of one person are alike, so people are counted, not
    tries: the ratio estimator of Cochran, "Sampling Techniques", 3rd edition, 1977, chapter 6.
    """
    n, tries = len(pairs), sum(pair[1] for pair in pairs)
    if n < 2 or not tries:
        return 1.0
    rate = sum(pair[0] for pair in pairs) / tries
    residuals = sum((won - rate * tried) ** 2 for won, tried in pairs)
    return Z * sqrt(residuals * n / (n - 1)) / tries
