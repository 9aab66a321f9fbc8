"""A USB stick as people have them: one partition with FAT, files on it, and a name."""

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

FIRST = 1 << 20
"""Where the partition begins, in bytes."""
_SECTOR = 512
_UNIT = 1024
"""Bytes in which mkfs.vfat counts."""


def made(image: Path, size: int, files: Iterable[Path] = (), name: str = "STICK") -> Path:
    """A stick of ``size`` bytes as the file ``image``, with these files and folders in its top folder."""
    image.parent.mkdir(parents=True, exist_ok=True)
    image.unlink(missing_ok=True)
    with image.open("wb") as file:
        file.truncate(size)
    subprocess.run(["sfdisk", "--quiet", image], input=f"{FIRST // _SECTOR},,c\n", text=True, check=True)
    room = ("mkfs.vfat", "-n", name, f"--offset={FIRST // _SECTOR}", image, str((size - FIRST) // _UNIT))
    subprocess.run(room, check=True, capture_output=True)
    for path in files:
        put(image, path)
    return image


def put(image: Path, path: Path) -> None:
    """Put a file or folder onto the stick, while it is in no machine."""
    subprocess.run(["mcopy", "-s", "-i", f"{image}@@{FIRST}", path, "::/"], check=True)


def got(image: Path, name: str, into: Path) -> list[Path]:
    """Take everything in the folder ``name`` of the stick out, while it is in no machine."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    subprocess.run(["mcopy", "-n", "-i", f"{image}@@{FIRST}", f"::/{name}/*", into], check=True)
    return sorted(into.iterdir())


def start(image: Path, partition: int) -> int:
    """Where a partition of a disk begins, in bytes; the first is 0."""
    said = subprocess.run(["sfdisk", "-J", image], check=True, capture_output=True).stdout
    table = json.loads(said)["partitiontable"]
    return int(table["partitions"][partition]["start"]) * int(table["sectorsize"])
