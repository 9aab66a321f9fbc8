"""What teaching is worth: presence on recordings that the lesson did not hear, taught and untaught.

On real recordings, with each radio as it was and with one made deaf by 8 dB; and in simulated rooms whose radios are
equal or differ. The gain is in share of seconds at the nearest station, with the 95 % interval of a paired bootstrap.
Alone: ``python -m tests.benchmarks.bench_teach``. Promised: a clear gain where radios differ, no loss elsewhere.
"""

import gzip
import json
import math
import random
from collections.abc import Mapping, Sequence
from itertools import product
from statistics import fmean
from typing import Protocol

from tests.benchmarks.presence import simulator
from tests.benchmarks.presence.judge import DATA, Ours, Score, Take, lead, pooled, score, takes
from xlab.beacons.calibration import Calibration
from xlab.beacons.presence import Presence
from xlab.beacons.teach import NotLearned, Stand, learn_offsets

ROOMS = 10
STAND = 6.0
PAUSE = 20.0
TX_POWER = -59

SCANNERS = {"sensor10": (7.00, 7.09), "sensor20": (7.25, 11.36), "sensor30": (13.14, 12.33), "sensor40": (13.01, 5.51)}
"""Where they stood in the recordings, in metres, as their makers give it."""

WITHIN = 3.0
"""Metres within which somebody in a recording stands at a scanner; closer than that the recordings have few."""

LESSONS = 40
"""Lessons put together from stands of several recordings."""


class Taught(Ours):
    """The program's presence with what a lesson learned."""

    def __init__(self, offsets: Mapping[str, float]) -> None:
        super().__init__()
        self._presence = Presence({name: Calibration(offset=value) for name, value in offsets.items()})


def louder(take: Take, offsets: Mapping[str, float]) -> Take:
    """The same recording, had its radios differed by this much more."""
    heard = [(t, scanner, round(rssi + offsets.get(scanner, 0.0))) for t, scanner, rssi in take.heard]
    return take._replace(heard=[one for one in heard if one[2] >= -100])


def stand(at: str, heard: Sequence[tuple[float, str, int]], begin: float) -> Stand:
    """What was heard while somebody stood at a station for some seconds."""
    levels: dict[str, list[float]] = {}
    for t, scanner, rssi in heard:
        if begin <= t < begin + STAND:
            levels.setdefault(scanner, []).append(float(rssi - TX_POWER))
    return at, {"badge": levels}


def gain(taught: list[Score], untaught: list[Score]) -> str:
    """Mean and interval, and both shares."""
    mean, low, high = lead(taught, untaught)
    return f"{mean:+.3f} [{low:+.3f}, {high:+.3f}]  {pooled(untaught).share:.3f} to {pooled(taught).share:.3f}"


def stands_of(take: Take) -> list[Stand]:
    """The stretches of a recording in which the visitor was at the nearest scanner, as seldom tapped as it takes."""
    found: list[Stand] = []
    with gzip.open(next(DATA.glob(f"{take.name}-4.truth*")), "rt") as file:
        rows = [json.loads(row) for row in file]
    near = [math.dist((row["x"], row["y"]), SCANNERS[row["nearest"]]) <= WITHIN for row in rows]
    begin = 0
    while begin + STAND <= len(rows):
        stretch = range(begin, begin + int(STAND))
        if all(near[t] for t in stretch) and len({rows[t]["nearest"] for t in stretch}) == 1:
            found.append(stand(rows[begin]["nearest"], take.heard, begin))
            begin += int(STAND)
        else:
            begin += 1
    return found


def lessons(every: Mapping[str, Take]) -> list[tuple[set[str], list[Stand]]]:
    """Each walk that was at two scanners, alone; and stands at all four, put together; with the recordings used."""
    stands = {name: stands_of(take) for name, take in every.items()}
    found = [({name}, some) for name, some in stands.items() if len({at for at, _ in some}) > 1]
    by_scanner: dict[str, list[tuple[str, Stand]]] = {}
    for name, some in stands.items():
        for one in some:
            by_scanner.setdefault(one[0], []).append((name, one))
    rng = random.Random(5)
    for _ in range(LESSONS):
        drawn = [rng.choice(some) for some in by_scanner.values()]
        found.append(({name for name, _ in drawn}, [one for _, one in drawn]))
    return found


def recordings() -> None:
    """Learn from some recordings, measure on all others."""
    kept = [*takes("walk"), *takes("still")]
    changed: dict[str, list[tuple[Score, Score]]] = {take.name: [] for take in kept}
    for title, extra in (
        ("as they are", {}),
        *((f"{name} 8 dB deaf", {name: -8.0}) for name in SCANNERS),
        *((f"{name} 8 dB keen", {name: 8.0}) for name in SCANNERS),
    ):
        every = {take.name: louder(take, extra) for take in kept}
        plain = {name: score(Ours(), take) for name, take in every.items()}
        after: dict[str, list[Score]] = {name: [] for name in every}
        refused, alone, learned = 0, 0, []
        for used, stands in lessons(every):
            try:
                offsets = learn_offsets({at for at, _ in stands}, stands).offsets
            except NotLearned:
                refused += 1
                continue
            alone += len(used) == 1
            learned.append(max(offsets.values()) - min(offsets.values()))
            for name, take in every.items():
                if name not in used:
                    after[name].append(score(Taught(offsets), take))
        print(
            f"radios {title}: {len(learned)} lessons ({alone} of one walk), {refused} refused; "
            f"largest difference learned {fmean(learned):.1f} dB on average, {max(learned):.1f} at most"
        )
        for kind in ("walk", "still"):
            names = [name for name in every if name.startswith(kind) and after[name]]
            # One recording counts once, whatever the number of lessons it was judged after.
            taught = [pooled(after[name]) for name in names]
            before = [pooled([plain[name]] * len(after[name])) for name in names]
            print(f"  {kind:5} gain {gain(taught, before)}", flush=True)
            for name, pair in zip(names, zip(taught, before, strict=True), strict=True):
                changed[name] += [pair] if extra else []
    for kind in ("walk", "still"):
        pairs = [[pooled(column) for column in zip(*changed[n], strict=True)] for n in changed if n.startswith(kind)]
        print(f"one radio changed, all eight together: {kind:5} gain {gain(*map(list, zip(*pairs, strict=True)))}")


