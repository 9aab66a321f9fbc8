"""The report's charts as Vega-Lite specifications: one description for the browser and for print. Pure.

On paper an accent colour means a stage of the supply chain; whatever has no stage is graphite. Every chart is as wide
as the text of a page. Rows stand where their wrapped labels leave room, so they are placed here, in pixels from above.
"""

from collections.abc import Mapping, Sequence
from math import cos, pi, sin, sqrt
from textwrap import wrap
from typing import Any, Final

import msgspec

from xlab.look.tokens import ACCENTS, PAPER_INK, PAPER_INK_SOFT, PAPER_RAISED, STAGE_ACCENTS
from xlab.report.model import Camp

Spec = dict[str, Any]
"""A Vega-Lite specification."""

SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"
"""The name of the language; nothing is fetched from there."""

WIDTH: Final = 640
"""Pixels; print makes it as wide as the text."""

NARROW: Final = 340
"""Pixels of the same charts on a phone."""

_TEXT: Final = 12
_SMALL: Final = 11
_TINY: Final = 10
_LINE: Final = 16
_GAP: Final = 6
_BAR: Final = 10
_TOLD: Final = {WIDTH: 200, NARROW: 150}
"""Pixels to the right of bars, for what is told of them."""

_SIDES: Final = {WIDTH: 100, NARROW: 84}
"""Pixels on both sides of bars that reach to both."""

_LETTER: Final = 6.95
"""Pixels of a letter of a label, as most are."""

_STOPS: Final = {WIDTH: 6, NARROW: 3}
"""Stages of the supply chain in one row."""

_FAINT: Final = 0.08
_OWN: Final = ACCENTS[STAGE_ACCENTS["use"]]
"""What visitors brought comes from those who use things."""

