"""The last walk as the hub is told of it: kept in the home, and said at each connection until the hub has it."""

import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from xlab.link import MOST_CHECKS, Check, StationChecked
from xlab_kiosk.shell.care.clerk import Clerk
from xlab_kiosk.shell.care.kept import read_kept, write_kept

FILE: Final = "checked.json"


class CheckedFile(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept: the walk, its findings, and when it ended, in seconds since 1970 by this machine's clock."""

    walk: str
    wall: float
    checks: tuple[Check, ...]


class Report:
    """The newest walk of this station. Used on the main thread; the clerk writes."""

    def __init__(
        self, send: Callable[[StationChecked], None], home: Path | None = None, clerk: Clerk | None = None
    ) -> None:
        """Without a home it lasts as long as the kiosk."""
        self._send, self._clerk = send, clerk
        self._file = home / FILE if home is not None and clerk is not None else None
        self._last = read_kept(self._file, CheckedFile) if self._file is not None else None
        self._ended: float | None = None

    def took(self, checks: tuple[Check, ...], now: float, *, wall: float | None = None) -> None:
        """A walk came to its end at ``now`` of the main loop's clock; a hub that is away hears of it later."""
        moment = time.time() if wall is None else wall
        last = CheckedFile(walk=uuid.uuid4().hex, wall=moment, checks=checks[:MOST_CHECKS])
        self._last, self._ended = last, now
        if self._file is not None and self._clerk is not None:
            file = self._file
            self._clerk.do(lambda: write_kept(file, last))
        self.tell(now)

    def tell(self, now: float, *, wall: float | None = None) -> None:
        """Say it to the hub, if that is there; also that there was no walk, for the hub then knows whom it may ask."""
        if self._last is None:
            self._send(StationChecked())
            return
        moment = time.time() if wall is None else wall
        # Of a walk before this start only the clock of the machine knows, and that may have been put right meanwhile.
        age = now - self._ended if self._ended is not None else moment - self._last.wall
        self._send(StationChecked(checks=self._last.checks, walk=self._last.walk, age=max(0.0, age)))
