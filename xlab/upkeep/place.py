"""Where the versions of a kit lie on its machine, and which of them runs."""

import platform
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from xlab.upkeep.about import NAME, About, AboutError, Machine, parse

ROOT: Final = Path("/opt/xlab")
"""Below it ``releases``, and the links ``current`` and ``previous``; root's alone to write."""

TRUSTED: Final = Path("/etc/xlab/updates.pub")
"""The public key of who may sign updates; root's alone to write."""

UPDATES: Final = "updates"
"""Folder below the kit's home: update files that were brought, what is asked of root, and copies of the log."""

ROOM: Final = 450 * 1024 * 1024
"""Bytes that a version takes once it is installed, with what it needs meanwhile, beside its update file."""


def build(prefix: Path | None = None) -> str:
    """The name of the version that this process is of; empty where it runs from no kit's folder."""
    place = prefix or Path(sys.prefix)
    return place.name if place.parent.name == "releases" and NAME.fullmatch(place.name) else ""


def used(root: Path = ROOT, link: str = "current") -> About | None:
    """The version in use, or the one that ``link`` names; None where there is none."""
    try:
        return parse((root / link / "deploy" / "prepared").read_text("utf-8"))
    except (OSError, UnicodeDecodeError, AboutError):
        return None


def machine(release: Path = Path("/etc/os-release")) -> Machine:
    """What a version must fit to run here."""
    try:
        lines = dict(line.split("=", 1) for line in release.read_text("utf-8").splitlines() if "=" in line)
    except (OSError, UnicodeDecodeError):
        lines = {}
    python = "{}.{}".format(*sys.version_info[:2])
    return Machine(arch=platform.machine(), suite=lines.get("VERSION_CODENAME", "").strip('"'), python=python)


def trusted(path: Path = TRUSTED) -> str:
    """Who may sign updates for this kit, as a public key in hexadecimal; empty where nobody may."""
    try:
        return path.read_text("ascii").strip()[:64]
    except (OSError, UnicodeDecodeError):
        return ""


def power_is_low(sensors: Path = Path("/sys/class/hwmon")) -> bool:
    """Whether a Raspberry Pi says now that its supply is too weak; False where nothing says so."""
    for alarm in sensors.glob("*/in0_lcrit_alarm"):
        with suppress(OSError, UnicodeDecodeError):
            if (alarm.parent / "name").read_text().strip() == "rpi_volt" and alarm.read_text().strip() == "1":
                return True
    return False
