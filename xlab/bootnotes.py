"""What came of the settings file on the boot partition: kept in the kit's home by who takes it over, for who asks."""

from pathlib import Path
from typing import Final

import msgspec

from xlab.look.saying import Say
from xlab.nonsense import NONSENSE

NOTES_FILE: Final = "firstboot.json"


class Notes(msgspec.Struct, frozen=True):
    """What was taken over last, when (as the kit's clock had it, ISO 8601), and what could not be."""

    at: str
    taken: tuple[str, ...] = ()
    problems: tuple[Say, ...] = ()


def read_notes(home: Path) -> Notes | None:
    """The notes in a kit's home; None if there are none that can be read."""
    try:
        return msgspec.json.decode((home / NOTES_FILE).read_bytes(), type=Notes)
    except (OSError, *NONSENSE):
        return None


def unread(home: Path) -> tuple[Say, ...]:
    """What could not be taken over of the file as it lies there now."""
    notes = read_notes(home)
    return notes.problems if notes is not None else ()
