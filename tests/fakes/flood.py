"""A hub whose radio is under attack, as a process of its own: everything is real but the air.

    python -m tests.fakes.flood HOME PORT RATE SECONDS OWN_SECONDS

The badges 1/1 (at st-1) and 1/2 (at st-2) are in the room for OWN_SECONDS from the second second on. From the first
one on, for SECONDS, RATE advertisements a second come that carry the kit's own UUID, nine of ten with an identity that
was never heard before; some with strengths, powers and lengths that cannot be. All is put in at the scan callback.
"""

import asyncio
import random
import signal
import sys
import time
from collections.abc import AsyncGenerator, Callable, Collection
from pathlib import Path
from typing import Any

from bleak.backends.scanner import AdvertisementData

from tests.fakes.badge import APPLE, ibeacon
from xlab.beacons._intake import Intake
from xlab.beacons.sighting import Sighting
from xlab.hub import hearing, run_hub
from xlab.settings import Settings

TURN = 0.01
"""Seconds between two handfuls of advertisements."""

OWN_EVERY = 0.2
AGAIN = 500
"""Forged identities that come again and again."""

STRANGE_RSSI = (127, 0, 20, -127)
STRANGE_POWER = (0, 127, -128)


def advertisement(data: bytes, rssi: int) -> AdvertisementData:
    return AdvertisementData(None, {APPLE: data}, {}, [], None, rssi, ())


def forged(rng: random.Random) -> AdvertisementData:
    """An advertisement of nobody's badge; one of twenty is wrong in some way."""
    major, minor = (2, rng.randrange(AGAIN)) if rng.random() < 0.1 else (rng.randint(3, 65535), rng.randint(0, 65535))
    power = rng.choice(STRANGE_POWER) if rng.random() < 0.02 else -59
    data = ibeacon(major=major, minor=minor, tx_power=power)[APPLE]
    if rng.random() < 0.02:
        data = rng.choice((data[:-1], data + b"\0", data[:7], b"", data[:2]))
    return advertisement(data, rng.choice(STRANGE_RSSI) if rng.random() < 0.02 else rng.randint(-95, -30))


class FloodedRadio:
    """Stands in for ``xlab.beacons.scanner.scan``: two stations' intakes, and air that the arguments describe."""

    def __init__(self, rate: int, seconds: float, own_seconds: float) -> None:
        self._rate = rate
        self._seconds = seconds
        self._own_seconds = own_seconds

    async def scan(
        self,
        uuids: Collection[str],
        *,
        scanner: str,
        on_state: Callable[[str, str], None],
        clock: Callable[[], float],
        admits: Callable[[str], bool],
        **_: Any,
    ) -> AsyncGenerator[Sighting, None]:
        """Like the real one, with a second station's ears beside its own."""
        intakes = [Intake(uuids, scanner=name, clock=clock, admits=admits) for name in (scanner, "st-2")]
        heard: asyncio.Queue[Sighting] = asyncio.Queue(2000)

        async def drain(intake: Intake) -> None:
            async for sighting in intake.sightings():
                await heard.put(sighting)

        on_state("scanning", "")
        async with asyncio.TaskGroup() as tasks:
            for intake in intakes:
                tasks.create_task(drain(intake))
            tasks.create_task(self._own(intakes))
            tasks.create_task(self._flood(intakes))
            while True:
                yield await heard.get()

    async def _own(self, intakes: list[Intake]) -> None:
        await asyncio.sleep(2.0)
        rng = random.Random(1)
        print("own come", time.time(), flush=True)
        for _ in range(round(self._own_seconds / OWN_EVERY)):  # counted, so that a busy machine sends as many
            for minor in (1, 2):
                for at, intake in enumerate(intakes, 1):
                    level = (-62 if at == minor else -82) + rng.gauss(0, 4)
                    intake.hear(None, advertisement(ibeacon(minor=minor)[APPLE], round(level)))  # type: ignore[arg-type]
            await asyncio.sleep(OWN_EVERY)
        print("own gone", time.time(), flush=True)

    async def _flood(self, intakes: list[Intake]) -> None:
        await asyncio.sleep(1.0)
        rng = random.Random(2)
        began = time.monotonic()
        sent, late = 0, 0.0
        most = int(self._seconds * self._rate)
        print("flood", flush=True)
        while sent < most:
            due = min(most, int((time.monotonic() - began) * self._rate))
            late = max(late, (due - sent) / self._rate)
            while sent < due:
                intakes[sent % 2].hear(None, forged(rng))  # type: ignore[arg-type]
                sent += 1
            await asyncio.sleep(TURN)
        print(f"flooded {sent} {late:.3f}", flush=True)


async def main(home: Path, port: int, rate: int, seconds: float, own_seconds: float) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    hearing.scan = FloodedRadio(rate, seconds, own_seconds).scan  # type: ignore[assignment]
    settings = Settings(host="127.0.0.1", port=port, replay="none")
    await run_hub(home, settings, stop, lambda info: print("ready", flush=True))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]), float(sys.argv[5])))
