"""From a tree to the file of a whole card: partition table, boot partition (vfat), system and data (ext4).

No part needs a mounted loop device: mke2fs and mtools fill file systems as files.
"""

import struct
import subprocess
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

import msgspec

from deploy.image.recipe import Kind
from deploy.vm.image import BuildError, as_root

MB: Final = 1024 * 1024
SECTOR: Final = 512
_NAMES: Final = uuid.UUID("0d1f6d0c-5f0e-4c4b-8a8b-2b8f6f2ab9d1")
_TYPES: Final = {
    "gpt": {
        "bios": "21686148-6449-6E6F-744E-656564454649",
        "boot": "C12A7328-F81F-11D2-BA4B-00A0C93EC93B",
        "root": "4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709",
        "data": "0FC63DAF-8483-4772-8E79-3D69D8477DE4",
    },
    "dos": {"boot": "c", "root": "83", "data": "83"},
}
LABELS: Final = {"boot": "XLAB-BOOT", "root": "xlab-root", "data": "xlab-data"}
_SPARE_MB: Final = {"root": 640, "data": 320}
"""Beside what is in it at first: room for an upgrade of Debian's packages; and until the card's rest is taken."""
_MORE: Final = 1.12
"""What a file system takes beside the files in it."""
_KERNEL_SECTOR: Final = 0x5C
_DRIVE_CHECK: Final = 0x66
_BLOCKLIST: Final = SECTOR - 12
"""Where GRUB's first two sectors say on which sectors the next are (its boot.S and diskboot.S)."""


class Part(msgspec.Struct, frozen=True):
    """A partition; ``start`` and ``size`` in MB."""

    name: Literal["bios", "boot", "root", "data"]
    start: int
    size: int


