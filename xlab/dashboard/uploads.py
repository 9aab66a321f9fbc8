"""Large files on their way to the kit: kept on its card while they come in, never in its memory.

Only what IT sends is kept. What a power cut left of an upload is removed when the dashboard starts.
"""

import asyncio
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from xlab.catalogue.digest import MAX_BYTES
from xlab.dashboard.replies import Message, Receive, Scope

UPDATE_PIECE: Final = "/it/update/piece"
"""Where an update file is sent, in pieces."""

PATHS: Final = ("/it/demos/upload", "/api/v1/demos/upload", UPDATE_PIECE)
"""Where much is sent: a bundle by a form with a file, one as a program's plain bytes, and an update."""

MOST: Final = 2 * MAX_BYTES + 64 * 1024
"""Bytes: no bundle is larger, and a form says a little around it; a piece of an update is smaller."""

FOLDER: Final = "uploads"
"""Below the kit's home, so that a bundle that came whole needs no copy: ``/tmp`` may be memory."""

SILENCE: Final = 30.0
"""Seconds without a byte after which an upload is given up."""

_PIECE: Final = 1024 * 1024


class TooLarge(Exception):
    """More came than any bundle has."""


class Uploads:
    """The folder for uploads of one kit. ``allowed`` says whether a request is IT's. On the loop."""

    def __init__(self, home: Path, allowed: Callable[[Scope], bool]) -> None:
        self.folder = home / FOLDER
        self.allowed = allowed
        with suppress(OSError):
            for left in self.folder.iterdir():
                left.unlink()

    async def keep(self, receive: Receive) -> "Kept | None":
        """The whole body in a file without a name; None if the client went away.

        Raises :class:`TooLarge`, TimeoutError after :data:`SILENCE`, OSError where the card does not take it.
        """
        file = await asyncio.to_thread(self._nameless)
        try:
            size = await _write(file, receive)
        except BaseException:
            file.close()
            raise
        if size is None:
            file.close()
            return None
        return Kept(file, size)

    def _nameless(self) -> IO[bytes]:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        return tempfile.TemporaryFile(dir=self.folder)


class Kept:
    """A body that came in, and ``receive`` for the app behind: it is read from the file in pieces."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self.size = size
        self._left = size
        self._said = False

    async def piece(self) -> Message | None:
        """The next part of the body; None after the last one."""
        if self._said and self._left == 0:
            return None
        data = await asyncio.to_thread(self._file.read, min(_PIECE, self._left))
        # A file that shrank would be asked for ever: what is missing then is the form's trouble.
        self._left = self._left - len(data) if data else 0
        self._said = True
        return {"type": "http.request", "body": data, "more_body": self._left > 0}

    def close(self) -> None:
        """Forget the file."""
        self._file.close()


async def _write(file: IO[bytes], receive: Receive) -> int | None:
    size, waiting = 0, bytearray()
    while True:
        message = await asyncio.wait_for(receive(), SILENCE)
        if message["type"] != "http.request":
            return None
        waiting += message.get("body", b"")
        last = not message.get("more_body", False)
        if size + len(waiting) > MOST:
            raise TooLarge
        if last or len(waiting) >= _PIECE:
            size += len(waiting)
            await asyncio.to_thread(file.write, bytes(waiting))
            waiting.clear()
        if last:
            await asyncio.to_thread(file.seek, 0, os.SEEK_SET)
            return size
