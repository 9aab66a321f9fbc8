"""The machine the kit runs on: its screen, clock, disk and network."""

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from xlab.box.finding import Finding
from xlab.look.saying import Value

MEGABYTE = 1_000_000
LEAST_FREE = 200 * MEGABYTE
"""Below this a day of use, with its backup, may fill the card, and a full card stops the event log."""
COMFORTABLE_FREE = 1000 * MEGABYTE
YEARS = range(2025, 2100)
"""No kit is older than this program; a Pi without a clock battery starts years in the past."""


def check_display(
    environ: Mapping[str, str],
    *,
    offscreen: bool,
    connectors: Path = Path("/sys/class/drm"),
    devices: Path = Path("/dev/dri"),
    may_open: Callable[[Path], bool] = lambda path: os.access(path, os.R_OK | os.W_OK),
) -> Finding:
    """Where the kiosk can draw: a desktop's window, straight on a screen, or off screen."""
    if offscreen:
        return Finding("display", True, "preflight.display_offscreen")
    for name in ("WAYLAND_DISPLAY", "DISPLAY"):
        if environ.get(name):
            return Finding("display", True, "preflight.display_window", {"desktop": environ[name]})
    screens = _connected(connectors)
    if not screens:
        return Finding("display", None, "preflight.display_none")
    named: dict[str, Value] = {"screens": ", ".join(screens)}
    if not devices.is_dir():  # hidden from a service that never draws
        return Finding("display", True, "preflight.display_there", named)
    cards = sorted({screen.partition("-")[0] for screen in screens})
    if any(may_open(devices / card) for card in cards):
        return Finding("display", True, "preflight.display_direct", named)
    return Finding("display", False, "preflight.display_refused", {"cards": ", ".join(cards)})


def _connected(connectors: Path) -> list[str]:
    """Names as ``card1-HDMI-A-1`` of what Linux sees plugged in."""
    found = []
    try:
        for folder in sorted(connectors.glob("card*-*")):
            if (folder / "status").read_text("ascii", "replace").strip() == "connected":
                found.append(folder.name)
    except OSError:  # plugged out while we look, or no such folder: what was found so far is the answer
        pass
    return found


def check_clock(year: int) -> Finding:
    """Whether the wall clock can be right; times in reports come from it."""
    return Finding("clock", year in YEARS, f"preflight.clock_{'right' if year in YEARS else 'wrong'}", {"year": year})


def check_disk(home: Path, free_bytes: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free) -> Finding:
    """Whether there is room where the kit keeps its data."""
    try:
        free = free_bytes(existing(home))
    except OSError as error:
        return Finding("disk", False, "preflight.disk_unread", {"home": str(home), "why": error.strerror or ""})
    room: dict[str, Value] = {"free": free / MEGABYTE / 1000}
    if free < LEAST_FREE:
        return Finding("disk", False, "preflight.disk_full", room)
    if free < COMFORTABLE_FREE:
        return Finding("disk", None, "preflight.disk_low", room)
    return Finding("disk", True, "preflight.disk_room", room)


def check_home(home: Path) -> Finding:
    """Whether the kit can write where it keeps its data; tried with a file that never gets a name."""
    try:
        with tempfile.TemporaryFile(dir=existing(home)) as file:
            file.write(b"xlab")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return Finding("home", False, "preflight.home_refused", {"home": str(home), "why": error.strerror or ""})
    return Finding("home", True, "preflight.home_written", {"home": str(home)})


def existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists: where the kit will make it."""
    return next((path for path in (folder, *folder.absolute().parents) if path.exists()), Path("/"))
