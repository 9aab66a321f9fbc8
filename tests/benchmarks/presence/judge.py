"""The score of a station rule on recordings, and how sure it is. Pure apart from reading the recordings.

Each second from the third on counts: is the station the scanner that is truly nearest? A change is another station than
the second before.
"""

import gzip
import json
import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tests.benchmarks.presence.bermuda import Bermuda
from tests.benchmarks.presence.peers import AltBeacon, ESPresense, RawStrongest, RoomAssistant, Rule, WindowMean
from xlab.beacons.presence import Presence
from xlab.beacons.recording import open_recording
from xlab.beacons.sighting import Sighting

DATA: Final = Path(__file__).parents[2] / "data/beacons"
FROM: Final = 3.0
RESAMPLES: Final = 2000


class Take(NamedTuple):
    """One recording: what was heard, as time, scanner and RSSI, and the nearest scanner at each of some times.

    ``ways`` are the true distances to all scanners in metres at these times, where they were measured.
    """

    name: str
    heard: Sequence[tuple[float, str, int]]
    truth: Sequence[tuple[float, str]]
    ways: Sequence[dict[str, float]] = ()


class Score(NamedTuple):
    """Seconds at the nearest station, seconds judged, changes of station, for one or more recordings."""

    right: int
    seconds: int
    changes: int

    @property
    def share(self) -> float:
        """Share of seconds at the nearest station."""
        return self.right / self.seconds

    @property
    def a_minute(self) -> float:
        """Changes of station a minute."""
        return self.changes * 60 / self.seconds


class Ours:
    """The program's presence as a rule."""

    def __init__(self) -> None:
        self._presence = Presence()
        self._station: str | None = None

    def hear(self, t: float, scanner: str, rssi: int) -> None:
        """Take in one advertisement."""
        for event in self._presence.hear(Sighting(t, scanner, "e2c56db5", 1, 1, -59, rssi)):
            self._station = event.station

    def at(self, t: float) -> str | None:
        """The station at ``t``."""
        for event in self._presence.tick(t):
            self._station = event.station
        return self._station


OURS: Final = "ours"
RULES: Final[dict[str, Callable[[], Rule]]] = {
    OURS: Ours,
    "Bermuda": Bermuda,
    "5 s mean": WindowMean,
    "AltBeacon": AltBeacon,
    "room-assistant": RoomAssistant,
    "ESPresense": ESPresense,
    "raw strongest": RawStrongest,
}


def takes(kind: str) -> list[Take]:
    """The recordings of a kind, "walk" or "still", from tests/data."""
    found = []
    scanners = json.loads((DATA / "scanners.json").read_text())
    for path in sorted(DATA.glob(f"{kind}-*.sightings.jsonl.gz")):
        with gzip.open(path.with_name(path.name.replace("sightings", "truth")), "rt") as file:
            rows = [json.loads(line) for line in file]
        truth = [(float(row["t"]), str(row["nearest"])) for row in rows]
        ways = [{name: math.dist(at, (row["x"], row["y"])) for name, at in scanners.items()} for row in rows]
        heard = [(s.t, s.scanner, s.rssi) for s in open_recording(path)]
        found.append(Take(path.name.split("-4.")[0], heard, truth, ways))
    return found


def score(rule: Rule, take: Take) -> Score:
    """Play one recording to a new rule."""
    right = seconds = changes = 0
    place, before = 0, None
    for t, nearest in take.truth:
        while place < len(take.heard) and take.heard[place][0] <= t:
            rule.hear(*take.heard[place])
            place += 1
        station = rule.at(t)
        if t >= FROM:
            right += station == nearest
            changes += before is not None and station != before
            seconds += 1
            before = station
    return Score(right, seconds, changes)


def pooled(scores: Sequence[Score]) -> Score:
    """All seconds of some recordings together."""
    return Score(*(sum(column) for column in zip(*scores, strict=True)))


def lead(
    ours: Sequence[Score], theirs: Sequence[Score], recordings: Sequence[str] | None = None
) -> tuple[float, float, float]:
    """Our share minus theirs on the same takes: the mean and the 95 % interval of a bootstrap over recordings.

    ``recordings`` names the one each take was made from, so that all of them are drawn together; None: one each.
    """
    rng = random.Random(3)
    groups: dict[str, list[tuple[Score, Score]]] = {}
    for number, pair in enumerate(zip(ours, theirs, strict=True)):
        groups.setdefault(str(number) if recordings is None else recordings[number], []).append(pair)
    sums = [
        (sum(one.right - other.right for one, other in pairs), sum(one.seconds for one, _ in pairs))
        for pairs in groups.values()
    ]
    leads = []
    for _ in range(RESAMPLES):
        drawn = rng.choices(sums, k=len(sums))
        leads.append(sum(right for right, _ in drawn) / sum(seconds for _, seconds in drawn))
    leads.sort()
    mean = pooled(ours).share - pooled(theirs).share
    return mean, leads[RESAMPLES * 25 // 1000], leads[RESAMPLES * 975 // 1000 - 1]
