"""What a badge sends: manufacturer data of an iBeacon, as BlueZ hands it on; and a badge that sends all the time."""

import asyncio
from types import TracebackType
from typing import Self

from tests.fakes.bluez import BlueZStandIn

UUID = "e2c56db5-dffb-48d2-b060-d0f5a71096e0"
"""A UUID of the kit."""
FOREIGN = "11111111-2222-3333-4444-555555555555"
"""A UUID of somebody else's beacons."""
APPLE = 0x004C


def ibeacon(uuid: str = UUID, major: int = 1, minor: int = 7, tx_power: int = -59) -> dict[int, bytes]:
    """The data for :meth:`tests.fakes.bluez.BlueZStandIn.advertise`; ``tx_power`` in dBm."""
    numbers = major.to_bytes(2, "big") + minor.to_bytes(2, "big") + tx_power.to_bytes(1, "big", signed=True)
    return {APPLE: b"\x02\x15" + bytes.fromhex(uuid.replace("-", "")) + numbers}


class Badge:
    """Sends from its first moment to its last, whoever listens; a context manager. ``rssi`` is how it is heard."""

    def __init__(self, bluez: BlueZStandIn) -> None:
        self.rssi = -90
        self._bluez = bluez

    async def __aenter__(self) -> Self:
        self._sending = asyncio.create_task(self._send())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self._sending.cancel()
        await asyncio.wait({self._sending})

    async def _send(self) -> None:
        while True:
            self._bluez.advertise("C0:FF:EE:00:00:01", ibeacon(), self.rssi)
            await asyncio.sleep(0.001)  # a second of the radio tests' time is 10 ms