def plan(kind: Kind, used: dict[str, int]) -> list[Part]:
    """The partitions of a card, data last, so that it may grow. ``used``: what is in root and data, in MB."""
    sizes: list[tuple[Literal["bios", "boot", "root", "data"], int]] = [("bios", 1)] if kind.table == "gpt" else []
    sizes += [("boot", kind.boot_mb)]
    sizes += [("root", _room("root", used)), ("data", _room("data", used))]
    parts: list[Part] = []
    start = 1
    for name, size in sizes:
        # Cards like what begins on 4 MB; the first begins as low as a GPT allows.
        start = start if name == "bios" else -(-start // 4) * 4
        parts.append(Part(name, start, size))
        start += size
    return parts


def _room(name: Literal["root", "data"], used: dict[str, int]) -> int:
    return -(-int(used[name] * _MORE + _SPARE_MB[name]) // 4) * 4


def table(kind: Kind, parts: Sequence[Part]) -> str:
    """What sfdisk is told."""
    known = _TYPES[kind.table]
    lines = [
        f"label: {kind.table}",
        f"label-id: {named(kind, 'disk')}" if kind.table == "gpt" else "label-id: 0x786c6162",
    ]
    for part in parts:
        line = f"start={part.start * MB // SECTOR}, size={part.size * MB // SECTOR}, type={known[part.name]}"
        if kind.table == "gpt":
            line += f", uuid={named(kind, f'part-{part.name}')}, name={part.name}"
        elif part.name == "boot":
            line += ", bootable"
        lines.append(line)
    return "\n".join(lines) + "\n"


def named(kind: Kind, what: str) -> uuid.UUID:
    """The same for every image of a kind, so that two made of the same are the same."""
    return uuid.uuid5(_NAMES, f"{kind.arch}/{what}")


def bios_boot(first: bytes, core: bytes, at: int) -> tuple[bytes, bytes]:
    """GRUB for a BIOS: the first 440 bytes of the disk, and its core, which lies from sector ``at`` on."""
    mbr, rest = bytearray(first[:440]), bytearray(core)
    struct.pack_into("<Q", mbr, _KERNEL_SECTOR, at)
    mbr[_DRIVE_CHECK : _DRIVE_CHECK + 2] = b"\x90\x90"  # go by the drive that the BIOS names
    struct.pack_into("<Q", rest, _BLOCKLIST, at + 1)
    return bytes(mbr), bytes(rest)


def write(kind: Kind, tree: Path, image: Path, epoch: int) -> list[Part]:
    """Write the image of a tree, sparse, in place of what was there; its partitions come back."""
    data = tree / "data"
    apart: dict[str, list[str | Path]] = {
        "root": [f"--exclude={data}", f"--exclude={tree}{kind.boot}", tree],
        "data": [data],
    }
    used = {name: int(as_root("du", "-sm", *what).split()[0]) for name, what in apart.items()}
    parts = plan(kind, used)
    image.unlink(missing_ok=True)
    with image.open("wb") as file:
        file.truncate((parts[-1].start + parts[-1].size + 4) * MB)
    _run("sfdisk", "--quiet", image, text=table(kind, parts))
    for part in parts:
        half = image.with_suffix(f".{part.name}")
        half.unlink(missing_ok=True)
        if part.name == "bios":
            _bios(tree, image, half, part)
        elif part.name == "boot":
            _vfat(kind, tree, half, part, epoch)
        else:
            _ext4(kind, tree, half, part, epoch)
        into = [f"if={half}", f"of={image}", "bs=1M", f"seek={part.start}", "conv=notrunc,sparse", "status=none"]
        _run("dd", *into)
        half.unlink()
    return parts


def _bios(tree: Path, image: Path, half: Path, part: Part) -> None:
    first, core = ((tree / path).read_bytes() for path in ("usr/lib/grub/i386-pc/boot.img", "boot/grub/core.img"))
    if len(core) > part.size * MB:
        raise BuildError("GRUB for a BIOS has become larger than its partition.")
    mbr, core = bios_boot(first, core, part.start * MB // SECTOR)
    with image.open("r+b") as file:
        file.write(mbr)
    half.write_bytes(core)


def _vfat(kind: Kind, tree: Path, half: Path, part: Part, epoch: int) -> None:
    serial = f"{named(kind, 'boot').int & 0xFFFFFFFF:08x}"
    make = (
        "mkfs.vfat",
        "-F",
        "32",
        "--invariant",
        "-n",
        LABELS["boot"],
        "-i",
        serial,
        "-C",
        half,
        str(part.size * 1024),
    )
    _run(*make)
    folder = tree / kind.boot.lstrip("/")
    dated = ("env", "TZ=UTC", f"SOURCE_DATE_EPOCH={epoch}", "LC_ALL=C.UTF-8")
    names = sorted(as_root("ls", folder).split())
    as_root(*dated, "mcopy", "-s", "-m", "-i", half, *(folder / name for name in names), "::/")


def _ext4(kind: Kind, tree: Path, half: Path, part: Part, epoch: int) -> None:
    label, name = LABELS[part.name], str(named(kind, part.name))
    source = tree / "data" if part.name == "data" else tree
    make = ["mke2fs", "-q", "-t", "ext4", "-b", "4096", "-m", "1", "-L", label, "-U", name]
    make += ["-E", f"hash_seed={name},root_owner=0:0", "-d", str(source), str(half), f"{part.size}M"]
    # What has a partition of its own is not to be in the system's a second time.
    hide = f'for place in data {kind.boot.lstrip("/")}; do mount -t tmpfs tmpfs "$0/$place"; done; exec "$@"'
    apart = ["unshare", "--mount", "sh", "-ec", hide, str(tree)] if part.name == "root" else []
    as_root(*apart, "env", f"E2FSPROGS_FAKE_TIME={epoch}", f"SOURCE_DATE_EPOCH={epoch}", *make)


def _run(*command: str | Path, text: str = "") -> None:
    done = subprocess.run(list(map(str, command)), input=text, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"`{' '.join(map(str, command))}` failed: {(done.stderr or done.stdout).strip()}")
