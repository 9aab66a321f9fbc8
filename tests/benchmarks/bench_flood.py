"""A flood of forged badges of the kit's own UUID, put in at the scan callback of a running hub."""

import statistics
import sys
import tempfile
from pathlib import Path

from tests.siege import OWN, besiege
from xlab.events import PresenceChanged

RATE = 10_000


def main() -> None:
    """Print what the kit looks like from outside; ``python -m tests.benchmarks.bench_flood SECONDS``, or 60."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    with tempfile.TemporaryDirectory(prefix="xlab-flood-") as home:
        report = besiege(Path(home), RATE, seconds, own_seconds=seconds / 2, after=max(15.0 - seconds / 2, 1.0))
    print(f"forged advertisements put in           {report.sent / seconds:,.0f} a second for {seconds:.0f} s")
    print(f"longest time a handful of them waited  {report.late * 1000:.0f} ms")
    waits = sorted(report.waits)
    print(
        f"answer of /api/v1/health               median {statistics.median(waits) * 1000:.1f} ms, "
        f"p95 {waits[round(0.95 * (len(waits) - 1))] * 1000:.1f} ms, longest {waits[-1] * 1000:.1f} ms, n={len(waits)}"
    )
    print(
        f"memory of the hub                      {report.memory[0] / 1e6:.1f} MB before, "
        f"{max(report.memory) / 1e6:.1f} MB at most, {report.grown / 1e6:+.1f} MB at the end"
    )
    strangers = {one.fact.beacon for one in report.events if isinstance(one.fact, PresenceChanged)} - set(OWN)
    print(
        f"events in the log                      {len(report.events)}, of {len(strangers)} strangers and {len(OWN)} own"
    )
    print(f"lines of the hub about it              {report.output.count('unknown badges')}")
    for wall, kind, beacon, station, band in report.own:
        since = wall - (report.went if kind == "left" else report.came)
        said = "after it fell silent" if kind == "left" else "after it was first heard"
        print(f"own badge {beacon[-3:]}: {kind} {station or '-'} {band}, {since:.2f} s {said}")


if __name__ == "__main__":
    main()
