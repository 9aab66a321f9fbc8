"""One recording while it is made: written on a thread of its own, because a card may take its time."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from xlab.beacons.notes import Began, Item
from xlab.beacons.recorder import Recorder
from xlab.beacons.recording import RecordingError
from xlab.beacons.shelf import Recording, Shelf
from xlab.beacons.sighting import Sighting
from xlab.dashboard.ports import Ended

_log = logging.getLogger(__name__)

LONGEST: Final = 4 * 3600.0
"""Seconds after which a recording ends: half a day, and some 30 MB. Whoever forgets it finds the card as it was."""

LEAST_FREE: Final = 200_000_000
"""Bytes that stay free on the card: what the kit itself records comes first."""

WRITE_EVERY: Final = 1.0
"""Seconds between two looks at what has come: what a killed hub may cost."""

MOST_WAITING: Final = 60_000
"""Sightings that may wait for a card that hangs, in about 12 MB."""


class Tape:
    """``put`` and what is read belong to the loop or to anyone; the file belongs to the thread alone."""

    def __init__(self, shelf: Shelf, items: Sequence[Item], now: float, wall: float) -> None:
        """``items`` are what it begins with. ``now`` is on their line, ``wall`` the same moment by the kit's clock."""
        started = next((item.t for item in items if isinstance(item, Began | Sighting)), now)
        self.started = now
        self.began = wall - (now - started)
        self.ended: Ended = ""
        self.sightings = 0
        self.path: Path | None = None
        self._line = started
        self._last = started
        self._shelf = shelf
        self._beacons: set[str] = set()
        self._waiting: deque[Item] = deque()
        self._wake = threading.Event()
        self._over = False
        self._thread: threading.Thread | None = None
        for item in items:
            self.put(item)

    @property
    def running(self) -> bool:
        """Whether it still takes something in."""
        return not self._over

    def start(self, free: Callable[[Path], int]) -> None:
        """Make the file and write from now on; ``free`` gives the bytes a card has. Raises RecordingError, OSError."""
        recorder = Recorder(self._shelf.new(self.began))
        self.path = recorder.path
        self._thread = threading.Thread(target=self._run, args=(recorder, free), name="recording")
        self._thread.start()

    def put(self, item: Item) -> None:
        """Something was heard or learned."""
        if self._over:
            return
        self._waiting.append(item)
        if isinstance(item, Sighting):
            self.sightings += 1
            self._last = item.t
            self._beacons.add(item.beacon)
        if len(self._waiting) > MOST_WAITING:
            self._end("slow")

    def stop(self) -> None:
        """Take in nothing more, and wait until the file is whole."""
        self._end("")
        if self._thread is not None:
            self._thread.join()

    def about(self) -> Recording:
        """What is known of it now."""
        size = 0
        if self.path is not None and self.path.exists():
            size = self.path.stat().st_size
        return Recording(
            name=self.path.name if self.path else "",
            began=self.began,
            seconds=max(0.0, self._last - self._line),
            sightings=self.sightings,
            badges=len(self._beacons),
            bytes=size,
        )

    def _end(self, why: Ended) -> None:
        if not self._over:
            self.ended, self._over = why, True
        self._wake.set()

    def _run(self, recorder: Recorder, free: Callable[[Path], int]) -> None:
        deadline = time.monotonic() + LONGEST
        try:
            with recorder:
                while not self._over:
                    self._write(recorder)
                    if not recorder.path.exists():
                        raise RecordingError(f"{recorder.path} was removed while it was written.")
                    if free(recorder.path.parent) < LEAST_FREE:
                        self._end("full")
                    elif time.monotonic() >= deadline:
                        self._end("long")
                    self._wake.wait(WRITE_EVERY)
                self._write(recorder)
        except (RecordingError, OSError) as error:
            _log.error("A recording ended: %s", error)
            self.ended, self._over = "failed", True
            self._waiting.clear()
        else:
            self._shelf.close(recorder.path, self.about())

    def _write(self, recorder: Recorder) -> None:
        waiting = [self._waiting.popleft() for _ in range(len(self._waiting))]
        if waiting:
            recorder.write(*waiting)
