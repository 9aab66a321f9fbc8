"""How good presence is, beside other projects' rules on the same data, and how fast.

On real recordings and in simulated rooms: the share of seconds, from the third on, at the scanner that is truly
nearest, and changes of station a minute. Alone:
``python -m tests.benchmarks.bench_presence``. Promised: walks 0.74 at 1.9, stills 0.78 at 0.05, and no rule ahead.
"""

import time

from tests.benchmarks.presence import held_out
from tests.benchmarks.presence.bermuda import Bermuda
from tests.benchmarks.presence.judge import OURS, RULES, Score, Take, lead, pooled, score, takes
from tests.benchmarks.presence.simulator import room
from xlab.beacons.frame import parse
from xlab.beacons.presence import Presence
from xlab.beacons.sighting import Sighting

PUBLISHED = {
    "Bermuda": "0.719 at 1.9   0.734 at 0.06",
    "5 s mean": "0.622 at 6.9   0.716 at 2.5",
    "AltBeacon": "0.691 at 3.2   0.715 at 0.41",
    "room-assistant": "0.656          0.714",
    "ESPresense": "0.669          0.706",
    "raw strongest": "0.509 at 25",
}
SEEDS = 12

Scores = dict[str, list[Score]]


def on(some: list[Take]) -> Scores:
    """Every rule's score on every recording."""
    return {name: [score(make(), take) for take in some] for name, make in RULES.items()}


def cell(one: Score) -> str:
    """Share and changes a minute."""
    return f"{one.share:.3f} at {one.a_minute:5.2f}"


def recordings(walks: list[Take], stills: list[Take]) -> tuple[Scores, Scores]:
    """The rules on the recordings, beside the figures published for them, and our lead over each; the scores."""
    scores = on(walks), on(stills)
    print(f"{'recordings':15} {'walks':>14} {'stills':>14}   published (walks, stills)")
    for name in RULES:
        print(f"{name:15} {cell(pooled(scores[0][name]))} {cell(pooled(scores[1][name]))}   {PUBLISHED.get(name, '')}")
    pair = [pooled([score(Bermuda(-59.0), take) for take in some]) for some in (walks, stills)]
    print(f"{'Bermuda':15} {cell(pair[0])} {cell(pair[1])}   with the beacon's own calibration, -59 dBm for -55")
    leads("recordings", *scores)
    return scores


def leads(title: str, walks: Scores, stills: Scores) -> None:
    """Our share minus each other rule's, with the 95 % interval over recordings."""
    print(
        f"our lead, {title}: mean [95 %], paired bootstrap over {len(walks[OURS])} walks and {len(stills[OURS])} stills"
    )
    for name in RULES:
        if name != OURS:
            both = [lead(some[OURS], some[name]) for some in (walks, stills)]
            print(f"{name:15} " + "  ".join(f"{mean:+.3f} [{low:+.3f}, {high:+.3f}]" for mean, low, high in both))


def constants(walks: list[Take], stills: list[Take], scores: tuple[Scores, Scores]) -> None:
    """Leave one recording out, choose every constant that was chosen by data on the others, score it."""
    table = held_out.scores((walks, stills))
    held, chosen = held_out.left_out(table)
    cells = " ".join(cell(pooled(kind)) for kind in held)
    print(f"one left out    {cells}   best of {len(table)} choices on the other recordings, each time")
    print(f"  {', '.join(held_out.GRID)}: " + "; ".join(str(choice) for choice in sorted(chosen)))
    for kind, name in enumerate(("walks", "stills")):
        shares = sorted(pooled(row[kind]).share for row in table.values())
        print(f"  any choice on {name}: {shares[0]:.3f} to {shares[-1]:.3f}, median {shares[len(shares) // 2]:.3f}")
    leads("one left out", scores[0] | {OURS: held[0]}, scores[1] | {OURS: held[1]})


def simulated() -> None:
    """The rules in simulated rooms."""
    names = list(RULES)
    total: dict[str, Scores] = {"walk": {name: [] for name in names}, "still": {name: [] for name in names}}
    print(f"simulated rooms, {SEEDS} of each kind; share at changes a minute")
    print(" " * 18 + " ".join(f"{name[:13]:>13}" for name in names))
    for air in ("channels", "noise"):
        for scanners in (4, 6, 12):
            for kind in ("walk", "still"):
                scores = on([room(seed, scanners, kind, air) for seed in range(SEEDS)])
                for name in names:
                    total[kind][name] += scores[name]
                cells = " ".join(f"{cell(pooled(scores[name])):>14}"[1:] for name in names)
                print(f"{air:8} {scanners:2} {kind:5} {cells}", flush=True)
    for kind, scores in total.items():
        print(f"{'all':11} {kind:5} " + " ".join(f"{cell(pooled(scores[name])):>14}"[1:] for name in names))
    leads("simulated", total["walk"], total["still"])


def cost(stills: list[Take]) -> tuple[float, float]:
    """Microseconds for one sighting through presence and for one frame parsed."""
    heard = [Sighting(t, scanner, "e2c56db5", 1, 1, -59, rssi) for take in stills for t, scanner, rssi in take.heard]
    presence = Presence()
    began = time.perf_counter()
    for sighting in heard:
        presence.hear(sighting)
    each = (time.perf_counter() - began) / len(heard)
    frame = bytes.fromhex("0215e2c56db5dffb48d2b060d0f5a71096e000640000c5")
    began = time.perf_counter()
    for _ in range(100_000):
        parse(frame)
    return each * 1e6, (time.perf_counter() - began) * 10


def main() -> None:
    """Print the figures."""
    walks, stills = takes("walk"), takes("still")
    constants(walks, stills, recordings(walks, stills))
    simulated()
    sighting, frame = cost(stills)
    print(f"cost   {sighting:.1f} us a sighting, {frame:.2f} us a frame")


if __name__ == "__main__":
    main()
