"""An update file: one archive of a folder that ``deploy/prepare.sh`` made, and who vouches for it.

The archive begins with ``SHA256SUMS``, the sum of every other file; then comes ``signature``, the Ed25519 public key
and the signature over the sums, each in hexadecimal on a line of its own; then ``prepared``, which says what it is;
then the rest. So whoever reads it knows after a few kilobytes whether to go on, and no file is kept of which the
signer did not say the sum.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from xlab.catalogue.trust import Signer, judge, public_key
from xlab.upkeep.about import About, AboutError, Refused, parse
from xlab.upkeep.archive import Foreign, Member, Readable, end, members, plain, put

SUFFIX: Final = ".xlab-update"
SUMS: Final = "SHA256SUMS"
SIGNATURE: Final = "signature"
PREPARED: Final = "prepared"

MOST: Final = 1 << 30
"""Bytes of an update file, and of all files in it; one has 190 MB."""

_MOST_FILES: Final = 2000
_MOST_SUMS: Final = 512 * 1024
_MOST_TEXT: Final = 4096
_SIGNED: Final = b"xlab-update 1\n"
"""In front of what is signed, so that no signature of a demo is one of an update."""

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_HEX: Final = re.compile(r"(?:[0-9a-f]{2}){1,64}")

Progress = Callable[[float], None]
"""Told how far it is, 0 to 1, where the size is known."""


class Found(msgspec.Struct, frozen=True):
    """What is in an update file: what it says of itself, and the bytes of its files together."""

    about: About
    size: int


def make(folder: Path, key: Ed25519PrivateKey, out: IO[bytes]) -> None:
    """Write the folder as an update file. Raises OSError, and :class:`Foreign` where the folder is none."""
    sums = (folder / SUMS).read_bytes()
    listed = _listed(sums)
    signature = f"{public_key(key)}\n{key.sign(_SIGNED + sums).hex()}\n".encode()
    for name, data in ((SUMS, sums), (SIGNATURE, signature)):
        put(out, name, len(data), BytesIO(data).read)
    for name in (PREPARED, *(name for name in sorted(listed) if name != PREPARED)):
        with (folder / name).open("rb") as file:
            put(out, name, (folder / name).stat().st_size, file.read)
    end(out)


def check(source: Readable, trusted: str, *, total: int = 0, progress: Progress = lambda _: None) -> Found:
    """Read all of an update file and compare; nothing is kept. Raises as :func:`take`."""
    with _told_apart():
        return _read(source, trusted, None, lambda _: None, total, progress)


def take(
    source: Readable,
    trusted: str,
    folder: Path,
    *,
    allowed: Callable[[About], None],
    total: int = 0,
    progress: Progress = lambda _: None,
) -> Found:
    """Unpack an update file into the new ``folder``: every file is checked as it is written.

    ``trusted`` is the public key of who may sign, ``allowed`` raises :class:`Refused` for what may not be installed
    here, before anything is written, and ``total`` the bytes of the file where they are known. Raises :class:`Refused`
    and OSError; what is in the folder is then worth nothing.
    """
    with _told_apart():
        return _read(source, trusted, folder, allowed, total, progress)


def first_look(source: Readable, trusted: str) -> About:
    """What an update file says of itself, without reading the rest of it. Raises :class:`Refused` and OSError."""
    with _told_apart():
        return _opening(members(source), trusted)[0]


@contextmanager
def _told_apart() -> Iterator[None]:
    """Something else than an update file, and one that is damaged, are two things to do about."""
    try:
        yield
    except Foreign as error:
        raise Refused("damaged" if error.torn else "not_update") from None


def _read(
    source: Readable,
    trusted: str,
    folder: Path | None,
    allowed: Callable[[About], None],
    total: int,
    progress: Progress,
) -> Found:
    files = members(source)
    about, first = _opening(files, trusted)
    allowed(about)
    if folder is not None:
        folder.mkdir(mode=0o755)
        for name, data in first.items():
            (folder / name).write_bytes(data)
    left, size = _listed(first[SUMS]), 0
    del left[PREPARED]
    for member in files:
        done, size = size, size + member.size
        wanted = left.pop(member.name, None)
        if wanted is None or size > MOST:
            raise Foreign(torn=True)
        with _opened(folder, member.name) as out:
            found = hashlib.sha256()
            for data in member.chunks():
                found.update(data)
                out.write(data)
                done += len(data)
                progress(min(1.0, done / total) if total else 0.0)
        if found.hexdigest() != wanted:
            raise Foreign(torn=True)
    if left:
        raise Foreign(torn=True)
    return Found(about, size)


def _opening(files: Iterator[Member], trusted: str) -> tuple[About, dict[str, bytes]]:
    """What stands in front: judged, and as it is to be kept."""
    sums = _next(files, SUMS, _MOST_SUMS, torn=False)
    if not trusted:
        raise Refused("no_key")
    signature = _next(files, SIGNATURE, _MOST_TEXT).decode("latin-1").split()
    if len(signature) != 2 or not _HEX.fullmatch(signature[1]):
        raise Foreign(torn=True)
    verdict = judge(_SIGNED + sums, bytes.fromhex(signature[1]), signature[0], (Signer("", trusted),))
    if verdict == "broken":
        raise Foreign(torn=True)
    if verdict != "trusted":
        raise Refused("signer")
    said = _next(files, PREPARED, _MOST_TEXT)
    if _listed(sums).get(PREPARED) != hashlib.sha256(said).hexdigest():
        raise Foreign(torn=True)
    try:
        return parse(said.decode()), {SUMS: sums, PREPARED: said}
    except (AboutError, UnicodeDecodeError):
        raise Foreign(torn=True) from None


def _next(files: Iterator[Member], name: str, most: int, *, torn: bool = True) -> bytes:
    member = next(files, None)
    if member is None or member.name != name:
        raise Foreign(torn=torn)
    return member.whole(most)


def _listed(sums: bytes) -> dict[str, str]:
    """The sum of each file, as ``sha256sum`` writes them. Raises :class:`Foreign`."""
    found: dict[str, str] = {}
    for line in sums.decode("latin-1").splitlines():
        digest, _, name = line.partition("  ")
        if not _SHA256.fullmatch(digest) or not plain(name) or name in (*found, SUMS, SIGNATURE):
            raise Foreign(torn=True)
        found[name] = digest
    if PREPARED not in found or len(found) > _MOST_FILES:
        raise Foreign(torn=True)
    return found


@contextmanager
def _opened(folder: Path | None, name: str) -> Iterator[IO[bytes]]:
    """The new file ``name`` below ``folder``; without one, what is written is dropped."""
    path = Path(os.devnull) if folder is None else folder / name
    if folder is not None:
        path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    with path.open("wb" if folder is None else "xb") as file:
        yield file
