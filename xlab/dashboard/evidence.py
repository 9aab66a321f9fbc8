"""What the visit has found so far: runs and rounds by station, side and source, which never mix. Facilitators only.

Rounds and demos look as in the report, which is made of the same; what is here is read anew whenever somebody looks.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeVar, get_args

import msgspec
from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from xlab.dashboard.parts import facilitator_only, json_error, parts
from xlab.dashboard.ports.findings import Found, Runs
from xlab.dashboard.visit_parts import show
from xlab.events import Source
from xlab.report.charts import NARROW, WIDTH
from xlab.report.drawing import charts
from xlab.report.model import DemoResult, Report, RoundResult
from xlab.report.page import pieces
from xlab.report.tables import as_csv, tables

pages = Blueprint("evidence", __name__)

One = TypeVar("One", DemoResult, RoundResult)

TABLES: Final = ("runs", "demos", "rounds")
"""What can be had as CSV."""


class Item(msgspec.Struct, frozen=True):
    """A round or a demo as the page shows it; ``at`` names the station at which a round was asked, ``round`` its id."""

    html: Markup
    at: str = ""
    round: str = ""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """All there is from one source: runs by demo and station as rows of words, then demos and rounds."""

    source: Source
    heads: tuple[str, ...] = ()
    runs: tuple[tuple[str | int | None, ...], ...] = ()
    demos: tuple[Item, ...] = ()
    rounds: tuple[Item, ...] = ()


@pages.get("/visit/evidence")
@facilitator_only
def home() -> ResponseReturnValue:
    """The page of the visit under way."""
    kit = parts().kit
    now = kit.visits.now()
    found = kit.findings.evidence(now.visit) if now is not None else None
    return show(
        "evidence.html",
        found=found,
        sources=tuple(by_source(found, _names())) if found is not None else (),
        tables=TABLES,
    )


@pages.get("/api/v1/visits/<visit>/evidence")
@facilitator_only
def here(visit: str) -> ResponseReturnValue:
    """Runs and rounds of a visit."""
    found = parts().kit.findings.evidence(visit)
    return _nothing() if found is None else Response(msgspec.json.encode(found), mimetype="application/json")


@pages.get("/api/v1/visits/<visit>/evidence/charts")
@facilitator_only
def drawings(visit: str) -> ResponseReturnValue:
    """The charts as Vega-Lite by name; ``width`` is ``wide`` or ``narrow``."""
    width = request.args.get("width", "wide")
    if width not in ("wide", "narrow"):
        return json_error(400, "bad_request", "The width is wide or narrow.")
    found = parts().kit.findings.evidence(visit)
    if found is None:
        return _nothing()
    specs = charts(found.report, wide=NARROW if width == "narrow" else WIDTH)
    return Response(msgspec.json.encode(specs), mimetype="application/json")


@pages.get("/api/v1/visits/<visit>/evidence/<table>.csv")
@facilitator_only
def as_table(visit: str, table: str) -> ResponseReturnValue:
    """Runs, what demos recorded, or rounds, as CSV."""
    found = parts().kit.findings.evidence(visit)
    if found is None or table not in TABLES:
        return _nothing()
    told = tables(found.report)
    text = {"runs": runs_csv(found.runs, _names()), "demos": told["evidence.csv"], "rounds": told["rounds.csv"]}[table]
    response = Response(text, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{table}.csv"'
    return response


def by_source(found: Found, names: Mapping[str, str]) -> Iterator[Part]:
    """The evidence source by source, what the visit is about first; ``names`` are those of stations by id."""
    report = found.report
    said = pieces(report, _places(report))
    titles = {one.demo: one.title for one in (*report.demos, *report.others)}
    own: Source = "simulated" if report.practice else "live"
    for source in sorted(get_args(Source), key=lambda one: one != own):
        runs = next((one for one in found.runs if one.source == source), None)
        part = Part(
            source=source,
            heads=tuple(names.get(one, one) for one in runs.stations) if runs is not None else (),
            runs=tuple(_rows(runs, titles)) if runs is not None else (),
            demos=tuple(
                Item(said[name])
                for name, one in [*_numbered("demo", report.demos), *_numbered("also-demo", report.others)]
                if one.source == source
            ),
            rounds=tuple(
                Item(said[name], names.get(found.asked.get(one.id, ""), ""), one.id)
                for name, one in [*_numbered("round", report.rounds), *_numbered("also-round", report.elsewhere)]
                if one.source == source
            ),
        )
        if source == own or part.runs or part.demos or part.rounds:
            yield part


def runs_csv(runs: Iterable[Runs], names: Mapping[str, str]) -> str:
    """Runs as a table: a line for each demo at each station; no number where too few to tell."""
    rows: list[tuple[str | int | None, ...]] = [("source", "demo", "station", "runs")]
    for one in runs:
        for demo, counts in zip((*one.demos, "(all)"), one.counts, strict=True):
            where = (*(names.get(station, station) for station in one.stations), "(all)")
            rows += [(one.source, demo, at, count) for at, count in zip(where, counts, strict=True)]
    return as_csv(rows)


def _rows(runs: Runs, titles: Mapping[str, str]) -> Iterator[tuple[str | int | None, ...]]:
    for demo, counts in zip(runs.demos, runs.counts, strict=False):
        yield (titles.get(demo, demo), *counts)
    yield (None, *runs.counts[-1])


def _numbered(name: str, items: Sequence[One]) -> list[tuple[str, One]]:
    """As the charts and pieces of a report are named."""
    return [(f"{name}-{number}", one) for number, one in enumerate(items, 1)]


def _places(report: Report) -> Callable[[str], Markup]:
    """A place for each chart: a script draws it, and the table below tells the same."""
    names = charts(report)
    return lambda name: (
        Markup('<span class="drawn" data-chart="{}"></span>').format(name) if name in names else Markup()
    )


def _names() -> dict[str, str]:
    """What stations are called; what came from none of them was asked by the facilitator."""
    return {one.id: one.name for one in parts().kit.pairing.stations()}


def _nothing() -> Response:
    return json_error(404, "no_evidence", "This kit knows no such visit, or no such table of it.")
