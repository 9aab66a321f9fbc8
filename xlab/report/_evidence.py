"""What demos recorded, added up as their manifests say: no code here knows a demo. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import ceil, floor
from typing import Final

import msgspec

from xlab.catalogue.manifest import Field, Manifest
from xlab.events import Event, Source, Value
from xlab.events.rounds import Language
from xlab.report._rounds import said
from xlab.report.intervals import mean, wilson
from xlab.report.model import Bin, DemoResult, FieldResult
from xlab.workshop.evidence import Evidence, fold
from xlab.workshop.privacy import FEWEST, protect

MOST_BINS: Final = 10
"""Bars of a histogram, and lines of a list."""

OTHER: Final = ""
"""The label of all that was recorded too seldom to be told; the page has a word for it."""


def demos(
    events: Sequence[Event], visit: str, source: Source, manifests: Mapping[str, Manifest], language: Language
) -> tuple[tuple[DemoResult, ...], tuple[DemoResult, ...], int | None]:
    """What is known of each demo from ``source``, from the other sources, and the runs of all from ``source``."""
    found = fold(events, visit)
    mine, runs = _results(found.get(source, Evidence(source=source)), manifests, language)
    others = [
        one
        for other, evidence in sorted(found.items())
        if other != source
        for one in _results(evidence, manifests, language)[0]
    ]
    return mine, tuple(others), runs


def _results(
    evidence: Evidence, manifests: Mapping[str, Manifest], language: Language
) -> tuple[tuple[DemoResult, ...], int | None]:
    """Each demo of one source, and all their runs; what would tell of a small number, by whatever sum, is hidden."""
    ids = evidence.demos()
    stations = sorted({play.station for play in evidence.plays})
    played = {(play.demo, play.station): play.started for play in evidence.plays}
    shown = protect([[played.get((demo, station), 0) for station in stations] for demo in ids])
    told = []
    for demo, row in zip(ids, shown, strict=False):
        manifest = manifests.get(demo)
        fields = {} if manifest is None else manifest.evidence
        ended = sum(sum(play.outcomes.values()) for play in evidence.plays if play.demo == demo)
        seconds = sum(play.seconds for play in evidence.plays if play.demo == demo)
        drawn = (_field(name, field, evidence.values(demo, name), language) for name, field in fields.items())
        told.append(
            DemoResult(
                demo=demo,
                title=said(manifest.title, language) if manifest else demo,
                question=said(manifest.engagement.question, language) if manifest else "",
                stage=manifest.engagement.stages[0] if manifest and manifest.engagement.stages else None,
                source=evidence.source,
                runs=row[-1],
                minutes=round(seconds / ended / 60, 1) if ended >= FEWEST else None,
                # By number: what a station is called inside the kit says nothing to a reader.
                stations={
                    number: count
                    for number, (station, count) in enumerate(zip(stations, row, strict=False), 1)
                    if (demo, station) in played
                },
                fields=tuple(field for field in drawn if field is not None),
            )
        )
    return tuple(told), shown[-1][-1] if ids else None


def _field(name: str, field: Field, values: Sequence[Value], language: Language) -> FieldResult | None:
    if field.chart == "none" or len(values) < FEWEST:
        return None
    told = FieldResult(field=name, label=said(field.label, language), chart=field.chart, n=len(values))
    numbers = [float(value) for value in values if isinstance(value, int | float)]
    if field.chart == "share":
        return _with(told, share=wilson(sum(map(bool, values)), len(values)))
    if len(numbers) == len(values) and field.type != "bool":
        average = mean(numbers, min(numbers), max(numbers))
        return _with(told, bins=_histogram(numbers, whole=field.type == "int"), mean=average)
    return _with(told, bins=_counted(values))


def _with(told: FieldResult, **more: object) -> FieldResult:
    return msgspec.structs.replace(told, **more)


def _histogram(numbers: Sequence[float], *, whole: bool) -> tuple[Bin, ...]:
    low, high = floor(min(numbers)), ceil(max(numbers))
    if whole and high - low < MOST_BINS:
        counted = Counter(int(number) for number in numbers)
        return tuple(Bin(label=str(step), count=counted[step]) for step in range(low, high + 1))
    width = max((high - low) / MOST_BINS, 1e-9)
    if whole:
        width = ceil(width)
    bins = Counter(min(int((number - low) / width), MOST_BINS - 1) for number in numbers)
    return tuple(
        Bin(label=_range(low + step * width, width, whole=whole), count=bins[step])
        for step in range(MOST_BINS)
        if low + step * width <= high
    )


def _range(start: float, width: float, *, whole: bool) -> str:
    return f"{start:.0f}–{start + width - 1:.0f}" if whole and width > 1 else f"{start:g}"


def _counted(values: Sequence[Value]) -> tuple[Bin, ...]:
    """How often each was recorded, the most frequent first; what is seldom may be one person's and goes together."""
    counted = Counter(map(str, values)).most_common()
    often = [(label, count) for label, count in counted if count >= FEWEST][:MOST_BINS]
    rest = len(values) - sum(count for _, count in often)
    bins = [Bin(label=label, count=count) for label, count in often]
    return (*bins, Bin(label=OTHER, count=rest)) if rest else tuple(bins)
