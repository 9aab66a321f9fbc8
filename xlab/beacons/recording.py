"""Recordings: files of sightings, read and written so that a pulled plug costs the last line and nothing else."""

import contextlib
import gzip
import io
import logging
import os
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from xlab.beacons.btsnoop import MAGIC, CaptureError, read_capture
from xlab.beacons.sighting import Sighting

_log = logging.getLogger(__name__)

MOST_LINE_BYTES: Final = 4096
"""A line of a recording has some 150 bytes; one of more than this is no sighting, and is not read to its end."""

SYNC_EVERY: Final = 1.0
"""Seconds of recording between two waits for the card: what a pulled plug may cost."""

_GZIP_MAGIC = b"\x1f\x8b"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_Sixteen = Annotated[int, Meta(ge=0, le=0xFFFF)]
_Dbm = Annotated[int, Meta(ge=-128, le=127)]  # a signed byte: impossible values were recorded too, and stay


class _Line(msgspec.Struct):
    """A sighting as anybody may have written it; fields we do not know are left alone."""

    t: Annotated[float, Meta(ge=-1e12, le=1e12)]
    # The name will be shown, so it holds no control characters.
    scanner: Annotated[str, Meta(pattern=r"^[^\x00-\x1f\x7f-\x9f]{1,64}\Z")]
    uuid: Annotated[str, Meta(pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")]
    major: _Sixteen
    minor: _Sixteen
    tx_power: _Dbm
    rssi: _Dbm


class RecordingError(ValueError):
    """A recording cannot be used. The message is a sentence naming file and line or byte, and what to do."""


def open_recording(path: Path, *, on_cut: Callable[[str], None] = _log.warning) -> Iterator[Sighting]:
    """The sightings of a ``.jsonl``, ``.jsonl.gz`` or btsnoop file, told apart by content, in the file's order.

    A file whose end is missing (the card was pulled) gives what is there; ``on_cut`` is then told a sentence about it.
    Raises :class:`RecordingError` while iterating, at the first thing that is wrong.
    """
    try:
        with path.open("rb") as raw:
            zipped = raw.peek(2)[:2] == _GZIP_MAGIC
            yield from _sightings(path, gzip.GzipFile(fileobj=raw) if zipped else raw, on_cut)
    except FileNotFoundError:
        raise RecordingError(f"{path} does not exist; check the name.") from None
    except IsADirectoryError:
        raise RecordingError(f"{path} is a folder; name a recording in it.") from None
    except PermissionError:
        raise RecordingError(f"{path} may not be read by this user; change its permissions.") from None
    except (OSError, zlib.error) as error:
        raise RecordingError(f"{path} cannot be read: {error}. Copy it again from where it was made.") from None


def _sightings(
    path: Path, file: io.BufferedReader | gzip.GzipFile, on_cut: Callable[[str], None]
) -> Iterator[Sighting]:
    try:
        if file.peek(len(MAGIC))[: len(MAGIC)] != MAGIC:
            yield from _read_lines(path, file.readline, on_cut)
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


def _read_lines(path: Path, readline: Callable[[int], bytes], on_cut: Callable[[str], None]) -> Iterator[Sighting]:
    decode = msgspec.json.Decoder(_Line).decode
    number = 0
    while line := readline(MOST_LINE_BYTES + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(_BYTE_ORDER_MARK)  # editors on Windows put it there
        if len(line) > MOST_LINE_BYTES:
            raise RecordingError(f"{path} is no recording: line {number} is longer than {MOST_LINE_BYTES} bytes.")
        if line.isspace():
            continue
        try:
            said = decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            if number > 1 and not line.endswith(b"\n"):
                on_cut(f"{path} was cut off in line {number}; everything before it was read.")
                return
            raise RecordingError(
                f"{path} is wrong in line {number}: {_plainly(error)}. Mend or remove the line."
            ) from None
        yield Sighting(said.t, said.scanner, said.uuid.lower(), said.major, said.minor, said.tx_power, said.rssi)


def _plainly(error: Exception) -> str:
    if isinstance(error, msgspec.ValidationError):
        text = str(error)
        return text[:1].lower() + text[1:]
    return "it is not a sighting in JSON"


class Recorder:
    """Writes sightings to a new file: compressed if its name ends in ``.gz``. A context manager.

    Every line is handed to the system at once and to the card every second, so a killed program loses nothing and a
    pulled plug about a second. Raises :class:`RecordingError` if the file exists or cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._encode = msgspec.json.Encoder().encode
        self._synced = 0.0
        try:
            self._raw = path.open("xb")
        except FileExistsError:
            raise RecordingError(f"{path} exists already; choose another name, so that nothing is lost.") from None
        except OSError as error:
            raise RecordingError(f"{path} cannot be made: {error.strerror}. Choose another folder.") from None
        self._gzip = gzip.GzipFile(filename="", fileobj=self._raw, mode="wb") if path.suffix == ".gz" else None

    def write(self, sighting: Sighting) -> None:
        """Add one sighting. Raises :class:`RecordingError` if the card is full or gone."""
        line = self._encode(sighting) + b"\n"
        try:
            if self._gzip is None:
                self._raw.write(line)
            else:
                self._gzip.write(line)
                self._gzip.flush(zlib.Z_SYNC_FLUSH)
            self._raw.flush()
            if self.count == 0 or abs(sighting.t - self._synced) >= SYNC_EVERY:
                os.fsync(self._raw.fileno())
                self._synced = sighting.t
        except OSError as error:
            raise self._unwritten(error) from None
        self.count += 1

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
