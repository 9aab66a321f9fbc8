"""What the panel is in fact: its pixels, how often it shows a new picture, and its true size, where it says so."""

import contextlib
from pathlib import Path
from typing import Final

import msgspec
import pygame

CONNECTORS: Final = Path("/sys/class/drm")

_HEADER: Final = bytes.fromhex("00ffffffffffff00")
_TIMING: Final = 54
"""Where the first detailed timing stands in an EDID (VESA E-EDID, release A2, 3.10)."""


class Panel(msgspec.Struct, frozen=True):
    """``size`` in pixels, ``hertz`` 0 where that is unknown, ``millimetres`` None where the panel does not say."""

    size: tuple[int, int]
    hertz: int = 0
    millimetres: tuple[int, int] | None = None


def look(size: tuple[int, int], *, shown: bool, connectors: Path = CONNECTORS) -> Panel:
    """The panel on which pictures of ``size`` are ``shown``; in memory there is none."""
    hertz = 0
    if shown:
        with contextlib.suppress(pygame.error, AttributeError):
            hertz = pygame.display.get_current_refresh_rate()
    return Panel(size, max(0, hertz), _true_size(connectors) if shown else None)


def millimetres(edid: bytes) -> tuple[int, int] | None:
    """Width and height of the picture from a panel's EDID; None where it holds none, as projectors do."""
    if len(edid) < 128 or not edid.startswith(_HEADER):
        return None
    timing = edid[_TIMING : _TIMING + 18]
    wide, high = timing[12] | (timing[14] & 0xF0) << 4, timing[13] | (timing[14] & 0x0F) << 8
    if any(timing[:2]) and wide and high:
        return wide, high
    wide, high = 10 * edid[21], 10 * edid[22]
    return (wide, high) if wide and high else None


def _true_size(connectors: Path) -> tuple[int, int] | None:
    """Of the one panel that is connected; with two nobody can say which of them this is."""
    found = []
    for status in connectors.glob("card*-*/status"):
        with contextlib.suppress(OSError):
            if status.read_text("ascii", "replace").strip() == "connected":
                found.append(millimetres((status.parent / "edid").read_bytes()))
    return found[0] if len(found) == 1 else None
