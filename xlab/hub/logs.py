"""Reading what hub and kiosk logged lately (see :mod:`xlab.logfile`, which wrote it)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, cast

from xlab.dashboard.ports.logs import Level, Line, Who
from xlab.logfile import MOST_BYTES, log_file

_HEAD: Final = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d) (DEBUG|INFO|WARNING|ERROR|CRITICAL) ([\w.]+): (.*)", re.ASCII
)

_AT_LEAST: Final[dict[Level, tuple[str, ...]]] = {
    "INFO": ("INFO", "WARNING", "ERROR", "CRITICAL"),
    "WARNING": ("WARNING", "ERROR", "CRITICAL"),
    "ERROR": ("ERROR", "CRITICAL"),
}

MOST_MORE: Final = 4000
"""Letters of a traceback on a page; the file has all of it."""


class Logs:
    """Implements :class:`xlab.dashboard.ports.logs.Logs` for the kit at ``home``."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def lines(self, who: Who, least: Level, limit: int = 200) -> tuple[Line, ...]:
        """The newest lines of at least that level."""
        told = self.whole(who).decode("utf-8", "replace").splitlines()
        found = [line for line in _parsed(told) if line.level in _AT_LEAST[least]]
        return tuple(reversed(found[-limit:]))

    def whole(self, who: Who) -> bytes:
        """All that is kept."""
        path = log_file(self._home, who)
        return b"".join(_read(each) for each in (path.with_name(f"{path.name}.1"), path))


def _read(path: Path) -> bytes:
    """The file as it is; empty where there is none, or the card does not give it."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 64 * 1024)
    except OSError:
        return b""


def _parsed(told: list[str]) -> Iterator[Line]:
    """Lines with what belongs to each; what comes before the first head was cut off with it."""
    head: re.Match[str] | None = None
    more: list[str] = []
    for one in [*told, None]:
        found = _HEAD.fullmatch(one) if one is not None else None
        if one is not None and found is None:
            more.append(one)
            continue
        if head is not None:
            level = "ERROR" if head[2] == "CRITICAL" else "INFO" if head[2] == "DEBUG" else head[2]
            text = "\n".join(more)[-MOST_MORE:]
            yield Line(when=head[1], level=cast(Level, level), part=head[3], text=head[4], more=text)
        head, more = found, []
