"""Opinion groups of a round of statements, told so that nobody in a small group can be picked out. Pure."""

from collections.abc import Hashable, Mapping, Sequence
from math import dist
from typing import TYPE_CHECKING, Final

from xlab.link.rounds import RoundNow
from xlab.report.model import Camp, Divide, Leaning, Opinions
from xlab.workshop.privacy import FEWEST, protect

if TYPE_CHECKING:
    from xlab.methods.opinion_groups import Analysis

FROM: Final = 12
"""People from whom on groups are looked for; in fewer, any two who disagree look like two camps."""

MOST: Final = 5
"""Statements that are told to divide the groups, and to be carried by all."""

_LEANS: Final = 0.6
"""The share of a group that must agree (or disagree) for the group to lean that way."""

_Votes = Mapping[tuple[Hashable, Hashable], int]


def opinions(now: RoundNow, labels: Mapping[str, str]) -> Opinions | None:
    """The groups of a round, or None where too few people voted enough; ``labels`` are the statements' texts."""
    votes: dict[tuple[Hashable, Hashable], int] = {
        (given.voter, given.item): given.value for given in now.given if isinstance(given.value, int)
    }
    if len({voter for voter, _ in votes}) < FROM:
        return None
    # Numerical code takes a seventh of a hub's start and 15 MB, and few rounds ever need it.
    from xlab.methods.opinion_groups import analyse

    analysis = analyse(votes)
    n = len(analysis.groups)
    if n < FROM:
        return None
    camps = _camps(analysis)
    shown = protect([[camp.size for camp in camps]])[0]
    if len(camps) < 2 or None in shown:
        return Opinions(n=n, chance=analysis.chance)
    leant = {one: [_lean(votes, analysis, one, group) for group in range(len(camps))] for one in labels}
    leanings = {
        one: tuple(lean for lean in each if lean is not None) for one, each in leant.items() if None not in each
    }
    apart = [one for one in leanings if {"agree", "disagree"} <= set(leanings[one])]
    together = [one for one in leanings if set(leanings[one]) == {"agree"}]
    return Opinions(
        n=n,
        chance=analysis.chance,
        camps=tuple(camps),
        divides=tuple(
            Divide(label=labels[one], leanings=leanings[one]) for one in _by_consensus(analysis, apart)[:MOST]
        ),
        common=tuple(labels[one] for one in reversed(_by_consensus(analysis, together)[-MOST:])),
    )


def _camps(analysis: "Analysis") -> list[Camp]:
    camps = []
    for group, centre in enumerate(analysis.centres):
        inside = [analysis.positions[voter] for voter, number in analysis.groups.items() if number == group]
        spread = sum(dist(place, centre) for place in inside) / len(inside) if inside else 0.0
        camps.append(Camp(size=len(inside), x=round(centre[0], 2), y=round(centre[1], 2), spread=round(spread, 2)))
    return camps


def _by_consensus(analysis: "Analysis", statements: Sequence[str]) -> list[str]:
    return sorted(statements, key=lambda one: analysis.consensus.get(one, 0.0))


def _lean(votes: _Votes, analysis: "Analysis", statement: str, group: int) -> Leaning | None:
    """Which way a group leans; None where too few of it said anything of this statement."""
    cast = [
        votes[voter, statement]
        for voter, number in analysis.groups.items()
        if number == group and (voter, statement) in votes
    ]
    if len(cast) < FEWEST:
        return None
    if cast.count(1) >= _LEANS * len(cast):
        return "agree"
    return "disagree" if cast.count(-1) >= _LEANS * len(cast) else "mixed"
