"""The card the kit's data lies on: how worn it is, what its file system met, whether it can still be written, how fast.

A card that is about to fail gives signs for weeks: the wear that an eMMC counts itself, errors that ext4 keeps in its
superblock, writes that take seconds. All of it is read from files of the kernel (`/proc/self/mountinfo`, `/sys`), which
is pure parsing here; only :func:`write_speed` writes, once, and little.
"""

import os
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from xlab.box.finding import Finding
from xlab.box.machine import existing
from xlab.look.saying import Value

SYS: Final = Path("/sys")
MOUNTINFO: Final = Path("/proc/self/mountinfo")

TRIAL: Final = 4 * 1024 * 1024
"""Bytes that are written to measure: a second of the slowest card that is any good, and no wear to speak of."""
SYNCS: Final = 5
"""Small writes that are each asked to be on the card, as the event log asks."""

SLOW: Final = 2_000_000
"""Bytes a second: class 2, the slowest that was ever sold. Less is a card that is worn, or no real one."""
LATE: Final = 1.0
"""Seconds for one small write: a tap waits for it where it is evidence."""

WORN: Final = 9
"""Tenths of its life that an eMMC has used, as it says itself: nearly all."""

FEW_INODES: Final = 2000
"""Names that may still be given to files; below, a card is full however many bytes are free."""


class Mount(msgspec.Struct, frozen=True):
    """Where a folder lies: the device's ``number`` as ``179:2``, its file system, whether it may be written."""

    number: str
    kind: str
    source: str
    read_only: bool


class Wear(msgspec.Struct, frozen=True):
    """What a card says of itself: tenths of its life that are used (0: it does not say), and its last reserve.

    ``reserve`` is eMMC's PRE_EOL_INFO: 1 normal, 2 most of the spare blocks are used, 3 nearly all, 0 it does not say.
    """

    tenths: int = 0
    reserve: int = 0


class Speed(msgspec.Struct, frozen=True):
    """Bytes a second of one piece, and the longest of some small writes, in seconds."""

    rate: float
    longest: float


def mount_of(folder: Path, mountinfo: str) -> Mount | None:
    """Where ``folder``, an absolute path, lies by the text of ``/proc/self/mountinfo`` (proc(5)); None: unknown."""
    best: tuple[int, Mount] | None = None
    for line in mountinfo.splitlines():
        before, dash, after = line.partition(" - ")
        fields, kinds = before.split(" "), after.split(" ")
        if not dash or len(fields) < 6 or len(kinds) < 3:
            continue
        place = re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), fields[4])
        if folder != Path(place) and Path(place) not in folder.parents:
            continue
        options = {*fields[5].split(","), *kinds[2].split(",")}
        mount = Mount(fields[2], kinds[0], kinds[1], read_only="ro" in options)
        # The longest place holds; of two on one place the later lies over the other.
        if best is None or len(place) >= best[0]:
            best = len(place), mount
    return best[1] if best is not None else None


def wear_of(life_time: str, pre_eol_info: str) -> Wear:
    """By the text of an eMMC's ``life_time`` (``0x01 0x02``, two kinds of cells) and ``pre_eol_info`` (``0x01``)."""
    tenths = [int(word, 16) for word in re.findall(r"0x[0-9a-fA-F]{1,2}\b", life_time)]
    reserve = re.fullmatch(r"\s*0x([0-9a-fA-F]{1,2})\s*", pre_eol_info)
    # 0x0B says that it is past its life.
    return Wear(min(max(tenths, default=0), 11), int(reserve[1], 16) if reserve else 0)


def device_folder(number: str, sys: Path = SYS) -> Path | None:
    """What the kernel tells of the whole device that the partition ``179:2`` is on; None where it tells nothing."""
    block = (sys / "dev" / "block" / number).resolve()
    if not block.is_dir():
        return None
    disk = block if not (block / "partition").exists() else block.parent
    return disk / "device" if (disk / "device").is_dir() else None


def errors_of(mount: Mount, sys: Path = SYS) -> int:
    """How many errors ext4 has met on this file system, in all its life; 0 for other ones."""
    name = (sys / "dev" / "block" / mount.number).resolve().name
    return int(_read(sys / "fs" / "ext4" / name / "errors_count") or 0)


def check_card(home: Path, sys: Path = SYS, mountinfo: Path = MOUNTINFO) -> list[Finding]:
    """How the card is that ``home`` lies on, without writing to it; one finding for each thing that is wrong."""
    folder = existing(home).resolve()
    mount = mount_of(folder, _read(mountinfo))
    if mount is None:
        return []
    found = [*_mounted(mount, sys), *_worn(device_folder(mount.number, sys)), *_named(folder)]
    return found or [Finding("card", True, "preflight.card_well", {"kind": mount.kind})]


def _mounted(mount: Mount, sys: Path) -> list[Finding]:
    if mount.kind in ("tmpfs", "overlay", "ramfs"):
        return [Finding("card", False, "preflight.card_memory")]
    found = []
    if mount.read_only:
        found.append(Finding("card", False, "preflight.card_read_only", {"device": mount.source}))
    if errors := errors_of(mount, sys):
        found.append(Finding("card", False, "preflight.card_errors", {"count": errors, "device": mount.source}))
    return found


def _worn(device: Path | None) -> list[Finding]:
    if device is None:
        return []
    wear = wear_of(_read(device / "life_time"), _read(device / "pre_eol_info"))
    if wear.reserve >= 3 or wear.tenths > 10:
        return [Finding("card", False, "preflight.card_spent")]
    if wear.reserve == 2 or wear.tenths >= WORN:
        return [Finding("card", None, "preflight.card_worn", {"percent": min(wear.tenths, 10) * 10})]
    return []


def _named(folder: Path) -> list[Finding]:
    about = os.statvfs(folder)
    # Some file systems make names as they are needed, and count none.
    if about.f_files and about.f_favail < FEW_INODES:
        return [Finding("card", False, "preflight.card_names", {"count": about.f_favail})]
    return []


def check_speed(home: Path, measure: Callable[[Path], Speed] | None = None) -> Finding:
    """Whether the card keeps up, measured once: a few MB, written and taken back."""
    try:
        speed = (measure or write_speed)(existing(home))
    except OSError as error:
        return Finding("card", False, "preflight.card_refuses", {"why": error.strerror or str(error)})
    told: dict[str, Value] = {"rate": speed.rate / 1_000_000, "longest": speed.longest}
    slow = speed.rate < SLOW or speed.longest > LATE
    return Finding("card", None if slow else True, f"preflight.card_{'slow' if slow else 'fast'}", told)


def write_speed(folder: Path, clock: Callable[[], float] = time.monotonic) -> Speed:
    """Write a file that never gets a name. Raises OSError. Seconds by ``clock``."""
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
        began = clock()
        file.write(os.urandom(TRIAL))  # some cards are quick with zeros
        os.fsync(file.fileno())
        took = clock() - began
        longest = 0.0
        for _ in range(SYNCS):
            began = clock()
            file.write(bytes(4096))
            os.fsync(file.fileno())
            longest = max(longest, clock() - began)
    return Speed(TRIAL / max(took, 1e-6), longest)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "surrogateescape")
    except OSError:
        return ""
