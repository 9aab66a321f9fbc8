"""The folder of a kit's recordings: what lies there, told without reading it again each time."""

import contextlib
import re
import time
from collections.abc import Collection
from pathlib import Path
from typing import Final

import msgspec

from xlab.beacons.notes import WarmUp
from xlab.beacons.recording import RecordingError, read_recording
from xlab.beacons.sighting import Sighting
from xlab.keyfiles import replace_file
from xlab.nonsense import NONSENSE

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}\.jsonl(\.gz)?")
_STAMP: Final = "recording-%Y-%m-%d-%H%M%S"
_ABOUT: Final = ".about"
_VISITS: Final = ".visits"
"""Beside a recording: the visits during which it was made, which take it along when they are signed off."""


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """One recording. ``began`` is wall time as the kit believed it, ``seconds`` from there to its last sighting.

    ``whole`` is False where its end is missing: the kit was switched off, or something is wrong with the file.
    """

    name: str
    began: float
    seconds: float = 0.0
    sightings: int = 0
    badges: int = 0
    bytes: int = 0
    whole: bool = True


class Shelf:
    """Names never lead out of the folder. Used from any thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, Recording] = {}

    def new(self, began: float) -> Path:
        """A free name for a recording that began at this wall time; the folder exists then. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        stamp = time.strftime(_STAMP, time.localtime(began))
        names = (f"{stamp}{suffix}.jsonl.gz" for suffix in ("", *(f"-{n}" for n in range(2, 1000))))
        return next(path for name in names if not (path := self.folder / name).exists())

    def find(self, name: str) -> Path | None:
        """The file of this name, if it lies here."""
        path = self.folder / name
        return path if _NAME.fullmatch(name) and path.is_file() and not path.is_symlink() else None

    def all(self, but: Collection[str] = ()) -> tuple[Recording, ...]:
        """Every recording here, newest first, ``but`` those that are being written.

        One that nothing is known of, because the kit was switched off while it was made, is read once.
        """
        with contextlib.suppress(OSError):
            found = [
                self._about(path) for path in self.folder.iterdir() if path.name not in but and self.find(path.name)
            ]
            return tuple(sorted(found, key=lambda one: (one.began, one.name), reverse=True))
        return ()

    def close(self, path: Path, recording: Recording) -> None:
        """Keep what is known of a finished recording. On a full card it is known until the hub stops."""
        self._known[path.name] = recording
        with contextlib.suppress(OSError):
            replace_file(path.with_name(path.name + _ABOUT), msgspec.json.encode(recording))

    def delete(self, name: str) -> bool:
        """Remove a recording; False if there is none of this name. Raises OSError where the card refuses."""
        path = self.find(name)
        if path is None:
            return False
        path.unlink()
        self._known.pop(name, None)
        path.with_name(name + _ABOUT).unlink(missing_ok=True)
        path.with_name(name + _VISITS).unlink(missing_ok=True)
        return True

    def made_during(self, path: Path, visit: str) -> None:
        """Note that a recording is made during this visit; on return it is on the card. Raises OSError.

        By this the recording is deleted with its visit, so that a pulled plug must not lose it.
        """
        beside = path.with_name(path.name + _VISITS)
        replace_file(beside, msgspec.json.encode(sorted({*_visits(beside), visit})))

    def of(self, visit: str) -> tuple[str, ...]:
        """The recordings that were made during this visit. Raises OSError."""
        beside = [path for path in self.folder.glob(f"*{_VISITS}") if visit in _visits(path)]
        return tuple(path.name.removesuffix(_VISITS) for path in beside)

    def _about(self, path: Path) -> Recording:
        size = path.stat().st_size
        about = self._known.get(path.name)
        if about is not None and about.bytes == size:
            return about
        with contextlib.suppress(OSError, *NONSENSE):
            known = msgspec.json.decode(path.with_name(path.name + _ABOUT).read_bytes(), type=Recording)
            if known.bytes == size:
                return known
        read = self._read(path, size)
        self.close(path, read)
        return read

    def _read(self, path: Path, size: int) -> Recording:
        first = last = None
        count, whole = 0, True
        beacons: set[str] = set()

        def cut(_: str) -> None:
            nonlocal whole
            whole = False

        try:
            for item in read_recording(path, on_cut=cut):
                if isinstance(item, WarmUp):
                    first = item.until
                elif isinstance(item, Sighting):
                    first = item.t if first is None else first
                    last = item.t
                    count += 1
                    beacons.add(item.beacon)
        except RecordingError:
            whole = False
        seconds = 0.0 if first is None or last is None else max(0.0, last - first)
        return Recording(
            name=path.name,
            began=_stamped(path.name) or path.stat().st_mtime - seconds,
            seconds=seconds,
            sightings=count,
            badges=len(beacons),
            bytes=size,
            whole=whole,
        )


def _visits(beside: Path) -> list[str]:
    try:
        return msgspec.json.decode(beside.read_bytes(), type=list[str])
    except (FileNotFoundError, *NONSENSE):
        return []


def _stamped(name: str) -> float | None:
    """The wall time in a name that we gave."""
    found = re.match(r"recording-\d{4}-\d\d-\d\d-\d{6}", name)
    try:
        return time.mktime(time.strptime(found[0], _STAMP)) if found else None
    except (ValueError, OverflowError):
        return None
