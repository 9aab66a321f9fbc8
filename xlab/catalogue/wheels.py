"""Wheels: what of them is unpacked for a demo, and every way in which one of them can be refused.

A wheel is somebody else's zip. Its files are put into the demo's own folder of packages and nothing more is done with
them: no script is installed, no ``.pth`` file is read, and byte code that it brings is left out.
"""

import stat
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import msgspec
from packaging.tags import Tag
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

from xlab.catalogue.container import ContainerError, check_end
from xlab.catalogue.names import OddName, check_name, check_names, shown

MAX_PIECES = 20_000
"""Files in all wheels for one kind of kit together; the largest scientific packages have a third of that."""

MAX_UNPACKED = 1024 * 1024 * 1024
"""Bytes of all wheels for one kind of kit, unpacked; a Pi's card has room for a few of these."""

GROWTH, FREE = 40, 8 * 1024 * 1024
"""A wheel may unpack to 40 times its size and 8 MB more; real ones grow threefold to tenfold."""

_CHUNK = 1024 * 1024
_BYTE_CODE = "__pycache__"


_OURS = frozenset({"xlab", "xlab_kiosk"}) | sys.stdlib_module_names
"""Top-level names that belong to Python and the kit: a wheel that brings one would break its own demo in odd ways."""


class WheelError(ValueError):
    """A wheel is refused; the message is a sentence naming what is wrong in it."""


class Piece(msgspec.Struct, frozen=True):
    """One file that is unpacked: its name in the wheel, its place in the folder of packages, bytes and checksum."""

    name: str
    place: str
    size: int
    crc: int


def wheel_name(file_name: str) -> str:
    """The name of the package in a wheel, as everybody writes it. Raises :class:`WheelError`."""
    return str(_parsed(file_name)[0])


def wheel_version(file_name: str) -> str:
    """The version of the package in a wheel. Raises :class:`WheelError`."""
    return _parsed(file_name)[1]


def fits(file_name: str, tags: Iterable[Tag]) -> bool:
    """Whether a wheel of this name is made for a machine and a Python with these ``tags``."""
    return not _parsed(file_name)[2].isdisjoint(tags)


def pieces(file: BinaryIO, name: str) -> list[Piece]:
    """What the wheel ``name`` in ``file`` would unpack to, from its list of files alone. Raises :class:`WheelError`."""
    package = canonicalize_name(wheel_name(name))
    try:
        size = file.seek(0, 2)
        check_end(file, MAX_PIECES)
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (ContainerError, zipfile.BadZipFile, NotImplementedError, EOFError, struct.error, UnicodeError) as error:
        raise WheelError(f"The wheel {name} is damaged or no wheel: {error}") from None
    found: list[Piece] = []
    total = 0
    for entry in entries:
        if wrong := _wrong(entry):
            raise WheelError(f"The file {shown(entry.orig_filename)} in the wheel {name} {wrong}.")
        total += entry.file_size
        if total > min(MAX_UNPACKED, GROWTH * size + FREE):
            raise WheelError(f"The wheel {name} is a bomb: its {size} bytes would become {total} or more.")
        try:
            place = _place(entry, package)
        except OddName as error:
            raise WheelError(f"The wheel {name} is refused. {error}") from None
        if place:
            found.append(Piece(entry.filename, place, entry.file_size, entry.CRC))
    _check_places(name, [piece.place for piece in found])
    return found


def check_together(wheels: Iterable[tuple[str, list[Piece]]]) -> None:
    """Refuse with :class:`WheelError` wheels that cannot lie in one folder: a package or a file twice, or too much."""
    packages: set[str] = set()
    places: dict[str, Piece] = {}
    for name, found in wheels:
        if (package := wheel_name(name)) in packages:
            raise WheelError(f"The package {package} comes in two wheels for the same kit.")
        packages.add(package)
        for piece in found:
            # Packages of one family often bring the same short file; one of them is enough.
            other = places.setdefault(piece.place, piece)
            if (other.size, other.crc) != (piece.size, piece.crc):
                raise WheelError(f"The file {shown(piece.place)} comes in two packages and differs in them.")
    for place in places:
        top = place.partition("/")[0].partition(".")[0]
        if top in _OURS and (place == f"{top}.py" or place.startswith(f"{top}/")):
            raise WheelError(f"It brings {shown(place)} in the place of {top}, which belongs to Python or to the kit.")
    total = sum(piece.size for piece in places.values())
    if len(places) > MAX_PIECES or total > MAX_UNPACKED:
        raise WheelError(
            f"Its packages unpack to {len(places)} files and {total} bytes; {MAX_PIECES} files and "
            f"{MAX_UNPACKED // 1024**2} MB are allowed."
        )
    _check_places(", ".join(sorted(packages)), places)


def unpack_wheel(wheel: Path, site: Path) -> None:
    """Unpack a wheel into the folder ``site``. Raises :class:`WheelError`, OSError."""
    with wheel.open("rb") as file:
        wanted = pieces(file, wheel.name)
        try:
            with zipfile.ZipFile(file) as archive:
                for piece in wanted:
                    _write(archive, piece, site / piece.place)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
            raise WheelError(f"The wheel {wheel.name} is damaged: {error}") from None


def _check_places(name: str, places: Iterable[str]) -> None:
    try:
        check_names(places, hidden=True)
    except OddName as error:
        raise WheelError(f"The packages of {name} are refused. {error}") from None


def _write(archive: zipfile.ZipFile, piece: Piece, path: Path) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # Python's reader gives no byte more than the list says, whatever the compressed stream would become.
    with archive.open(piece.name) as source, path.open("xb") as target:
        while chunk := source.read(_CHUNK):
            target.write(chunk)


def _parsed(file_name: str) -> tuple[str, str, frozenset[Tag]]:
    try:
        name, version, _, tags = parse_wheel_filename(file_name)
    except InvalidWheelFilename:
        raise WheelError(f"{shown(file_name)} is not the name of a wheel.") from None
    return name, str(version), tags


def _wrong(entry: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    wrongs = {
        "is encrypted": bool(entry.flag_bits & 0x41),
        "is packed in a way that wheels are not": entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED),
        "is a link": kind == stat.S_IFLNK,
        "is a device, a pipe or a socket": kind not in (0, stat.S_IFREG, stat.S_IFLNK, stat.S_IFDIR),
        "has a second name": entry.filename != entry.orig_filename,
    }
    return next((sentence for sentence, applies in wrongs.items() if applies), "")


def _place(entry: zipfile.ZipInfo, package: str) -> str:
    """Where a file goes, "" for what is not unpacked. Raises OddName, also for what is not unpacked."""
    name = entry.orig_filename
    parts = name.split("/")
    # Left out below, whatever it holds; the name is still looked at.
    check_name("/".join(part for part in parts if part != _BYTE_CODE).removesuffix("/"), hidden=True)
    if entry.is_dir() or _BYTE_CODE in parts or name.endswith(".pyc"):
        return ""
    if len(parts) == 1:
        return "" if name.endswith(".pth") else name
    owner, dash, _ = parts[0].removesuffix(".data").partition("-")
    if parts[0].endswith(".data") and dash and canonicalize_name(owner) == package:
        return "/".join(parts[2:]) if parts[1] in ("purelib", "platlib") else ""
    return name
