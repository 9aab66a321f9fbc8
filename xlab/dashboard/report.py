"""The report of a visit: as a page with its charts, to take along, and for programs. There once the visit closed."""

from typing import Final

import msgspec
from flask import Blueprint, Response, abort, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from xlab.dashboard.parts import facilitator_only, json_error, parts
from xlab.dashboard.ports.papers import Paper
from xlab.dashboard.visit_parts import show
from xlab.report.charts import NARROW, WIDTH
from xlab.report.drawing import charts
from xlab.report.model import Report
from xlab.report.page import body
from xlab.workshop.visit import VisitNow

pages = Blueprint("report", __name__)

KINDS: Final = {"pdf": "application/pdf", "zip": "application/zip", "json": "application/json"}
"""What can be taken along, and its type."""


class ReportHere(msgspec.Struct, frozen=True):
    """The report of a visit: how it is, and what it says as soon as that is added up."""

    paper: Paper
    report: Report | None


@pages.get("/visit/report")
@pages.get("/visit/report/<visit>")
@facilitator_only
def home(visit: str = "") -> ResponseReturnValue:
    """The report of the visit under way, or of the one in the address."""
    kit = parts().kit
    every = kit.visits.all()
    now = kit.visits.now()
    if not visit and now is None:
        # Between visits the last one's is what people look for.
        now = next((one for one in every if kit.papers.of(one.visit) is not None), None)
    told = next((one for one in every if one.visit == visit), None) if visit else now
    if visit and told is None:
        abort(404)
    report = kit.papers.report(told.visit) if told is not None else None
    return show(
        "report.html",
        told=told,
        paper=kit.papers.of(told.visit) if told is not None else None,
        report=report,
        sheet=_sheet(report) if report is not None else "",
        past=[one for one in every if told is None or one.visit != told.visit if _is_past(one)],
    )


@pages.post("/visit/report/<visit>/again")
@facilitator_only
def again(visit: str) -> ResponseReturnValue:
    """Make it once more."""
    if parts().kit.papers.of(visit) is None:
        abort(404)
    parts().kit.papers.again(visit)
    return redirect(url_for("report.home", visit=visit), 303)


@pages.get("/visit/report/<visit>/report.<kind>")
@facilitator_only
def document(visit: str, kind: str) -> ResponseReturnValue:
    """A document to take along, under a name that says what it is."""
    return _document(visit, kind) or abort(404)


@pages.get("/api/v1/visits/<visit>/report")
@facilitator_only
def here(visit: str) -> ResponseReturnValue:
    """How it is, and what it says."""
    papers = parts().kit.papers
    paper = papers.of(visit)
    if paper is None:
        return _nothing()
    return Response(msgspec.json.encode(ReportHere(paper, papers.report(visit))), mimetype="application/json")


@pages.get("/api/v1/visits/<visit>/report/charts")
@facilitator_only
def drawings(visit: str) -> ResponseReturnValue:
    """The charts as Vega-Lite by name; ``width`` is ``wide`` or ``narrow``."""
    width = request.args.get("width", "wide")
    if width not in ("wide", "narrow"):
        return json_error(400, "bad_request", "The width is wide or narrow.")
    report = parts().kit.papers.report(visit)
    if report is None:
        return _nothing()
    specs = charts(report, wide=NARROW if width == "narrow" else WIDTH)
    return Response(msgspec.json.encode(specs), mimetype="application/json")


@pages.get("/api/v1/visits/<visit>/report.pdf")
@facilitator_only
def pdf(visit: str) -> ResponseReturnValue:
    """The report as PDF."""
    return _document(visit, "pdf") or _nothing()


@pages.get("/api/v1/visits/<visit>/report.zip")
@facilitator_only
def packed(visit: str) -> ResponseReturnValue:
    """Everything in one zip."""
    return _document(visit, "zip") or _nothing()


def _document(visit: str, kind: str) -> Response | None:
    papers = parts().kit.papers
    path = papers.file(visit, f"report.{kind}") if kind in KINDS else None
    report = papers.report(visit) if path is not None else None
    if path is None or report is None:
        return None
    name = " ".join(part for part in (_plain(report.charter.unit), report.day) if part)
    try:
        return send_file(path, KINDS[kind], as_attachment=True, download_name=f"{name}.{kind}", max_age=0)
    except FileNotFoundError:  # a newer one takes its place at this moment
        return None


def _plain(text: str) -> str:
    """What may stand in the name of a file on anybody's machine."""
    return " ".join("".join(one if one.isalnum() or one in "-_" else " " for one in text).split())[:60]


def _sheet(report: Report) -> Markup:
    """What the report says, with a place for each chart: a script draws it, and the table below tells the same."""
    names = charts(report)

    def place(name: str) -> Markup:
        return Markup('<span class="drawn" data-chart="{}"></span>').format(name) if name in names else Markup()

    return body(report, place)


def _is_past(visit: VisitNow) -> bool:
    return visit.state == "signed_off" and parts().kit.papers.of(visit.visit) is not None


def _nothing() -> Response:
    return json_error(404, "no_report", "There is no such report, or not yet. It is made when a visit closes.")
