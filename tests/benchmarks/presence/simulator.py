"""Rooms made of chance, to measure station rules where nobody has recorded. Pure and seeded.

A room of 20 m x 15 m with 4, 6 or 12 scanners near the cells of a grid. RSSI at 1 m is -59 dBm. One packet is off the
line by which it falls with distance (badge and scanner 1 m apart in height at least) by 7 to 9 dB in all, drawn for
each room. Three kinds of air make that up:

- ``channels``: each scanner hears each of the three advertising channels, used in turn, with a Rician fade (K = 0.7) of
  its own that lasts 20 s at rest and 10 cm of way; the rest is shadowing that changes over 3 m. 25 dB a decade.
- ``noise``: Gaussian fades that last 0.5 s, whichever the channel; and 4 dB of the same shadowing. 25 dB a decade.
- ``measured``: what fits the recordings in tests/data, in which nobody else was in the room. The fades of ``channels``
  (K = 0.8), which at rest last for as long as it rests, on the channel the scanner listens to, another every 0.8 s;
  3 dB of shadowing over 2 m; scanners whose ears differ by 2 dB; 18.5 dB a decade. In all 6 dB.

In the first two the visitor's body takes up to 8 dB behind the back, and someone stands in each line of sight a quarter
of the time, for 4 s on average, and takes 6 dB; as measured the body takes 2.4 dB. One packet in twenty is lost, and
whatever is weaker than -100 dBm. A visitor walks at 0.12 to 0.9 m/s to a scanner or anywhere and pauses up to 20 s
(measured: no pause, as there), or stays and turns every 30 s.
"""

import math
import random
from typing import Final, Literal

from tests.benchmarks.presence.judge import Take

Air = Literal["measured", "channels", "noise"]
Point = tuple[float, float]

WIDTH: Final = 20.0
DEPTH: Final = 15.0
SECONDS: Final = 120
RATE: Final = 2.2
COLUMNS: Final = {4: 2, 6: 3, 12: 4}
RICIAN_K: Final = {"measured": 0.8, "channels": 0.7}
RICIAN_SPREAD: Final = 5.0
"""dB, about that of a Rician fade with such a K."""

SLOPE: Final = {"measured": 18.5, "channels": 25.0, "noise": 25.0}
LASTS: Final = {"measured": math.inf, "channels": 20.0}
BODY: Final = {"measured": 2.4, "channels": 8.0, "noise": 8.0}
LISTENS: Final = 0.8
"""Seconds a scanner stays on one channel, as measured."""


class _Shadow:
    """Shadowing over the room: a sum of waves with random directions, Gaussian with the given spread in dB."""

    def __init__(self, rng: random.Random, spread: float, metres: float = 3.0, waves: int = 24) -> None:
        self._height = spread * math.sqrt(2 / waves)
        self._waves = []
        for _ in range(waves):
            number, way = abs(rng.gauss(0, 1)) / metres + 0.05, rng.uniform(0, math.tau)
            self._waves.append((number * math.cos(way), number * math.sin(way), rng.uniform(0, math.tau)))

    def at(self, x: float, y: float) -> float:
        return self._height * sum(math.cos(a * x + b * y + c) for a, b, c in self._waves)


