"""Renewing the kit: the version in use, update files that were found or sent, and how an update goes."""

from typing import Literal, Protocol

import msgspec

from xlab.upkeep import About, State
from xlab.upkeep.about import Reason


class NotUpdated(Exception):
    """It is not begun; ``reason`` is the key of a sentence, ``update.refused_<reason>``."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """An update file: ``file`` is its name, ``stick`` the label of the stick it is on, empty for one that was sent.

    ``about`` is what is in it, None where it cannot be told; ``refused`` why it cannot be installed, or empty.
    """

    id: str
    file: str
    size: int
    stick: str = ""
    about: About | None = None
    refused: Reason | Literal[""] = ""


class UpdatingNow(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the page shows. ``used`` is None where this is no installed kit, ``before`` where there is none."""

    used: About | None = None
    before: About | None = None
    state: State = State()
    candidates: tuple[Candidate, ...] = ()


class Updating(Protocol):
    """``kit.updating``. From any thread, never on the loop. What is refused raises :class:`NotUpdated`."""

    def now(self) -> UpdatingNow:
        """What is in use, what could be, and how it goes."""
        ...

    def piece(self, name: str, at: int, total: int, data: bytes) -> int:
        """Take bytes of a file that is sent, from its byte ``at`` on; how many of its ``total`` are here then.

        The first piece takes the place of a file that was sent before. A piece that does not go on where the last one
        ended changes nothing.
        """
        ...

    def begin(self, candidate: str, *, older: bool = False) -> None:
        """Install this file; :meth:`now` says how it goes. ``older``: also where it is an older version."""
        ...

    def back(self) -> None:
        """Use the version before again."""
        ...

    def drop(self) -> None:
        """Remove the file that was sent."""
        ...
