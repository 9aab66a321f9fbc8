"""The backups that the kit holds itself: few, small, and never with more in them than the log has.

They help against a log that is damaged and a hand that slipped, not against a card that is lost: for that there is the
stick. A badge that is forgotten and a visit that is signed off leave them too: each backup that has any of it is
written anew. What says whether it has is the number of tombstones in it and in the log.
"""

import contextlib
import logging
import re
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from xlab import __version__
from xlab.dashboard.ports.keeping import Backup, KeepingReason, Why
from xlab.events import Erased
from xlab.hub import backups
from xlab.hub.backups import SUFFIX, BackupError, Manifest, Progress
from xlab.hub.cleansing import Erasures, cleanse_backup, erasures, every
from xlab.store import EventLog

_log = logging.getLogger(__name__)

MOST: Final = 12
"""Backups held: two weeks of working days, with what people asked for."""

LIMIT: Final = 500_000_000
"""Bytes that they take together: little on a card of 32 GB, and a full day of 500 phones fits a hundred times."""

LEAST_FREE: Final = 200_000_000
"""Bytes that stay free on the card: what the kit itself records comes first."""

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,100}" + re.escape(SUFFIX))

Known = tuple[str, int, int]
"""A file as it lies there: name, bytes, and time of its last change in ns."""


class Held:
    """The folder ``HOME/backups``. Every method blocks, may be called from any thread, and raises
    :class:`xlab.hub.backups.BackupError`, or OSError where the folder cannot be read."""

    def __init__(self, home: Path, log: EventLog, kit_name: str, *, free: Callable[[Path], int] | None = None) -> None:
        """``free`` gives the bytes that a folder's card has."""
        self._home, self._events, self._kit_name = home, log, kit_name
        self.folder = home / "backups"
        self._free = free or (lambda folder: shutil.disk_usage(folder).free)
        self._changing = threading.RLock()
        self._manifests: dict[Known, Manifest | None] = {}
        self._whole: dict[Known, bool] = {}
        self._clean: dict[Known, int] = {}

    def all(self) -> tuple[Backup, ...]:
        """Those that are there, the newest first. One that cannot be read is there too, and not whole."""
        found = [self._backup(path) for path in self._paths()]
        return tuple(sorted(found, key=lambda one: (one.events, one.made, one.name), reverse=True))

    def find(self, name: str) -> Path | None:
        """The file of this name, if it lies here."""
        path = self.folder / name
        return path if _NAME.fullmatch(name) and path.is_file() and not path.is_symlink() else None

    def free(self) -> int:
        """Bytes free on the kit's card."""
        return self._free(self._home)

    def make(self, why: Why, now: float, progress: Progress = lambda _: None) -> str:
        """Make a backup, its name; then the oldest go that are too many."""
        with self._changing:
            if self.free() < LEAST_FREE:
                raise BackupError(f"There is no room left in {self.folder}. Delete a recording or a demo.", "no_room")
            path = self.write(self.folder, why, now, progress)
            self._whole[_known(path)] = True
            for extra in self._too_many(path.name):
                extra.unlink()
            return path.name

    def write(self, folder: Path, why: Why, now: float, progress: Progress, *, demos: bool = False) -> Path:
        """Write a backup into any folder."""
        return backups.write(
            self._home,
            self._events,
            folder,
            why=why,
            kit_name=self._kit_name,
            version=__version__,
            now=now,
            demos=demos,
            progress=progress,
        )

    def verify(self, name: str, progress: Progress) -> None:
        """Read one back."""
        path = self.find(name)
        if path is None:
            raise BackupError(f"There is no backup of the name {name}.", "unknown")
        with self._changing:
            known = _known(path)
            try:
                backups.verify(self._home, path, progress)
            except BackupError as error:
                self._whole[known] = error.reason != "damaged"
                raise
            self._whole[known] = True

    def delete(self, name: str) -> None:
        """Remove one; one that is not there is not missed."""
        with self._changing:
            path = self.find(name)
            if path is not None:
                path.unlink(missing_ok=True)

    def grown(self) -> bool:
        """Whether the log has anything that no backup has."""
        newest = max((one.events for one in self.all()), default=0)
        return self._events.last() > newest + 1  # that the hub came up is no news

    def tidy(self) -> None:
        """Remove what a killed hub left, and take out of every backup what the log has erased since."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._changing:
            backups.sweep(self.folder)
            self.cleanse(erasures(self._events), sure=False)

    def cleanse(self, told: Erasures, *, sure: bool = True) -> int:
        """Take out of every backup what the log has erased, and what else is ``told``; how many were written anew.

        Unless it is ``sure`` that there is something to take out, those are passed over which have as many tombstones
        as the log has in their part of it.
        """
        count = 0
        with self._changing:
            tombstones = list(every(self._events, (Erased,)))
            mine = [event.seq for event in tombstones if event.kit == self._events.kit]
            now = erasures(self._events)
            narrow = Erasures({**now.ids, **told.ids}, told.visits, told.practices)
            wide = Erasures(narrow.ids, now.visits | told.visits, now.practices | told.practices, told.subjects)
            for path in self._paths():
                if not sure and self._clean.get(_known(path)) == len(tombstones):
                    continue
                manifest = self._manifest(path)
                if manifest is None or manifest.why == "restore":
                    # Of another time, in which other events were about the same people: ids do not tell of all of them.
                    count += cleanse_backup(self._home, path, wide) > 0
                elif sure or _has_more(manifest, mine, len(tombstones)):
                    count += cleanse_backup(self._home, path, narrow) > 0
                if path.exists():
                    self._clean[_known(path)] = len(tombstones)
        return count

    def _too_many(self, newest: str) -> list[Path]:
        held = [one for one in self.all() if one.name != newest]
        sizes = {one.name: one.size for one in self.all()}
        total = sum(sizes.values())
        extra: list[Path] = []
        while held and (len(held) >= MOST or total > LIMIT):
            gone = held.pop()
            total -= gone.size
            extra.append(gone.path)
        return extra

    def _paths(self) -> list[Path]:
        return sorted(path for path in self.folder.glob(f"*{SUFFIX}") if self.find(path.name))

    def _backup(self, path: Path) -> Backup:
        about = path.stat()
        manifest = self._manifest(path)
        return Backup(
            name=path.name,
            path=path,
            made=manifest.made if manifest is not None else about.st_mtime,
            size=about.st_size,
            why=manifest.why if manifest is not None else "asked",
            events=manifest.events if manifest is not None else 0,
            whole=self._whole.get(_known(path)) if manifest is not None else False,
        )

    def _manifest(self, path: Path) -> Manifest | None:
        known = _known(path)
        if known not in self._manifests:
            self._manifests[known] = None
            with contextlib.suppress(BackupError):
                self._manifests[known] = backups.read_manifest(path)
        return self._manifests[known]


def _has_more(manifest: Manifest, mine: list[int], all_of_them: int) -> bool:
    """Whether fewer tombstones are in a backup than the log has among the same events; ``mine`` are their numbers."""
    others = all_of_them - len(mine)
    return sum(seq <= manifest.events for seq in mine) + others > manifest.erased


def _known(path: Path) -> Known:
    about = path.stat()
    return path.name, about.st_size, about.st_mtime_ns


def refused(error: BackupError | OSError) -> KeepingReason:
    """What stood in the way, in a word."""
    return error.reason if isinstance(error, BackupError) else "not_written"
