"""What the answers to a round add up to: the only form in which answers leave the kit. Pure.

Nothing is counted out of fewer than :data:`xlab.workshop.privacy.FEWEST` people, neither the round nor one row of it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import msgspec

from xlab.events.rounds import AnswerValue, Kind
from xlab.link.rounds import RoundNow
from xlab.workshop.privacy import FEWEST


class Row(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One bar of a chart.

    ``id`` is an option's, an idea's, or a step of a scale; ``n`` the people it rests on. ``value`` by kind: choice and
    scale: people; pair: 0 to 100, how often it won; rank: its mean place; budget: mean points. ``parts``: people who
    agree, pass and disagree. Neither is there while ``n`` is too small.
    """

    id: str
    n: int
    value: float | None = None
    parts: tuple[int, int, int] | None = None


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """The answers of ``n`` people, as rows in the order in which they are shown."""

    n: int
    rows: tuple[Row, ...]


def tally(now: RoundNow) -> Result | None:
    """The result of a round as it may be seen; None while it is hidden, of too few people, or of words alone."""
    voters = {given.voter for given in now.given}
    count = _COUNTS.get(now.question.kind)
    if count is None or len(voters) < FEWEST:
        return None
    return Result(n=len(voters), rows=tuple(count(now)))


def _choice(now: RoundNow) -> Iterable[Row]:
    picked = Counter(one for given in now.given for one in _ids(given.value))
    n = len(now.given)
    return [Row(id=option.id, n=n, value=picked[option.id]) for option in now.question.options]


def _scale(now: RoundNow) -> Iterable[Row]:
    steps = Counter(given.value for given in now.given if isinstance(given.value, int))
    n = len(now.given)
    return [Row(id=str(step), n=n, value=steps[step]) for step in range(1, now.question.steps + 1)]


def _pair(now: RoundNow) -> Iterable[Row]:
    won: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    people: dict[str, set[int]] = {}
    for given in now.given:
        sides = given.item.split("|")
        if len(sides) != 2 or given.value not in sides:
            continue
        won[str(given.value)] += 1
        for side in sides:
            seen[side] += 1
            people.setdefault(side, set()).add(given.voter)

    def row(one: str) -> Row:
        n = len(people.get(one, ()))
        # All Our Ideas' score: the chance to win, with one win and one loss added, so that few votes decide little.
        return Row(id=one, n=n, value=round(100 * (won[one] + 1) / (seen[one] + 2), 1) if n >= FEWEST else None)

    return sorted(map(row, _everything(now)), key=lambda row: -1.0 if row.value is None else row.value, reverse=True)


def _rank(now: RoundNow) -> Iterable[Row]:
    options = [option.id for option in now.question.options]
    orders = [_ids(given.value) for given in now.given]

    def place(one: str, order: Sequence[str]) -> float:
        # What was left out shares the places that remain.
        return order.index(one) + 1 if one in order else (len(order) + 1 + len(options)) / 2

    rows = [
        Row(id=one, n=len(orders), value=round(sum(place(one, order) for order in orders) / len(orders), 2))
        for one in options
    ]
    return sorted(rows, key=lambda row: row.value or 0)


def _budget(now: RoundNow) -> Iterable[Row]:
    spent: Counter[str] = Counter()
    for given in now.given:
        if isinstance(given.value, dict):
            spent.update(given.value)
    n = len(now.given)
    return [Row(id=option.id, n=n, value=round(spent[option.id] / n, 1)) for option in now.question.options]


def _statements(now: RoundNow) -> Iterable[Row]:
    votes: dict[str, Counter[AnswerValue]] = {}
    for given in now.given:
        if isinstance(given.value, int):
            votes.setdefault(given.item, Counter())[given.value] += 1

    def row(one: str) -> Row:
        of = votes.get(one, Counter())
        n = of.total()
        return Row(id=one, n=n, parts=(of[1], of[0], of[-1]) if n >= FEWEST else None)

    def agreement(row: Row) -> float:
        return (row.parts[0] - row.parts[2]) / row.n if row.parts else -2.0

    return sorted(map(row, _everything(now)), key=agreement, reverse=True)


def _everything(now: RoundNow) -> list[str]:
    return [*(option.id for option in now.question.options), *(idea.id for idea in now.ideas)]


def _ids(value: AnswerValue) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return value if isinstance(value, tuple) else ()


_COUNTS: Final[dict[Kind, Callable[[RoundNow], Iterable[Row]]]] = {
    "choice": _choice,
    "pair": _pair,
    "scale": _scale,
    "rank": _rank,
    "budget": _budget,
    "statements": _statements,
}
