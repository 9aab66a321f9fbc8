"""What presence costs: time for a sighting, and memory over a million."""

import random
import time
from collections.abc import Iterator

import psutil

from xlab.beacons.presence import Presence
from xlab.beacons.sighting import Sighting


def crowd(beacons: int, scanners: int, rate: float, seconds: float, start: float = 0.0) -> Iterator[Sighting]:
    """Badges that stand about, each heard by every scanner, with 7 dB of noise."""
    rng = random.Random(1)
    levels = {(one, ear): rng.uniform(-90, -55) for one in range(beacons) for ear in range(scanners)}
    names = [f"st-{ear}" for ear in range(scanners)]
    for round_ in range(round(seconds * rate)):
        for one in range(beacons):
            t = start + (round_ + one / beacons) / rate
            for ear, name in enumerate(names):
                rssi = max(-100, min(-20, round(rng.gauss(levels[one, ear], 7))))
                yield Sighting(t, name, "e2c56db5-dffb-48d2-b060-d0f5a71096e0", 1, one, -59, rssi)


def microseconds(beacons: int, scanners: int, rate: float) -> float:
    """Processor time for one sighting in such a crowd."""
    seconds = min(600.0, max(40.0, 30_000 / (beacons * scanners * rate)))
    sightings = list(crowd(beacons, scanners, rate, seconds))
    presence = Presence()
    began = time.process_time()
    for sighting in sightings:
        presence.hear(sighting)
    return (time.process_time() - began) / len(sightings) * 1e6


def growth() -> list[tuple[int, float]]:
    """Megabytes the process holds after so many sightings of fifty badges that come and go, at four scanners."""
    presence, process, heard = Presence(), psutil.Process(), 0
    sizes = []
    for visit in range(10):
        for sighting in crowd(50, 4, 5.0, 100.0, start=visit * 120.0):
            presence.hear(sighting)
            heard += 1
        if visit in (0, 4, 9):
            sizes.append((heard, process.memory_info().rss / 1e6))
    return sizes
