"""An async front for an event log: one thread, and one sync to the card for all who wait.

A sync takes as long for a hundred events as for one. While the card is busy with one commit, the drafts of everyone who
calls meanwhile gather; the next commit takes them all.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import groupby, islice
from typing import Any, Self, cast

import msgspec

from xlab.events import Draft, Event
from xlab.store._body import body_of
from xlab.store.errors import StoreError
from xlab.store.log import EventLog

_log = logging.getLogger(__name__)

_MAX_GROUP = 500
"""Callers in one commit: few enough that the first is not kept waiting for the last."""


class _Append(msgspec.Struct, frozen=True):
    drafts: Sequence[Draft]
    waiting: "asyncio.Future[Any]"


class _Call(msgspec.Struct, frozen=True):
    """Something that runs between groups of appends, in the order it was asked for."""

    work: Callable[[], Any]
    waiting: "asyncio.Future[Any]"

    def do(self) -> list[Any]:
        return [self.work()]


class _Stop(msgspec.Struct, frozen=True):
    """The last job."""


class Writer:
    """Writes to ``log`` from one event loop. Subscribers of the log are called on the writer's thread."""

    def __init__(self, log: EventLog) -> None:
        self._events = log
        self._jobs: queue.SimpleQueue[_Append | _Call | _Stop] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self.watching: Callable[[StoreError | None], None] = lambda failure: None
        """Told on the writer's thread how each writing went."""

    async def start(self) -> None:
        """Start the thread."""
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, name="xlab-writer", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """Write what was handed over so far, then end the thread. The log stays open. Stopping twice is harmless."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        drained = self._loop.create_future()
        self._jobs.put(_Call(lambda: None, drained))
        self._jobs.put(_Stop())
        await drained
        thread.join()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def append(self, drafts: Sequence[Draft]) -> list[Event]:
        """As :meth:`xlab.store.EventLog.append`. What is wrong with a draft is told to its caller and no one else."""
        drafts = tuple(drafts)
        for draft in drafts:
            body_of(draft)
        result: list[Event] = await self._hand_over(lambda waiting: _Append(drafts, waiting))
        return result

    async def erase(self, ids: Iterable[str], reason: str) -> int:
        """As :meth:`xlab.store.EventLog.erase`, after all appends that were asked for before."""
        wanted = tuple(ids)
        count: int = await self._hand_over(lambda waiting: _Call(lambda: self._events.erase(wanted, reason), waiting))
        return count

    async def forget(self, subject: str, reason: str) -> int:
        """As :meth:`xlab.store.EventLog.forget`, after all appends that were asked for before."""
        count: int = await self._hand_over(lambda waiting: _Call(lambda: self._events.forget(subject, reason), waiting))
        return count

    async def _hand_over(self, job: Callable[["asyncio.Future[Any]"], _Append | _Call]) -> Any:
        if self._thread is None:
            raise StoreError("The writer of the event log is not running.")
        waiting: asyncio.Future[Any] = self._loop.create_future()
        self._jobs.put(job(waiting))
        return await waiting

    def _run(self) -> None:
        while True:
            for kind, alike in groupby(self._take(), key=type):
                if kind is _Stop:
                    return
                jobs = list(alike)
                if kind is _Append:
                    self._append(cast("list[_Append]", jobs))
                else:
                    for job in cast("list[_Call]", jobs):
                        self._answer([job.waiting], job.do)

    def _take(self) -> list[_Append | _Call | _Stop]:
        """All jobs that wait, in order; at least one."""
        jobs = [self._jobs.get()]
        while len(jobs) < _MAX_GROUP and not self._jobs.empty():
            jobs.append(self._jobs.get())
        return jobs

    def _append(self, jobs: list[_Append]) -> None:
        def write() -> list[list[Event]]:
            events = iter(self._events.append([draft for job in jobs for draft in job.drafts]))
            return [list(islice(events, len(job.drafts))) for job in jobs]

        self._answer([job.waiting for job in jobs], write)

    def _answer(self, waiting: "list[asyncio.Future[Any]]", work: Callable[[], list[Any]]) -> None:
        """Do ``work``, which gives one result for each who waits; if it fails, all of them are told."""
        results: list[Any] = []
        failure: Exception | None = None
        try:
            results = work()
        except Exception as error:
            if not isinstance(error, StoreError):
                _log.exception("the event log failed in a way nobody thought of")
            failure = error
        self.watching(failure if isinstance(failure, StoreError) else None)

        def tell() -> None:
            for position, future in enumerate(waiting):
                if future.done():
                    continue  # the caller gave up waiting; what it handed over is stored all the same
                if failure is None:
                    future.set_result(results[position])
                else:
                    future.set_exception(failure)

        with suppress(RuntimeError):  # the loop was closed, so nobody waits any more
            self._loop.call_soon_threadsafe(tell)
