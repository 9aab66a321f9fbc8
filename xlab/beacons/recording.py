"""Reading recordings: files of sightings, as far as they go, with a sentence for whatever is wrong with them."""

import gzip
import io
import logging
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from xlab.beacons.btsnoop import MAGIC, CaptureError, read_capture
from xlab.beacons.notes import Began, Item, Name, Notes, Seconds, WarmUp
from xlab.beacons.sighting import Sighting
from xlab.events import Proximity
from xlab.nonsense import NONSENSE

_log = logging.getLogger(__name__)

MOST_LINE_BYTES: Final = 4096
"""A line of a recording has some 150 bytes; one of more than this is no sighting, and is not read to its end."""

MOST_BLANK: Final = 1000
"""Empty lines in a row; a small compressed file can hold millions of them, and none is a sighting."""

MOST_HERE: Final = 512
"""Beacons that a recording may begin with: as many as presence follows."""

_GZIP_MAGIC = b"\x1f\x8b"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_Sixteen = Annotated[int, Meta(ge=0, le=0xFFFF)]
_Dbm = Annotated[int, Meta(ge=-128, le=127)]  # a signed byte: impossible values were recorded too, and stay


class _Line(msgspec.Struct):
    """A sighting as anybody may have written it; fields we do not know are left alone."""

    t: Seconds
    scanner: Name
    uuid: Annotated[str, Meta(pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")]
    major: _Sixteen
    minor: _Sixteen
    tx_power: _Dbm
    rssi: _Dbm
    xlab: Notes | None = None


class RecordingError(ValueError):
    """A recording cannot be used. The message is a sentence naming file and line or byte, and what to do."""


def open_recording(path: Path, *, on_cut: Callable[[str], None] = _log.warning) -> Iterator[Sighting]:
    """The sightings of a ``.jsonl``, ``.jsonl.gz`` or btsnoop file, told apart by content, in the file's order.

    See :func:`read_recording` for the rest.
    """
    return (item for item in read_recording(path, on_cut=on_cut) if isinstance(item, Sighting))


def read_recording(path: Path, *, on_cut: Callable[[str], None] = _log.warning) -> Iterator[Item]:
    """The sightings of a file and, of our own recordings, the notes between them that say how they were judged.

    A file whose end is missing (the card was pulled) gives what is there; ``on_cut`` is then told a sentence about it.
    Raises :class:`RecordingError` while iterating, at the first thing that is wrong.
    """
    try:
        with path.open("rb") as raw:
            zipped = raw.peek(2)[:2] == _GZIP_MAGIC
            yield from _items(path, gzip.GzipFile(fileobj=raw) if zipped else raw, on_cut)
    except FileNotFoundError:
        raise RecordingError(f"{path} does not exist; check the name.") from None
    except IsADirectoryError:
        raise RecordingError(f"{path} is a folder; name a recording in it.") from None
    except PermissionError:
        raise RecordingError(f"{path} may not be read by this user; change its permissions.") from None
    except (OSError, zlib.error) as error:
        raise RecordingError(f"{path} cannot be read: {error}. Copy it again from where it was made.") from None


def _items(path: Path, file: io.BufferedReader | gzip.GzipFile, on_cut: Callable[[str], None]) -> Iterator[Item]:
    try:
        if file.peek(len(MAGIC))[: len(MAGIC)] != MAGIC:
            yield from _with_notes(_read_lines(path, file.readline, on_cut))
            return
        yield from read_capture(file.read)
    except CaptureError as error:
        if not error.cut:
            raise RecordingError(
                f"{path} is damaged at byte {error.at}: {error}. Capture again, or cut the file there."
            ) from None
        on_cut(f"{path} was cut off at byte {error.at}; everything before it was read.")
    except EOFError:
        on_cut(f"{path} was cut off within its compressed data; everything before it was read.")


def _with_notes(lines: Iterator[tuple[Sighting, Notes | None]]) -> Iterator[Item]:
    """Put each note where it counts."""
    begins: float | None = None
    here: dict[str, tuple[str, Proximity]] = {}
    for sighting, notes in lines:
        if notes is not None:
            if notes.begins is not None:
                begins = notes.begins
                yield WarmUp(begins)
            if notes.here is not None and begins is not None and len(here) < MOST_HERE:
                here[sighting.beacon] = notes.here
        if begins is not None and sighting.t > begins:
            yield Began(begins, here)
            begins = None
        if notes is not None and notes.taught is not None:
            yield notes.taught
        yield sighting
    if begins is not None:
        yield Began(begins, here)


def _read_lines(
    path: Path, readline: Callable[[int], bytes], on_cut: Callable[[str], None]
) -> Iterator[tuple[Sighting, Notes | None]]:
    decode = msgspec.json.Decoder(_Line).decode
    number = blank = 0
    while line := readline(MOST_LINE_BYTES + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(_BYTE_ORDER_MARK)  # editors on Windows put it there
        if len(line) > MOST_LINE_BYTES:
            raise RecordingError(f"{path} is no recording: line {number} is longer than {MOST_LINE_BYTES} bytes.")
        blank = blank + 1 if line.isspace() else 0
        if blank > MOST_BLANK:
            raise RecordingError(f"{path} is no recording: before line {number} are {MOST_BLANK} empty lines.")
        if blank:
            continue
        try:
            said = decode(line)
        except NONSENSE as error:
            if number > 1 and not line.endswith(b"\n"):
                on_cut(f"{path} was cut off in line {number}; everything before it was read.")
                return
            raise RecordingError(
                f"{path} is wrong in line {number}: {_plainly(error)}. Mend or remove the line."
            ) from None
        heard = Sighting(said.t, said.scanner, said.uuid.lower(), said.major, said.minor, said.tx_power, said.rssi)
        yield heard, said.xlab


def _plainly(error: Exception) -> str:
    if isinstance(error, msgspec.ValidationError):
        text = str(error)
        return text[:1].lower() + text[1:]
    return "it is not a sighting in JSON"
