"""Backups of the running kit: those that IT asks for, those that are made by themselves, and what may be in them.

One is made when a visit closes, and one in each run of the hub that lasts an hour, then daily, by the kit's count of
seconds and not by its clock. Nothing here holds up a visit: the work is done on threads, and writing goes on meanwhile.
"""

import asyncio
import logging
import os
import shutil
import time
from collections.abc import Awaitable, Callable, Collection, Coroutine
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from xlab.dashboard.ports.keeping import Job, KeepingNow, KeepingReason, NotKept, Target, Why
from xlab.events import Event, VisitClosed
from xlab.hub.aside import aside
from xlab.hub.backups import BackupError, sweep
from xlab.hub.cleansing import Erasures
from xlab.hub.held import LIMIT, MOST, Held, refused
from xlab.hub.stick import ROOTS, label, mounts, removable
from xlab.store import StoreError

_log = logging.getLogger(__name__)

FOLDER: Final = "xlab-backups"
"""Folder on a stick into which backups go."""

EVERY: Final = 600.0
"""Seconds between looks at what is due."""

FIRST, THEN = 3600.0, 86_400.0
"""Seconds of running until the first backup, and between later ones: a kit that travels runs for some hours a day."""

HELD_UP: Final = 3.0
"""Seconds that somebody who asked to be forgotten may wait for backups of the days before: a phone gives up after 5."""

STOPPING: Final = 0.5
"""Seconds that a hub which is told to stop waits for a backup: it promised to be gone within two."""


class Keeping:
    """Implements :class:`xlab.dashboard.ports.keeping.Keeping`. Made on the loop; other threads use those methods only.

    ``held`` are the kit's own. ``start`` is what is to be done once the kit is up, and ``look`` again and again.
    """

    def __init__(
        self,
        held: Held,
        *,
        start: Callable[[], Awaitable[object]],
        look: Callable[[], Awaitable[object]],
        mounted: Callable[[], Collection[Path]] | None = None,
        wall: Callable[[], float] = time.time,
        mono: Callable[[], float] = time.monotonic,
    ) -> None:
        self.held = held
        self._start, self._look = start, look
        self._mounted = mounted or (lambda: removable(mounts(), ROOTS))
        self._wall, self._mono = wall, mono
        self._job: Job | None = None
        self._due = mono() + FIRST
        self._loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[None]] = set()

    # What the dashboard asks, from other threads.

    def now(self) -> KeepingNow:
        """See :class:`xlab.dashboard.ports.keeping.Keeping`, here and below."""
        try:
            held, free = self.held.all(), self.held.free()
        except OSError as error:
            _log.error("The backups of the kit cannot be read: %s", error)
            held, free = (), 0
        return KeepingNow(
            backups=held,
            targets=tuple(self._sticks()),
            free=free,
            held=sum(one.size for one in held),
            most=MOST,
            limit=LIMIT,
            job=self._job,
        )

    def make(self, target: str = "") -> None:
        """Begin a backup."""
        stick = next((one for one in self._sticks() if one.id == target), None)
        if target and stick is None:
            raise NotKept("gone")
        self._ask(Job(what="make", target=stick.label if stick else ""), lambda: self._make(target))

    def verify(self, name: str) -> None:
        """Begin to read one back."""
        if self.held.find(name) is None:
            raise NotKept("unknown")
        self._ask(Job(what="verify", backup=name), lambda: self._verify(name))

    def find(self, name: str) -> Path | None:
        """The file of one."""
        return self.held.find(name)

    def delete(self, name: str) -> None:
        """Remove one."""
        try:
            self.held.delete(name)
        except OSError as error:
            raise NotKept("not_written") from error

    # What the kit says, on the loop.

    async def run(self, ready: Callable[[], None]) -> None:
        """Put right what a killed hub left, then do what is due, until cancelled."""
        ready()
        await self._quietly(lambda: aside(self.held.tidy))
        await self._quietly(self._start)
        while True:
            if self._mono() >= self._due:
                self._due = self._mono() + THEN
                await self._by_itself("daily")
            await self._quietly(self._look)
            await asyncio.sleep(EVERY)
            await self._quietly(lambda: aside(lambda: self.held.cleanse(Erasures(), sure=False)))

    def stored(self, event: Event) -> None:
        """An event is on the card."""
        if isinstance(event.fact, VisitClosed):
            self._run(self._by_itself("closed"))

    async def forgot(self, subject: str) -> None:
        """The log has erased all about this badge or voter: so do the kit's backups.

        A phone that waits is not held up for long: what is not done by then goes on, and after a pulled plug at the
        next start.
        """
        told = Erasures(subjects=frozenset([subject]))
        done = self._run(self._quietly(lambda: aside(lambda: self.held.cleanse(told, sure=False))))
        await asyncio.wait([done], timeout=HELD_UP)

    async def close(self) -> None:
        """Wait a moment for what is being written; what takes longer is swept up at the next start."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=STOPPING)

    def _ask(self, job: Job, work: Callable[[], str]) -> None:
        async def begin() -> None:
            if self._job is not None and not self._job.done:
                raise NotKept("busy")
            self._job = job
            self._run(self._do(job, work))

        asyncio.run_coroutine_threadsafe(begin(), self._loop).result(timeout=5.0)

    async def _do(self, job: Job, work: Callable[[], str]) -> None:
        reason: KeepingReason | Literal[""] = ""
        name = job.backup
        try:
            name = await aside(work)
        except (BackupError, OSError) as error:
            reason = refused(error)
            _log.error("What was asked of the backups failed: %s", error)
        except Exception:
            reason = "not_written"
            _log.exception("A backup failed in a way nobody thought of.")
        self._job = msgspec.structs.replace(job, done=True, share=1.0, backup=name, refused=reason)

    def _make(self, target: str) -> str:
        if not target:
            return self.held.make("asked", self._wall(), self._progress)
        folder = Path(target) / FOLDER
        sweep(folder)  # of one from which the stick was pulled
        return self.held.write(folder, "asked", self._wall(), self._progress, demos=True).name

    def _verify(self, name: str) -> str:
        self.held.verify(name, self._progress)
        return name

    def _progress(self, share: float) -> None:
        if self._job is not None:
            self._job = msgspec.structs.replace(self._job, share=share)

    async def _by_itself(self, why: Why) -> None:
        """A backup that nobody asked for: where it fails the kit goes on, and the log says so."""

        def make() -> None:
            if why == "closed" or self.held.grown():
                self.held.make(why, self._wall())

        await self._quietly(lambda: aside(make))

    async def _quietly(self, work: Callable[[], Awaitable[object]]) -> None:
        try:
            await work()
        except (BackupError, StoreError, OSError) as error:
            _log.error("What was to be done for the backups failed: %s", error)

    def _run(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _sticks(self) -> list[Target]:
        found = []
        mountinfo = mounts()
        for path in sorted(self._mounted()):
            try:
                about = shutil.disk_usage(path)
            except OSError:
                continue  # pulled just now
            if os.access(path, os.W_OK):
                found.append(Target(id=str(path), label=label(path, mountinfo), free=about.free, size=about.total))
        return found
