"""Demos on a stick: what is mounted is looked at every few seconds, and each bundle in it is offered to IT once.

A stick may vanish at any moment, hang, or hold anything. So it is read on a thread of its own, only a few folders deep,
and what is read is copied before it is looked into.
"""

import asyncio
import logging
import os
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Final

from xlab.hub.aside import aside

_log = logging.getLogger(__name__)

EVERY: Final = 3.0
"""Seconds between looks: who puts a stick in still stands there when the offer shows."""

ROOTS: Final = ("/media", "/run/media", "/mnt")
"""Where removable media are mounted."""

_LAYERS: Final = ("/media/root-ro", "/media/root-rw")
"""What a read-only system (deploy/readonly.sh) is made of lies there too, and is no stick."""

FOLDERS: Final = ("", "xlab", "demos")
"""Folders of a stick that are looked into."""

_MOST_NAMES: Final = 5000
"""Names of one folder that are looked at: a stick full of pictures must not keep the processor busy."""

_MOST_BUNDLES: Final = 20
"""Bundles of one stick that are looked at."""

_MOUNTS: Final = Path("/proc/self/mountinfo")

DEVICES: Final = Path("/run/udev/data")
"""What udev knows of each device, a file ``b<major>:<minor>`` for each disk and partition."""

_CODED: Final = re.compile(rb"\\x([0-9a-f]{2})")
_LONGEST: Final = 40

File = tuple[Path, int, int, int, int]
"""A bundle on a stick: its path, device, number, size in bytes and time in ns. Another stick gives others."""


class Sticks:
    """A part of the hub: offers what it finds to IT."""

    def __init__(self, offer: Callable[[Path], bool], mounted: Callable[[], Collection[Path]] | None = None) -> None:
        """``offer`` is called on a thread, and again at the next look where it says False: too many wait already.

        ``mounted`` says which folders are removable media now.
        """
        self._offer = offer
        self._mounted = mounted or (lambda: removable(mounts(), ROOTS))
        self._seen: set[File] = set()

    async def run(self, ready: Callable[[], None]) -> None:
        """Look for sticks until cancelled."""
        ready()
        while True:
            await aside(self.look)
            await asyncio.sleep(EVERY)

    def look(self) -> None:
        """Offer what is on the sticks that are in now and was not there at the last look."""
        here: set[File] = set()
        for stick in sorted(self._mounted()):
            here.update(_bundles(stick))
        # What was taken out is offered again when it comes back.
        self._seen &= here
        self._seen |= {file for file in sorted(here - self._seen) if self._offer(file[0])}


def removable(mountinfo: str, roots: Sequence[str]) -> list[Path]:
    """The places below ``roots`` where something is mounted, by the text of ``/proc/self/mountinfo`` (proc(5))."""
    places = []
    for line in mountinfo.splitlines():
        fields = line.split(" ")
        if len(fields) < 5:
            continue
        place = _plain(fields[4])
        if any(place.startswith(f"{root}/") for root in roots) and place not in _LAYERS:
            places.append(Path(place))
    return places


def label(place: Path, mountinfo: str, devices: Path = DEVICES) -> str:
    """What people call the stick that is mounted at ``place``: its label, else its make, else the folder's name."""
    name = ""
    for line in mountinfo.splitlines():
        fields = line.split(" ")
        if len(fields) >= 5 and _plain(fields[4]) == str(place):
            name = _told(devices / f"b{fields[2]}")  # of several at one place the last lies on top
    return name or place.name


def _told(file: Path) -> str:
    """The label in a file of udev's, else the make of the device; empty where there is neither."""
    try:
        known = dict(line[2:].partition(b"=")[::2] for line in file.read_bytes().splitlines() if line[:2] == b"E:")
    except OSError:
        return ""
    named = _CODED.sub(lambda found: bytes([int(found[1], 16)]), known.get(b"ID_FS_LABEL_ENC", b""))
    said = named or known.get(b"ID_MODEL", b"").replace(b"_", b" ")
    return "".join(one for one in said.decode("utf-8", "replace") if one.isprintable()).strip()[:_LONGEST]


def _plain(field: str) -> str:
    """A path as the kernel meant it: it writes blanks and the like as a backslash and three octal digits."""
    for letter in " \t\n\\":
        field = field.replace(f"\\{ord(letter):03o}", letter)
    return field


def mounts() -> str:
    """The text of ``/proc/self/mountinfo``, empty where there is none."""
    try:
        return _MOUNTS.read_text("utf-8", "surrogateescape")
    except OSError:
        return ""


def _bundles(stick: Path) -> Iterator[File]:
    found = 0
    for folder in FOLDERS:
        for name in _names(stick / folder):
            path = stick / folder / name
            try:
                about = path.lstat()
            except OSError:
                continue
            yield path, about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns
            found += 1
            if found >= _MOST_BUNDLES:
                return


def _names(folder: Path) -> list[str]:
    """The bundles in a folder of a stick; none where it is gone, or a link to somewhere else."""
    names: list[str] = []
    try:
        if folder.is_symlink():
            return []
        with os.scandir(folder) as items:
            for count, item in enumerate(items):
                if count >= _MOST_NAMES:
                    break
                # Some systems leave a file ._NAME beside each NAME.
                if item.name.endswith(".xlabdemo") and not item.name.startswith("."):
                    names.append(item.name)
    except OSError:
        return []
    return sorted(names)
