"""A recorder without a hub: real files in the folder of a test, and whatever else the page shows as a test wants it."""

from pathlib import Path

import msgspec

from xlab.beacons.recorder import Recorder
from xlab.beacons.shelf import Recording, Shelf
from xlab.beacons.sighting import Sighting
from xlab.dashboard.ports import CannotRecord, RecorderNow

NOON = 1_790_000_000.0
UUID = "e2c56db5-dffb-48d2-b060-d0f5a71096e0"


class FakeRecorder:
    """Implements :class:`xlab.dashboard.ports.Recorder`. ``state`` is what it says, but for the recordings."""

    def __init__(self, home: Path) -> None:
        self.shelf = Shelf(home / "recordings")
        self.state = RecorderNow()

    def now(self) -> RecorderNow:
        return msgspec.structs.replace(self.state, recordings=self.shelf.all())

    def start(self) -> None:
        if self.state.refused:
            raise CannotRecord(self.state.refused)
        running = Recording(name="recording-2026-09-21-135320.jsonl.gz", began=NOON, sightings=1204, badges=7)
        self.state = RecorderNow(running=running, elapsed=41.5)

    def stop(self) -> None:
        if self.state.running is not None:
            self.add(self.state.running.began)
        self.state = RecorderNow()

    def find(self, name: str) -> Path | None:
        return self.shelf.find(name)

    def delete(self, name: str) -> bool:
        return self.shelf.delete(name)

    # What tests do to it.

    def add(self, began: float = NOON, **about: object) -> Recording:
        """Put a recording there, which the page shows with these values."""
        with Recorder(self.shelf.new(began)) as recorder:
            recorder.write(*(Sighting(n / 5, "st-1", UUID, 1, n % 7, -59, -60) for n in range(40)))
        size = recorder.path.stat().st_size
        known = Recording(name=recorder.path.name, began=began, seconds=7.8, sightings=40, badges=7, bytes=size)
        known = msgspec.structs.replace(known, **about)
        self.shelf.close(recorder.path, known)
        return known
