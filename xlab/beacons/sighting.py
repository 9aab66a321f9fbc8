"""One iBeacon advertisement heard by one scanner: what every source gives and presence takes."""

import msgspec


class Sighting(msgspec.Struct, frozen=True):
    """A beacon, heard. Also a line of a recording, with these names.

    ``t`` is in seconds on the time line of its source, ``rssi`` and ``tx_power`` (as heard at 1 m) in dBm; ``uuid`` is
    lower case with hyphens.
    """

    t: float
    scanner: str
    uuid: str
    major: int
    minor: int
    tx_power: int
    rssi: int

    @property
    def beacon(self) -> str:
        """The beacon's identity, ``<uuid>/<major>/<minor>``."""
        return f"{self.uuid}/{self.major}/{self.minor}"
