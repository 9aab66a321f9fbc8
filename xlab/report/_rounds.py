"""Rounds as results: what :mod:`xlab.workshop.tally` counts, with how sure it is. Pure."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import msgspec

from xlab.events import Event, Source
from xlab.events.rounds import Kind, Language, Words
from xlab.link.rounds import Given, RoundNow
from xlab.report._opinions import opinions
from xlab.report._sides import sides
from xlab.report.intervals import Estimate, mean, spread_of_rate, wilson
from xlab.report.model import RoundResult, Row
from xlab.workshop.answers import items
from xlab.workshop.privacy import FEWEST
from xlab.workshop.rounds import Round, Rounds
from xlab.workshop.tally import Row as Tallied
from xlab.workshop.tally import tally


def results(
    events: Sequence[Event], source: Source, language: Language, *, groups: bool = True
) -> tuple[tuple[RoundResult, ...], ...]:
    """The rounds of ``source``, and those of other sources, each the oldest first; without opinion ``groups`` sooner.

    Answers from another source do not count in a round of ``source``.
    """
    pure, whole = Rounds(), Rounds()
    for event in events:
        whole.apply(event)
        if event.source == source:
            pure.apply(event)
    mine = tuple(_result(one, language, groups) for one in pure)
    return mine, tuple(_result(one, language, groups) for one in whole if one.source != source)


def said(words: Words, language: Language) -> str:
    """A text in the language, or in English, or in whichever there is."""
    return words.get(language) or words.get("en") or next(iter(words.values()), "")


def _result(one: Round, language: Language, groups: bool) -> RoundResult:
    now, question = one.now(), one.question
    labels = {option.id: said(option.text, language) for option in question.options}
    labels |= {idea.id: idea.text for idea in now.ideas}
    if question.kind == "scale":
        labels = {str(step): str(step) for step in range(1, question.steps + 1)}
    verdicts = [idea.verdict for idea in one.ideas.values()]
    result = tally(now)
    told = one.voters if result is None else result.n
    return RoundResult(
        id=one.id,
        kind=question.kind,
        question=said(question.text, language),
        source=one.source,
        n=told if told >= FEWEST else None,
        rows=tuple(_row(now, row, labels) for row in result.rows) if result is not None else (),
        mean=_middle(now) if result is not None and question.kind == "scale" else None,
        ends=(said(question.low, language), said(question.high, language)),
        steps=question.steps if question.kind == "scale" else len(question.options),
        budget=question.budget,
        ideas=tuple(idea.text for idea in now.ideas),
        parked=verdicts.count("parked"),
        hidden=verdicts.count("hidden"),
        waiting=now.waiting,
        opinions=opinions(now, labels) if groups and result is not None and question.kind == "statements" else None,
        sides=sides(one, labels, language),
    )


def _row(now: RoundNow, row: Tallied, labels: dict[str, str]) -> Row:
    seeded = now.question.kind == "scale" or any(option.id == row.id for option in now.question.options)
    plain = Row(label=labels[row.id], n=row.n, seeded=seeded)
    if row.parts is not None:
        agree, _, disagree = row.parts
        return msgspec.structs.replace(plain, figure=wilson(agree, row.n), against=wilson(disagree, row.n))
    figure = _FIGURES.get(now.question.kind)
    return msgspec.structs.replace(plain, figure=figure(now, row)) if figure and row.value is not None else plain


def _share(now: RoundNow, row: Tallied) -> Estimate:
    return wilson(int(row.value or 0), row.n)


def _chance(now: RoundNow, row: Tallied) -> Estimate:
    """The chance to win a pair; how sure it is, by people, since one person's taps are alike."""
    people: dict[int, tuple[int, int]] = {}
    for given in now.given:
        if row.id in items(given.item):
            won, tried = people.get(given.voter, (0, 0))
            people[given.voter] = (won + (given.value == row.id), tried + 1)
    value, half = (row.value or 0) / 100, spread_of_rate(tuple(people.values()))
    return Estimate(value=value, low=max(0.0, value - half), high=min(1.0, value + half))


def _place(now: RoundNow, row: Tallied) -> Estimate:
    options = len(now.question.options)

    def place(given: Given) -> float:
        order = given.value if isinstance(given.value, tuple) else ()
        return order.index(row.id) + 1 if row.id in order else (len(order) + 1 + options) / 2

    return mean([place(given) for given in now.given], 1, options)


def _points(now: RoundNow, row: Tallied) -> Estimate:
    spent = [given.value.get(row.id, 0) if isinstance(given.value, dict) else 0 for given in now.given]
    return mean(spent, 0, now.question.budget)


def _middle(now: RoundNow) -> Estimate:
    steps: Iterable[int] = (given.value for given in now.given if isinstance(given.value, int))
    return mean(list(steps), 1, now.question.steps)


_FIGURES: Final[dict[Kind, Callable[[RoundNow, Tallied], Estimate]]] = {
    "choice": _share,
    "scale": _share,
    "pair": _chance,
    "rank": _place,
    "budget": _points,
}
