"""The stations of the kit, and those that wish to belong to it, as the page of that name needs them."""

from collections.abc import Sequence
from typing import Literal, Protocol

import msgspec

from xlab.link import RadioState, Screen

Outcome = Literal["paired", "wrong", "silent", "nobody", "unstored"]
"""``silent``: none that waits answered; ``unstored``: the right code, but the card does not take the key."""


class StationNow(msgspec.Struct, frozen=True, kw_only=True):
    """A station of this kit. ``own``: it is the kit's own machine; every other was paired.

    ``screen`` is None where there never was a kiosk, ``radio`` where there never was a scanner, and both are ``away``
    while that part of the station is. ``rate`` is in sightings a second; ``late`` is how many milliseconds 19 of 20
    messages of sightings need at most, None while none come.
    """

    id: str
    name: str
    own: bool
    screen: Screen | Literal["away"] | None = None
    demo: str | None = None
    radio: RadioState | Literal["away"] | None = None
    reason: str = ""
    rate: float = 0.0
    late: int | None = None


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A station that shows a code and waits for somebody to type it."""

    station: str
    name: str


class Tried(msgspec.Struct, frozen=True):
    """What became of a code; ``station`` is the id of the one it paired."""

    outcome: Outcome
    station: str = ""


class Pairing(Protocol):
    """``kit.pairing``. From any thread; raises TimeoutError if the kit is too busy to answer."""

    def stations(self) -> Sequence[StationNow]:
        """All stations, the kit's own first."""
        ...

    def waiting(self) -> Sequence[Waiting]:
        """Who wishes to be paired, the first first; at most eight."""
        ...

    def try_code(self, code: str) -> Tried:
        """Pair the station that shows this code. Takes as long as those that wait take to answer, some seconds."""
        ...

    def unpair(self, station: str) -> bool:
        """Take a station off the kit; False if it was not paired. Raises OSError if that cannot be stored."""
        ...
