"""Writing a recording so that a killed program or a pulled plug costs its last second and nothing else."""

import contextlib
import gzip
import os
import zlib
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import msgspec

from xlab.beacons.notes import Began, Item, Notes, Taught
from xlab.beacons.recording import RecordingError
from xlab.beacons.sighting import Sighting
from xlab.events import Proximity

SYNC_EVERY: Final = 1.0
"""Seconds of recording between two waits for the card: what a pulled plug may cost."""


class Recorder:
    """Writes sightings to a new file: compressed if its name ends in ``.gz``. A context manager.

    What is written is handed to the system at once and to the card every second, so a killed program loses nothing and
    a pulled plug about a second. Raises :class:`RecordingError` if the file exists or cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._encode = msgspec.json.Encoder().encode
        self._synced = 0.0
        self._notes = Notes()
        self._here: dict[str, tuple[str, Proximity]] = {}
        try:
            self._raw = path.open("xb")
        except FileExistsError:
            raise RecordingError(f"{path} exists already; choose another name, so that nothing is lost.") from None
        except OSError as error:
            raise RecordingError(f"{path} cannot be made: {error.strerror}. Choose another folder.") from None
        self._gzip = gzip.GzipFile(filename="", fileobj=self._raw, mode="wb") if path.suffix == ".gz" else None

    def write(self, *items: Item) -> None:
        """Add these, in one piece. Raises :class:`RecordingError` if the card is full or gone.

        A recording's beginning comes first. A note is written with the sighting that follows it.
        """
        lines: list[bytes] = []
        latest = 0.0
        for item in items:
            if isinstance(item, Sighting):
                lines.append(self._line(item))
                latest = item.t
            else:
                self._note(item)
        if not lines:
            return
        try:
            if self._gzip is None:
                self._raw.writelines(lines)
            else:
                self._gzip.writelines(lines)
                self._gzip.flush(zlib.Z_SYNC_FLUSH)
            self._raw.flush()
            if self.count == 0 or abs(latest - self._synced) >= SYNC_EVERY:
                os.fsync(self._raw.fileno())
                self._synced = latest
        except OSError as error:
            raise self._unwritten(error) from None
        self.count += len(lines)

    def close(self) -> None:
        """Finish the file. Raises :class:`RecordingError` if its end cannot be written."""
        try:
            if self._gzip is not None:
                self._gzip.close()
            self._raw.close()
        except OSError as error:
            raise self._unwritten(error) from None
        finally:
            self._raw.close()

    def _note(self, item: Item) -> None:
        """Keep a note for the next line."""
        if isinstance(item, Taught):
            self._notes = msgspec.structs.replace(self._notes, taught=item)
        elif isinstance(item, Began):
            self._notes = msgspec.structs.replace(self._notes, begins=item.t)
            self._here = dict(item.here)

    def _line(self, sighting: Sighting) -> bytes:
        line: Sighting | dict[str, Any] = sighting
        here = self._here.pop(sighting.beacon, None) if self._here else None
        if here is not None:
            self._notes = msgspec.structs.replace(self._notes, here=here)
        if self._notes != Notes():
            line = {**msgspec.structs.asdict(sighting), "xlab": self._notes}
            self._notes = Notes()
        return self._encode(line) + b"\n"

    def _unwritten(self, error: OSError) -> RecordingError:
        return RecordingError(f"{self.path} cannot be written: {error.strerror}. It holds {self.count} sightings.")

    def __enter__(self) -> "Recorder":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if error is None:
            self.close()
            return
        with contextlib.suppress(RecordingError):  # the error under way says more
            self.close()
