"""The report as one page of HTML that needs nothing else: fonts, style and charts are in it. Pure but for the fonts.

The same page is read in a browser and printed: the style has a part for each.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from xlab.look import tokens
from xlab.look.words import Words
from xlab.report.drawing import CAMPS
from xlab.report.faces import beyond, embedded
from xlab.report.model import Report
from xlab.report.writing import cut, day, number, number_with, percent, percent_with, settled
from xlab.workshop.board import GROUPS

MARK: Final = 12
"""Digits of the charter's SHA-256 that screens show; the report shows all, these first."""


def page(report: Report, pictures: Mapping[str, str]) -> str:
    """The page; ``pictures`` are the charts as SVG by name, and where one is missing a table stands in its place."""

    def picture(name: str) -> Markup:
        return Markup(_inline(pictures[name], name)) if name in pictures else Markup()  # noqa: S704

    style = Markup(_style(report))  # noqa: S704 - made of tokens and our own file
    return _environment().get_template("report.html").render(**_said(report, picture), style=style)


def body(report: Report, picture: Callable[[str], Markup]) -> Markup:
    """What is on the page, for one with a style of its own; ``picture`` gives what stands for a chart, by its name."""
    return Markup(_environment().get_template("body.html").render(**_said(report, picture)))  # noqa: S704


def pieces(report: Report, picture: Callable[[str], Markup]) -> dict[str, Markup]:
    """Each round and each demo as the page has it, by the names that :func:`xlab.report.drawing.charts` begins with."""
    macros: Any = _environment().get_template("body.html").make_module(_said(report, picture))
    said: dict[str, Markup] = {}
    for mark, rounds, demos in (("", report.rounds, report.demos), ("also-", report.elsewhere, report.others)):
        said |= {(name := f"{mark}round-{at}"): macros.round(one, name) for at, one in enumerate(rounds, 1)}
        said |= {(name := f"{mark}demo-{at}"): macros.played(one, name) for at, one in enumerate(demos, 1)}
    return said


def _said(report: Report, picture: Callable[[str], Markup]) -> dict[str, Any]:
    words = Words(report.language)
    return {
        "report": report,
        "say": lambda key, **values: words(f"report.{key}", **values),
        "picture": picture,
        "day": lambda text: day(text, words),
        "percent": lambda value: percent(value, report.language),
        "percent_with": lambda value: percent_with(value, report.language),
        "number": lambda value: number(value, report.language),
        "number_with": lambda value: number_with(value, report.language),
        "cut": cut,
        "settled": settled,
        "dense": _says_much(report),
        "hash": _hash,
        "titles": lambda names: ", ".join(words(f"report.{name}") for name in names),
        "groups": GROUPS,
        "camps": CAMPS,
    }


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("xlab.report"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _says_much(report: Report) -> bool:
    """Whether the first page needs small type to hold everything; by letters, since lines are known only when set."""
    charter = report.charter
    listed = [one.what for one in report.decisions[:3]] + [one.text for one in report.upcoming[:2]]
    letters = 3 * len(charter.unit) + 2 * len(charter.vision) + len(charter.purpose) + sum(map(len, listed))
    pilots = Counter(one.stage for one in report.connections if one.pilot is not None)
    return letters > 620 or len(report.decisions) > 2 or max(pilots.values(), default=0) > 1


def _inline(svg: str, name: str) -> str:
    """An SVG among others in a page: what it names inside itself is named apart, and the page gives it its width."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r'(id="|url\(#|href="#)', rf"\1{name}-", svg)
    return re.sub(r'^(<svg[^>]*?) width="[^"]*" height="[^"]*"', r'\1 aria-hidden="true"', svg)


def _hash(digest: str) -> Markup:
    """A long number in groups of four, which people can compare; bold as far as screens show it."""
    groups = [digest[at : at + 4] for at in range(0, len(digest), 4)]
    return Markup("<b>{}</b> {}").format(" ".join(groups[: MARK // 4]), " ".join(groups[MARK // 4 :]))


def _style(report: Report) -> str:
    values: dict[str, Any] = {
        "ink": tokens.PAPER_INK,
        "soft": tokens.PAPER_INK_SOFT,
        "paper": tokens.PAPER,
        "sheet": tokens.PAPER_RAISED,
    }
    values |= {f"stage-{stage}": tokens.ACCENTS[accent] for stage, accent in tokens.STAGE_ACCENTS.items()}
    words = Words(report.language)
    foot = f"{cut(report.charter.unit, 60) or words('report.kit')} · {day(report.day, words)}"
    values |= {"foot": _quoted(foot), "page-of": _quoted(f"{words('report.page_of')} ")}
    root = "".join(f"--{name}: {value};" for name, value in values.items())
    text = files("xlab.report").joinpath("templates", "report.css").read_text("utf-8")
    # The margins of a page know no variables of its root.
    for name in ("foot", "page-of", "soft"):
        text = text.replace(f"page-var({name})", str(values[name]))
    more = beyond(msgspec.json.encode(report).decode())
    return f"{embedded(more)}:root {{{root}}}\n{text}"


def _quoted(text: str) -> str:
    """A text as a string of CSS that ends neither itself nor the style it is in."""
    return '"' + "".join(one if one.isalnum() or one in " ,.·" else f"\\{ord(one):06x}" for one in text) + '"'
