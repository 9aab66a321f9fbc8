"""Opinion groups: where a room agrees, where it divides, and whether the division could be chance.

After the mathematics that Polis published (Small et al., "Polis: scaling deliberation by mapping high dimensional
opinion spaces", RECERCA 26(2), 2021): principal components of the votes, in which a missing vote says nothing;
k-means on the first two; the number of groups by silhouette, changed only when another one was better for a while;
consensus as the chance to agree in all groups at once. Our own code, from the paper and from its server's results.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from xlab.methods.clusters import Labels, Points, k_means, silhouette, starts

Voter = Hashable
Statement = Hashable
Point = tuple[float, float]
Votes = Mapping[tuple[Voter, Statement], int]
"""1 agree, 0 pass, -1 disagree."""

ENOUGH_VOTES: Final = 7
"""Votes (or one on every statement, where there are fewer) after which a voter counts in groups."""

MOST_GROUPS: Final = 5
PEOPLE_A_GROUP: Final = 12
"""One more group may be looked for with so many more voters: two from the start."""

PATIENCE: Final = 4
"""Calls in a row that must find another number of groups better before it changes: groups must not jump."""

SHUFFLES: Final = 200
"""Rooms drawn by lot to compare with: enough to tell 5% from 10%."""


class Earlier(Protocol):
    """An earlier analysis, or whatever else tells where people were and in which groups."""

    @property
    def positions(self) -> Mapping[Voter, Point]:
        """Where voters were."""
        ...

    @property
    def groups(self) -> Mapping[Voter, int]:
        """Their groups."""
        ...


class Analysis:
    """What a room's votes say.

    ``center`` is the mean vote by statement, 0 for moderated ones. ``positions`` are the voters' places on the map,
    those who agree on most stand together. ``groups`` counts from 0, for voters who voted enough. ``consensus`` is, by
    statement, the product over the groups of the estimated share that agrees.
    """

    def __init__(self, table: "_Table", components: Points, k: int, wanted: tuple[int, int], centres: Points) -> None:
        """Made by :func:`analyse`."""
        self._table = table
        self._components = components
        self._wanted = wanted
        places = table.project(components)
        inside = places[table.counted]
        self.center: dict[Statement, float] = dict(zip(table.statements, table.means.tolist(), strict=True))
        self.positions: dict[Voter, Point] = {
            voter: (float(x), float(y)) for voter, (x, y) in zip(table.voters, places, strict=True)
        }
        labels: Labels = np.zeros(len(inside), dtype=np.intp)
        self.centres: tuple[Point, ...] = ()
        if len(inside):
            labels, found = k_means(inside, starts(inside, k, map(tuple, centres)))
            self.centres = tuple((float(x), float(y)) for x, y in found)
        who = [voter for voter, counts in zip(table.voters, table.counted, strict=True) if counts]
        self.groups: dict[Voter, int] = dict(zip(who, labels.tolist(), strict=True))
        self.consensus = table.consensus(self.groups)

    @cached_property
    def chance(self) -> float:
        """The share of shuffled rooms that look as grouped as this one, this one among them: near 0 is a real division.

        Worked out when asked for: it takes as long as 200 analyses. Who draws a picture meanwhile goes through
        :meth:`shuffled` step by step instead.
        """
        return chance(list(self.shuffled()))

    def shuffled(self) -> Iterator[bool]:
        """Shuffle the room :data:`SHUFFLES` times: whether each looks as grouped as this one; nothing for one group.

        In a shuffled room every statement has the votes it has, from the people who voted on it, in another order; so
        only what joins the statements is lost.
        """
        k = len(self.centres)
        if k < 2:
            return
        rng = np.random.default_rng(0)  # the same room always gives the same answer
        seen = self._table.apartness(self._components, k)
        for table in self._table.shuffled(rng, SHUFFLES):
            yield table.apartness(table.components(None), k) >= seen


def analyse(
    votes: Votes,
    previous: "Analysis | Earlier | Iterable[Point] | None" = None,
    moderated: Collection[Statement] = (),
) -> Analysis:
    """Map a room: ``votes`` maps (voter, statement) to 1 agree, 0 pass, -1 disagree.

    ``previous`` is the analysis before this one: groups start from its centres, keep their numbers and the map its
    sides. The centres alone do as well. ``moderated`` statements count for nothing but keep their place.
    """
    table = _Table.of(votes, frozenset(moderated))
    # Who counted once goes on counting, though statements were added since.
    still = getattr(previous, "groups", {})
    table.counted |= np.array([voter in still for voter in table.voters], dtype=bool)
    known = _centres_of(previous)
    earlier = previous if isinstance(previous, Analysis) else None
    components = table.components(earlier)
    inside = table.project(components)[table.counted]
    if earlier is None and known and len(inside):
        components = _turned(table, components, known)
        inside = table.project(components)[table.counted]
    if earlier is None and known:
        return Analysis(table, components, min(len(known), max(1, len(inside))), (0, 0), np.array(known))
    best = _best_k(inside, known)
    k, wanted = best, (best, 0)
    if earlier is not None and earlier.centres:
        k, wanted = _patient(earlier, best, most=_most_groups(len(inside)))
    return Analysis(table, components, k, wanted, np.array(known))


def chance(shuffled: Sequence[bool]) -> float:
    """What :meth:`Analysis.chance` is, from all that :meth:`Analysis.shuffled` gave."""
    return (1 + sum(shuffled)) / (1 + len(shuffled))


def group_aware_consensus(votes: Votes, groups: Mapping[Voter, int]) -> dict[Statement, float]:
    """By statement, the product over the groups of (agreed + 1) / (voted + 2)."""
    return _Table.of(votes, frozenset()).consensus(groups)


class _Table:
    """Votes as an array, voters by statements, nan where somebody did not vote."""

    def __init__(
        self,
        voters: list[Voter],
        statements: list[Statement],
        votes: NDArray[np.float64],
        moderated: frozenset[Statement],
    ) -> None:
        self.voters, self.statements, self.votes, self.moderated = voters, statements, votes, moderated
        silent = np.isnan(votes)
        kept = votes.copy()
        kept[:, [statement in moderated for statement in statements]] = 0.0
        cast = np.maximum((~silent).sum(axis=0), 1)
        self.means = np.where(np.isnan(kept), 0.0, kept).sum(axis=0) / cast
        # A vote that is missing stands at the mean: it moves nobody.
        self.deviations = np.where(np.isnan(kept) | silent, 0.0, kept - self.means)
        self.cast = (~silent).sum(axis=1)
        self.counted = self.cast >= min(ENOUGH_VOTES, max(1, len(statements)))

    @classmethod
    def of(cls, votes: Votes, moderated: frozenset[Statement]) -> "_Table":
        voters = sorted({voter for voter, _ in votes}, key=_in_order)
        statements = sorted({statement for _, statement in votes} | moderated, key=_in_order)
        rows = {voter: row for row, voter in enumerate(voters)}
        columns = {statement: column for column, statement in enumerate(statements)}
        array = np.full((len(voters), len(statements)), np.nan)
        for (voter, statement), vote in votes.items():
            array[rows[voter], columns[statement]] = vote
        return cls(voters, statements, array, moderated)

    def components(self, earlier: Analysis | None) -> Points:
        """The first two principal components, shape (2, statements); zeros where there is nothing to see."""
        found = np.zeros((2, len(self.statements)))
        if min(self.deviations.shape, default=0):
            _, sizes, axes = np.linalg.svd(self.deviations, full_matrices=False)
            seen = [axis for axis, size in zip(axes[:2], sizes[:2], strict=True) if size > 1e-9]
            found[: len(seen)] = np.array(seen).reshape(len(seen), len(self.statements))
        # A component has no side of its own; the same side as before keeps the map from turning over.
        for axis in range(2):
            before = self._before(earlier, axis)
            if before @ found[axis] < 0:
                found[axis] = -found[axis]
        return found

    def _before(self, earlier: Analysis | None, axis: int) -> NDArray[np.float64]:
        if earlier is None:
            return np.ones(len(self.statements))
        known = dict(zip(earlier._table.statements, earlier._components[axis].tolist(), strict=True))
        return np.array([known.get(statement, 0.0) for statement in self.statements])

    def project(self, components: Points) -> Points:
        """Where voters stand; who voted on few statements is moved outwards, as Polis does, not to crowd the middle."""
        scale = np.sqrt(len(self.statements) / np.maximum(self.cast, 1))
        places: Points = (self.deviations @ components.T) * scale[:, None]
        return places

    def consensus(self, groups: Mapping[Voter, int]) -> dict[Statement, float]:
        number = np.array([groups.get(voter, -1) for voter in self.voters])
        if not groups:  # nobody has voted enough yet: the room is one group
            number = np.zeros(len(self.voters))
        product = np.ones(len(self.statements))
        for group in sorted(set(groups.values()) or {0}):
            inside = self.votes[number == group]
            product *= ((inside == 1).sum(axis=0) + 1) / ((~np.isnan(inside)).sum(axis=0) + 2)
        return dict(zip(self.statements, product.tolist(), strict=True))

    def apartness(self, components: Points, k: int) -> float:
        inside = self.project(components)[self.counted]
        labels, _ = k_means(inside, starts(inside, k))
        return silhouette(inside, labels)

    def shuffled(self, rng: np.random.Generator, count: int) -> Iterable["_Table"]:
        for _ in range(count):
            mixed = self.votes.copy()
            for column in mixed.T:
                cast = ~np.isnan(column)
                column[cast] = rng.permutation(column[cast])
            table = _Table(self.voters, self.statements, mixed, self.moderated)
            table.counted = self.counted
            yield table


def _in_order(key: Hashable) -> tuple[str, object]:
    return (type(key).__name__, key) if isinstance(key, int | str) else (type(key).__name__, repr(key))


def _centres_of(previous: Analysis | Earlier | Iterable[Point] | None) -> list[Point]:
    if previous is None:
        return []
    if isinstance(previous, Analysis):
        return list(previous.centres)
    groups = getattr(previous, "groups", None)
    if groups is None:
        return [(float(x), float(y)) for x, y in previous]  # type: ignore[union-attr]
    where = previous.positions  # type: ignore[union-attr]
    centres = []
    for group in sorted(set(groups.values())):
        inside = np.array([where[voter] for voter, number in groups.items() if number == group and voter in where])
        centres.append((float(inside[:, 0].mean()), float(inside[:, 1].mean())))
    return centres


def _turned(table: _Table, components: Points, known: list[Point]) -> Points:
    """The components with the signs that bring the people nearest to the centres that are known."""

    def distance(signs: Points) -> float:
        places = table.project(components * signs)[table.counted]
        return float(((places[:, None] - np.array(known)[None]) ** 2).sum(axis=2).min(axis=1).sum())

    turns = [np.array([[x], [y]]) for x in (1.0, -1.0) for y in (1.0, -1.0)]
    turned: Points = components * min(turns, key=distance)
    return turned


def _most_groups(people: int) -> int:
    return min(MOST_GROUPS, 2 + people // PEOPLE_A_GROUP, max(1, people - 1))


def _best_k(inside: Points, known: list[Point]) -> int:
    tried = {}
    for k in range(2, _most_groups(len(inside)) + 1):
        labels, _ = k_means(inside, starts(inside, k, known))
        tried[k] = silhouette(inside, labels)
    return max(tried, key=lambda k: (tried[k], -k), default=1)


def _patient(earlier: Analysis, best: int, most: int) -> tuple[int, tuple[int, int]]:
    """The number of groups now, and which other number was found better how many times in a row."""
    now = len(earlier.centres)
    if best == now:
        return now, (now, 0)
    wished, times = earlier._wanted
    times = times + 1 if wished == best else 1
    if times >= PATIENCE or now > most:
        return best, (best, 0)
    return now, (best, times)
