"""Checking a demo from the dashboard: one at a time, in a process that gives way to the kit, and always with an end."""

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from xlab.catalogue.checking import Checked, command_line, decode
from xlab.catalogue.doors import Entry
from xlab.catalogue.fingerprints import fingerprint
from xlab.catalogue.rating import Rating, keep_rating
from xlab.hub.aside import aside

_log = logging.getLogger(__name__)

LIMIT: Final = 20 * 60.0
"""Seconds a check may take; on a laptop it takes a minute or two."""

_NICE: Final = 15
"""How far a check gives way to what visitors see."""

_MOST_LINE: Final = 4 * 1024 * 1024
"""Bytes of one line of what a check says: a finding for each thing that is wrong."""

Command = Callable[[Entry], list[str]]


class Checking:
    """Used on the loop only."""

    def __init__(self, home: Path, done: Callable[[], None], command: Command | None = None) -> None:
        """``done`` is called when a check has ended; ``command`` is how a demo is checked."""
        self._home = home
        self._done = done
        self._command = command or _command
        self._task: asyncio.Task[None] | None = None
        self.now: Path | None = None
        """The folder that is checked now."""

    def start(self, entry: Entry, digest: str) -> bool:
        """Check a demo, whose files have this digest; False where another one is being checked."""
        if self.now is not None or entry.folder is None:
            return False
        self.now = entry.folder
        self._task = asyncio.create_task(self._check(entry, digest), name="check")
        return True

    async def close(self) -> None:
        """End what is under way."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _check(self, entry: Entry, digest: str) -> None:
        try:
            rating = await self._rate(entry)
            await aside(lambda: self._keep(entry, digest, rating))
        except (OSError, ValueError) as error:
            _log.warning("The demo %s could not be checked: %s", entry.name, error)
        finally:
            self.now = None
            self._done()

    def _keep(self, entry: Entry, digest: str, rating: Rating) -> None:
        # Other files than were checked must not get its stars.
        if entry.folder is None or fingerprint(entry.folder) != digest:
            raise ValueError("its files were changed meanwhile.")
        keep_rating(self._home, digest, rating)

    async def _rate(self, entry: Entry) -> Rating:
        process = await asyncio.create_subprocess_exec(
            *self._command(entry),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=_MOST_LINE,
            start_new_session=True,
        )
        checked: Checked | None = None
        try:
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, process.pid, _NICE)
            assert process.stdout is not None
            async with asyncio.timeout(LIMIT):
                async for line in process.stdout:
                    message = decode(line)
                    checked = message if isinstance(message, Checked) else checked
                await process.wait()
        except TimeoutError:
            return Rating(stars=0, reasons=(f"The check did not come to an end within {LIMIT / 60:.0f} minutes.",))
        finally:
            # Whatever it began ends with it.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
        if checked is None:
            return Rating(stars=0, reasons=("The check ended without a result: the demo brought it down.",))
        return checked.rating()


def _command(entry: Entry) -> list[str]:
    assert entry.folder is not None
    return command_line(entry.folder, site=entry.site)
