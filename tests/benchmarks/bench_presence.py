"""How good presence is on real recordings, and how fast. Run: ``python tests/benchmarks/bench_presence.py``.

The share of seconds, from the third on, in which a badge is said to be at the scanner that is truly nearest; changes of
station a minute; touches (the recordings hold none). Beside them Bermuda's rule on the same data, as re-implemented by
others. Then the cost of one sighting and of one frame.
"""

import gzip
import json
import time
from bisect import bisect_right
from itertools import pairwise
from pathlib import Path

from xlab.beacons.frame import parse
from xlab.beacons.presence import Presence, PresenceEvent
from xlab.beacons.recording import open_recording

DATA = Path(__file__).parents[1] / "data/beacons"
FROM = 3.0
BERMUDA = {"walk": "0.719 at 1.90", "still": "0.734 at 0.06"}


def judge(kind: str) -> tuple[float, float, int]:
    """Share of seconds at the nearest station, changes of station a minute, touches."""
    right = seconds = changes = touches = 0
    minutes = 0.0
    for path in sorted(DATA.glob(f"{kind}-*.sightings.jsonl.gz")):
        with gzip.open(path.with_name(path.name.replace("sightings", "truth")), "rt") as file:
            truth = [json.loads(line) for line in file]
        presence = Presence()
        events: list[PresenceEvent] = []
        for sighting in open_recording(path):
            events += presence.hear(sighting)
        times = [event.t for event in events]
        for second in truth:
            if second["t"] >= FROM:
                seconds += 1
                right += events[bisect_right(times, second["t"]) - 1].station == second["nearest"]
        changes += sum(b.t >= FROM and a.station != b.station for a, b in pairwise(events))
        touches += sum(event.proximity == "touch" for event in events)
        minutes += (truth[-1]["t"] - FROM) / 60
    return right / seconds, changes / minutes, touches


def cost() -> tuple[float, float]:
    """Microseconds for one sighting through presence and for one frame parsed."""
    sightings = [one for path in sorted(DATA.glob("still-*.sightings.jsonl.gz")) for one in open_recording(path)]
    presence = Presence()
    began = time.perf_counter()
    for sighting in sightings:
        presence.hear(sighting)
    each = (time.perf_counter() - began) / len(sightings)
    frame = bytes.fromhex("0215e2c56db5dffb48d2b060d0f5a71096e000640000c5")
    began = time.perf_counter()
    for _ in range(100_000):
        parse(frame)
    return each * 1e6, (time.perf_counter() - began) * 10


def main() -> None:
    """Print the figures."""
    for kind in ("walk", "still"):
        share, changes, touches = judge(kind)
        print(f"{kind:6} {share:.3f} at {changes:.2f} changes a minute (Bermuda {BERMUDA[kind]}), {touches} touches")
    sighting, frame = cost()
    print(f"cost   {sighting:.1f} us a sighting, {frame:.2f} us a frame")


if __name__ == "__main__":
    main()
