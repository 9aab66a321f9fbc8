"""What the commands call a beacon: the face everyone sees of it, in words; a prop or pad by its label."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich.text import Text

from xlab.beacons.registry import Registry
from xlab.events import BadgeGiven, BeaconRegistered, BeaconUnregistered, Event
from xlab.look.badges import give_face
from xlab.look.tokens import ACCENTS
from xlab.look.words import Words
from xlab.store import SqliteLog, StoreError

_KINDS: Final = (BadgeGiven, BeaconRegistered, BeaconUnregistered)
_EVERYTHING: Final = 1_000_000


class Names:
    """Knows beacons from the kit's log, where there is one; all others get a face by the rule that the kit goes by."""

    def __init__(self) -> None:
        self._words = Words("en")
        self._registry = Registry()
        self._given: dict[str, tuple[str, str]] = {}
        self._guessed: dict[str, tuple[str, str]] = {}

    def learn(self, events: Sequence[Event]) -> None:
        """What the log says of faces and labels, oldest first."""
        for event in events:
            self._registry.apply(event.fact)
            if isinstance(event.fact, BadgeGiven):
                self._given[event.fact.beacon] = (event.fact.animal, event.fact.accent)

    def of(self, beacon: str) -> Text:
        """The name of a beacon, in the colour of its accent."""
        known = self._registry.get(beacon)
        if known is not None and known.role != "badge":
            return Text(known.label or known.role.capitalize())
        animal, accent = self._face(beacon)
        words = f"{self._words(f'dashboard.animal_{animal}')}, {self._words(f'dashboard.accent_{accent}')}"
        return Text(words, style=ACCENTS[accent])

    def _face(self, beacon: str) -> tuple[str, str]:
        own = self._registry.faces().get(beacon)
        if own is not None:
            return own.animal, own.accent
        if beacon in self._given:
            return self._given[beacon]
        if beacon not in self._guessed:
            owned = [(face.animal, face.accent) for face in self._registry.faces().values()]
            self._guessed[beacon] = give_face(beacon, [*owned, *self._given.values(), *self._guessed.values()])
        return self._guessed[beacon]


class LogReader:
    """Reads what a kit's log says of names, now and again; without a log, or one that cannot be read, nothing.

    The log of another user is left alone: SQLite would leave files beside it that the kit may not touch.
    """

    def __init__(self, home: Path) -> None:
        self._path = home / "events.db"
        self._log: SqliteLog | None = None
        self._seen = 0

    def news(self) -> list[Event]:
        """What was written since the last time."""
        try:
            if self._log is None:
                if not self._path.exists() or self._path.stat().st_uid != os.geteuid():
                    return []
                self._log = SqliteLog.open(self._path)
            last = self._log.last()
            found = [] if last == self._seen else self._log.read(self._seen, _EVERYTHING, _KINDS)
        except (StoreError, OSError):
            return []
        self._seen = last
        return found

    def close(self) -> None:
        """Let go of the log."""
        if self._log is not None:
            self._log.close()