class Visitor(Protocol):
    """Where the badge is, as the simulator's visitors have it."""

    at: simulator.Point
    facing: float

    def go_on(self, seconds: float) -> float:
        """Go on for a while; metres walked."""
        ...


class Stander:
    """Somebody who stands before a station, an arm's length or two away, and turns round once, badge on the chest."""

    CHEST = 0.2

    def __init__(self, rng: random.Random, place: simulator.Point) -> None:
        way, turn = rng.uniform(0.5, 1.2), rng.uniform(0, math.tau)
        self._middle = (place[0] + way * math.cos(turn), place[1] + way * math.sin(turn))
        self.facing = turn + math.pi
        self.go_on(0.0)

    def go_on(self, seconds: float) -> float:
        self.facing += math.tau * seconds / STAND
        x, y = self._middle
        self.at = (x + self.CHEST * math.cos(self.facing), y + self.CHEST * math.sin(self.facing))
        return self.CHEST * math.tau * seconds / STAND


class Room:
    """A simulated room whose radios differ: the simulator's air, and an offset for each scanner."""

    def __init__(self, seed: int, scanners: int, air: simulator.Air, differ: float) -> None:
        self.rng = random.Random(f"{seed} {scanners} {air} {differ} taught")
        columns = simulator.COLUMNS[scanners]
        dx, dy = simulator.WIDTH / columns, simulator.DEPTH / (scanners // columns)
        sigma = self.rng.uniform(7, 9)
        self.links = {}
        for number in range(scanners):
            x = (number % columns + 0.5 + self.rng.uniform(-0.2, 0.2)) * dx
            y = (number // columns + 0.5 + self.rng.uniform(-0.2, 0.2)) * dy
            self.links[f"s{number:02}"] = simulator._Link(self.rng, (x, y), air, sigma)
        self.offsets = {name: self.rng.gauss(0, differ) for name in self.links}

    def play(self, visitor: Visitor, seconds: float) -> Take:
        """What is heard of a visitor, and the truth."""
        heard: list[tuple[float, str, int]] = []
        truth: list[tuple[float, str]] = []
        moved = 0.0
        for packet in range(int(seconds * simulator.RATE)):
            t = packet / simulator.RATE
            while len(truth) <= t:
                truth.append(
                    (float(len(truth)), min(self.links, key=lambda n: math.dist(self.links[n].place, visitor.at)))
                )
            for order, (name, link) in enumerate(self.links.items()):
                rssi = round(min(link.rssi(visitor.at, visitor.facing, moved, packet) + self.offsets[name], -20))
                if rssi >= -100 and self.rng.random() >= 0.05:
                    heard.append((t + order / 10_000, name, rssi))
            moved = visitor.go_on(1 / simulator.RATE)
        return Take("room", heard, truth)

    def lesson(self) -> list[Stand]:
        """One stand at each station, with another fading of the channels at each."""
        stands = []
        for name, link in self.links.items():
            for other in self.links.values():
                for fade in other._fades:
                    fade.go_on(0.0)
            stands.append(stand(name, self.play(Stander(self.rng, link.place), STAND).heard, 0.0))
        return stands

    def visits(self) -> list[Take]:
        """Two walks and two that stay, of two minutes each."""
        places = [link.place for link in self.links.values()]
        visitors = [simulator._Visitor(self.rng, walks, PAUSE, places) for walks in (True, False) * 2]
        return [self.play(visitor, simulator.SECONDS) for visitor in visitors]


def simulated(scanners: int, differ: float) -> None:
    """Gain in rooms of both kinds of air, beside the gain with the true offsets."""
    untaught, taught, true, errors, refused = [], [], [], [], 0
    for seed, air in product(range(ROOMS), ("channels", "noise")):
        room = Room(seed, scanners, air, differ)
        try:
            offsets = learn_offsets(room.links, room.lesson()).offsets
        except NotLearned:
            offsets, refused = {}, refused + 1
        visits = room.visits()
        for scores, known in ((untaught, {}), (taught, offsets), (true, room.offsets)):
            scores.append(pooled([score(Taught(known), take) for take in visits]))
        middle = fmean(room.offsets.values())
        errors += [offsets.get(name, 0.0) + middle - value for name, value in room.offsets.items()]
    off = math.sqrt(fmean(error**2 for error in errors))
    print(
        f"{scanners:2} scanners, {differ:g} dB  gain {gain(taught, untaught)}, with the true offsets "
        f"{pooled(true).share:.3f}; learned within {off:.1f} dB; {refused} of {2 * ROOMS} refused",
        flush=True,
    )


def main() -> None:
    """Print the figures."""
    recordings()
    print(f"simulated rooms, {2 * ROOMS} of each kind with four visits of two minutes; radios differ by sigma")
    for differ, scanners in product((0.0, 4.0, 6.0), (4, 6, 12)):
        simulated(scanners, differ)


if __name__ == "__main__":
    main()
