"""What the kit's user asks of root's update: a file, and whether an older version is meant.

Root opens no file of that user. It starts this as that user, and reads what is written to a pipe.
"""

import os
import shutil
import stat
from pathlib import Path
from typing import IO, Final, get_args

import msgspec

from xlab.keyfiles import replace_file
from xlab.upkeep.about import About, Machine, Reason, Refused, judge
from xlab.upkeep.archive import CHUNK
from xlab.upkeep.place import ROOM, ROOT, TRUSTED, UPDATES, machine, power_is_low, trusted, used
from xlab.upkeep.state import read_state
from xlab.upkeep.updatefile import MOST, Progress, check

REQUEST: Final = "request.json"
_LONGEST: Final = 10_000


class Request(msgspec.Struct, frozen=True):
    """The update file at ``path``; ``older``: also where that is an older version than the one in use."""

    path: str
    older: bool = False


class Offer(msgspec.Struct, frozen=True):
    """What comes before the bytes of the file, as JSON on a line of its own: how many there are."""

    size: int
    older: bool = False


def ask(home: Path, request: Request) -> None:
    """Leave the request where root's update looks for it. Raises OSError."""
    folder = home / UPDATES
    folder.mkdir(mode=0o700, exist_ok=True)
    replace_file(folder / REQUEST, msgspec.json.encode(request))


def asked(home: Path) -> Request:
    """The request. Raises :class:`Refused`."""
    try:
        return msgspec.json.decode((home / UPDATES / REQUEST).read_bytes(), type=Request)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        raise Refused("gone") from None


def open_update(path: Path) -> tuple[IO[bytes], int]:
    """An update file and its size in bytes. Raises :class:`Refused`: it may be on a stick that was pulled out."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        file = os.fdopen(handle, "rb")
    except OSError:
        raise Refused("gone") from None
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode):
        file.close()
        raise Refused("not_update")
    if status.st_size > MOST:
        file.close()
        raise Refused("large")
    return file, status.st_size


def ready(
    path: Path,
    *,
    older: bool = False,
    root: Path = ROOT,
    key: Path = TRUSTED,
    here: Machine | None = None,
    progress: Progress = lambda _: None,
) -> About:
    """Read all of an update file and see whether this kit may take it: what is in it. Raises :class:`Refused`."""
    now = used(root)
    if now is None:
        raise Refused("no_kit")
    if read_state(root).under_way:
        raise Refused("busy")
    file, size = open_update(path)
    with file:
        try:
            about = check(file, trusted(key), total=size, progress=progress).about
        except OSError:
            raise Refused("gone") from None
    judge(about, here or machine(), now, older=older)
    if shutil.disk_usage(root).free < size + ROOM:
        raise Refused("room")
    if power_is_low():
        raise Refused("power")
    return about


def offer(home: Path, out: IO[bytes]) -> None:
    """Write what was asked for: an :class:`Offer`, then the file. Raises :class:`Refused` and OSError."""
    request = asked(home)
    file, size = open_update(Path(request.path))
    with file:
        out.write(msgspec.json.encode(Offer(size, request.older)) + b"\n")
        while data := file.read(CHUNK):
            out.write(data)
    out.flush()


def offered(source: IO[bytes]) -> Offer:
    """The line before the file. Raises :class:`Refused`: also for the reason that was written in its place."""
    line = source.readline(_LONGEST)
    try:
        return msgspec.json.decode(line, type=Offer)
    except (msgspec.DecodeError, UnicodeDecodeError):
        word = line.decode("latin-1").strip()
        raise Refused(next((reason for reason in get_args(Reason) if reason == word), "gone")) from None
