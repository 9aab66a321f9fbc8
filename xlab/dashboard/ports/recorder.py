"""The recorder, as the page of the radio needs it."""

from pathlib import Path
from typing import Literal, Protocol

from msgspec import Struct

from xlab.beacons.shelf import Recording

NoStart = Literal["", "replaying", "full", "failed"]
"""Why no recording can be started: the kit plays one, the card is nearly full, or it cannot be written."""

Ended = Literal["", "full", "long", "slow", "failed"]
"""Why a recording ended by itself: the card was nearly full, it was long enough, or the card was too slow or broken."""


class CannotRecord(Exception):
    """No recording was started."""

    def __init__(self, reason: NoStart) -> None:
        super().__init__(reason)
        self.reason: NoStart = reason


class RecorderNow(Struct, frozen=True, kw_only=True):
    """Everything the page shows.

    ``running`` is what is recorded now, started ``elapsed`` seconds ago; ``ended`` is why the last one ended by itself.
    """

    running: Recording | None = None
    elapsed: float = 0.0
    refused: NoStart = ""
    ended: Ended = ""
    recordings: tuple[Recording, ...] = ()


class Recorder(Protocol):
    """May be called from any thread but the loop's."""

    def now(self) -> RecorderNow:
        """What is recorded now, what was, and what stands in the way."""
        ...

    def start(self) -> None:
        """Begin a recording with the last minute; nothing happens if one is made. Raises :class:`CannotRecord`."""
        ...

    def stop(self) -> None:
        """End the recording; nothing happens if there is none."""
        ...

    def find(self, name: str) -> Path | None:
        """The file of a finished recording, if there is one of this name."""
        ...

    def delete(self, name: str) -> bool:
        """Remove a finished recording; False if there is none of this name. Raises OSError where the card refuses."""
        ...
