"""Learning what a station's pad and ear are like, from a badge that somebody holds or carries. Pure.

*The pad.* Presence adds up how far packets lie above the touch level (see ``_touch.py``). Two bounds follow: a badge on
the pad must fill the bucket with five packets, a badge that is worn must empty it with ten. The level learned lies in
the middle between them, as far from a missed touch as from a false one.

*The ears.* While somebody stands at station i, station j hears the badge with ``m[i][j] = o[j] + s[i, j] + noise``: its
own offset and what the way from i to j takes, which is the same from j to i. So ``m[i][j] - m[j][i]`` tells
``o[j] - o[i]`` without anyone knowing where stations stand; and what each hears of the one who stands before it,
``m[i][i]``, tells more, since those ways are alike. Offsets are the posterior mean of that linear Gaussian model (ridge
regression). By how much radios differ nobody knows beforehand, so the walk itself chooses the prior by its marginal
likelihood (empirical Bayes): where it shows no more than its noise, offsets are as good as zero.

Levels are RSSI minus calibrated TX power in dB.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from statistics import median, quantiles
from typing import Final

import msgspec

from xlab.beacons._linear import inverse
from xlab.beacons._touch import TOUCH_FULL
from xlab.beacons._window import Window
from xlab.beacons.presence import USUAL_TX_POWER, WEAKEST
from xlab.beacons.sighting import Sighting

USUAL_WORN: Final = 6.0
"""The strongest level of a badge worn in front of a screen, where nobody has measured it: half a metre of free air."""

FILL: Final = TOUCH_FULL / 5
"""dB that packets on the pad must lie above the touch level: five fill the bucket, 1 s at five a second."""

EMPTY: Final = TOUCH_FULL / 10
"""dB that packets of a worn badge must lie below it: ten empty the bucket, 2 s at five a second."""

FEWEST: Final = 5
"""Packets to learn a pad from: five seconds of the slowest badge a kit is for, one packet a second."""

MOVED: Final = 6.0
"""dB between the halves of the time on the pad that only a hand makes: a pad's packets spread by 3 to 4 dB."""

CLOSE: Final = 6.0
"""dB within which two badges may both be on the pad."""

PRIORS: Final = (0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0)
"""dB by which a kit's radios may differ, each as likely as the other before the walk: adapters of one make in the open
hardly do; of several makes, behind screens and in cases, they do by 8."""

SPREAD: Final = 6.0
"""dB by which one stand at a station is off however many packets came. Of the 7 to 9 dB that one packet is off, turning
round while standing evens out the body and the finest echoes; the furniture's shadows remain."""

PACKET: Final = 8.0
"""dB by which one packet is off."""

FEWEST_STANDING: Final = 3
"""Packets a station must have heard of one stand to count: as many as presence asks of a rival."""

CONTRADICTION: Final = 2.0
"""Standard errors by which another station hears a stand better, after all that was learned, when the wrong one was
tapped: the station one stands at leads by 10 dB and more."""


