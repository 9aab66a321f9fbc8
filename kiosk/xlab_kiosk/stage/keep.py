"""A little state that a demo keeps from one run to the next, as a file in its own data folder."""

import contextlib
import logging
import os
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

import msgspec

from xlab.nonsense import NONSENSE

MOST_BYTES = 64 * 1024
"""What a demo may keep, as JSON: a high score, a tally, a short list; a database belongs elsewhere."""

FILE = "keep.json"

SAVE_EVERY = 1.0
"""Seconds of play between two savings: a card is slow, and a demo may change its state on every frame."""

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
"""What can be kept."""

_log = logging.getLogger(__name__)


class Keep(MutableMapping[str, Json]):
    """A small dictionary that outlives the run: names to JSON values, at most 64 kB in all.

    In a visit it lasts until the next group comes in, who begin anew.

    What you read is a copy: to change a list, assign it again. It is saved about once a second while it changes and at
    the end of the run; a power cut leaves the last saved state. Without a data folder it lasts as long as the run.
    Assigning raises TypeError for what JSON cannot say, and ValueError if it would be too large.

    >>> stage.keep["visits"] = stage.keep.get("visits", 0) + 1
    >>> stage.keep["visits"]
    1
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._path = folder / FILE if folder is not None else None
        self._kept = _read(self._path) if self._path is not None else {}
        self._bytes = sum(_cost(name, value) for name, value in self._kept.items())
        self._unsaved = False
        self._waited = SAVE_EVERY

    def __getitem__(self, name: str) -> Json:
        value: Json = msgspec.json.decode(self._kept[name])
        return value

    def __setitem__(self, name: str, value: Json) -> None:
        if not isinstance(name, str):
            raise TypeError(f"{name!r} is no name; names in stage.keep are texts.")
        try:
            encoded = msgspec.json.encode(value)
        except (TypeError, ValueError, RecursionError, UnicodeEncodeError) as error:
            raise TypeError(f"stage.keep[{name!r}] cannot be kept: {error}. It takes what JSON can say.") from None
        before = self._kept.get(name)
        if encoded == before:
            return
        size = self._bytes + _cost(name, encoded) - (_cost(name, before) if before is not None else 0)
        if size > MOST_BYTES:
            raise ValueError(f"stage.keep[{name!r}] would make {size} bytes; a demo can keep {MOST_BYTES} in all.")
        self._kept[name], self._bytes, self._unsaved = encoded, size, True

    def __delitem__(self, name: str) -> None:
        self._bytes -= _cost(name, self._kept.pop(name))
        self._unsaved = True

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._kept))

    def __len__(self) -> int:
        return len(self._kept)

    def update_file(self, dt: float) -> None:
        """``dt`` seconds passed: save what changed, if the last time is long enough ago. Called by the host."""
        self._waited += dt
        if self._unsaved and self._waited >= SAVE_EVERY:
            self.save()

    def save(self) -> None:
        """Save now, all or nothing. What cannot be written is logged and tried again later: it never ends a run."""
        self._waited = 0.0
        if self._path is None or not self._unsaved:
            return
        try:
            _write(self._path, msgspec.json.encode({name: msgspec.Raw(value) for name, value in self._kept.items()}))
        except OSError as error:
            _log.warning("What the demo keeps could not be saved: %s", error)
        else:
            self._unsaved = False


def _cost(name: str, value: bytes) -> int:
    return len(name.encode("utf-8", "replace")) + len(value) + 4  # quotes, colon, comma


def _read(path: Path) -> dict[str, bytes]:
    try:
        with path.open("rb") as file:
            data = file.read(2 * MOST_BYTES + 1)
        found = msgspec.json.decode(data, type=dict[str, Any])
    except FileNotFoundError:
        return {}
    except (OSError, *NONSENSE) as error:
        _log.warning("What the demo kept cannot be read, so it begins anew: %s", error)
        return {}
    return {name: msgspec.json.encode(value) for name, value in found.items()}


def _write(path: Path, data: bytes) -> None:
    """A new file beside the old one takes its place once it is whole on the card."""
    new = path.with_suffix(".new")
    try:
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
        raise