_NEUTRAL: Final = 0.38
"""How strong graphite is where a bar has no stage: the line of its interval must show on it."""
_GOLDEN: Final = pi * (3 - sqrt(5))


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a chart: its figure with its interval, and what is told of it in words."""

    label: str
    value: float
    low: float
    high: float
    told: str
    own: bool = False
    """Whether a visitor brought it: nobody had seeded it, and it has a colour and a shape of its own."""
    other: tuple[float, float, float, str] | None = None
    """The share against: value, low, high and words."""


def share_bars(rows: Sequence[Mark], stage: str | None = None, *, wide: int = WIDTH) -> Spec:
    """Shares from 0 to 1 as bars with their intervals."""
    placed, height = _rows(rows, wide)
    x = {"scale": {"domain": [0, 1], "range": [0, wide - _TOLD[wide]]}, "axis": None, "type": "quantitative"}
    return _spec(
        height,
        placed,
        [_labels(), _track(x, 0, 1), _bar(x, *_colour(stage)), *_interval(x), _told(wide)],
        wide,
    )


def rank_list(rows: Sequence[Mark], low: float, high: float, *, wide: int = WIDTH) -> Spec:
    """Figures from ``low`` on the left to ``high`` as points with intervals; where less is better, ``low`` is more."""
    placed, height = _rows(rows, wide)
    x = {
        "scale": {"domain": [low, high], "range": [0, wide - _TOLD[wide]], "nice": False, "zero": False},
        "axis": None,
        "type": "quantitative",
    }
    return _spec(height, placed, [_labels(), _track(x, low, high), *_interval(x), _told(wide)], wide)


def verdicts(rows: Sequence[Mark], *, wide: int = WIDTH) -> Spec:
    """Statements: the share that disagrees to the left of the middle, the share that agrees to the right."""
    placed, height = _rows(rows, wide)
    side = _SIDES[wide]
    for row in placed:
        value, low, high, told = row.pop("other") or (0.0, 0.0, 0.0, "")
        row |= {"against": -value, "against_low": -low, "against_high": -high, "against_told": told}
    x = {"scale": {"domain": [-1, 1], "range": [side, wide - side]}, "axis": None, "type": "quantitative"}
    sides = [
        _bar(x, PAPER_INK, opacity=_NEUTRAL),
        _bar(x, PAPER_INK, field="against", opacity=_NEUTRAL / 2),
        *_interval(x),
        *_interval(x, "against"),
    ]
    told = [
        _words("told", x={"value": wide - side + 8}, y="bar_y", align="left"),
        _words("against_told", x={"value": side - 8}, y="bar_y", align="right"),
    ]
    return _spec(height, placed, [_labels(), _track(x, -1, 1), *sides, *told], wide)


def histogram(bins: Sequence[tuple[str, int]], stage: str | None = None, *, wide: int = WIDTH) -> Spec:
    """Counts as columns, each with its number."""
    top, foot, tall = 20, 22, 84
    most = max((count for _, count in bins), default=1) or 1
    step = min((440 if wide == WIDTH else wide) / max(len(bins), 1), 88)
    placed = [
        {"label": label, "count": count, "x": round((index + 0.5) * step, 1)}
        for index, (label, count) in enumerate(bins)
    ]
    y = {
        "field": "count",
        "type": "quantitative",
        "scale": {"domain": [0, most], "range": [top + tall, top]},
        "axis": None,
    }
    x = {"field": "x", "type": "quantitative", "scale": None}
    colour, opacity = _colour(stage)
    column = {
        "mark": {"type": "bar", "width": round(step * 0.72, 1), "color": colour, "opacity": opacity},
        "encoding": {"x": x, "y": y},
    }
    count = {
        "mark": _text(dy=-8, align="center", color=PAPER_INK_SOFT, fontSize=_SMALL),
        "encoding": {"x": x, "y": y, "text": {"field": "count"}},
    }
    name = _words("label", x=x, y={"value": top + tall + 14}, align="center")
    floor = {
        "mark": {"type": "rule", "color": PAPER_INK, "opacity": 0.35},
        "data": {"values": [{}]},
        "encoding": {"x": {"value": 0}, "x2": {"value": round(step * len(bins), 1)}, "y": {"value": top + tall}},
    }
    return _spec(top + tall + foot, placed, [column, floor, count, name], wide)


def opinion_map(camps: Sequence[Camp], names: Sequence[str], *, wide: int = WIDTH) -> Spec:
    """Opinion groups, one dot for each person, around the middle of their group; near means alike.

    Where within its group a dot stands says nothing: people's own places would tell what they answered.
    """
    tall, edge = 250 if wide == WIDTH else 190, 46
    left = min(camp.x - camp.spread for camp in camps)
    right = max(camp.x + camp.spread for camp in camps)
    low = min(camp.y - camp.spread for camp in camps)
    high = max(camp.y + camp.spread for camp in camps)
    scale = min((wide - 2 * edge) / max(right - left, 0.1), (tall - 2 * edge) / max(high - low, 0.1))
    radii = [max(camp.spread * scale, 14.0) for camp in camps]
    dot = min(6.0, *(radius * sqrt(0.5 / camp.size) for radius, camp in zip(radii, camps, strict=True)))
    dots, labels = [], []
    for index, (camp, radius, name) in enumerate(zip(camps, radii, names, strict=True)):
        x = wide / 2 + (camp.x - (left + right) / 2) * scale
        y = tall / 2 - (camp.y - (low + high) / 2) * scale
        labels.append({"x": round(x, 1), "y": round(y - radius - 14, 1), "name": name})
        for number in range(camp.size):
            far, turn = radius * sqrt((number + 0.5) / camp.size), number * _GOLDEN
            dots.append({"x": round(x + far * cos(turn), 1), "y": round(y + far * sin(turn), 1), "group": index})
    fills = [PAPER_INK, PAPER_RAISED, PAPER_INK_SOFT, PAPER_RAISED, PAPER_INK]
    shapes = ["circle", "circle", "circle", "square", "square"]
    groups = list(range(len(camps)))
    points = {
        "data": {"values": dots},
        "mark": {"type": "point", "filled": True, "size": round(pi * dot * dot, 1), "opacity": 1, "strokeWidth": 1.25},
        "encoding": {
            **_at("x", "y"),
            "fill": {
                "field": "group",
                "type": "nominal",
                "scale": {"domain": groups, "range": fills[: len(camps)]},
                "legend": None,
            },
            "stroke": {"value": PAPER_INK},
            "shape": {
                "field": "group",
                "type": "nominal",
                "scale": {"domain": groups, "range": shapes[: len(camps)]},
                "legend": None,
            },
        },
    }
    named = {
        "data": {"values": labels},
        "mark": _text(align="center", fontWeight=700),
        "encoding": {**_at("x", "y"), "text": {"field": "name"}},
    }
    return _spec(tall, [], [points, named], wide)


def supply_chain(
    stages: Mapping[str, Sequence[tuple[str, str]]], names: Mapping[str, str], more: str, *, wide: int = WIDTH
) -> Spec:
    """The supply chain with what stands at each stage: (what, with whom); ``more`` tells how many are left out."""
    row = _STOPS[wide]
    across = wide / row
    heads: list[dict[str, Any]] = []
    items: list[dict[str, Any]] = []
    rails: list[dict[str, Any]] = []
    above, bottom = 0.0, 0.0
    for index, (stage, name) in enumerate(names.items()):
        if index % row == 0:
            above = bottom + 18 if index else 0.0
            bottom = above + 46
            rails.append({"y": above + 9})
        x, y = round(index % row * across, 1), above + 58
        told = stages.get(stage, ())
        accent = ACCENTS[STAGE_ACCENTS[stage]]
        heads.append(
            {
                **{"x": x + 9, "y": above + 9, "text_x": x, "text_y": above + 34, "name": name},
                **{"fill": accent if told else PAPER_RAISED, "stroke": accent},
            }
        )
        for what, who in told[:2]:
            for lines, weight, colour in (
                (wrap(what, 19)[:2], 700, PAPER_INK),
                (wrap(who, 21)[:2], 400, PAPER_INK_SOFT),
            ):
                for line in lines:
                    items.append({"x": x, "y": y, "line": line, "weight": weight, "colour": colour})
                    y += 14
            y += 8
        if len(told) > 2:
            left = more.format(count=len(told) - 2)
            items.append({"x": x, "y": y, "line": left, "weight": 400, "colour": PAPER_INK_SOFT})
            y += 14
        bottom = max(bottom, y)
    rail = {
        "data": {"values": rails},
        "mark": {"type": "rule", "color": PAPER_INK, "opacity": 0.3, "strokeWidth": 2},
        "encoding": {"x": {"value": 9}, "x2": {"value": (row - 1) * across + 9}, "y": _row_y("y")},
    }
    own = {"scale": None, "legend": None, "type": "nominal"}
    stops = {
        "data": {"values": heads},
        "mark": {"type": "point", "filled": True, "size": 170, "strokeWidth": 3, "opacity": 1},
        "encoding": {
            **_at("x", "y"),
            "fill": {"field": "fill", **own},
            "stroke": {"field": "stroke", **own},
        },
    }
    titles = {
        "data": {"values": heads},
        "mark": _text(),
        "encoding": {**_at("text_x", "text_y"), "text": {"field": "name"}},
    }
    told_items = [
        {
            "data": {"values": [item for item in items if item["weight"] == weight]},
            "mark": _text(fontSize=_TINY, fontWeight=weight),
            "encoding": {**_at("x", "y"), "text": {"field": "line"}, "color": {"field": "colour", **own}},
        }
        for weight in (400, 700)
        if any(item["weight"] == weight for item in items)
    ]
    return _spec(round(bottom), [], [rail, stops, titles, *told_items], wide)


def _rows(rows: Sequence[Mark], wide: int) -> tuple[list[dict[str, Any]], int]:
    """The rows as data, each with the place of its label and of its bar, and the height of all."""
    placed: list[dict[str, Any]] = []
    y = 0
    for row in rows:
        lines = wrap(row.label, int(wide / _LETTER))[: 4 if wide == WIDTH else 7] or [""]
        y += len(lines) * _LINE
        bar = y + _GAP + _BAR / 2
        placed.append(
            {**msgspec.structs.asdict(row), "label": lines, "label_y": y - len(lines) * _LINE + 10, "bar_y": bar}
        )
        y += _GAP + _BAR + 12
    return placed, max(y - 6, 1)


def _spec(height: float, values: list[dict[str, Any]], layers: list[Spec], wide: int) -> Spec:
    return {
        "$schema": SCHEMA,
        "width": wide,
        "height": height,
        "background": None,
        "padding": 0,
        "autosize": "none",
        "data": {"values": values},
        "layer": layers,
        "config": {
            "font": "Noto Sans",
            "view": {"stroke": None},
            "text": {"font": "Noto Sans", "fontSize": _TEXT, "color": PAPER_INK},
            "axis": {"grid": False},
        },
    }


def _colour(stage: str | None) -> tuple[str, float]:
    """The colour of a bar and its opacity."""
    return (ACCENTS[STAGE_ACCENTS[stage]], 1) if stage is not None else (PAPER_INK, _NEUTRAL)


def _text(**more: Any) -> Spec:
    return {"type": "text", "align": "left", "baseline": "middle", **more}


def _at(x: str, y: str) -> Spec:
    return {
        "x": {"field": x, "type": "quantitative", "scale": None},
        "y": {"field": y, "type": "quantitative", "scale": None},
    }


def _row_y(name: str = "bar_y") -> Spec:
    return {"field": name, "type": "quantitative", "scale": None}


def _labels() -> Spec:
    return {
        "mark": _text(lineHeight=_LINE),
        "encoding": {"x": {"value": 0}, "y": _row_y("label_y"), "text": {"field": "label"}},
    }


def _told(wide: int) -> Spec:
    return _words("told", x={"value": wide}, y="bar_y", align="right")


def _words(field: str, *, x: Spec, y: str | Spec, align: str) -> Spec:
    return {
        "mark": _text(align=align, fontSize=_SMALL, color=PAPER_INK_SOFT),
        "encoding": {"x": x, "y": _row_y(y) if isinstance(y, str) else y, "text": {"field": field}},
    }


def _track(x: Spec, low: float, high: float) -> Spec:
    mark = {"type": "bar", "height": _BAR, "color": PAPER_INK, "opacity": _FAINT}
    return {"mark": mark, "encoding": {"x": {"datum": low, **x}, "x2": {"datum": high}, "y": _row_y()}}


def _bar(x: Spec, colour: str, opacity: float, *, field: str = "value") -> Spec:
    mark = {"type": "bar", "height": _BAR, "color": colour, "opacity": opacity}
    return {"mark": mark, "encoding": {"x": {"field": field, **x}, "x2": {"datum": 0}, "y": _row_y()}}


def _interval(x: Spec, field: str = "value") -> list[Spec]:
    """A line over the interval and a point at the figure; that of what a visitor brought is coloured, and no disc."""
    low, high = ("low", "high") if field == "value" else (f"{field}_low", f"{field}_high")
    ends = {"x": {"field": low, **x}, "x2": {"field": high}, "y": _row_y()}
    middle = {
        "x": {"field": field, **x},
        "y": _row_y(),
        "fill": {"condition": {"test": "datum.own", "value": _OWN}, "value": PAPER_INK},
        "shape": {"condition": {"test": "datum.own", "value": "diamond"}, "value": "circle"},
        "size": {"condition": {"test": "datum.own", "value": 150}, "value": 64},
    }
    return [
        {"mark": {"type": "rule", "color": PAPER_INK, "strokeWidth": 1.5}, "encoding": ends},
        {
            "mark": {"type": "point", "filled": True, "stroke": PAPER_INK, "strokeWidth": 1, "opacity": 1},
            "encoding": middle,
        },
    ]