class NotLearned(Exception):
    """Why nothing was learned: a word for it and the values of its sentence (``teach.problem_<code>`` in the words)."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class Touch(msgspec.Struct, frozen=True):
    """A pad, learned. ``worn`` is the strongest level of a worn badge, ``low`` to ``high`` the pad's usual range.

    ``sure``: both bounds keep 4 dB away, what one packet on a pad is off by.
    """

    touch: float
    worn: float
    low: float
    high: float
    packets: int
    sure: bool


class Offsets(msgspec.Struct, frozen=True):
    """Ears, learned: by station what it hears above the others in dB (together zero), and the standard error."""

    offsets: dict[str, float]
    errors: dict[str, float]


Stand = tuple[str, Mapping[str, Mapping[str, Sequence[float]]]]
"""A station somebody stood at, and the levels heard meanwhile, by badge and by scanner."""


def level(sighting: Sighting) -> float | None:
    """The level of a sighting as presence takes it; None for one that presence ignores."""
    if not WEAKEST < sighting.rssi < 0:
        return None
    known = -100 <= sighting.tx_power <= -20
    return float(sighting.rssi - (sighting.tx_power if known else USUAL_TX_POWER))


def learn_touch(heard: Mapping[str, Sequence[float]], offset: float = 0.0, worn: float | None = None) -> Touch:
    """A pad from what its station heard while one badge lay there: levels by badge, in order of time.

    ``offset`` is the station's own, ``worn`` the strongest level at which it hears worn badges, if that was measured.
    Raises :class:`NotLearned`.
    """
    if not any(heard.values()):
        raise NotLearned("silent")
    first, *others = sorted((levels for levels in heard.values() if levels), key=median, reverse=True)
    if len(first) < FEWEST:
        raise NotLearned("few_packets", count=len(first))
    at = median(first)
    worn = USUAL_WORN + offset if worn is None else worn
    highest, lowest = at - FILL, worn + EMPTY
    halves = [median(half) for half in (first[: len(first) // 2], first[len(first) // 2 :])]
    if max(halves) >= lowest + FILL and abs(halves[0] - halves[1]) > MOVED:
        raise NotLearned("moved")
    if highest < lowest:
        raise NotLearned("too_weak", level=round(at), needed=math.ceil(lowest + FILL))
    if any(len(levels) >= FEWEST_STANDING and at - median(levels) < CLOSE for levels in others):
        raise NotLearned("two_badges")
    touch = (highest + lowest) / 2
    tenths = quantiles(first, n=10, method="inclusive")
    return Touch(touch, worn, tenths[0], tenths[-1], len(first), sure=highest - lowest >= 8.0)


def learn_offsets(stations: Collection[str], stands: Sequence[Stand]) -> Offsets:
    """The ears of ``stations`` from a walk that stood at each of them at least once. Raises :class:`NotLearned`."""
    if len(stations) < 2:
        raise NotLearned("one_station")
    for station in sorted(stations):
        if not any(at == station for at, _ in stands):
            raise NotLearned("not_visited", station=station)
    names = sorted(stations)
    found = _levels(names, stands)
    for station in names:
        if (station, station) not in found:
            raise NotLearned("unheard", station=station)
    learned = _fit(names, found)
    _check(names, found, learned)
    return learned


def heard_here(station: str, heard: Mapping[str, Mapping[str, Sequence[float]]]) -> bool:
    """Whether a stand at this station is worth keeping: the station heard some badge often enough."""
    return any(len(by_scanner.get(station, ())) >= FEWEST_STANDING for by_scanner in heard.values())


def _levels(names: Sequence[str], stands: Sequence[Stand]) -> dict[tuple[str, str], tuple[float, float]]:
    """Mean level and variance by station stood at and scanner, of the badge that was carried along."""
    sums: dict[tuple[str, str], tuple[float, float]] = {}
    carried = _carried(stands)
    for at, heard in stands:
        for scanner, levels in heard.get(carried, {}).items():
            if scanner in names and at in names and len(levels) >= FEWEST_STANDING:
                weight = 1 / (SPREAD**2 + PACKET**2 / (len(levels) / 3))  # of three packets, the strongest counts
                total, weights = sums.get((at, scanner), (0.0, 0.0))
                sums[at, scanner] = (total + weight * _strength(levels), weights + weight)
    return {pair: (total / weights, 1 / weights) for pair, (total, weights) in sums.items()}


def _carried(stands: Sequence[Stand]) -> str:
    """The badge that went along: the one that stations heard best when somebody stood there."""
    followed: dict[str, float] = {}
    for at, heard in stands:
        for badge, by_scanner in heard.items():
            if len(by_scanner.get(at, ())) >= FEWEST_STANDING:
                elsewhere = [_strength(levels) for scanner, levels in by_scanner.items() if scanner != at and levels]
                lead = _strength(by_scanner[at]) - max(elsewhere, default=WEAKEST - USUAL_TX_POWER)
                # Each stand says little more than which is nearer: one loud badge at one station must not decide.
                followed[badge] = followed.get(badge, 0.0) + max(-20.0, min(lead, 20.0)) + 20.0
    return max(sorted(followed), key=followed.__getitem__, default="")


def _strength(levels: Sequence[float]) -> float:
    """The strong end. A radio's ear shifts it as it shifts the mean power, which presence compares stations by."""
    window = Window(math.inf)
    for one in levels:
        window.add(0.0, one)
    return window.strength()


def _fit(names: Sequence[str], found: Mapping[tuple[str, str], tuple[float, float]]) -> Offsets:
    """Posterior mean of the offsets under the likeliest prior; their errors count in how sure that one is."""
    matrix, right = _normal(names, found)
    size = len(names)
    fits: list[tuple[float, list[float], list[float]]] = []
    for prior in PRIORS:
        ridge = [
            [value + (1 / prior**2 if i == j < size else 0.0) for j, value in enumerate(row)]
            for i, row in enumerate(matrix)
        ]
        covariance, determinant = inverse(ridge)
        means = [sum(a * b for a, b in zip(row, right, strict=True)) for row in covariance]
        explained = sum(a * b for a, b in zip(means, right, strict=True))
        likelihood = (explained - determinant) / 2 - size * math.log(prior)
        fits.append((likelihood, means[:size], [covariance[i][i] for i in range(size)]))
    best, offsets, _ = max(fits)
    weights = [math.exp(likelihood - best) for likelihood, _, _ in fits]
    errors = {}
    for i, name in enumerate(names):
        squares = [variances[i] + (means[i] - offsets[i]) ** 2 for _, means, variances in fits]
        errors[name] = math.sqrt(sum(a * b for a, b in zip(weights, squares, strict=True)) / sum(weights))
    return Offsets(dict(zip(names, offsets, strict=True)), errors)


def _normal(
    names: Sequence[str], found: Mapping[tuple[str, str], tuple[float, float]]
) -> tuple[list[list[float]], list[float]]:
    """The normal equations without a prior; the last unknown is the level before one's own station."""
    size = len(names)
    matrix = [[0.0] * (size + 1) for _ in range(size + 1)]
    right = [0.0] * (size + 1)

    def observe(plus: int, other: int, sign: float, value: float, variance: float) -> None:
        for row, a in ((plus, 1.0), (other, sign)):
            right[row] += a * value / variance
            for column, b in ((plus, 1.0), (other, sign)):
                matrix[row][column] += a * b / variance

    for i, at in enumerate(names):
        value, variance = found[at, at]
        observe(i, size, 1.0, value, variance)
        for j in range(i + 1, size):
            there, back = found.get((at, names[j])), found.get((names[j], at))
            if there is not None and back is not None:
                observe(j, i, -1.0, there[0] - back[0], there[1] + back[1])
    return matrix, right


def _check(names: Sequence[str], found: Mapping[tuple[str, str], tuple[float, float]], learned: Offsets) -> None:
    """Refuse a walk in which another station hears a stand far better than the one that was tapped."""
    for at in names:
        own, own_variance = found[at, at]
        for other in names:
            if other == at or (at, other) not in found:
                continue
            there, variance = found[at, other]
            lead = (there - learned.offsets[other]) - (own - learned.offsets[at])
            if lead > CONTRADICTION * math.sqrt(own_variance + variance):
                raise NotLearned("contradiction", station=at, other=other)
