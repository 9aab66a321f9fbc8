"""A screen whose touches are turned is put right by the station itself, and stays so after a restart."""

from pathlib import Path
from typing import Final

import msgspec

from xlab_kiosk.shell.care.clerk import Clerk
from xlab_kiosk.shell.care.kept import read_kept, write_kept
from xlab_kiosk.shell.pointers import Kind, Pointers
from xlab_kiosk.shell.preflight.touching import STRAIGHT, Turn

FILE: Final = "touch.json"


class TouchFile(msgspec.Struct, frozen=True, kw_only=True):
    """How touches of each kind are turned."""

    finger: Turn = STRAIGHT
    mouse: Turn = STRAIGHT


class Righting:
    """Tells the pointers, and remembers. On the main thread; the clerk writes."""

    def __init__(self, pointers: Pointers, home: Path | None = None, clerk: Clerk | None = None) -> None:
        """Without a home a screen is put right until the kiosk ends."""
        self._pointers, self._clerk = pointers, clerk
        self._file = home / FILE if home is not None and clerk is not None else None
        kept = read_kept(self._file, TouchFile) if self._file is not None else None
        if kept is not None:
            pointers.turns |= {"finger": kept.finger, "mouse": kept.mouse}

    def right(self, kind: Kind, found: Turn) -> None:
        """What is put right already still arrives turned in this way."""
        turns = self._pointers.turns
        turns[kind] = turns.get(kind, STRAIGHT).after(found)
        if self._file is not None and self._clerk is not None:
            file = self._file
            kept = TouchFile(finger=turns.get("finger", STRAIGHT), mouse=turns.get("mouse", STRAIGHT))
            self._clerk.do(lambda: write_kept(file, kept))