class _Fade:
    """A Gaussian process in one number or, as a Rician fade, in the two parts of a wave."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self.real, self.imaginary = rng.gauss(0, 1), rng.gauss(0, 1)

    def go_on(self, keep: float) -> None:
        fresh = math.sqrt(1 - keep * keep)
        self.real = keep * self.real + fresh * self._rng.gauss(0, 1)
        self.imaginary = keep * self.imaginary + fresh * self._rng.gauss(0, 1)

    def rician(self, k: float) -> float:
        line = math.sqrt(2 * k)
        power = ((line + self.real) ** 2 + self.imaginary**2) / (2 * (1 + k))
        return 10 * math.log10(max(power, 1e-4))


class _Link:
    """The way from the badge to one scanner."""

    def __init__(self, rng: random.Random, place: Point, air: Air, sigma: float) -> None:
        self.place = place
        self._rng = rng
        self._air = air
        if air == "measured":
            self._shadow = _Shadow(rng, 3.0, 2.0)
        else:
            self._shadow = _Shadow(rng, math.sqrt(sigma**2 - RICIAN_SPREAD**2) if air == "channels" else 4.0)
        self._noise = math.sqrt(sigma**2 - 4.0**2)
        self._ear = rng.gauss(0, 2) if air == "measured" else 0.0
        self._fades = [_Fade(rng) for _ in range(1 if air == "noise" else 3)]
        self._blocked = rng.random() < 0.25
        self._turn = rng.random() * 3 if air == "measured" else 0.0

    def rssi(self, at: Point, facing: float, moved: float, packet: int) -> float:
        dx, dy = self.place[0] - at[0], self.place[1] - at[1]
        level = -59 - SLOPE[self._air] * math.log10(math.hypot(dx, dy, 1.0)) + self._shadow.at(*at) + self._ear
        if self._air == "noise":
            self._fades[0].go_on(math.exp(-1 / RATE / 0.5))
            level += self._noise * self._fades[0].real
        else:
            keep = math.exp(-moved / 0.1 - 1 / RATE / LASTS[self._air])
            for fade in self._fades:
                fade.go_on(keep)
            turn = packet if self._air == "channels" else int(self._turn + packet / RATE / LISTENS)
            level += self._fades[turn % 3].rician(RICIAN_K[self._air]) + self._rng.gauss(0, 1)
        level -= BODY[self._air] * max(0.0, -math.cos(math.atan2(dy, dx) - facing))
        if self._air == "measured":
            return level
        if self._rng.random() < 1 / RATE / (4 if self._blocked else 12):
            self._blocked = not self._blocked
        return level - (6 if self._blocked else 0)


class _Visitor:
    """Where the badge is."""

    def __init__(self, rng: random.Random, walks: bool, pause: float, places: list[Point]) -> None:
        self._rng = rng
        self._walks = walks
        self._longest = pause
        self._places = places
        self.at = self._goal = self._anywhere()
        self.facing = rng.uniform(0, math.tau)
        self._pause = 0.0
        self._speed = 0.5

    def go_on(self, seconds: float) -> float:
        """Walk or stay for a while; metres walked."""
        if not self._walks:
            if self._rng.random() < seconds / 30:
                self.facing = self._rng.uniform(0, math.tau)
            return 0.0
        way = math.dist(self.at, self._goal)
        if self._pause > 0:
            self._pause -= seconds
            return 0.0
        if way < 0.01:
            self._goal = self._anywhere() if self._rng.random() < 0.5 else self._beside(self._rng.choice(self._places))
            self._pause = self._rng.uniform(0, self._longest)
            self._speed = 0.12 * 7.5 ** self._rng.random()
            return 0.0
        step = min(way, self._speed * seconds)
        dx, dy = self._goal[0] - self.at[0], self._goal[1] - self.at[1]
        self.facing = math.atan2(dy, dx)
        self.at = (self.at[0] + dx / way * step, self.at[1] + dy / way * step)
        return step

    def _anywhere(self) -> Point:
        return self._rng.uniform(0, WIDTH), self._rng.uniform(0, DEPTH)

    def _beside(self, place: Point) -> Point:
        return place[0] + self._rng.uniform(-1, 1), place[1] + self._rng.uniform(-1, 1)


def room(seed: int, scanners: int, kind: Literal["walk", "still"], air: Air) -> Take:
    """One visitor for two minutes in a room of their own; ``scanners`` is 4, 6 or 12."""
    rng = random.Random(f"{seed} {scanners} {kind} {air}")
    columns = COLUMNS[scanners]
    dx, dy = WIDTH / columns, DEPTH / (scanners // columns)
    sigma = rng.uniform(7, 9)
    links = {}
    for number in range(scanners):
        x = (number % columns + 0.5 + rng.uniform(-0.2, 0.2)) * dx
        y = (number // columns + 0.5 + rng.uniform(-0.2, 0.2)) * dy
        links[f"s{number:02}"] = _Link(rng, (x, y), air, sigma)
    visitor = _Visitor(rng, kind == "walk", 0.0 if air == "measured" else 20.0, [link.place for link in links.values()])
    heard: list[tuple[float, str, int]] = []
    truth: list[tuple[float, str]] = []
    moved = 0.0
    for packet in range(int(SECONDS * RATE)):
        t = packet / RATE
        while len(truth) <= t:
            at = visitor.at
            truth.append((float(len(truth)), min(links, key=lambda name: math.dist(links[name].place, at))))
        for order, (name, link) in enumerate(links.items()):
            rssi = round(min(link.rssi(visitor.at, visitor.facing, moved, packet), -20))
            if rssi >= -100 and rng.random() >= 0.05:
                heard.append((t + order / 10_000, name, rssi))
        moved = visitor.go_on(1 / RATE)
    return Take(f"{air}-{scanners}-{kind}-{seed}", heard, truth)
