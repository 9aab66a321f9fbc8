"""The radio as a source of sightings: bleak, unmodified, kept alive through everything that happens to a radio.

Scanning is active. It costs badges a little battery, but BlueZ reports each advertisement only then: in passive mode it
holds back changes of RSSI under 8 dB, and a badge that lies on a pad would fall silent.

Privacy is kept here: an advertisement that does not carry one of the kit's own UUIDs is dropped in the callback. It is
not stored, counted or logged, and bleak's own debug log, which names every address, is off.
"""

import asyncio
import logging
import random
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager, suppress

import msgspec
from bleak import BleakScanner
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData
from bleak.exc import BleakBluetoothNotAvailableError, BleakDBusError, BleakError

from xlab.backoff import back_off
from xlab.beacons import _bluez
from xlab.beacons._bluez import Trouble
from xlab.beacons.frame import parse
from xlab.beacons.sighting import Sighting
from xlab.beacons.troubles import Kind
from xlab.link import RadioState

logger = logging.getLogger(__name__)

APPLE = 0x004C
"""The company whose manufacturer data carries iBeacons."""
QUEUE_LENGTH = 2000
"""Sightings that may wait for a slow consumer: 20 s of a hundred badges at their usual rate, in about 1 MB."""
START_SECONDS = 10.0
"""A start that takes longer is told as trouble, and waited for."""
STOP_SECONDS = 1.0
"""A scan that does not stop in this time is left to BlueZ, which ends it when we leave the bus: the hub ends fast."""
RSSI_RANGE = range(-126, 21)
"""What Bluetooth allows. bleak says -127 where BlueZ gave none, as it does when it forgets a device."""


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How often the radio is looked at and tried again, in seconds."""

    check: float = 1.0
    first_wait: float = 1.0
    longest_wait: float = 15.0


PACE = Pace()


async def scan(
    uuids: Collection[str],
    *,
    scanner: str,
    on_state: Callable[[RadioState, str], None],
    clock: Callable[[], float] = time.monotonic,
    adapter: str | None = None,
    pace: Pace = PACE,
) -> AsyncGenerator[Sighting, None]:
    """Sightings of beacons with these UUIDs, for ever; close the iterator to stop the scan.

    ``scanner`` is the name put into each sighting, ``clock`` gives its time in seconds, ``adapter`` is as ``hci0``, or
    the first that is on. Never raises for radio trouble: ``on_state`` is told each change of state with a plain
    sentence (empty while scanning), and the radio is tried again. It is called on the loop and must not block.
    """
    for noisy in ("bleak", "dbus_fast"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    heard: asyncio.Queue[Sighting | None] = asyncio.Queue(QUEUE_LENGTH)

    def put(item: Sighting | None) -> None:
        if heard.full():
            heard.get_nowait()  # under a flood the newest matter most
        heard.put_nowait(item)

    wanted = frozenset(uuid.lower() for uuid in uuids)

    def hear(_device: BLEDevice, advertisement: AdvertisementData) -> None:
        # BlueZ keeps the data of every company it ever heard from an address, so an iBeacon may come back beside newer
        # data of another kind. It is the same badge with the strength of now, so it counts.
        data = advertisement.manufacturer_data.get(APPLE)
        beacon = parse(data) if data is not None else None
        if beacon is None or beacon.uuid not in wanted or advertisement.rssi not in RSSI_RANGE:
            return
        put(
            Sighting(
                t=clock(),
                scanner=scanner,
                uuid=beacon.uuid,
                major=beacon.major,
                minor=beacon.minor,
                tx_power=beacon.tx_power,
                rssi=advertisement.rssi,
            )
        )

    listening = asyncio.create_task(_listen(hear, _Teller(on_state), adapter, pace), name="beacon scanner")
    listening.add_done_callback(lambda _: put(None))  # wakes the consumer if ever a mistake of ours ends the task
    try:
        while (sighting := await heard.get()) is not None:
            yield sighting
        await listening
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


class _Teller:
    """Tells each change once: to the caller, and to the log as one warning and one line when all is well again."""

    def __init__(self, on_state: Callable[[RadioState, str], None]) -> None:
        self._on_state = on_state
        self._scanning = False
        self._last: Trouble | None = None

    def scanning(self, adapter: str) -> None:
        if not self._scanning:
            logger.info("Listening for badges on %s", adapter)
            self._scanning, self._last = True, None
            self._on_state("scanning", "")

    def trouble(self, trouble: Trouble, error: Exception | None = None) -> None:
        # Whoever pulled the adapter out should read that for as long as it is out, not that there never was one.
        last = self._last
        if last and (last.reason == trouble.reason or (last.kind, trouble.kind) == ("unplugged", "missing")):
            return
        logger.warning("%s", trouble.reason, exc_info=error if trouble.kind == "unknown" else None)
        self._scanning, self._last = False, trouble
        self._on_state(trouble.state, trouble.reason)


async def _listen(
    hear: Callable[[BLEDevice, AdvertisementData], None], teller: _Teller, adapter: str | None, pace: Pace
) -> None:
    rng = random.Random()  # noqa: S311 - only spreads retries
    failures = 0
    while True:
        try:
            async with _bluez.connect() as bluez:
                name = await bluez.adapter(adapter)
                async with _active_scan(name, hear, teller):
                    teller.scanning(name)
                    while True:
                        await asyncio.sleep(pace.check)
                        await bluez.check(name)
                        failures = 0  # only a scan that lasted counts: one that dies at once must not be retried hotly
        except Exception as error:
            teller.trouble(_trouble_of(error), error)
        failures += 1
        await asyncio.sleep(back_off(failures, rng, first=pace.first_wait, longest=pace.longest_wait))


@asynccontextmanager
async def _active_scan(
    adapter: str, hear: Callable[[BLEDevice, AdvertisementData], None], teller: _Teller
) -> AsyncIterator[None]:
    scanner = BleakScanner(hear, scanning_mode="active", bluez={"adapter": adapter})
    # A start is never cut off halfway: BlueZ would go on to scan with nobody who could stop it, and refuse the next.
    starting = asyncio.create_task(scanner.start())
    try:
        if not (await asyncio.wait({starting}, timeout=START_SECONDS))[0]:
            teller.trouble(Trouble("mute"))
        await asyncio.shield(starting)
        yield
    finally:
        # The radio may be gone, and then stopping fails in as many ways; there is nothing left to stop.
        with suppress(Exception):
            async with asyncio.timeout(STOP_SECONDS):
                await starting
                await scanner.stop()


def _trouble_of(error: Exception) -> Trouble:
    """What it means for people that scanning failed so. bleak's own errors come from starting alone."""
    if isinstance(error, Trouble):
        return error
    if isinstance(error, BleakDBusError):
        return _bluez.trouble_of(error.dbus_error, listening=False)
    known: dict[type[Exception], Kind] = {
        BleakBluetoothNotAvailableError: "refused",  # we chose the adapter, so this is about the bus
        BleakError: "missing",  # the adapter went between our question and bleak's
        OSError: "no_bus",
        EOFError: "no_bus",
    }
    kind = next((kind for family, kind in known.items() if isinstance(error, family)), None)
    return Trouble(kind) if kind else Trouble("unknown", f" ({type(error).__name__})")
