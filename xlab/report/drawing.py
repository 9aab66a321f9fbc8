"""Which chart stands where: from a report to its charts by name, in the report's language. Pure."""

from typing import Final

from xlab.look.words import Words
from xlab.report.charts import WIDTH, Mark, Spec, histogram, opinion_map, rank_list, share_bars, supply_chain, verdicts
from xlab.report.intervals import Estimate, wilson
from xlab.report.model import Bin, DemoResult, FieldResult, Report, RoundResult, Row
from xlab.report.writing import cut, number_with, percent, percent_with
from xlab.workshop.board import STAGES

CAMPS: Final = "ABCDE"
"""What opinion groups are called."""

FEW_BARS: Final = 3
"""So few bars of numbers say no more than their words do, so they are told like any other answer."""

_LETTERS: Final = 200
"""Letters of a label; the longest sentence of a round has 300."""


def charts(report: Report, *, wide: int = WIDTH) -> dict[str, Spec]:
    """All charts: ``rail``, ``board``, ``round-<n>``, ``map-<n>``, ``demo-<n>-<field>``; ``also`` marks other sources.

    Numbers count from 1 in the order of the report. ``wide`` is :data:`~xlab.report.charts.WIDTH` or, for phones,
    :data:`~xlab.report.charts.NARROW`.
    """
    words = Words(report.language)
    stages: dict[str, str] = {stage: words(f"report.stage_{stage}") for stage in STAGES}
    pilots = [one for one in report.connections if one.pilot is not None]
    drawn: dict[str, Spec] = {}
    for name, connections in (("rail", pilots), ("board", report.connections)):
        placed: dict[str, list[tuple[str, str]]] = {}
        for platform in connections:
            placed.setdefault(platform.stage, []).append((platform.pattern, platform.who))
        drawn[name] = supply_chain(placed, stages, words("report.more"), wide=wide)
    for mark, rounds, demos in (("", report.rounds, report.demos), ("also-", report.elsewhere, report.others)):
        for index, one in enumerate(rounds, 1):
            drawn |= _round(mark, index, one, words, wide)
        for index, demo in enumerate(demos, 1):
            for field in (one for one in demo.fields if one.share is not None or one.bins):
                drawn[f"{mark}demo-{index}-{field.field}"] = _field(demo, field, words, wide)
    return drawn


def _round(mark: str, index: int, one: RoundResult, words: Words, wide: int) -> dict[str, Spec]:
    drawn = {}
    spec = _result(one, words, wide)
    if spec is not None:
        drawn[f"{mark}round-{index}"] = spec
    if one.opinions is not None and one.opinions.camps:
        names = [
            words("report.camp", name=CAMPS[number], count=camp.size) for number, camp in enumerate(one.opinions.camps)
        ]
        drawn[f"{mark}map-{index}"] = opinion_map(one.opinions.camps, names, wide=wide)
    return drawn


def _result(one: RoundResult, words: Words, wide: int) -> Spec | None:
    told = [(row, row.figure) for row in one.rows if row.figure is not None]
    if not told:
        return None
    if one.kind == "scale":
        return histogram([(row.label, figure.count or 0) for row, figure in told], wide=wide)
    if one.kind == "statements":
        return verdicts([_verdict(row, figure, words) for row, figure in told], wide=wide)
    marks = [_mark(row, figure, _told(one, row, figure, words), words) for row, figure in told]
    ends = {"rank": (max(one.steps, 2), 1), "budget": (0, max(figure.high for _, figure in told) or 1), "pair": (0, 1)}
    return rank_list(marks, *ends[one.kind], wide=wide) if one.kind in ends else share_bars(marks, wide=wide)


def _told(one: RoundResult, row: Row, figure: Estimate, words: Words) -> str:
    match one.kind:
        case "rank":
            return words("report.place", place=number_with(figure, words.language))
        case "budget":
            return words("report.points", points=number_with(figure, words.language))
        case "pair":
            return percent_with(figure, words.language)
    return _share(figure, row.n, words)


def _label(row: Row, words: Words) -> str:
    label = cut(row.label, _LETTERS)
    return label if row.seeded else f"{label} ({words('report.own')})"


def _mark(row: Row, figure: Estimate, told: str, words: Words) -> Mark:
    label, own = _label(row, words), not row.seeded
    return Mark(label=label, value=figure.value, low=figure.low, high=figure.high, told=told, own=own)


def _verdict(row: Row, figure: Estimate, words: Words) -> Mark:
    against = row.against or Estimate(value=0, low=0, high=0)
    told = f"{percent(figure.value, words.language)} · {words('report.of', count=figure.count, all=row.n)}"
    other = f"{words('report.of', count=against.count, all=row.n)} · {percent(against.value, words.language)}"
    return Mark(
        label=_label(row, words),
        value=figure.value,
        low=figure.low,
        high=figure.high,
        told=told,
        own=not row.seeded,
        other=(against.value, against.low, against.high, other),
    )


def _share(figure: Estimate, n: int, words: Words) -> str:
    return f"{words('report.of', count=figure.count, all=n)} · {percent_with(figure, words.language)}"


def _field(demo: DemoResult, field: FieldResult, words: Words, wide: int) -> Spec:
    if field.share is not None:
        told = _share(field.share, field.n, words)
        share = field.share
        mark = Mark(label=field.label, value=share.value, low=share.low, high=share.high, told=told)
        return share_bars([mark], demo.stage, wide=wide)
    if field.mean is None or len(field.bins) <= FEW_BARS:
        return share_bars([_bin(one, field.n, words) for one in field.bins], demo.stage, wide=wide)
    return histogram(
        [(cut(bin_.label, 24) or words("report.other"), bin_.count) for bin_ in field.bins], demo.stage, wide=wide
    )


def _bin(one: Bin, n: int, words: Words) -> Mark:
    """One answer of several, as a part of all that were given."""
    share = wilson(one.count, n)
    label = cut(one.label, _LETTERS) or words("report.other")
    return Mark(label=label, value=share.value, low=share.low, high=share.high, told=_share(share, n, words))
