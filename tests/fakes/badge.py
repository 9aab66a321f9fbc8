"""What a badge sends: manufacturer data of an iBeacon, as BlueZ hands it on."""

UUID = "e2c56db5-dffb-48d2-b060-d0f5a71096e0"
"""A UUID of the kit."""
FOREIGN = "11111111-2222-3333-4444-555555555555"
"""A UUID of somebody else's beacons."""
APPLE = 0x004C


def ibeacon(uuid: str = UUID, major: int = 1, minor: int = 7, tx_power: int = -59) -> dict[int, bytes]:
    """The data for :meth:`tests.fakes.bluez.BlueZStandIn.advertise`; ``tx_power`` in dBm."""
    numbers = major.to_bytes(2, "big") + minor.to_bytes(2, "big") + tx_power.to_bytes(1, "big", signed=True)
    return {APPLE: b"\x02\x15" + bytes.fromhex(uuid.replace("-", "")) + numbers}
