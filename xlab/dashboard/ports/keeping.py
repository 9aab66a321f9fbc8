"""Backups of the kit, as IT's page needs them."""

from pathlib import Path
from typing import Literal, Protocol

from msgspec import Struct

Why = Literal["asked", "closed", "daily", "restore"]
"""Why a backup was made: IT wanted it, a visit closed, the kit had run for a day, or another one was put back."""

KeepingReason = Literal["busy", "no_room", "gone", "not_written", "damaged", "unknown"]
"""``busy``: another one is made; ``gone``: the stick was pulled, or there is none; ``unknown``: no such backup."""


class NotKept(Exception):
    """Nothing was changed; ``reason`` is the key of a sentence, ``backups.refused_<reason>``."""

    def __init__(self, reason: KeepingReason) -> None:
        super().__init__(reason)
        self.reason: KeepingReason = reason


class Backup(Struct, frozen=True, kw_only=True):
    """A backup on the kit's own card: one file. ``made`` in seconds since 1970 by the kit's clock; ``size`` in bytes.

    ``name`` is that of the file and names the backup; ``path`` is where it is, for ``xlab restore PATH``.
    ``events`` is how many facts of the log it holds. ``whole`` is what the last look at it said, None before any.
    """

    name: str
    path: Path
    made: float
    size: int
    why: Why
    events: int
    whole: bool | None = None


class Target(Struct, frozen=True, kw_only=True):
    """A stick that is in now: ``id`` names it, ``label`` is for people. Free and whole size in bytes."""

    id: str
    label: str
    free: int
    size: int


class Job(Struct, frozen=True, kw_only=True):
    """What is done, or was done last. ``share`` is how far, 0 to 1; ``refused`` is empty unless it failed.

    ``backup`` is the name of the file it is about, once there is one; ``target`` the stick's label, empty for the kit.
    """

    what: Literal["make", "verify"]
    target: str = ""
    backup: str = ""
    share: float = 0.0
    done: bool = False
    refused: KeepingReason | Literal[""] = ""


class KeepingNow(Struct, frozen=True, kw_only=True):
    """Everything the page shows.

    ``backups`` of the kit's own card, the newest first; ``targets`` are the sticks. ``free`` is the room on the kit's
    card, ``held`` what its backups take, and at most ``most`` of them, ``limit`` together, are held, the oldest go
    first: all in bytes but ``most``. ``job`` is what goes on, or what ended last.
    """

    backups: tuple[Backup, ...] = ()
    targets: tuple[Target, ...] = ()
    free: int = 0
    held: int = 0
    most: int = 0
    limit: int = 0
    job: Job | None = None


class Keeping(Protocol):
    """``kit.keeping``. From any thread, never on the loop. What is refused raises :class:`NotKept`.

    A backup is put back with ``xlab restore PATH`` while no hub runs: the page says so, it cannot do it.
    """

    def now(self) -> KeepingNow:
        """The backups, the sticks, the room, and what goes on."""
        ...

    def make(self, target: str = "") -> None:
        """Begin a backup on the kit's own card, or on the stick of this id; :meth:`now` says how it goes."""
        ...

    def verify(self, name: str) -> None:
        """Begin to read a backup of the kit back and compare; :meth:`now` says how it goes, and ``whole`` how it is."""
        ...

    def find(self, name: str) -> Path | None:
        """The file of a backup of the kit, to be taken away, if there is one of this name."""
        ...

    def delete(self, name: str) -> None:
        """Remove a backup of the kit; one that is not there is not missed."""
        ...
