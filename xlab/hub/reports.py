"""What stations report of runs that went wrong: the newest are kept on the card, each by a name that can be no path."""

import asyncio
import logging
import os
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from xlab import link
from xlab.catalogue.shelf_files import replace_file
from xlab.dashboard.ports.demos import Report
from xlab.nonsense import NONSENSE

_log = logging.getLogger(__name__)

MOST: Final = 40
MOST_BYTES: Final = 20 * 1024 * 1024
"""Reports that are kept, and their bytes together; the oldest go first."""

_RUN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}")
"""A run that may name a file: stations make them up, and one may lie."""

_JPEG: Final = b"\xff\xd8\xff"
_SUFFIX: Final = ".msgpack"


class Reports:
    """The folder ``HOME/reports``. Made on the loop; :meth:`get` and :meth:`has` are for any thread."""

    def __init__(self, home: Path, wall: Callable[[], float] = time.time) -> None:
        self._folder = home / "reports"
        self._wall = wall
        self._lock = threading.Lock()
        self._runs: dict[str, int] = {}  # bytes by run, the oldest first
        self._full = False

    def start(self) -> None:
        """Find out what is there already. Reads the disk."""
        try:
            files = [(file.stat(), file.stem) for file in self._folder.glob(f"*{_SUFFIX}") if _RUN.fullmatch(file.stem)]
        except OSError as error:
            _log.warning("The reports in %s cannot be read: %s", self._folder, error)
            return
        with self._lock:
            self._runs = {run: about.st_size for about, run in sorted(files, key=lambda one: one[0].st_mtime)}

    async def take(self, station: str, message: link.RunReport) -> link.ReportTaken | None:
        """Keep a report; None where it is not on the card, and the station will say it again."""
        if not _RUN.fullmatch(message.run):
            _log.warning("Station %s reports of a run that no kiosk would name so. It is not kept.", station)
            return link.ReportTaken(run=message.run)
        try:
            await asyncio.to_thread(self._put, station, message)
        except OSError as error:
            if not self._full:
                _log.error("What went wrong at station %s cannot be kept: %s", station, error)
            self._full = True
            return None
        self._full = False
        return link.ReportTaken(run=message.run)

    def has(self, run: str) -> bool:
        """Whether there is a report of this run."""
        return run in self._runs

    def get(self, run: str) -> Report | None:
        """The report of a run, if there is one that can be read."""
        if run not in self._runs:
            return None
        try:
            return msgspec.msgpack.decode(self._file(run).read_bytes(), type=Report)
        except (OSError, *NONSENSE) as error:
            _log.warning("A report cannot be read: %s", error)
            return None

    def _put(self, station: str, message: link.RunReport) -> None:
        with self._lock:
            known = self.get(message.run)
            if known is not None and known.station != station:
                return  # another station's: none speaks in the name of another
            report = Report(
                run=message.run,
                station=station,
                version=message.version,
                outcome=message.outcome,
                wall=message.wall,
                detail=message.detail,
                text=message.text,
                picture=message.picture if message.picture.startswith(_JPEG) else b"",
            )
            content = msgspec.msgpack.encode(report)
            self._folder.mkdir(parents=True, exist_ok=True)
            try:
                replace_file(self._file(message.run), content)
            except OSError:
                self._drop(1)
                raise
            self._stamp(message.run)
            self._runs.pop(message.run, None)
            self._runs[message.run] = len(content)
            while len(self._runs) > MOST or sum(self._runs.values()) > MOST_BYTES:
                self._drop(1)

    def _stamp(self, run: str) -> None:
        """After all others, also where the clock was set back meanwhile: the order is that of the files' times."""
        newest = max((_time(self._file(other)) for other in self._runs if other != run), default=0.0)
        moment = max(self._wall(), newest + 0.001)
        os.utime(self._file(run), (moment, moment))

    def _drop(self, least: int) -> None:
        """Let the oldest go: to keep the bound, or for the next to find room on a full card."""
        for run in list(self._runs)[:least]:
            self._file(run).unlink(missing_ok=True)
            del self._runs[run]

    def _file(self, run: str) -> Path:
        return self._folder / f"{run}{_SUFFIX}"


def _time(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
