"""How it came about: the counts behind a result, the rule that makes it of them, and why a platform was suggested.

The figures here are worked out beside :mod:`xlab.workshop.tally`, one person after the other and by the rule as people
read it, so that anybody can hold the one against the other. Pure.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import msgspec

from xlab.events import Event
from xlab.events.rounds import Kind
from xlab.events.visits import Stakeholder, StakeholderClass, Worth
from xlab.link.rounds import Given, RoundNow
from xlab.workshop.privacy import FEWEST
from xlab.workshop.rounds import Round, Rounds
from xlab.workshop.suggest import Rule
from xlab.workshop.tally import Result

COUNTED: Final[dict[Kind, tuple[str, ...]]] = {
    "choice": ("picked",),
    "scale": ("picked",),
    "pair": ("won", "compared"),
    "rank": ("places",),
    "budget": ("points",),
    "statements": ("agree", "pass", "disagree"),
}
"""What is counted for each line, by kind; words have nothing to count."""

DIGITS: Final[dict[Kind, int]] = {"pair": 1, "rank": 2, "budget": 1}
"""Digits after the point of what the rule gives."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a result: ``counts`` as :data:`COUNTED` names them, and what the rule makes of them.

    ``n`` are the people it rests on; while they are too few there are no counts. Statements have no value but parts.
    """

    id: str
    n: int
    counts: tuple[float, ...] | None = None
    value: float | None = None


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """The counts of a round of ``n`` people, each line in the order of the question, then of the room's own ideas."""

    kind: Kind
    n: int
    lines: tuple[Line, ...]


def explain(now: RoundNow) -> Explained | None:
    """The counts behind a round's result; None while it is hidden, of too few people, or of words alone."""
    kind = now.question.kind
    people = {given.voter for given in now.given}
    if kind not in COUNTED or len(people) < FEWEST:
        return None
    ids = [option.id for option in now.question.options]
    if kind == "scale":
        ids = [str(step) for step in range(1, now.question.steps + 1)]
    elif kind in ("pair", "statements"):
        ids += [idea.id for idea in now.ideas]
    return Explained(kind=kind, n=len(people), lines=tuple(_line(now, one, len(people)) for one in ids))


def agree(explained: Explained | None, result: Result | None) -> bool:
    """Whether what was counted here is what is shown: as many people, the same lines, the same figures."""
    if explained is None or result is None:
        return explained is None and result is None
    shown = {row.id: (row.n, row.value, row.parts) for row in result.rows}
    parts = explained.kind == "statements"
    counted = {one.id: (one.n, one.value, one.counts if parts else None) for one in explained.lines}
    return (explained.n, counted) == (result.n, shown)


def recount(events: Iterable[Event], round_id: str) -> Round | None:
    """The round as the log alone tells it, from its first event to its last; None if the log knows no such round."""
    rounds = Rounds()
    for event in events:
        rounds.apply(event)
    return rounds.get(round_id)


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """A rule held against a stakeholder of the board.

    ``fits``: its class is one of the rule's; ``shared`` are the values that both name, the stakeholder's first first.
    ``others`` are the rules of the same pattern that fit as well and say less, or stand further down.
    """

    rule: Rule
    group: StakeholderClass
    fits: bool
    values: tuple[Worth, ...]
    shared: tuple[Worth, ...]
    others: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the rule suggests its pattern for this stakeholder."""
        return self.fits and bool(self.shared)


def match(rule: Rule, stakeholder: Stakeholder, rules: Sequence[Rule]) -> Match:
    """Why ``rule``, one of ``rules``, suggests its pattern for this stakeholder, or does not any more."""
    rivals = (one.id for one in rules if one.id != rule.id and one.pattern == rule.pattern and _holds(one, stakeholder))
    return Match(
        rule=rule,
        group=stakeholder.group,
        fits=stakeholder.group in rule.groups,
        values=stakeholder.values,
        shared=tuple(value for value in stakeholder.values if value in rule.values),
        others=tuple(rivals),
    )


def _holds(rule: Rule, stakeholder: Stakeholder) -> bool:
    return stakeholder.group in rule.groups and any(value in rule.values for value in stakeholder.values)


def _line(now: RoundNow, one: str, people: int) -> Line:
    kind = now.question.kind
    n, counts = _COUNTS[kind](now, one)
    if kind not in ("pair", "statements"):
        n = people
    if n < FEWEST:
        return Line(id=one, n=n)
    return Line(id=one, n=n, counts=counts, value=_value(kind, n, counts))


def _value(kind: Kind, n: int, counts: tuple[float, ...]) -> float | None:
    """The rule, as the page says it in words."""
    match kind:
        case "pair":
            won, compared = counts
            return round(100 * (won + 1) / (compared + 2), DIGITS[kind])
        case "rank" | "budget":
            return round(counts[0] / n, DIGITS[kind])
        case "statements":
            return None
        case _:
            return counts[0]


Counts = tuple[int, tuple[float, ...]]
"""People who said something of it, and the counts."""


def _picked(now: RoundNow, one: str) -> Counts:
    chosen = [_all(given) for given in now.given]
    return len(chosen), (sum(one in each for each in chosen),)


def _pairs(now: RoundNow, one: str) -> Counts:
    about = [given for given in now.given if one in given.item.split("|") and given.value in given.item.split("|")]
    return len({given.voter for given in about}), (sum(given.value == one for given in about), len(about))


def _places(now: RoundNow, one: str) -> Counts:
    places = 0.0
    for given in now.given:
        order = _all(given)
        left = [option.id for option in now.question.options if option.id not in order]
        # Those left out share the places that remain, so each gets the middle of them.
        places += order.index(one) + 1 if one in order else len(order) + (1 + len(left)) / 2
    return len(now.given), (places,)


def _points(now: RoundNow, one: str) -> Counts:
    return len(now.given), (sum(given.value.get(one, 0) for given in now.given if isinstance(given.value, dict)),)


def _verdicts(now: RoundNow, one: str) -> Counts:
    said = [given.value for given in now.given if given.item == one]
    return len(said), (said.count(1), said.count(0), said.count(-1))


def _all(given: Given) -> tuple[str, ...]:
    """What was picked, as ids; a step of a scale is its number."""
    if isinstance(given.value, tuple):
        return given.value
    return () if isinstance(given.value, dict) else (str(given.value),)


_COUNTS: Final[dict[Kind, Callable[[RoundNow, str], Counts]]] = {
    "choice": _picked,
    "scale": _picked,
    "pair": _pairs,
    "rank": _places,
    "budget": _points,
    "statements": _verdicts,
}
