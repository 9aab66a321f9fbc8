"""The SHA-256 of a demo: over the names, sizes and contents of its files, in one order. It is what IT approves.

``__pycache__`` and names that begin with a dot are left out: Python and tools make them beside the author's files. Who
runs a demo must therefore never let Python read byte code from its folder (the kiosk's stage imports sources alone).
"""

import hashlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path

import msgspec

from xlab.catalogue.names import OddName, check_names, shown

MAX_FILES = 2000
"""A demo with more files than this is something else than a demo."""

MAX_BYTES = 512 * 1024 * 1024
"""All files of a demo, and the wheels it brings, together; a Pi's card has room for a few of these."""

_CHUNK = 1024 * 1024


class DigestError(ValueError):
    """The folder cannot be hashed; the message is a sentence naming what is wrong in it."""


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file: its name with forward slashes, its size in bytes, and the SHA-256 of its content in hexadecimal."""

    name: str
    size: int
    sha256: str


def digest_folder(folder: Path) -> str:
    """The digest of the demo in ``folder``, 64 hexadecimal digits. Raises :class:`DigestError`."""
    return digest_files(read_files(folder))


def digest_files(files: Iterable[File]) -> str:
    """The digest of a demo with these files, whatever their order here."""
    # No name holds a line break (names.py), so two different sets of files never make the same text.
    lines = sorted(f"{file.name}\n{file.size}\n{file.sha256}\n".encode() for file in files)
    return hashlib.sha256(b"xlab demo 1\n" + b"".join(lines)).hexdigest()


def read_files(folder: Path) -> list[File]:
    """All files of the demo in ``folder``, by name, read in pieces. Raises :class:`DigestError`."""
    names = list_names(folder)
    try:
        # Told before any is read: a file of zeros takes no room on the card, and hours to hash.
        if sum((folder / name).stat(follow_symlinks=False).st_size for name in names) > MAX_BYTES:
            raise DigestError(f"The files in {folder} are larger than {MAX_BYTES // 1024**2} MB together.")
        files, left = [], MAX_BYTES
        for name in names:
            files.append(read_file(folder, name, left))
            left -= files[-1].size
        return files
    except OSError as error:
        raise DigestError(f"{error.filename or folder} cannot be read: {error.strerror}.") from None


def list_names(folder: Path) -> list[str]:
    """The names of all files of the demo in ``folder``, in order; none is read. Raises :class:`DigestError`."""
    try:
        names = sorted(_names(folder, ""))
        check_names(names)
    except OddName as error:
        raise DigestError(f"{folder}: {error}") from None
    except OSError as error:
        raise DigestError(f"{error.filename or folder} cannot be read: {error.strerror}.") from None
    return names


def read_file(folder: Path, name: str, most: int = MAX_BYTES) -> File:
    """Hash the file ``name`` below ``folder``, of ``most`` bytes. Raises :class:`DigestError` where it is larger.

    Raises OSError too, also where a link has taken its place meanwhile.
    """
    content, size = hashlib.sha256(), 0
    # Not blocking: a pipe put there since it was listed would wait for ever.
    handle = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        while chunk := file.read(_CHUNK):
            content.update(chunk)
            size += len(chunk)
            if size > most:  # it grows while it is read
                raise DigestError(f"The files in {folder} are larger than {MAX_BYTES // 1024**2} MB together.")
    return File(name, size, content.hexdigest())


def _names(folder: Path, below: str) -> list[str]:
    names: list[str] = []
    # As bytes of the disk in text, surrogates and all: check_names says in words what is wrong with them.
    for item in os.scandir(folder / below):
        name = below + item.name
        if item.name.startswith(".") or item.name == "__pycache__":
            continue
        mode = item.stat(follow_symlinks=False).st_mode
        if stat.S_ISDIR(mode) and name.count("/") < 10:
            names += _names(folder, name + "/")
        elif stat.S_ISREG(mode):
            names.append(name)
        else:
            raise DigestError(f"{folder}: {shown(name)} is {_kind(mode)}; a demo is made of files and folders only.")
        if len(names) > MAX_FILES:
            raise DigestError(f"{folder} holds more than {MAX_FILES} files.")
    return names


def _kind(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return "a link"
    return "a folder too deep down" if stat.S_ISDIR(mode) else "a device, a pipe or a socket"
