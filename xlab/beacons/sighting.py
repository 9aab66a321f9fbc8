"""One iBeacon advertisement heard by one scanner: what every source gives and presence takes."""

from functools import lru_cache

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
        return identity(self.uuid, self.major, self.minor)


@lru_cache(maxsize=1024)
def identity(uuid: str, major: int, minor: int) -> str:
    """A beacon's identity in words, one string for all its sightings.

    It is asked for several times for each advertisement. The cache holds twice the beacons that presence follows; a
    flood of forged identities goes through it and leaves it as large as it was.
    """
    return f"{uuid}/{major}/{minor}"
