"""The machine the kit runs on: its screen, clock, disk and network."""

import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from xlab.box.finding import Finding

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
        return Finding("display", True, "The kiosk draws off screen, as it is set; see it on the dashboard.")
    for name in ("WAYLAND_DISPLAY", "DISPLAY"):
        if environ.get(name):
            return Finding("display", True, f"The kiosk opens a window on the desktop ({environ[name]}).")
    screens = _connected(connectors)
    if not screens:
        text = "No screen is connected; the kiosk draws off screen and is seen on the dashboard."
        return Finding("display", None, text, "Connect a screen and start the kit again.")
    if not devices.is_dir():  # hidden from a service that never draws
        return Finding("display", True, f"A screen is connected ({', '.join(screens)}).")
    cards = sorted({screen.partition("-")[0] for screen in screens})
    if any(may_open(devices / card) for card in cards):
        return Finding("display", True, f"The kiosk draws straight on the screen ({', '.join(screens)}).")
    step = "Allow it with: sudo usermod -aG video,render,input $USER. Then log in again."
    return Finding(
        "display", False, f"A screen is connected, but this user may not draw on it ({', '.join(cards)}).", step
    )


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
    if year in YEARS:
        return Finding("clock", True, f"The clock says {year}.")
    text = f"The clock says {year}, which cannot be. Demos work, but reports show wrong times."
    return Finding(
        "clock", False, text, 'Connect to the internet for a minute, or use: sudo date -s "2026-01-31 12:00".'
    )


def check_disk(home: Path, free_bytes: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free) -> Finding:
    """Whether there is room where the kit keeps its data."""
    try:
        free = free_bytes(existing(home))
    except OSError as error:
        return Finding(
            "disk", False, f"The disk of {home} cannot be read: {error.strerror}.", "Check the card or disk."
        )
    text = f"{free / MEGABYTE / 1000:.1f} GB are free for the kit's data."
    step = "Free some space: old backups and recordings are the first to go."
    if free < LEAST_FREE:
        return Finding("disk", False, text, step)
    return Finding("disk", True, text) if free >= COMFORTABLE_FREE else Finding("disk", None, text, step)


def check_home(home: Path) -> Finding:
    """Whether the kit can write where it keeps its data; tried with a file that never gets a name."""
    try:
        with tempfile.TemporaryFile(dir=existing(home)) as file:
            file.write(b"xlab")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        text = f"The kit cannot write to its home {home}: {error.strerror}."
        return Finding("home", False, text, "Choose another with --home, or make this folder yours.")
    return Finding("home", True, f"The kit keeps its data in {home}.")


def existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists: where the kit will make it."""
    return next((path for path in (folder, *folder.absolute().parents) if path.exists()), Path("/"))


def check_network(addresses: Collection[str]) -> Finding:
    """Whether phones can reach the kit; ``addresses`` are those of this machine that others can use."""
    if addresses:
        return Finding("network", True, f"Others can reach the kit at {', '.join(addresses)}.")
    text = "There is no network: the dashboard opens on this machine only. Demos work without it."
    return Finding("network", None, text, "Join a Wi-Fi network or plug in a network cable.")
