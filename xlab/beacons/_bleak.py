"""bleak as the scanner needs it: a scan that is never left half started, a way off the bus, and what errors mean."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from bleak import BleakScanner
from bleak.args.bluez import BlueZScannerArgs
from bleak.backends.bluezdbus.manager import get_global_bluez_manager
from bleak.backends.scanner import AdvertisementDataCallback
from bleak.exc import BleakBluetoothNotAvailableError, BleakDBusError, BleakError

from xlab.beacons import _bluez
from xlab.beacons._bluez import Trouble
from xlab.beacons.troubles import Kind

START_SECONDS = 6.0
"""A start that takes longer is told as trouble, and waited for. One takes a tenth of a second."""
GIVE_UP_SECONDS = 4.0
"""What a late start has left before it is ended: so a hanging one leaves time to do something about it."""
STOP_SECONDS = 1.0
"""A scan that does not stop in this time is left to BlueZ, which ends it when we leave the bus: the hub ends fast."""


@asynccontextmanager
async def active_scan(
    adapter: str, hear: AdvertisementDataCallback, on_late: Callable[[], None]
) -> AsyncIterator[None]:
    """A scan that runs inside the block; ``on_late`` is told when it takes long to start.

    Raises whatever kept it from starting, for :func:`trouble_of`.
    """
    # Asking for repeated data makes this a filtered discovery on adapters too that know Bluetooth Low Energy alone.
    # Without a filter BlueZ holds back changes of RSSI under 8 dB and rests 5 s in every 15: in a virtual machine with
    # BlueZ 5.82, 15 of 240 advertisements came through, and with it 238.
    wanted: BlueZScannerArgs = {"adapter": adapter, "filters": {"DuplicateData": True}}
    scanner = BleakScanner(hear, scanning_mode="active", bluez=wanted)
    starting = asyncio.create_task(scanner.start())
    try:
        if not (await asyncio.wait({starting}, timeout=START_SECONDS))[0]:
            on_late()
            if not (await asyncio.wait({starting}, timeout=GIVE_UP_SECONDS))[0]:
                raise Trouble("mute")
        await starting
        yield
    finally:
        # The radio may be gone, and then stopping fails in as many ways; there is nothing left to stop.
        with suppress(Exception):
            try:
                async with asyncio.timeout(STOP_SECONDS):
                    await starting
                    await scanner.stop()
            except TimeoutError:
                # What was cut off halfway may go on without us, and BlueZ would refuse the next start for it.
                await leave_bus()


async def leave_bus() -> None:
    """Have bleak make a new connection to the bus for the next scan. BlueZ ends the scans of those who leave.

    bleak keeps one connection for each event loop and has no public way to end it; if ever it is named otherwise, this
    does nothing, a test fails, and the ladder goes on to the adapter.
    """
    with suppress(Exception):
        async with asyncio.timeout(STOP_SECONDS):
            bus = getattr(await get_global_bluez_manager(), "_bus", None)
            if bus is not None:
                bus.disconnect()
                await bus.wait_for_disconnect()


def trouble_of(error: Exception) -> Trouble:
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
