"""What runs left to read for IT: kept in the home until the hub has it, the newest only."""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from xlab.link import RunReport
from xlab_kiosk.shell.care.kept import read_kept, write_kept

MOST: Final = 10
"""Reports that wait for the hub: a demo that fails at every touch must not fill the card."""


class Troubles:
    """The reports that wait, one file each. For one thread, not the one that draws; raises OSError."""

    def __init__(self, folder: Path, send: Callable[[RunReport], None]) -> None:
        """``send`` hands one to the hub, if it is there."""
        self._folder = folder
        self._send = send

    def keep(self, report: RunReport) -> None:
        """Keep a report, and say it."""
        write_kept(self._path(report.run), report)
        for path in self._waiting()[MOST:]:
            path.unlink(missing_ok=True)
        self._send(report)

    def tell(self) -> None:
        """Say all that wait, the oldest first."""
        for path in reversed(self._waiting()):
            report = read_kept(path, RunReport)
            if report is not None:
                self._send(report)
            else:
                path.unlink(missing_ok=True)

    def taken(self, run: str) -> None:
        """The hub has this one."""
        if run.isalnum():  # as all are that were made here; anything else could name a file elsewhere
            self._path(run).unlink(missing_ok=True)

    def _path(self, run: str) -> Path:
        return self._folder / f"{run}.json"

    def _waiting(self) -> list[Path]:
        """The newest first; what a pulled plug left half written is no report."""
        with contextlib.suppress(FileNotFoundError):
            found = [item for item in os.scandir(self._folder) if item.name.endswith(".json")]
            return [Path(item.path) for item in sorted(found, key=_written, reverse=True)]
        return []


def _written(item: "os.DirEntry[str]") -> int:
    with contextlib.suppress(OSError):
        return item.stat().st_mtime_ns
    return 0
