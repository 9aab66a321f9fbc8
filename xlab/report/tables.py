"""The report as tables, for people who want to count for themselves. Pure.

Only what the report itself tells is in them: whole rooms from 5 people, no small cell of a breakdown, no voter.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from xlab.report.intervals import Estimate
from xlab.report.model import Report, RoundResult

Cell = str | int | float | None
Table = Sequence[Sequence[Cell]]

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins like this is run as a formula by spreadsheets; visitors write some of these texts."""


def tables(report: Report) -> dict[str, str]:
    """The tables as CSV by name of file, with English headings, a point in numbers and figures as shares of 1."""
    return {
        "rounds.csv": as_csv(_rounds(report)),
        "evidence.csv": as_csv(_evidence(report)),
        "people.csv": as_csv(_people(report)),
        "board.csv": as_csv(_board(report)),
        "decisions.csv": as_csv(_decisions(report)),
    }


def _rounds(report: Report) -> Iterator[Sequence[Cell]]:
    yield (
        "source", "round", "kind", "question", "answer", "seeded", "n", "count", "figure", "low95", "high95",
        "count_against", "figure_against", "low95_against", "high95_against",
    )  # fmt: skip
    for number, one in enumerate((*report.rounds, *report.elsewhere), 1):
        yield from _lines(number, one)


def _lines(number: int, one: RoundResult) -> Iterator[Sequence[Cell]]:
    for row in one.rows:
        start = (one.source, number, one.kind, one.question, row.label, "yes" if row.seeded else "no", row.n)
        yield (*start, *_figure(row.figure), *_figure(row.against))


def _figure(estimate: Estimate | None) -> Sequence[Cell]:
    if estimate is None:
        return (None, None, None, None)
    return (estimate.count, round(estimate.value, 4), round(estimate.low, 4), round(estimate.high, 4))


def _evidence(report: Report) -> Iterator[Sequence[Cell]]:
    yield ("source", "demo", "field", "label", "n", "value", "count", "figure", "low95", "high95")
    for demo in (*report.demos, *report.others):
        for field in demo.fields:
            start = (demo.source, demo.demo, field.field, field.label, field.n)
            if field.share is not None:
                yield (*start, "true", *_figure(field.share))
            for one in field.bins:
                yield (*start, one.label or "(other)", one.count, None, None, None)


def _people(report: Report) -> Iterator[Sequence[Cell]]:
    yield ("group", "phones", "badges")
    yield ("all", report.people.phones, report.people.badges)
    for group in report.people.groups:
        yield (group.number, group.phones, group.badges)


def _board(report: Report) -> Iterator[Sequence[Cell]]:
    yield (
        "stage",
        "pattern",
        "stakeholder",
        "value",
        "rule",
        "pilot",
        "owner",
        "measure",
        "acceptance",
        "stop",
        "review",
    )
    for one in report.connections:
        pilot = one.pilot
        told = (
            (pilot.test, pilot.owner, pilot.measure, pilot.acceptance, pilot.stop, pilot.review) if pilot else [""] * 6
        )
        yield (one.stage, one.pattern, one.who, one.value, one.rule, *told)


def _decisions(report: Report) -> Iterator[Sequence[Cell]]:
    yield ("decision", "why", "rule", "owner", "until", "replaced")
    for holds, decisions in (("no", report.decisions), ("yes", report.replaced)):
        for one in decisions:
            yield (one.what, one.why, one.rule, one.owner, one.until, holds)


def as_csv(rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as CSV in which no cell is run as a formula."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows([_safe(cell) for cell in row] for row in rows)
    return file.getvalue()


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
