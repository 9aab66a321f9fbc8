"""Plain files one after the other, as ``tar`` writes them (POSIX.1-1988, "ustar"), and nothing else of what tar knows.

A reader of all tar can be made to follow links, fill memory with headers or a disk with holes. This one knows regular
files with plain names below the folder, so there is nothing else to get wrong; anything more is :class:`Foreign`.
"""

import re
import tarfile
from collections.abc import Callable, Iterator
from typing import IO, Final, Protocol

_BLOCK: Final = 512
CHUNK: Final = 1 << 20

_NAME: Final = re.compile(r"(?!.*//)[A-Za-z0-9_][\w.+~%@:=,-]*(/[A-Za-z0-9_][\w.+~%@:=,-]*){0,3}", re.ASCII)
"""Names of wheels, packages and units: no ``..``, no hidden files, nothing absolute, at most three folders deep."""


class Readable(Protocol):
    """Where bytes come from; less than asked means the end."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes."""
        ...


class Foreign(Exception):
    """This is no archive as :func:`put` writes it; ``torn``: it began as one and ends too early, or is damaged."""

    def __init__(self, *, torn: bool) -> None:
        super().__init__("torn" if torn else "foreign")
        self.torn = torn


class Member:
    """One file of an archive: its name, its size in bytes, and its content, to be read before the next one."""

    def __init__(self, name: str, size: int, source: Readable) -> None:
        self.name = name
        self.size = size
        self._source = source
        self._left = size

    def chunks(self) -> Iterator[bytes]:
        """The content in pieces. Raises :class:`Foreign` where the archive ends before it."""
        while self._left:
            data = self._source.read(min(CHUNK, self._left))
            if not data:
                raise Foreign(torn=True)
            self._left -= len(data)
            yield data

    def whole(self, most: int) -> bytes:
        """All of a small file. Raises :class:`Foreign` where it is larger than ``most``."""
        if self.size > most:
            raise Foreign(torn=True)
        return b"".join(self.chunks())

    def finish(self) -> None:
        """Read what is left of it, and what fills up its last block."""
        for _ in self.chunks():
            pass
        _exactly(self._source, -self.size % _BLOCK)


def plain(name: str) -> bool:
    """Whether a file of an archive may have this name."""
    return _NAME.fullmatch(name) is not None


def members(source: Readable) -> Iterator[Member]:
    """The files of an archive in their order, up to its end. Raises :class:`Foreign`."""
    first = True
    while (member := _header(source, first)) is not None:
        yield member
        member.finish()
        first = False


def put(out: IO[bytes], name: str, size: int, read: Callable[[int], bytes]) -> None:
    """Write one file of ``size`` bytes; ``read`` gives them. Times, owners and rights are always the same."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o644
    out.write(info.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict"))
    left = size
    while left:
        data = read(min(CHUNK, left))
        if not data:
            raise OSError(f"{name} became shorter while it was read")
        out.write(data)
        left -= len(data)
    out.write(bytes(-size % _BLOCK))


def end(out: IO[bytes]) -> None:
    """Write what an archive ends with."""
    out.write(bytes(2 * _BLOCK))


def _header(source: Readable, first: bool) -> Member | None:
    block = _exactly(source, _BLOCK, first=first)
    if block == bytes(_BLOCK) and not first:
        return None
    summed = sum(block[:148]) + 8 * 0x20 + sum(block[156:])
    name = _text(block[:100])
    if before := _text(block[345:500]):
        name = f"{before}/{name}"
    right = block[257:265] == b"ustar\x0000" and block[156:157] == b"0" and _octal(block[148:156]) == summed
    if not right or not plain(name):
        raise Foreign(torn=not first)
    size = _octal(block[124:136])
    if size < 0:
        raise Foreign(torn=not first)
    return Member(name, size, source)


def _exactly(source: Readable, size: int, *, first: bool = False) -> bytes:
    data = b""
    while len(data) < size:
        more = source.read(size - len(data))
        if not more:
            raise Foreign(torn=not first)
        data += more
    return data


def _text(field: bytes) -> str:
    return field.partition(b"\0")[0].decode("latin-1")


def _octal(field: bytes) -> int:
    digits = field.strip(b" \0")
    return int(digits, 8) if re.fullmatch(rb"[0-7]{1,11}", digits) else -1
