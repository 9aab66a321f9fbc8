"""What the kit hears: its radio, the scanners of other stations or, where there is none, a recording."""

import asyncio
import math
import time
from collections.abc import Callable, Sequence
from contextlib import aclosing
from pathlib import Path
from types import MappingProxyType

from xlab.beacons.calibration import Calibrations
from xlab.beacons.notes import Taught
from xlab.beacons.presence import LATE
from xlab.beacons.recordings import Bundled, bundled
from xlab.beacons.replay import replay
from xlab.beacons.scanner import scan
from xlab.beacons.sighting import Sighting
from xlab.hub.pipeline import Pipeline, Tap, Tell, Watcher
from xlab.hub.room import RoomState
from xlab.link import Radio, RadioState
from xlab.settings import Settings

Admits = Callable[[str], bool]


class Hearing:
    """Runs as a part of the hub: sightings in, presence out, and always a word on the state of the radio.

    Everything here is used on the loop only.
    """

    def __init__(
        self,
        settings: Settings,
        room: RoomState,
        tell: Tell,
        admits: Admits,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``tell`` is called with what changed, one call at a time; ``admits`` says which live beacons to follow.

        ``clock`` gives the seconds of everything live.
        """
        self.clock = clock
        self.taps: list[Tap] = []
        """Called with every sighting that counts, ``t`` on the line presence runs on. They must not block or raise."""
        self.watchers: list[Watcher] = []
        """Called with what changed, as soon as it did."""
        self.learners: list[Callable[[Taught], None]] = []
        """Called with what was learned of the stations, at its place among sightings and changes."""
        self._settings = settings
        self._room = room
        self._tell = tell
        self._admits = admits
        self._wanted = frozenset(settings.beacon_uuids)
        self._calibrations: Calibrations = MappingProxyType({})
        self._live = self._pipeline()
        self._played: Pipeline | None = None
        self._tasks: asyncio.TaskGroup | None = None
        self._recording: asyncio.Task[None] | None = None
        self._radio = Radio(state="starting", source="live")
        self._was_live = False

    async def run(self, ready: Callable[[], None]) -> None:
        """Hear until cancelled."""
        ready()
        self._recording = None
        # After a failure: whoever leaves while nobody listens would stay in the room for ever.
        await self._tell(self._live.end(), "live")
        if self._settings.replay not in ("", "none"):
            await self._play(Path(self._settings.replay))
        else:
            await self._listen()

    def heard_elsewhere(self, sightings: Sequence[Sighting]) -> None:
        """What the scanner of another station heard, as it happens; ``t`` on the line of this hub's ``monotonic``.

        Also with nothing in it: a scanner whose radio works is as good as a radio here, and no recording plays beside
        it. Sightings that are late say where a badge was, not where it is, and are dropped.
        """
        if self._settings.replay not in ("", "none") or self._tasks is None:
            return
        self._is_live()
        late = self.clock() - LATE
        for sighting in sightings:
            if self._live.full:
                return
            if sighting.t >= late and sighting.uuid in self._wanted and self._admits(sighting.beacon):
                self._live.take(sighting)

    def calibrate(self, calibrations: Calibrations) -> None:
        """Judge stations by what was learned of them, from now on."""
        self._calibrations = calibrations
        t = self._live.calibrate(calibrations)
        for learner in self.learners:
            learner(Taught(t, dict(calibrations)))
        if self._played is not None:
            self._played.calibrate(calibrations)

    def _pipeline(self) -> Pipeline:
        return Pipeline("live", self.clock, self._tell, self.taps, self.watchers, self._calibrations)

    async def _listen(self) -> None:
        self._live = live = self._pipeline()
        try:
            # A failure of any of them, the recording's too, ends all, and the hub starts this part again.
            async with asyncio.TaskGroup() as self._tasks:
                self._tasks.create_task(live.run(), name="presence")
                sightings = scan(
                    self._wanted,
                    scanner=self._settings.station,
                    on_state=self._on_state,
                    clock=self.clock,
                    admits=self._admits,
                )
                async with aclosing(sightings):
                    async for sighting in sightings:
                        await live.hear(sighting)
        finally:
            self._tasks = None

    def _on_state(self, state: RadioState, reason: str) -> None:
        """The scanner's state changed. Without a radio from the start, the kit shows itself with a recording.

        Once a radio has worked, its loss is told and no recording starts: in the middle of a visit, badges that walk by
        themselves would be worse than none.
        """
        self._radio = Radio(state=state, source="live", reason=reason)
        if state == "scanning":
            self._is_live()
        elif state != "starting" and not self._was_live and self._settings.replay == "" and self._recording is None:
            assert self._tasks is not None
            self._recording = self._tasks.create_task(self._play(None), name="recording")
        self._show()

    def _is_live(self) -> None:
        """Something here hears badges: from now on no recording plays."""
        self._was_live = True
        if self._recording is not None and not self._recording.cancelling():
            self._recording.cancel()
            self._show()

    def _show(self) -> None:
        if self._recording is None or self._recording.cancelling():
            self._room.radio(self._radio)
        else:
            self._room.radio(self._replaying(), _places(bundled()))

    def _replaying(self) -> Radio:
        return Radio(state="replaying", source="recorded", reason=self._radio.reason)

    async def _play(self, path: Path | None) -> None:
        """Play a recording, or the bundled one, again and again, at its own pace."""
        own = bundled()
        self._room.radio(self._replaying(), _places(own) if path is None else None)
        latest, heard = -math.inf, time.monotonic()

        def now() -> float:
            return latest + (time.monotonic() - heard)

        played = self._played = Pipeline("recorded", now, self._tell, self.taps, self.watchers, self._calibrations)
        scanners: set[str] = set()
        try:
            async with asyncio.TaskGroup() as tasks:
                telling = tasks.create_task(played.run(), name="presence of the recording")
                async with aclosing(replay(path or own.path, loop=True, speed=1.0)) as items:
                    async for item in items:
                        # A recording may have thousands of sightings for one moment; the hub has other things to do.
                        await asyncio.sleep(0)
                        if isinstance(item, Taught):
                            played.calibrate(item.calibrations)
                        if not isinstance(item, Sighting) or item.uuid not in self._wanted:
                            continue
                        latest, heard = item.t, time.monotonic()
                        if path is not None and item.scanner not in scanners:
                            scanners.add(item.scanner)
                            self._room.radio(self._replaying(), _on_a_ring(scanners))
                        await played.hear(item)
                telling.cancel()
        finally:
            self._played = None
            # Nobody of the recording stays behind in the room.
            await asyncio.shield(self._tell(played.end(), "recorded"))


def _places(recording: Bundled) -> dict[str, tuple[str, float, float]]:
    return dict(recording.spots)


def _on_a_ring(scanners: set[str]) -> dict[str, tuple[str, float, float]]:
    """Places for scanners nobody has measured: evenly on a ring, in the order of their names."""
    turns = {name: 2 * math.pi * index / len(scanners) for index, name in enumerate(sorted(scanners))}
    return {name: (name, 0.5 + 0.38 * math.sin(turn), 0.5 - 0.36 * math.cos(turn)) for name, turn in turns.items()}
