"""Is the kit well: what anyone may ask, and monitors do."""

from typing import Literal

import msgspec

from xlab.link import Keeps, KitInfo, Radio, RadioState, Room, WayNow
from xlab.upkeep.place import build


class StationHealth(msgspec.Struct, frozen=True):
    """One station's line in the health answer."""

    id: str
    state: str
    demo: str | None


class ScannerHealth(msgspec.Struct, frozen=True):
    """The radio of a further station."""

    id: str
    state: RadioState | Literal["away"]


class Health(msgspec.Struct, frozen=True):
    """What anyone may know of a kit: enough to see that it is well, nothing about who is in the room.

    ``build`` is what the folder of its version is called on an installed kit, else empty. ``keeps`` says whether its
    card takes what happens. ``ways`` are those by which people reach it, without any password.
    """

    kit: str
    version: str
    build: str
    uptime_s: float
    keeps: Keeps
    radio: Radio
    stations: tuple[StationHealth, ...]
    scanners: tuple[ScannerHealth, ...]
    ways: tuple[WayNow, ...]


def ways_of(info: KitInfo) -> tuple[WayNow, ...]:
    """How people reach the kit; nothing while nothing is known of it."""
    return info.network.ways if info.network is not None else ()


def health_of(info: KitInfo, room: Room, uptime: float) -> Health:
    """The health answer; stations are the spots that have or had a screen. ``uptime`` in seconds."""
    stations = tuple(StationHealth(spot.id, spot.screen, spot.demo) for spot in room.spots if spot.screen is not None)
    scanners = tuple(ScannerHealth(one.station, one.state if one.here else "away") for one in room.scanners)
    return Health(
        info.kit, info.version, build(), round(uptime, 1), info.keeps, room.radio, stations, scanners, ways_of(info)
    )
