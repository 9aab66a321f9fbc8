"""What the kit hears: the radio or, where there is none, a recording; and what it adds up to."""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

from xlab.beacons.presence import Presence, PresenceEvent
from xlab.beacons.recordings import Bundled, bundled
from xlab.beacons.replay import replay
from xlab.beacons.scanner import scan
from xlab.events import Source
from xlab.hub.room import RoomState
from xlab.link import Radio, RadioState
from xlab.settings import Settings

TICK = 0.25
"""Seconds between looks at who has left: a quarter of the quickest promise, a badge released within two seconds."""

WAITING = 1000
"""Changes that may wait for a slow card; beyond that the scanner's own queue fills, where the newest count."""

Tell = Callable[[list[PresenceEvent], Source], Awaitable[None]]
Admits = Callable[[str], bool]


class Hearing:
    """Runs as a part of the hub: sightings in, presence out, and always a word on the state of the radio."""

    def __init__(self, settings: Settings, room: RoomState, tell: Tell, admits: Admits) -> None:
        """``tell`` is called with what changed, one call at a time; ``admits`` says which live beacons to follow."""
        self._settings = settings
        self._room = room
        self._tell = tell
        self._admits = admits
        self._tasks: asyncio.TaskGroup | None = None
        self._recording: asyncio.Task[None] | None = None
        self._reason = ""
        self._was_live = False

    async def run(self, ready: Callable[[], None]) -> None:
        """Hear until cancelled."""
        ready()
        self._recording = None
        if self._settings.replay not in ("", "none"):
            await self._play(Path(self._settings.replay))
        else:
            await self._listen()

    async def _listen(self) -> None:
        presence = Presence()
        # A failure of any of them, the recording's too, ends all, and the hub starts this part again.
        async with asyncio.TaskGroup() as self._tasks:
            sightings = scan(self._settings.beacon_uuids, scanner=self._settings.station, on_state=self._on_state)
            async with aclosing(sightings), self._pipe(presence, "live", time.monotonic) as changes:
                async for sighting in sightings:
                    if self._admits(sighting.beacon) and (changed := presence.hear(sighting)):
                        await changes.put(changed)

    def _on_state(self, state: RadioState, reason: str) -> None:
        """The scanner's state changed. Without a radio from the start, the kit shows itself with a recording.

        Once a radio has worked, its loss is told and no recording starts: in the middle of a visit, badges that walk by
        themselves would be worse than none.
        """
        if state == "scanning":
            self._was_live = True
            self._reason = ""
            if self._recording is not None:
                self._recording.cancel()
        elif state != "starting":
            self._reason = reason
            if not self._was_live and self._settings.replay != "none" and self._recording is None:
                assert self._tasks is not None
                self._recording = self._tasks.create_task(self._play(None), name="recording")
        if self._recording is None or self._recording.cancelling():
            self._room.radio(Radio(state=state, source="live", reason=reason))
        else:
            self._room.radio(self._replaying(), _places(bundled()))

    def _replaying(self) -> Radio:
        return Radio(state="replaying", source="recorded", reason=self._reason)

    async def _play(self, path: Path | None) -> None:
        """Play a recording, or the bundled one, again and again, at its own pace."""
        own = bundled()
        self._room.radio(self._replaying(), _places(own) if path is None else None)
        presence = Presence()
        latest = 0.0

        def now() -> float:
            return latest + (time.monotonic() - heard)

        heard = time.monotonic()
        wanted = set(self._settings.beacon_uuids)
        scanners: set[str] = set()
        try:
            played = replay(path or own.path, loop=True, speed=1.0)
            async with aclosing(played) as sightings, self._pipe(presence, "recorded", now) as changes:
                async for sighting in sightings:
                    # A recording may have thousands of sightings for one moment; the hub has other things to do too.
                    await asyncio.sleep(0)
                    if sighting.uuid not in wanted:
                        continue
                    latest, heard = sighting.t, time.monotonic()
                    if path is not None and sighting.scanner not in scanners:
                        scanners.add(sighting.scanner)
                        self._room.radio(self._replaying(), _on_a_ring(scanners))
                    if changed := presence.hear(sighting):
                        await changes.put(changed)
        finally:
            # Nobody of the recording stays behind in the room.
            await asyncio.shield(self._tell(presence.tick(math.inf), "recorded"))

    @asynccontextmanager
    async def _pipe(
        self, presence: Presence, source: Source, now: Callable[[], float]
    ) -> AsyncIterator[asyncio.Queue[list[PresenceEvent]]]:
        """A queue of changes that are told in order, and into which the passing of time puts its own.

        There is one who tells, so no change can overtake another while the card is slow; and what comes while the card
        is busy with one change is told, and written, together.
        """
        changes: asyncio.Queue[list[PresenceEvent]] = asyncio.Queue(WAITING)

        async def tick() -> None:
            while True:
                await asyncio.sleep(TICK)
                if changed := presence.tick(now()):
                    await changes.put(changed)

        async def tell() -> None:
            while True:
                together = await changes.get()
                while not changes.empty():
                    together = together + changes.get_nowait()
                await self._tell(together, source)

        async with asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(tick()), tasks.create_task(tell())]
            try:
                yield changes
            finally:
                for task in running:
                    task.cancel()


def _places(recording: Bundled) -> dict[str, tuple[str, float, float]]:
    return dict(recording.spots)


def _on_a_ring(scanners: set[str]) -> dict[str, tuple[str, float, float]]:
    """Places for scanners nobody has measured: evenly on a ring, in the order of their names."""
    turns = {name: 2 * math.pi * index / len(scanners) for index, name in enumerate(sorted(scanners))}
    return {name: (name, 0.5 + 0.38 * math.sin(turn), 0.5 - 0.36 * math.cos(turn)) for name, turn in turns.items()}
