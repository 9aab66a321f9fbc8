"""A visit carried from kit to kit: exported into one file, and merged from one, from a backup, or from a log.

An export is a zip with the events of the visit, one a line as JSON, and what its report says as tables where there is
one. Of single people it holds no more than :func:`xlab.workshop.merging.may_travel` lets through.
"""

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

from xlab.events import Erased, Event
from xlab.hub import backups, papers_shelf
from xlab.hub.backups import BackupError
from xlab.hub.cleansing import RAW, cleanse, erasures, every
from xlab.keyfiles import replace_file
from xlab.nonsense import NONSENSE
from xlab.report.archive import packed
from xlab.report.tables import tables
from xlab.store import EventLog, SqliteLog, StoreError
from xlab.workshop.merging import in_order, may_travel, without_voters
from xlab.workshop.visit import VisitNow, fold

EVENTS: Final = "events.jsonl"
_REPORT: Final = "report"
_MOST_BYTES: Final = 1 << 26
_LONGEST: Final = 1 << 20
"""Bytes of events in an export, sixty times a full day, and of one of them. A small file may pretend to hold more than
a kit has memory."""

_LAST: Final = 2**63 - 1
"""The largest number of an event that a log can hold."""

_LATEST: Final = 253_402_300_800.0
"""The year 10000, in seconds since 1970: no calendar of the pages goes on from there."""

_DATABASE: Final = b"SQLite format 3\0"


class CarryError(Exception):
    """It cannot be done; the message is a sentence saying why and what to do. Nothing changed."""


class Merged(msgspec.Struct, frozen=True):
    """What a merge brought: the visits it was about, how many events of them changed anything, and of how many kits."""

    visits: tuple[str, ...]
    changed: int
    kits: int


def known_visits(log: EventLog) -> dict[str, VisitNow]:
    """Every visit in a log by id, as all kits in it tell it."""
    return fold(in_order(every(log)))


def export(home: Path, log: EventLog, visit: str, target: Path) -> int:
    """Write a visit into the file ``target``, in one step; how many events are in it. Raises :class:`CarryError`."""
    told = may_travel(event for event in every(log) if event.visit == visit)
    files = {EVENTS: b"".join(msgspec.json.encode(event) + b"\n" for event in told)}
    report = papers_shelf.model(home, visit) if papers_shelf.may_be_kept(visit) else None
    if report is not None:
        files |= {f"{_REPORT}/{name}": text.encode() for name, text in tables(report).items()}
        files[f"{_REPORT}/report.json"] = msgspec.json.encode(report)
    try:
        replace_file(target, packed(files))
    except OSError as error:
        raise CarryError(f"{target} cannot be written: {error.strerror or error}. Nothing was left there.") from error
    return len(told)


def merge(log: EventLog, home: Path, path: Path, visit: str = "") -> Merged:
    """Take in what the kits in ``path`` tell of ``visit``, or where none is named of those that are known here too.

    Twice is as good as once, and of several files any order gives the same. Raises :class:`CarryError`.
    """
    with _opened(home, path) as told:
        found = [event for event in told if event.visit]
    if not all(0 < event.seq <= _LAST and 0 <= event.wall < _LATEST for event in found):
        raise CarryError(f"{path} tells of events that no kit can have recorded. Nothing was taken from it.")
    theirs, ours = fold(in_order(found)), known_visits(log)
    wanted = {visit} if visit else theirs.keys() & ours.keys()
    if not any(event.visit in wanted for event in found):
        names = ", ".join(f"{one.visit} ({one.charter.unit or 'no name yet'}, {one.state})" for one in theirs.values())
        raise CarryError(
            f"{path} holds no visit that this kit knows too. "
            + (f"It holds: {names}. Name one with --visit." if names else "It holds none at all.")
        )
    news = [one for one in wanted - ours.keys() if one in theirs and theirs[one].state != "signed_off"]
    going = [one for one in ours.values() if one.state != "signed_off"]
    if news and going:
        raise CarryError(
            f"A visit is under way here already ({going[0].charter.unit or 'no name yet'}). Close it and sign it off, "
            "or merge the visit that both kits share."
        )
    practices = {one.visit for one in ours.values() if one.practice}
    # Only what single people did or said is ever erased, and all of a practice: no file takes a charter back.
    kept = {one.id for one in every(log) if not isinstance(one.fact, RAW) and one.visit not in practices}
    told_of = (one for one in found if one.visit in wanted and not (isinstance(one.fact, Erased) and one.id in kept))
    events = [without_voters(event) if event.kit != log.kit else event for event in told_of]
    try:
        changed = log.take(events)
        # A visit that is signed off on one of them has no raw data on any.
        cleanse(log, erasures(log))
    except StoreError as error:
        raise CarryError(str(error)) from error
    return Merged(tuple(sorted(wanted)), changed, len({event.kit for event in events}))


@contextmanager
def _opened(home: Path, path: Path) -> Iterator[list[Event]]:
    """The events in an export, in a backup or in a log."""
    if not path.is_file():
        raise CarryError(f"{path} is no file. Name an export, a backup or a log of a kit.")
    try:
        with path.open("rb") as file:
            start = file.read(len(_DATABASE))
        if start == _DATABASE:
            with tempfile.TemporaryDirectory(prefix=backups.WORK, dir=home) as work:
                yield _of_log(path, Path(work))
        elif path.suffix == backups.SUFFIX:
            with backups.workplace(home) as place:
                backups.unpack(path, place)
                yield _of_log(place / backups.LOG, place / "copy")
        else:
            yield list(_of_export(path))
    except (BackupError, StoreError) as error:
        raise CarryError(str(error)) from error
    except OSError as error:
        raise CarryError(f"{path} cannot be read: {error.strerror or error}.") from error


def _of_log(path: Path, work: Path) -> list[Event]:
    """From a copy: a log on a stick may be read-only, and reading it must not change it."""
    work.mkdir(exist_ok=True)
    for one in path.parent.glob(f"{path.name}*"):
        if one.name in (path.name, f"{path.name}-wal"):
            shutil.copyfile(one, work / one.name)
    log = SqliteLog.open(work / path.name)
    try:
        return list(every(log))
    finally:
        log.close()


def _of_export(path: Path) -> Iterable[Event]:
    decode = msgspec.json.Decoder(Event).decode
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(EVENTS).file_size > _MOST_BYTES:
                raise CarryError(f"{path} is too large to be an export of a visit.")
            events = []
            with archive.open(EVENTS) as lines:
                # What is no event ends it at once, however much of it there is.
                while line := lines.readline(_LONGEST):
                    events.append(decode(line))
            return events
    except (KeyError, EOFError, ValueError, RuntimeError, zlib.error, zipfile.BadZipFile, *NONSENSE) as error:
        raise CarryError(
            f"{path} is no export, backup or log of a kit, or it is damaged, or a newer version wrote it."
        ) from error
