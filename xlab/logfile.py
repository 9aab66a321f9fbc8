"""What hub and kiosk log, kept on the card so that IT reads it on a page: the last of it, and nothing of a visitor.

The service manager has all of it; this is what can be seen without a keyboard, also after who wrote it died.
"""

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final, Literal

Who = Literal["hub", "kiosk"]

FOLDER: Final = "logs"

MOST_BYTES: Final = 256 * 1024
"""Of one file; one older file is kept. That is weeks of a kit that is well, and a day of one that is not."""

_IDENTITY: Final = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(/\d+){0,2}"  # beacons, visits, voters, events
    r"|\b[0-9a-f]{32,}\b"  # the same without hyphens, and seals
    r"|\b\d{1,3}(\.\d{1,3}){3}\b"  # addresses of phones
    r"|(?<![0-9a-f:])(?=[0-9a-f:]*[0-9a-f]:)([0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![0-9a-f:])",
    re.IGNORECASE | re.ASCII,
)
"""What could single out a phone, a badge or a visit."""

HIDDEN: Final = "(hidden)"


def discreet(text: str) -> str:
    """The text without whatever could single out a phone, a badge or a visit."""
    return _IDENTITY.sub(HIDDEN, text)


class Discreet(logging.Formatter):
    """``2026-11-22T14:05:12 WARNING xlab.hub.kit: sentence``; identities are left out, in tracebacks too."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        """The line, or the lines."""
        return discreet(super().format(record))


def log_file(home: Path, who: Who) -> Path:
    """Where the newest lines are; older ones in the file beside it with ``.1`` at its end."""
    return home / FOLDER / f"{who}.log"


def keep_log(home: Path, who: Who) -> None:
    """From now on, keep below ``home`` what this process logs; a card that takes nothing is no reason to stop."""
    path = log_file(home, who)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = _Quiet(path, maxBytes=MOST_BYTES, backupCount=1, encoding="utf-8", errors="replace")
    except OSError as error:
        logging.getLogger(__name__).warning("The log cannot be kept in %s: %s", path, error)
        return
    handler.setFormatter(Discreet())
    logging.getLogger().addHandler(handler)


class _Quiet(RotatingFileHandler):
    """A full card must not fill the other log with the same complaint."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Let it go."""
