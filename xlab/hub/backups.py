"""A backup of a kit: one file that is whole or not there, read back before anyone is told that it exists.

It is a zip with a manifest that names each part with its size and SHA-256. What travels, and what does not:

- ``events.db``, the log: all that the kit knows, its registry and what its stations have learned included. A copy by
  SQLite itself, so writing goes on meanwhile and no unused page comes along.
- ``kit.toml``, ``rules.toml``, ``orders.json``, the reports of visits: what people set, wrote and keep.
- ``keys/signers.json``: whose demos the kit takes. These keys are public, and without them a restored kit would refuse
  the demos it had.
- The installed demos, with what was found when they were checked, in a backup that leaves the kit's own card. Beside
  the demos themselves a copy of them would only take room.
- No secret: not the PIN, the password, the keys of paired stations, of sessions or for signing. A PIN of few digits is
  guessed from its hash, and a stick gets lost. On the same box they are still there after a restore; another box shows
  its setup code, and stations elsewhere are paired anew.
- No recordings, no data that demos keep for a station, no programme or outbox of a kiosk: those belong to the machine.
"""

import contextlib
import errno
import hashlib
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from time import localtime, strftime
from typing import IO, Final

import msgspec

from xlab.catalogue.rating import RATINGS
from xlab.catalogue.trust import SIGNERS
from xlab.dashboard.ports.keeping import KeepingReason, Why
from xlab.events import Erased
from xlab.hub.identity import identity
from xlab.hub.papers_shelf import FOLDER as REPORTS
from xlab.keyfiles import sync_all
from xlab.nonsense import NONSENSE
from xlab.store import EventLog, SqliteLog, StoreError, in_memory

SUFFIX: Final = ".xlabbackup"
FORMAT: Final = 1
LOG: Final = "events.db"
DEMOS: Final = "demos"
WORK: Final = ".work-"
"""How folders begin in which a backup is made or read; what a killed process leaves of them is swept up."""

_MANIFEST: Final = "manifest.json"
_SINGLE: Final = ("kit.toml", "rules.toml", "orders.json", f"keys/{SIGNERS}")
_PASSING: Final = (".outgoing", ".inbox", ".incoming")
"""Folders below ``demos`` through which bundles only pass."""

_MOST_MANIFEST: Final = 16 * 1024 * 1024
_CHUNK: Final = 1 << 20
EVERYTHING: Final = 2**31

Progress = Callable[[float], None]
"""Told how far it is, 0 to 1."""


class BackupError(Exception):
    """It cannot be done; the message is a sentence saying why and what to do, ``reason`` says so in a word."""

    def __init__(self, message: str, reason: KeepingReason) -> None:
        super().__init__(message)
        self.reason: KeepingReason = reason


class Part(msgspec.Struct, frozen=True):
    """One file: where it belongs below the kit's home, bytes, SHA-256 in hex, and its time in ns since 1970."""

    path: str
    size: int
    sha256: str
    mtime: int = 0


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup says of itself. ``erased`` counts the tombstones among its ``events`` and ``others``.

    ``kit`` is the id of the log, ``known_as`` that of the kit to phones and stations; empty in one of an older version.
    """

    format: int = FORMAT
    kit: str
    known_as: str = ""
    kit_name: str
    version: str
    made: float
    why: Why
    events: int
    others: int
    erased: int
    demos: bool
    parts: tuple[Part, ...]


def write(
    home: Path,
    log: EventLog,
    folder: Path,
    *,
    why: Why,
    kit_name: str,
    version: str,
    now: float,
    demos: bool,
    progress: Progress = lambda _: None,
) -> Path:
    """Write a backup of the kit into ``folder``, read it back, and give it its name. Raises :class:`BackupError`."""
    with _plainly(folder), workplace(home) as work:
        copy = work / LOG
        log.backup(copy)
        events, others, erased = counted(copy)
        files = [(LOG, copy), *((name, home / name) for name in _names(home, demos))]
        made = Manifest(
            kit=log.kit,
            known_as=identity(home) or log.kit,
            kit_name=kit_name,
            version=version,
            made=now,
            why=why,
            events=events,
            others=others,
            erased=erased,
            demos=demos,
            parts=(),
        )
        folder.mkdir(parents=True, exist_ok=True)
        return pack(made, files, _free_name(folder, now, why), progress)


def pack(manifest: Manifest, files: list[tuple[str, Path]], target: Path, progress: Progress = lambda _: None) -> Path:
    """Put these files by name into ``target``, read it back, and only then name it so. Raises as :func:`write`."""
    with _plainly(target.parent):
        handle, name = tempfile.mkstemp(prefix=WORK, suffix=".part", dir=target.parent)
        draft = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                _fill(file, manifest, files, lambda share: progress(share * 0.7))
                file.flush()
                os.fsync(file.fileno())
                # What is read back comes from the stick, not from what the kernel remembers of it.
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            _read(draft, None, lambda share: progress(0.7 + share * 0.3))
            draft.replace(target)
        finally:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
        # Who asked pulls the stick out as soon as this is done.
        sync_all(target.parent)
    return target


def read_manifest(path: Path) -> Manifest:
    """What a backup says of itself, without reading the rest of it. Raises :class:`BackupError`."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _manifest(archive, path)
    except _TORN as error:
        raise _damaged(path) from error
    except OSError as error:
        if error.errno == errno.EINVAL:
            raise _damaged(path) from error
        raise BackupError(f"{path} cannot be read: {error.strerror or error}.", "gone") from error


