"""A hub under a flood of forged badges, watched from outside: its memory, its dashboard, and what it wrote down."""

import asyncio
import json
import statistics
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.fakes.badge import UUID
from tests.running import RunningProcess, free_port
from tests.waiting import PATIENCE
from xlab.events import BeaconRegistered, Event, PresenceChanged
from xlab.store import SqliteLog, Writer, stamp

OWN = {f"{UUID}/1/1": "st-1", f"{UUID}/1/2": "st-2"}
"""The kit's own badges and the station each is at."""


@dataclass
class Report:
    """``waits`` are seconds the dashboard took to answer, ``memory`` the bytes of the hub, from before the flood on."""

    output: str
    sent: int
    late: float
    came: float
    went: float
    memory: list[int] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    @property
    def own(self) -> list[tuple[float, str, str, str | None, str]]:
        """What was written of the own badges: wall time, kind, beacon, station, band."""
        return [
            (one.wall, one.fact.kind, one.fact.beacon, one.station, one.fact.proximity)
            for one in self.events
            if isinstance(one.fact, PresenceChanged) and one.fact.beacon in OWN
        ]

    @property
    def grown(self) -> int:
        """Bytes of memory by which the hub grew from before the flood to its end."""
        return statistics.median_low(self.memory[-5:]) - self.memory[0]


def besiege(home: Path, rate: int, seconds: float, own_seconds: float, after: float) -> Report:
    """Flood a hub whose own badges are registered, and go on watching for ``after`` seconds."""
    asyncio.run(_register(home))
    port = free_port()
    hub = RunningProcess("tests.fakes.flood", *map(str, (home, port, rate, seconds, own_seconds)))
    report = Report("", 0, 0.0, 0.0, 0.0)
    try:
        hub.line("^ready")
        process = psutil.Process(hub.process.pid)
        _answer(port)  # the first answer loads what later ones share
        report.memory.append(process.memory_info().rss)
        end = time.monotonic() + 1.0 + seconds + after
        while time.monotonic() < end:
            report.waits.append(_answer(port))
            report.memory.append(process.memory_info().rss)
            time.sleep(0.2)
        report.came = float(hub.line(r"own come ([\d.]+)")[1][1])
        report.went = float(hub.line(r"own gone ([\d.]+)")[1][1])
        flooded = hub.line(r"flooded (\d+) ([\d.]+)")[1]
        report.sent, report.late = int(flooded[1]), float(flooded[2])
    finally:
        hub.stop()
    report.output = hub.output
    log = SqliteLog.open(home / "events.db")
    report.events = log.read(0, 1_000_000)
    log.close()
    return report


async def _register(home: Path) -> None:
    log = SqliteLog.open(home / "events.db")
    async with Writer(log) as writer:
        await writer.append([stamp(BeaconRegistered(identity=beacon, role="badge")) for beacon in OWN])
    log.close()


def _answer(port: int) -> float:
    began = time.monotonic()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/health", timeout=PATIENCE) as answer:
        assert json.load(answer)["radio"]["state"] == "scanning"
    return time.monotonic() - began
