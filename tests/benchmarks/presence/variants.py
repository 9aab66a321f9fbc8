"""More recordings from the ones there are: with a scanner less, backwards, with half of the packets. Pure.

What a rule owes to one lucky place of a scanner, to one direction of a walk or to a rate does not survive these. All
that come from one recording share its luck, so they count as one where chance is judged.
"""

import random

from tests.benchmarks.presence.judge import Take


def variants(take: Take) -> list[Take]:
    """The variants of a recording with true distances, named after it."""
    names = sorted(take.ways[0])
    return [*(_without(take, name) for name in names), _backwards(take), _thinned(take)]


def _without(take: Take, scanner: str) -> Take:
    ways = [{name: way for name, way in ways.items() if name != scanner} for ways in take.ways]
    truth = [(t, min(there, key=there.__getitem__)) for (t, _), there in zip(take.truth, ways, strict=True)]
    return Take(take.name, [one for one in take.heard if one[1] != scanner], truth, ways)


def _backwards(take: Take) -> Take:
    end = max(take.heard[-1][0], take.truth[-1][0])
    heard = [(end - t, scanner, rssi) for t, scanner, rssi in reversed(take.heard)]
    return Take(take.name, heard, [(end - t, nearest) for t, nearest in reversed(take.truth)], take.ways[::-1])


def _thinned(take: Take) -> Take:
    rng = random.Random(take.name)
    return Take(take.name, [one for one in take.heard if rng.random() < 0.5], take.truth, take.ways)