def verify(home: Path, path: Path, progress: Progress = lambda _: None) -> Manifest:
    """Read all of a backup and compare: each part with its SHA-256, the log as a log with each of its events.

    Raises :class:`BackupError`.
    """
    with _plainly(path.parent), workplace(home) as work:
        return unpack(path, work, progress)


def unpack(path: Path, target: Path, progress: Progress = lambda _: None, *, count: bool = True) -> Manifest:
    """Put the parts of a backup below ``target``, synced, and check them as :func:`verify` does. Raises as that.

    Without ``count`` the events of the log are not read one by one: each part is what was written all the same.
    """
    with _plainly(target.parent):
        manifest = _read(path, target, progress)
        if not count:
            return manifest
        try:
            found = counted(target / LOG)
        except StoreError as error:
            raise BackupError(f"The log in {path} cannot be read. {error}", "damaged") from error
        if found != (manifest.events, manifest.others, manifest.erased):
            raise BackupError(f"The log in {path} does not hold what the backup says. Take another backup.", "damaged")
        return manifest


def counted(path: Path) -> tuple[int, int, int]:
    """The events, those of other kits, and the tombstones of both in a log that nobody has open; reads each one."""
    log = SqliteLog.open(path)
    try:
        after = erased = 0
        while events := log.read(after, 2000):
            after = events[-1].seq
            erased += sum(isinstance(event.fact, Erased) for event in events)
        others = log.others()
        return after, len(others), erased + sum(isinstance(event.fact, Erased) for event in others)
    finally:
        log.close()


@contextlib.contextmanager
def workplace(home: Path) -> Iterator[Path]:
    """A folder on the kit's card that is gone afterwards; in memory where the card takes nothing. Raises OSError."""
    backups = home / "backups"
    try:
        backups.mkdir(mode=0o700, parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=WORK, dir=backups))
    except OSError as error:
        if error.errno not in (errno.EROFS, errno.EIO):
            raise
        work = in_memory()
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Remove what a killed process, or a pulled stick, left of backups that were being made. Raises OSError."""
    for left in folder.glob(f"{WORK}*"):
        shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()


def _names(home: Path, demos: bool) -> Iterator[str]:
    """The files that travel beside the log, by their place below the home."""
    yield from (name for name in _SINGLE if (home / name).is_file())
    roots = [one for one in (home / REPORTS).glob("[!.]*") if one.is_dir()]
    roots += [home / DEMOS, home / RATINGS] if demos else []
    for root in sorted(roots):
        for at, folders, names in os.walk(root):
            folders[:] = sorted(one for one in folders if one not in _PASSING and not (Path(at) / one).is_symlink())
            for name in sorted(names):
                path = Path(at) / name
                if path.is_file() and not path.is_symlink():
                    yield path.relative_to(home).as_posix()


def _fill(file: IO[bytes], manifest: Manifest, files: list[tuple[str, Path]], progress: Progress) -> None:
    total = sum(path.stat().st_size for _, path in files) or 1
    parts: list[Part] = []
    done = 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, path in files:
            digest, size = hashlib.sha256(), 0
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as out:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    out.write(chunk)
                    progress(min(1.0, (done + size) / total))
            done += size
            parts.append(Part(name, size, digest.hexdigest(), path.stat().st_mtime_ns))
        # With a time of its own: a zip knows none before 1980, nor after 2107, and a kit may believe to be there.
        whole = msgspec.structs.replace(manifest, parts=tuple(parts))
        archive.writestr(zipfile.ZipInfo(_MANIFEST), msgspec.json.encode(whole))


_TORN: Final = (
    *(zipfile.BadZipFile, NotImplementedError, EOFError, KeyError, ValueError, zlib.error, *NONSENSE),
    OverflowError,  # a time that no clock can show
    RuntimeError,  # zipfile's own for a part that seems to need a password
)
"""What reading a zip raises of which some bytes are others than were written."""


def _read(path: Path, target: Path | None, progress: Progress) -> Manifest:
    """Read every part and compare it, and where there is a ``target`` put it there."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive, path)
            total, done = sum(part.size for part in manifest.parts) or 1, 0
            for part in manifest.parts:
                _copy(archive, part, None if target is None else target / part.path, path)
                done += part.size
                progress(done / total)
            return manifest
    except _TORN as error:
        raise _damaged(path) from error
    except OSError as error:
        if error.errno == errno.EINVAL:  # a table of contents that leads to before the file's first byte
            raise _damaged(path) from error
        raise


