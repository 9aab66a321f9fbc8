"""How long to wait before trying again: for a radio, a part of the hub, a process, a hub that is away. Pure."""

import random


def back_off(failures: int, rng: random.Random, *, first: float, longest: float) -> float:
    """Seconds to wait after ``failures`` failures in a row (from 1): ``first``, doubling up to ``longest``.

    Less by up to a half by chance, so that kits, or parts, that failed together do not all come back together.
    """
    return float(min(longest, first * 2.0 ** min(failures - 1, 16)) * rng.uniform(0.5, 1.0))
