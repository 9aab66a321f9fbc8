"""Where advertisements come in: what is kept of them is decided in the scan callback, and waits here to be fetched.

An advertisement of somebody else's device is compared with the kit's UUIDs, as bytes, and is gone. Nothing is made of
it, nothing is counted; what stays is one bit for all of them together: that the radio gave anything at all since it was
last asked.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Collection
from struct import Struct as _Layout
from uuid import UUID

from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData

from xlab.beacons.frame import APPLE, LENGTH, PREFIX
from xlab.beacons.sighting import Sighting, identity

QUEUE_LENGTH = 2000
"""Sightings that may wait for a slow consumer: 20 s of a hundred badges at their usual rate, in about 0.3 MB."""

RSSI_RANGE = range(-126, 21)
"""What Bluetooth allows. bleak says -127 where BlueZ gave none, as it does when it forgets a device; 127 is the
controller's "not available"."""

_NUMBERS = _Layout(">HHb").unpack_from  # major, minor, TX power


class Intake:
    """Takes advertisements from the callback and hands sightings on, in order; the oldest go when too many wait."""

    def __init__(
        self,
        uuids: Collection[str],
        *,
        scanner: str,
        clock: Callable[[], float],
        admits: Callable[[str], bool] | None = None,
    ) -> None:
        """See :func:`xlab.beacons.scanner.scan`."""
        # A kit has one UUID or a few: their text is made once, here, and never from what a stranger sends.
        self._texts = {UUID(uuid).bytes: str(UUID(uuid)) for uuid in uuids}
        self._scanner = scanner
        self._clock = clock
        self._admits = admits
        self._waiting: deque[Sighting] = deque(maxlen=QUEUE_LENGTH)  # under a flood the newest matter most
        self._wake = asyncio.Event()
        self._closed = False
        self._alive = False

    def hear(self, _device: BLEDevice, advertisement: AdvertisementData) -> None:
        """The scan callback. Keeps a sighting of the kit's own beacons, if ``admits`` lets it in, and nothing else."""
        # The length comes first: bytes are looked at only where there are any.
        rssi = advertisement.rssi
        if rssi not in RSSI_RANGE:
            return
        # BlueZ keeps the data of every company it ever heard from an address, so an iBeacon may come back beside newer
        # data of another kind. It is the same badge with the strength of now, so it counts.
        data = advertisement.manufacturer_data.get(APPLE)
        if data is None or len(data) < LENGTH or data[:2] != PREFIX:
            # A controller in trouble gives reports without any content (seen by others); they are no sign of life.
            if advertisement.manufacturer_data or advertisement.service_data or advertisement.service_uuids:
                self._alive = True
            return
        self._alive = True
        uuid = self._texts.get(data[2:18])
        if uuid is None:
            return
        major, minor, tx_power = _NUMBERS(data, 18)
        # Strangers with the kit's own UUID are turned away before the queue, or they would push its badges out of it.
        if self._admits is not None and not self._admits(identity(uuid, major, minor)):
            return
        self._waiting.append(Sighting(self._clock(), self._scanner, uuid, major, minor, tx_power, rssi))
        self._wake.set()

    def alive(self) -> bool:
        """Whether any device at all was heard since this was last asked."""
        alive, self._alive = self._alive, False
        return alive

    def close(self) -> None:
        """End :meth:`sightings` once it has given what waits."""
        self._closed = True
        self._wake.set()

    async def sightings(self) -> AsyncIterator[Sighting]:
        """What was heard, as it comes: one wake-up for all that wait, not one for each."""
        waiting = self._waiting
        while True:
            while waiting:
                yield waiting.popleft()
            if self._closed:
                return
            self._wake.clear()
            await self._wake.wait()
