"""The recorder: always a minute of the past in memory, and on the card what the facilitator asks for."""

import asyncio
import logging
import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from xlab.beacons.notes import Taught
from xlab.beacons.preroll import Preroll
from xlab.beacons.presence import PresenceEvent
from xlab.beacons.recording import RecordingError
from xlab.beacons.shelf import Shelf
from xlab.beacons.sighting import Sighting
from xlab.dashboard.ports import CannotRecord, NoStart, RecorderNow
from xlab.events import Source
from xlab.hub.hearing import Hearing
from xlab.hub.tape import LEAST_FREE, Tape

_log = logging.getLogger(__name__)

_PATIENCE = 5.0
"""Seconds a thread of the dashboard waits for the loop."""


class Recordings:
    """Records what is heard live. Made on the loop; what the dashboard asks may be called from any other thread."""

    def __init__(
        self, home: Path, hearing: Hearing, replaying: Callable[[], bool], *, free: Callable[[Path], int] | None = None
    ) -> None:
        """``replaying`` says whether the kit plays a recording now; ``free`` how many bytes a folder's card has."""
        self._shelf = Shelf(home / "recordings")
        self._home = home
        self._clock = hearing.clock
        self._replaying = replaying
        self._free = free or (lambda folder: shutil.disk_usage(folder).free)
        self._loop = asyncio.get_running_loop()
        self._preroll = Preroll()
        self._tape: Tape | None = None
        self._forgotten: set[str] = set()  # until their stay is over
        self._lock = threading.Lock()
        self._visit: str | None = None
        hearing.taps.append(self._heard)
        hearing.learners.append(self._learned)
        hearing.watchers.append(self._changed)

    # What the dashboard asks (see xlab.dashboard.ports).

    def now(self) -> RecorderNow:
        """What is recorded now, what was, and what stands in the way."""
        tape = self._tape
        running = tape.about() if tape is not None and tape.running else None
        ended = tape.ended if tape is not None else ""
        busy = {tape.path.name} if tape is not None and tape.path is not None and running is not None else ()
        refused = "" if running is not None else self._refused()
        return RecorderNow(
            running=running,
            elapsed=self._clock() - tape.started if tape is not None and running is not None else 0.0,
            refused=refused,
            ended=ended,
            recordings=self._shelf.all(but=busy),
        )

    def start(self) -> None:
        """Begin a recording with the last minute; nothing happens if one is made already."""
        with self._lock:
            if self._tape is not None and self._tape.running:
                return
            if reason := self._refused():
                raise CannotRecord(reason)
            asked: Future[Tape] = Future()
            self._loop.call_soon_threadsafe(self._begin, asked)
            try:
                tape = asked.result(timeout=_PATIENCE)
            except TimeoutError:
                if asked.cancel():
                    raise
                tape = asked.result(timeout=_PATIENCE)
            try:
                tape.start(self._free)
                self._mark(tape)
            except (RecordingError, OSError) as error:
                _log.error("A recording could not be started: %s", error)
                tape.stop()
                self._tape = None
                raise CannotRecord("failed") from error
            _log.info("Recording what is heard.")

    def stop(self) -> None:
        """End the recording; nothing happens if there is none."""
        with self._lock:
            if self._tape is not None and self._tape.running:
                self._tape.stop()
                _log.info("The recording holds %d sightings.", self._tape.sightings)

    def find(self, name: str) -> Path | None:
        """A finished recording's file."""
        tape = self._tape
        busy = tape is not None and tape.running and tape.path is not None and tape.path.name == name
        return None if busy else self._shelf.find(name)

    def delete(self, name: str) -> bool:
        """Remove a finished recording; False if there is none of this name."""
        return self.find(name) is not None and self._shelf.delete(name)

    # What becomes of a visit.

    def belongs_to(self, visit: str | None) -> None:
        """What is recorded from now on is recorded during this visit."""
        self._visit = visit
        tape = self._tape
        if tape is not None and tape.running:
            try:
                self._mark(tape)
            except OSError as error:
                _log.error("A recording could not be noted as made during the visit, and ends: %s", error)
                threading.Thread(target=self.stop, name="recording ends").start()

    def drop(self, visit: str) -> int:
        """Delete what was recorded during this visit; how many recordings. On a thread. Raises OSError."""
        if self._visit == visit:
            self.stop()
            self._loop.call_soon_threadsafe(self._preroll.forget_all)
        return sum(self._shelf.delete(name) for name in self._shelf.of(visit))

    def _mark(self, tape: Tape) -> None:
        if self._visit is not None and tape.path is not None:
            self._shelf.made_during(tape.path, self._visit)

    # What the kit hears; on the loop.

    def forget(self, beacon: str) -> None:
        """A visitor's wish: nothing that is remembered or heard of this badge goes into a recording any more."""
        self._preroll.forget(beacon)
        self._forgotten.add(beacon)

    def _heard(self, sighting: Sighting, source: Source) -> None:
        if source == "live" and sighting.beacon not in self._forgotten:
            self._preroll.add(sighting)
            if self._tape is not None:
                self._tape.put(sighting)

    def _learned(self, taught: Taught) -> None:
        self._preroll.add(taught)
        if self._tape is not None:
            self._tape.put(taught)

    def _changed(self, changes: list[PresenceEvent], source: Source) -> None:
        if source == "live":
            for change in changes:
                if change.kind != "moved":
                    self._forgotten.discard(change.beacon)
                if change.beacon not in self._forgotten:
                    self._preroll.changed(change)

    def _begin(self, asked: "Future[Tape]") -> None:
        """On the loop, so that nothing is heard between the past and what follows it."""
        if not asked.set_running_or_notify_cancel():
            return  # too late: whoever asked has gone, and a tape that nobody writes would seem to run
        now = self._clock()
        self._tape = Tape(self._shelf, list(self._preroll.recall(now)), now, time.time())
        asked.set_result(self._tape)

    def _refused(self) -> NoStart:
        if self._replaying():
            return "replaying"
        try:
            return "full" if self._free(self._home) < LEAST_FREE else ""
        except OSError:
            return "failed"