def _copy(archive: zipfile.ZipFile, part: Part, target: Path | None, path: Path) -> None:
    digest, left = hashlib.sha256(), part.size
    with contextlib.ExitStack() as stack:
        source = stack.enter_context(archive.open(part.path))
        out = None
        if target is not None:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.touch(mode=0o600, exist_ok=False)
            out = stack.enter_context(target.open("wb"))
        while chunk := source.read(min(_CHUNK, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise _damaged(path)
            digest.update(chunk)
            if out is not None:
                out.write(chunk)
        if left or digest.hexdigest() != part.sha256:
            raise _damaged(path)
        if out is not None:
            out.flush()
            os.fsync(out.fileno())
    if target is not None:
        os.utime(target, ns=(part.mtime, part.mtime))


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        if archive.getinfo(_MANIFEST).file_size > _MOST_MANIFEST:
            raise _damaged(path)
        said = archive.read(_MANIFEST)
        if msgspec.json.decode(said, type=dict[str, object]).get("format") not in (None, FORMAT):
            raise BackupError(f"{path} was written by a newer version of the lab. Restore it with that one.", "damaged")
        manifest = msgspec.json.decode(said, type=Manifest)
    except _TORN as error:
        raise _damaged(path) from error
    if [part.path for part in manifest.parts[:1]] != [LOG] or not all(_belongs(part.path) for part in manifest.parts):
        raise _damaged(path)
    return manifest


def _belongs(name: str) -> bool:
    """Whether a part may lie at this place of a home: nothing in a file that somebody brought leads anywhere else."""
    pieces = PurePosixPath(name).parts
    if name != "/".join(pieces) or any(piece in (".", "..") for piece in pieces) or "\0" in name:
        return False
    return name in (LOG, *_SINGLE) or (len(pieces) > 1 and pieces[0] in (REPORTS, DEMOS, RATINGS))


def _free_name(folder: Path, now: float, why: str) -> Path:
    stamp = strftime("backup-%Y-%m-%d-%H%M%S", localtime(now))
    names = (f"{stamp}-{why}{more}{SUFFIX}" for more in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(path for name in names if not (path := folder / name).exists())


def _damaged(path: Path) -> BackupError:
    return BackupError(f"{path} is damaged, or it is no backup of a kit. Take another one.", "damaged")


@contextlib.contextmanager
def _plainly(folder: Path) -> Iterator[None]:
    """What a disk says, as a sentence."""
    try:
        yield
    except StoreError as error:
        full = "no room" in str(error)
        raise BackupError(str(error), "no_room" if full else "not_written") from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise BackupError(
                f"There is no room left in {folder}. Free some, or take another stick.", "no_room"
            ) from error
        if error.errno in (errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOENT, errno.ESTALE, errno.ENOTCONN):
            raise BackupError(
                f"{folder} is gone, or the stick fails. Put it in again, or take another.", "gone"
            ) from error
        raise BackupError(
            f"{folder} cannot be written: {error.strerror or error}. Check who may write there.", "not_written"
        ) from error
