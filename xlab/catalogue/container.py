"""The zip below a bundle, in the one shape the kit writes: files as they are, back to back, their list, the end.

Zip allows a file to say two different things to two readers, and 42 kB to claim gigabytes. So nothing that zip allows
beyond this shape is taken, and no stretch of the file belongs to nothing. What the files hold is for the index to say.
"""

import io
import stat
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from xlab.catalogue.digest import MAX_BYTES, MAX_FILES
from xlab.catalogue.names import OddName, check_names, shown

_END = struct.Struct("<4s4H2LH")
_LOCAL = 30
"""Bytes of a file's own header before its name."""

_LISTED = 46
"""Bytes of a file's line in the list before its name."""

_DAY = (1980, 1, 1, 0, 0, 0)
"""The first day zip knows: the same demo gives the same bytes on any day."""

_MAX_ENTRIES = MAX_FILES + 2
_MAX_ENTRY = 300
"""Bytes of one file's line in the list, on average over all."""


class ContainerError(ValueError):
    """The file is not a zip of this shape; the message is a sentence naming what is wrong."""


def add(archive: zipfile.ZipFile, name: str, source: BinaryIO, size: int) -> None:
    """Write the next file, of ``size`` bytes, the same way everywhere and always."""
    info = zipfile.ZipInfo(name, _DAY)
    info.create_system, info.external_attr = 3, (stat.S_IFREG | 0o644) << 16
    info.file_size = size
    with archive.open(info, "w") as target:
        while chunk := source.read(1024 * 1024):
            target.write(chunk)


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The zip at ``path``, with every header checked; damage is told as :class:`ContainerError`, OSError as it is."""
    try:
        if not path.is_file():
            raise ContainerError("It is not a file.")
        with path.open("rb") as file:
            start = check_end(file, _MAX_ENTRIES)
            with zipfile.ZipFile(file) as archive:
                _check(archive.infolist(), start)
                yield archive
    except (ContainerError, OddName) as error:
        raise ContainerError(str(error)) from None
    except (zipfile.BadZipFile, NotImplementedError, EOFError, struct.error, UnicodeError) as error:
        raise ContainerError(f"It is damaged or no demo bundle: {error}.") from None


def check_end(file: BinaryIO, most: int) -> int:
    """Where the list of files starts, which the end record promises: ``most`` files at the most, and no more listed.

    Looked at before Python's own reader takes the whole list into memory. Raises :class:`ContainerError`.
    """
    size = file.seek(0, 2)
    if size > 2 * MAX_BYTES:
        raise ContainerError(f"It is larger than {2 * MAX_BYTES // 1024**2} MB.")
    file.seek(max(0, size - _END.size - 20))
    tail = file.read()
    if len(tail) < _END.size or tail[-_END.size :][:4] != b"PK\x05\x06":
        raise ContainerError("It does not end as a zip ends: it was cut off, or something was put behind it.")
    disk, first, here, count, length, start, comment = map(int, _END.unpack(tail[-_END.size :])[1:])
    if tail.startswith(b"PK\x06\x07"):
        raise ContainerError("It has a second end record (zip64), which a demo bundle never needs.")
    if disk or first or here != count or comment:
        raise ContainerError("Its end record is not that of a demo bundle: it is split, counts twice or has a comment.")
    if count > most or length > most * _MAX_ENTRY:
        raise ContainerError(f"It holds more than {most} files.")
    if start + length + _END.size != size:
        raise ContainerError("It has a second end record, or bytes between its parts that belong to no file.")
    file.seek(start)
    _count(file.read(length), count)
    file.seek(0)
    return start


def _count(listed: bytes, count: int) -> None:
    place, found = 0, 0
    while listed[place : place + 4] == b"PK\x01\x02" and place + _LISTED <= len(listed) and found <= count:
        place += _LISTED + sum(struct.unpack_from("<3H", listed, place + 28))
        found += 1
    if found != count or place != len(listed):
        raise ContainerError(f"It promises {count} files and lists others.")


class Part(io.RawIOBase):
    """One file of a bundle, read where it lies: bundles carry their files as they are. Close it after use."""

    def __init__(self, archive: zipfile.ZipFile, path: Path, name: str) -> None:
        """The file ``name`` of the checked ``archive`` that was opened from ``path``. Raises OSError."""
        entry = archive.getinfo(name)
        self._start = entry.header_offset + _LOCAL + len(entry.orig_filename.encode())
        self._size, self._place = entry.file_size, 0
        self._file = path.open("rb")

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read from any place."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place in the part, never before its start."""
        self._place = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence])
        return self._place

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Read what there is, up to the end of the part."""
        self._file.seek(self._start + self._place)
        data = self._file.read(max(0, min(len(buffer), self._size - self._place)))
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)

    def close(self) -> None:
        """Close the bundle's file."""
        self._file.close()
        super().close()


def _check(entries: list[zipfile.ZipInfo], start: int) -> None:
    total, expected = 0, 0
    for entry in entries:
        name = shown(entry.orig_filename)
        if wrong := _wrong(entry):
            raise ContainerError(f"The file {name} {wrong}.")
        total += entry.file_size
        if total > MAX_BYTES:
            raise ContainerError(f"Its files are larger than {MAX_BYTES // 1024**2} MB together.")
        if entry.header_offset != expected:
            raise ContainerError(f"The file {name} does not begin where the one before it ends: they overlap.")
        expected += _LOCAL + len(entry.orig_filename.encode()) + entry.file_size
    if expected != start:
        raise ContainerError("It has bytes between its files and their list that belong to no file.")
    check_names(entry.orig_filename for entry in entries)


def _wrong(entry: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    wrongs = {
        "is encrypted": bool(entry.flag_bits & 0x41),
        "is compressed; a bundle carries its files as they are, so that none can grow when it is unpacked": (
            entry.compress_type != zipfile.ZIP_STORED or entry.compress_size != entry.file_size
        ),
        "is a link": kind == stat.S_IFLNK,
        "is a folder; a bundle lists files only": kind == stat.S_IFDIR or entry.orig_filename.endswith("/"),
        "is a device, a pipe or a socket": kind not in (0, stat.S_IFREG, stat.S_IFLNK, stat.S_IFDIR),
        "has a second name, a comment or another extra": bool(
            entry.extra or entry.comment or entry.filename != entry.orig_filename
        ),
        "is written in a way that a demo bundle never is": bool(entry.flag_bits & ~0x800),
    }
    return next((sentence for sentence, applies in wrongs.items() if applies), "")
