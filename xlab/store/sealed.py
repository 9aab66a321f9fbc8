"""A log that can be looked at and nothing more: what could be read on a card that takes nothing, copied into memory.

The copy lies on a file system in memory, so that it is read like any log however it was left, and whatever becomes of
the card. Nothing is ever stored in it: who hands something over is told so, and keeps it.
"""

import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Final, Self

from xlab.events import Draft, Event, Fact
from xlab.store._file import COMPANIONS
from xlab.store.errors import StoreError
from xlab.store.log import Subscriber
from xlab.store.sqlite import SqliteLog

_log = logging.getLogger(__name__)

MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a folder of our own is made there, for our own user
"""Memory that looks like a folder, and takes at most half of it; where it is not to be had, the system's own choice."""


class SealedLog:
    """An :class:`xlab.store.EventLog` whose every writing raises :class:`xlab.store.StoreError`."""

    def __init__(self, copy: SqliteLog, path: Path, folder: Path, *, was_read: bool) -> None:
        self.was_read = was_read
        """Whether it holds what is on the card; otherwise it holds nothing."""
        self._copy = copy
        self._path = path
        self._folder = folder
        self.kit = copy.kit

    @classmethod
    def open(cls, path: Path, memory: Path = MEMORY) -> Self:
        """Read the log at ``path``; what cannot be read gives an empty one, which has another id each time.

        Raises :class:`xlab.store.StoreError` where there is no memory for it either.
        """
        folder = in_memory(memory)
        copy = folder / path.name
        try:
            try:
                log = _read(path, copy)
            except (OSError, StoreError) as error:
                _log.error("%s cannot be read (%s): the kit shows nothing of what was.", path, error)
                _drop(copy)
                log = SqliteLog.open(copy)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return cls(log, path, folder, was_read=log.last() > 0)

    def append(self, drafts: Sequence[Draft]) -> list[Event]:
        """Refused; see :meth:`xlab.store.EventLog.append`."""
        if not drafts:
            return []
        raise self._refusal()

    def read(self, after: int = 0, limit: int = 500, kinds: Collection[type[Fact]] = ()) -> list[Event]:
        """See :meth:`xlab.store.EventLog.read`."""
        return self._copy.read(after, limit, kinds)

    def take(self, events: Iterable[Event]) -> int:
        """Refused; see :meth:`xlab.store.EventLog.take`."""
        raise self._refusal()

    def others(self, kinds: Collection[type[Fact]] = ()) -> list[Event]:
        """See :meth:`xlab.store.EventLog.others`."""
        return self._copy.others(kinds)

    def about(self, subject: str, limit: int = 500) -> list[Event]:
        """See :meth:`xlab.store.EventLog.about`."""
        return self._copy.about(subject, limit)

    def erase(self, ids: Iterable[str], reason: str) -> int:
        """Refused; see :meth:`xlab.store.EventLog.erase`."""
        raise self._refusal()

    def forget(self, subject: str, reason: str) -> int:
        """Refused, so that it is not taken for done; see :meth:`xlab.store.EventLog.forget`."""
        raise self._refusal()

    def last(self) -> int:
        """See :meth:`xlab.store.EventLog.last`."""
        return self._copy.last()

    def subscribe(self, callback: Subscriber) -> Callable[[], None]:
        """See :meth:`xlab.store.EventLog.subscribe`: nothing is stored, so nothing is told."""
        return self._copy.subscribe(callback)

    def backup(self, path: Path) -> None:
        """See :meth:`xlab.store.EventLog.backup`: what could be read is taken elsewhere whole."""
        self._copy.backup(path)

    def close(self) -> None:
        """Let go of the copy, and of the memory it takes."""
        self._copy.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _refusal(self) -> StoreError:
        return StoreError(
            f"Nothing is kept, because {self._path} cannot be written. "
            "Make a backup on a stick, then free some room or take another card."
        )


def in_memory(memory: Path = MEMORY) -> Path:
    """A new folder that takes nothing from the card, for who makes it to remove. Raises OSError."""
    return Path(tempfile.mkdtemp(prefix="xlab-", dir=memory if os.access(memory, os.W_OK) else None))


def _read(path: Path, copy: Path) -> SqliteLog:
    # Not its index of the write-ahead log: SQLite makes that anew. A journal goes along, it may have to be rolled back.
    for suffix in COMPANIONS:
        source = path.with_name(path.name + suffix)
        if suffix != "-shm" and source.exists():
            shutil.copyfile(source, copy.with_name(copy.name + suffix))
    return SqliteLog.open(copy)


def _drop(copy: Path) -> None:
    for suffix in COMPANIONS:
        copy.with_name(copy.name + suffix).unlink(missing_ok=True)
