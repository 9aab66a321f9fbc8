"""A further station's sightings: how late they reach the hub, from the radio's callback in another process."""

import asyncio
import secrets
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.bench_kit import row
from tests.fakes.badge import UUID
from tests.fakes.desk import FakeDesk, served
from xlab.beacons.sighting import Sighting
from xlab.hub.secrets import PairedStation
from xlab.station.credentials import Key, keep
from xlab.station.ears import Ears
from xlab.station.finding import Whereabouts

RATES = (20, 200, 1000)
"""Sightings a second: a handful of badges, a full room, and a flood."""

SECONDS = 6.0


def main() -> None:
    """Print the figures beside the promise, for each rate."""
    for rate in RATES:
        late = asyncio.run(measure(rate))
        row(f"sighting to the hub, {rate} a second", "ms", late, 200.0)


async def measure(rate: int) -> list[float]:
    """Milliseconds of each sighting, heard by a process of its own."""
    with tempfile.TemporaryDirectory(prefix="xlab-link-") as folder:
        home, key = Path(folder), secrets.token_bytes(32)
        async with served(home / "hub") as (url, _, desk):
            keep(home / "st-2", "st-2", Key(key, "k", "Blue box", url))
            desk.keys.put("st-2", PairedStation(key, "Two"))
            command = (sys.executable, "-m", "tests.benchmarks.bench_link", str(home / "st-2"), url, str(rate))
            scanner = await asyncio.create_subprocess_exec(*command)
            try:
                return await collect(desk)
            finally:
                scanner.terminate()
                await scanner.wait()


async def collect(desk: FakeDesk) -> list[float]:
    """What comes in some seconds; a sighting's major and minor are the millisecond in which it was heard."""
    await asyncio.wait_for(desk.sightings.get(), 20)
    late, end = [], time.monotonic() + SECONDS
    while (left := end - time.monotonic()) > 0:
        try:
            _, sighting = await asyncio.wait_for(desk.sightings.get(), left)
        except TimeoutError:
            break
        late.append(float((_milliseconds() - (sighting.major << 16 | sighting.minor)) % (1 << 32)))
    return late


def _milliseconds() -> int:
    return int(time.monotonic() * 1000) % (1 << 32)


async def scan(home: Path, url: str, rate: int) -> None:
    """The further station: the real link, and a radio that hears ``rate`` adverts a second."""

    async def radio(uuids, *, scanner, on_state):
        on_state("scanning", "")
        due = time.monotonic()
        while True:
            due += 1 / rate
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            now = _milliseconds()
            yield Sighting(time.monotonic(), scanner, UUID, now >> 16, now & 0xFFFF, -59, -60)

    where = Whereabouts(url.replace("ws", "http").removesuffix("/station"), "")
    await Ears(home, station="st-2", name="Two", where=where, scan=radio, tell=lambda news: None).run()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        asyncio.run(scan(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
    else:
        main()
