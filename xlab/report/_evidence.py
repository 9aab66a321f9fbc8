"""What demos recorded, added up as their manifests say: no code here knows a demo. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import floor, inf, log10
from typing import Final

import msgspec

from xlab.catalogue.manifest import Field, Manifest
from xlab.events import Event, Source, Value
from xlab.events.rounds import Language
from xlab.look.words import Words
from xlab.report._rounds import said
from xlab.report.intervals import mean, wilson
from xlab.report.model import Bin, DemoResult, FieldResult
from xlab.workshop.evidence import Evidence, fold, runs
from xlab.workshop.privacy import FEWEST

MOST_BINS: Final = 10
"""Bars of a histogram, and lines of a list."""

OTHER: Final = ""
"""The label of all that was recorded too seldom to be told; the page has a word for it."""


def demos(
    events: Sequence[Event], visit: str, source: Source, manifests: Mapping[str, Manifest], language: Language
) -> tuple[tuple[DemoResult, ...], tuple[DemoResult, ...], int | None]:
    """What is known of each demo from ``source``, from the other sources, and the runs of all from ``source``."""
    found = fold(events, visit)
    mine, played = _results(found.get(source, Evidence(source=source)), manifests, language)
    others = [
        one
        for other, evidence in sorted(found.items())
        if other != source
        for one in _results(evidence, manifests, language)[0]
    ]
    return mine, tuple(others), played


def _results(
    evidence: Evidence, manifests: Mapping[str, Manifest], language: Language
) -> tuple[tuple[DemoResult, ...], int | None]:
    """Each demo of one source, and all their runs; what would tell of a small number, by whatever sum, is hidden."""
    played = {(play.demo, play.station) for play in evidence.plays}
    shown = runs(evidence)
    told = []
    for demo, row in zip(shown.demos, shown.counts, strict=False):
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
                    for number, (station, count) in enumerate(zip(shown.stations, row, strict=False), 1)
                    if (demo, station) in played
                },
                fields=tuple(field for field in drawn if field is not None),
            )
        )
    return tuple(told), shown.counts[-1][-1] if told else None


def _field(name: str, field: Field, values: Sequence[Value], language: Language) -> FieldResult | None:
    if field.chart == "none" or len(values) < FEWEST:
        return None
    told = FieldResult(field=name, label=_begun(said(field.label, language)), chart=field.chart, n=len(values))
    numbers = [float(value) for value in values if isinstance(value, int | float)]
    if field.type == "str":
        return _with(
            told, bins=_counted(values, {value: _begun(said(text, language)) for value, text in field.values.items()})
        )
    if field.chart == "share":
        return _with(told, share=wilson(sum(map(bool, values)), len(values)))
    if len(numbers) == len(values) and field.type != "bool":
        # Not within what was recorded: the smallest and the largest are single people's.
        average = mean(numbers, 0.0 if min(numbers) >= 0 else -inf, inf)
        return _with(told, bins=_histogram(numbers, language, whole=field.type == "int"), mean=average)
    return _with(told, bins=_counted(values, {}))


def _with(told: FieldResult, **more: object) -> FieldResult:
    return msgspec.structs.replace(told, **more)


def _begun(text: str) -> str:
    """A text as a line of its own begins."""
    return text[:1].upper() + text[1:]


def _histogram(numbers: Sequence[float], language: Language, *, whole: bool) -> tuple[Bin, ...]:
    """The numbers in bars of :data:`FEWEST` at least, so that no bar tells of a few people.

    Neighbours go together until they are enough. A range at either end is open, since its last number is one person's.
    None where all would be one bar.
    """
    width = _even((max(numbers) - min(numbers)) / MOST_BINS)
    if whole:
        width = max(width, 1.0)
    low = floor(min(numbers) / width) * width
    counted = Counter(min(int((number - low) / width + 1e-9), MOST_BINS) for number in numbers)
    bars = _enough([counted[step] for step in range(max(counted) + 1)])
    if len(bars) < 2:
        return ()
    words = Words(language)

    def written(number: float) -> str:
        return f"{number:g}" if language == "en" else f"{number:g}".replace(".", ",")

    def label(start: int, end: int) -> str:
        """Of the steps from ``start`` up to ``end``, which is not one of them."""
        first, final = low + start * width, low + end * width - (1 if whole else 0)
        if start == 0:
            return words("report.up_to", number=written(final))
        if end == bars[-1][1]:
            return words("report.or_more", number=written(first))
        return written(first) if whole and first == final else f"{written(first)}–{written(final)}"

    return tuple(Bin(label=label(start, end), count=count) for start, end, count in bars)


def _even(width: float) -> float:
    """The next larger of 1, 2, 5 and their tens: steps that a reader can count in."""
    if width <= 0:
        return 1.0
    ten = 10.0 ** floor(log10(width))
    return next((step * ten for step in (1.0, 2.0, 5.0) if width <= step * ten), 10.0 * ten)


def _enough(counts: Sequence[int]) -> list[tuple[int, int, int]]:
    """Neighbours together, as where they start and end and how many they are, none of which is small."""
    bars: list[tuple[int, int, int]] = []
    start = people = 0
    for end, count in enumerate(counts, 1):
        people += count
        if people >= FEWEST:
            bars.append((start, end, people))
            start, people = end, 0
    if start < len(counts):
        # What is left at the end is too few, or nobody.
        begun, _, before = bars.pop()
        bars.append((begun, len(counts), before + people))
    return bars


def _counted(values: Sequence[Value], words: Mapping[str, str]) -> tuple[Bin, ...]:
    """How often each was recorded, in ``words`` where there are any, the most frequent first.

    What is seldom may be one person's and goes together. Where that is seldom as well, more goes with it: how many are
    left follows from the others.
    """
    counted = Counter(map(str, values)).most_common()
    often = [(label, count) for label, count in counted if count >= FEWEST][:MOST_BINS]
    while often and 0 < len(values) - sum(count for _, count in often) < FEWEST:
        often.pop()
    rest = len(values) - sum(count for _, count in often)
    bins = [Bin(label=words.get(label, label), count=count) for label, count in often]
    return (*bins, Bin(label=OTHER, count=rest)) if rest else tuple(bins)
