"""Evidence as a fold of events: what demos recorded and how they were played, by demo, field, station and source. Pure.

Evidence of different sources is kept apart from the first line on: there is no way to ask for all of it at once. What
visitors had erased is not among the events any more, so it is not in here either.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from xlab.events import Event, Outcome, Recorded, RunEnded, RunStarted, Source, Value
from xlab.workshop.privacy import protect

Where = str
"""A station's id; empty where a fact came from none."""


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """All values of one field of one demo at one station, in the order in which they were recorded."""

    demo: str
    field: str
    station: Where
    values: tuple[Value, ...]


class Plays(msgspec.Struct, frozen=True, kw_only=True):
    """The runs of one demo at one station. ``seconds`` is what the runs that ended took together."""

    demo: str
    station: Where
    started: int = 0
    outcomes: Mapping[Outcome, int] = {}
    seconds: float = 0.0


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What was recorded from one source."""

    source: Source
    series: tuple[Series, ...] = ()
    plays: tuple[Plays, ...] = ()

    def values(self, demo: str, field: str) -> tuple[Value, ...]:
        """All values of one field of one demo, whatever the station."""
        return tuple(value for one in self.series if (one.demo, one.field) == (demo, field) for value in one.values)

    def demos(self) -> tuple[str, ...]:
        """The demos that were played or recorded something, in the order of their first sign."""
        return tuple(dict.fromkeys([*(one.demo for one in self.plays), *(one.demo for one in self.series)]))


class Runs(msgspec.Struct, frozen=True, kw_only=True):
    """Runs by demo and station as they may be told, None where not.

    ``counts`` has a row for each demo and one for all of them; the last number of each row is that of all stations.
    """

    demos: tuple[str, ...]
    stations: tuple[Where, ...]
    counts: tuple[tuple[int | None, ...], ...]


def runs(evidence: Evidence) -> Runs:
    """The runs of one source, without small numbers and what they would follow from.

    A demo that was played often says so by how much it recorded, so its own total stays, and what is hidden beside it
    is the sum of all demos.
    """
    demos = evidence.demos()
    stations = tuple(sorted({play.station for play in evidence.plays}))
    started = {(play.demo, play.station): play.started for play in evidence.plays}
    rows = [[started.get((demo, station), 0) for station in stations] for demo in demos]
    shown = [protect([row])[0] for row in rows]
    told = [
        sum(row[column] or 0 for row in shown) if all(row[column] is not None for row in shown) else None
        for column in range(len(stations) + 1)
    ]
    # Without their sum the stations' totals could be, and with all of them the one that is missing follows.
    together = [*(None for _ in stations), told[-1]] if None in told else told
    return Runs(demos=demos, stations=stations, counts=tuple(map(tuple, (*shown, together))))


class _Play:
    """The runs of a demo at a station while they are counted."""

    def __init__(self) -> None:
        self.started: set[tuple[str, str]] = set()
        self.ended: dict[tuple[str, str], RunEnded] = {}


def fold(events: Iterable[Event], visit: str | None = None) -> dict[Source, Evidence]:
    """The evidence by source; ``visit`` leaves out what belongs to other visits. A fact told twice counts once."""
    series: dict[Source, dict[tuple[str, str, Where], list[Value]]] = {}
    plays: dict[Source, dict[tuple[str, Where], _Play]] = {}
    seen: set[str] = set()
    for event in events:
        fact = event.fact
        if (
            not isinstance(fact, RunStarted | RunEnded | Recorded)
            or (visit is not None and event.visit != visit)
            or event.id in seen
        ):
            continue
        seen.add(event.id)
        where = event.station or ""
        # A run's id is its station's own word; two kits may have used the same.
        play = plays.setdefault(event.source, {}).setdefault((fact.demo, where), _Play())
        match fact:
            case RunStarted(run=run):
                play.started.add((event.kit, run))
            case RunEnded(run=run):
                play.ended.setdefault((event.kit, run), fact)
            case Recorded(values=values):
                for field, value in values.items():
                    series.setdefault(event.source, {}).setdefault((fact.demo, field, where), []).append(value)
    return {
        source: Evidence(
            source=source,
            series=tuple(
                Series(demo=demo, field=field, station=where, values=tuple(values))
                for (demo, field, where), values in series.get(source, {}).items()
            ),
            plays=tuple(_counted(demo, where, play) for (demo, where), play in counted.items() if _played(play)),
        )
        for source, counted in plays.items()
    }


def _played(play: _Play) -> bool:
    return bool(play.started or play.ended)


def _counted(demo: str, where: Where, play: _Play) -> Plays:
    return Plays(
        demo=demo,
        station=where,
        # A run that ended had begun, also where the word of it was lost.
        started=len(play.started | play.ended.keys()),
        outcomes=dict(Counter(one.outcome for one in play.ended.values())),
        seconds=sum(one.seconds for one in play.ended.values()),
    )
