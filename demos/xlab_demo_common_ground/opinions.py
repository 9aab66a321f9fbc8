"""What a room's votes say, as far as it may be told: islands, the bridge between them, what sets one apart. Pure.

Nothing is told of fewer than :data:`FEWEST` people: not what a group says, not what is said elsewhere, not what the
room agrees on. Of a group only the side it leans to is told, never a count of votes.
"""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from xlab.methods.opinion_groups import Analysis, Point, Statement, Voter, Votes, analyse

Leaning = Literal["agree", "disagree", "mixed"]

FEWEST: Final = 5
"""People below whom nothing is told of them together: the kit's own rule, see its design."""

LEANS: Final = 0.6
"""The share of people that must agree (or disagree) for them to lean that way; the report takes the same."""


class Common(msgspec.Struct, frozen=True):
    """A statement that people agree on: in all groups, or, where groups cannot be told, most of the room."""

    item: str
    agree: int
    voted: int
    everywhere: bool


class Difference(msgspec.Struct, frozen=True):
    """The statement on which a group differs most from everybody else, and where both lean."""

    item: str
    here: Leaning
    elsewhere: Leaning


class Sight(msgspec.Struct, frozen=True):
    """A room as it can be looked at.

    ``places`` are all voters' places on the map, ``groups`` the islands of those who voted enough (nobody while they
    are fewer than five), ``sizes`` people by group, ``people`` all who voted.
    """

    people: int = 0
    places: dict[Voter, Point] = {}
    groups: dict[Voter, int] = {}
    sizes: tuple[int, ...] = ()
    common: Common | None = None
    differences: tuple[Difference | None, ...] = ()


class Room:
    """One room while votes come in: groups keep their numbers, and the map its sides."""

    def __init__(self) -> None:
        self.analysis: Analysis | None = None
        self.sight = Sight()

    def follow(self, votes: Votes) -> Analysis:
        """These are the votes now; :attr:`sight` is what may be told of them."""
        self.analysis = analyse(votes, self.analysis)
        self.sight = sight(votes, self.analysis)
        return self.analysis


def sight(votes: Votes, analysis: Analysis) -> Sight:
    """What may be told of an analysed room."""
    known = analysis.groups if len(analysis.groups) >= FEWEST else {}
    groups = range(len(analysis.centres)) if known else range(0)
    sizes = tuple(sum(1 for number in known.values() if number == group) for group in groups)
    return Sight(
        people=len(analysis.positions),
        places=dict(analysis.positions),
        groups=dict(known),
        sizes=sizes,
        common=common(votes, analysis.consensus, known, sizes),
        differences=tuple(difference(votes, known, group) for group in groups),
    )


def common(
    votes: Votes, consensus: Mapping[Statement, float], groups: Mapping[Voter, int], sizes: tuple[int, ...]
) -> Common | None:
    """The statement with the highest consensus of those that all groups lean to, else of those the room leans to."""
    found = []
    for item in map(str, consensus):
        all_of_it = [vote for (_, one), vote in votes.items() if one == item]
        if leaning(all_of_it) != "agree":
            continue
        parts = [_votes_of(votes, groups, group, item) for group in range(len(sizes))]
        everywhere = len(parts) > 1 and all(leaning(part) == "agree" for part in parts)
        found.append(((everywhere, consensus[item], item), all_of_it))
    if not found:
        return None
    (everywhere, _, item), cast = max(found)
    return Common(item, cast.count(1), len(cast), everywhere)


def difference(votes: Votes, groups: Mapping[Voter, int], group: int) -> Difference | None:
    """What this group says most differently; None where too few people are in it or elsewhere, or nothing differs."""
    best: tuple[float, str] | None = None
    told: dict[str, Difference] = {}
    for item in sorted({str(one) for _, one in votes}):
        here = _votes_of(votes, groups, group, item)
        elsewhere = [vote for (voter, one), vote in votes.items() if one == item and groups.get(voter, group) != group]
        one, other = leaning(here), leaning(elsewhere)
        if one is None or other is None or one == other:
            continue
        gap = abs(sum(here) / len(here) - sum(elsewhere) / len(elsewhere))
        told[item] = Difference(item, one, other)
        best = max(best or (gap, item), (gap, item))
    return told[best[1]] if best else None


def leaning(cast: list[int]) -> Leaning | None:
    """Which way votes lean; None if they are fewer than five."""
    if len(cast) < FEWEST:
        return None
    if cast.count(1) >= LEANS * len(cast):
        return "agree"
    return "disagree" if cast.count(-1) >= LEANS * len(cast) else "mixed"


def _votes_of(votes: Votes, groups: Mapping[Voter, int], group: int, item: Statement) -> list[int]:
    return [votes[voter, item] for voter, number in groups.items() if number == group and (voter, item) in votes]
