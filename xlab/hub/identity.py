"""Who the kit is to phones and stations: an id in a file of its own, so that it outlives a log that is damaged.

It begins as the id of the kit's log, which is all that kits had before there was this file. From then on the two may
differ: a log that begins anew is another one, since it gives out its numbers again, but the kit keeps its address, its
Wi-Fi with the password that people wrote down, and its stations. No secret: everybody in the room is told it. It comes
with a backup, so that another box which takes a kit's place is found by the kit's stations.
"""

import logging
import re
from pathlib import Path
from typing import Final

from xlab.keyfiles import replace_file

_log = logging.getLogger(__name__)

FILE: Final = "kit.id"

_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


def identity(home: Path) -> str | None:
    """The id that is kept in a home; None if none is, or it cannot be read."""
    try:
        kept = (home / FILE).read_text("ascii", errors="replace").strip()
    except OSError:
        return None
    return kept if _ID.fullmatch(kept) else None


def keep_identity(home: Path, log: str) -> None:
    """Let a kit that has none be known by the id of its ``log``; where that cannot be written, the next start tries."""
    if identity(home) is None:
        try:
            replace_file(home / FILE, log.encode())
        except OSError as error:
            _log.warning("Who this kit is could not be kept: %s", error)
