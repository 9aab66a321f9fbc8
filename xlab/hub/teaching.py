"""Teaching on the running kit: one lesson at a time, kept in the log, applied at once, undone step by step."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, Final

from xlab.beacons.calibration import Calibrations, Learned
from xlab.beacons.sighting import Sighting
from xlab.beacons.teach import NotLearned, level
from xlab.dashboard.ports.teaching import Problem, TaughtStation, Teach, TeachRefused, Undo
from xlab.events import Calibrated, Event, Fact, Source
from xlab.hub.lessons import PadLesson, WalkLesson
from xlab.hub.room import RoomState
from xlab.look.words import Words
from xlab.settings import Settings
from xlab.store import StoreError

HEARS: Final = 120.0
"""Seconds after its last sighting for which a station counts as one that hears."""

MOST_EARS: Final = 64
"""Scanners remembered: more than any kit has stations."""

_PATIENCE: Final = 5.0
"""Seconds a thread of the dashboard waits for the loop, and for what is kept to be on the card."""

_BUSY: Final = ("waiting", "holding", "walking", "standing")

_english = Words("en")


class Teaching:
    """Implements :class:`xlab.dashboard.ports.Teaching`; :meth:`hear` and :meth:`start` are called on the loop."""

    def __init__(
        self,
        room: RoomState,
        settings: Settings,
        store: Callable[[Sequence[Fact]], Awaitable[None]],
        calibrate: Callable[[Calibrations], None],
        is_badge: Callable[[str], bool],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``store`` puts facts on the card or raises StoreError; ``is_badge``: props and pads teach nothing."""
        self._room = room
        self._settings = settings
        self._store = store
        self._calibrate = calibrate
        self._is_badge = is_badge
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self._learned = Learned()
        self._lesson: PadLesson | WalkLesson | None = None
        self._ears: dict[str, float] = {}
        self._writing = asyncio.Lock()

    def start(self, events: Sequence[Event]) -> None:
        """Know again what was learned before the hub started; facts of other kinds are passed over."""
        for event in events:
            if isinstance(event.fact, Calibrated):
                self._learned.apply(event.fact)
        self._calibrate(self._learned.calibrations())

    def hear(self, sighting: Sighting, source: Source) -> None:
        """A tap of what the kit hears. Only badges of this room teach: a recording was made by other ears."""
        if source != "live":
            return
        now = self._clock()
        if sighting.scanner in self._ears or len(self._ears) < MOST_EARS:
            self._ears[sighting.scanner] = now
        if self._lesson is None or not self._is_badge(sighting.beacon):
            return
        heard = level(sighting)
        if heard is not None:
            self._lesson.hear(sighting.beacon, sighting.scanner, heard, now)

    # What the dashboard asks, from its threads.

    def now(self) -> Teach:
        """The lesson as it stands."""
        return self._ask(self._now())

    def start_pad(self, station: str, beacon: str | None) -> Teach:
        """Begin to learn a pad."""

        async def start() -> Teach:
            self._check_free()
            if station not in self._stations():
                raise self._refused("no_station")
            offset = self._learned.now.offsets.get(station, 0.0)
            self._lesson = PadLesson(station, offset, beacon, self._clock())
            return await self._now()

        return self._ask(start())

    def start_walk(self) -> Teach:
        """Begin a walk past every station that is there."""

        async def start() -> Teach:
            self._check_free()
            stations = self._there()
            if len(stations) < 2:
                raise self._refused("one_station")
            self._lesson = WalkLesson(stations, self._clock())
            return await self._now()

        return self._ask(start())

    def here(self, station: str) -> Teach:
        """Somebody who walks stands here."""

        async def stand() -> Teach:
            lesson = self._walking()
            if station not in lesson.stations:
                raise self._refused("no_station")
            lesson.here(station, self._clock())
            return await self._now()

        return self._ask(stand())

    def finish(self) -> Teach:
        """The walk is over, though not every station was visited."""

        async def end() -> Teach:
            self._walking().finish(self._clock())
            return await self._now()

        return self._ask(end())

    def keep(self) -> Teach:
        """Keep what was learned: on the card first, then in what presence judges by."""

        async def keep() -> Teach:
            async with self._writing:
                lesson = self._lesson
                if lesson is None or lesson.result is None:
                    raise self._refused("nothing_to_keep")
                known = self._learned.now
                if isinstance(lesson, PadLesson):
                    touches = known.touches | {lesson.station: round(lesson.result.touch, 1)}
                    await self._write(Calibrated(how="pad", offsets=known.offsets, touches=touches))
                else:
                    found = {name: round(value, 1) for name, value in lesson.result.offsets.items()}
                    await self._write(Calibrated(how="walk", offsets=known.offsets | found, touches=known.touches))
                self._lesson = None
                return await self._now()

        return self._ask(keep())

    def cancel(self) -> Teach:
        """End the lesson, whatever it is doing."""

        async def end() -> Teach:
            self._lesson = None
            return await self._now()

        return self._ask(end())

    def undo(self) -> Teach:
        """Take the last lesson back."""

        async def undo() -> Teach:
            async with self._writing:
                before = self._learned.before
                if before is None:
                    raise self._refused("nothing_to_undo")
                await self._write(Calibrated(how="undo", offsets=before.offsets, touches=before.touches))
                return await self._now()

        return self._ask(undo())

    def reset(self) -> Teach:
        """Forget every lesson."""

        async def reset() -> Teach:
            async with self._writing:
                if not self._learned.calibrations():
                    raise self._refused("nothing_to_undo")
                await self._write(Calibrated(how="reset", offsets={}, touches={}))
                return await self._now()

        return self._ask(reset())

    def _ask(self, work: Coroutine[Any, Any, Teach]) -> Teach:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=_PATIENCE)

    async def _write(self, fact: Calibrated) -> None:
        try:
            await self._store([fact])
        except StoreError as error:
            raise self._refused("not_stored") from error
        self._learned.apply(fact)
        self._calibrate(self._learned.calibrations())

    def _check_free(self) -> None:
        if self._recorded():
            raise self._refused("recorded")
        if self._lesson is not None:
            self._lesson.tick(self._clock())
            if self._lesson.state in _BUSY:
                raise self._refused("busy")

    def _recorded(self) -> bool:
        return self._room.now.radio.source == "recorded"

    def _walking(self) -> WalkLesson:
        if isinstance(self._lesson, WalkLesson):
            self._lesson.tick(self._clock())
            if self._lesson.state in _BUSY:
                return self._lesson
        raise self._refused("no_walk")

    def _stations(self) -> dict[str, str]:
        """Every station's name by its id: those with a screen, this machine's, and whichever has a scanner."""
        names = {scanner: scanner for scanner in self._ears}
        names[self._settings.station] = self._settings.station_name
        names |= {spot.id: spot.name for spot in self._room.now.spots if spot.screen is not None}
        return dict(sorted(names.items()))

    def _hears(self, station: str) -> bool:
        heard = self._ears.get(station)
        return heard is not None and self._clock() - heard <= HEARS

    def _there(self) -> set[str]:
        """The stations a walk can go past."""
        shown = {spot.id for spot in self._room.now.spots if spot.screen not in (None, "away")}
        return shown | {station for station in self._stations() if self._hears(station)}

    async def _now(self) -> Teach:
        now = self._clock()
        lesson = self._lesson
        if lesson is not None:
            lesson.tick(now)
        best = None if lesson is None or lesson.state not in _BUSY else lesson.best(now)
        before = self._learned.before
        return Teach(
            state="idle" if lesson is None else lesson.state,
            kind=None if lesson is None else "pad" if isinstance(lesson, PadLesson) else "walk",
            station=None if lesson is None else lesson.station,
            progress=0.0 if lesson is None else round(lesson.progress(now), 3),
            level=None if best is None else best[1],
            face=None if best is None else self._room.faces().get(best[0]),
            stations=self._taught(),
            pad=lesson.result if isinstance(lesson, PadLesson) else None,
            walk=lesson.result if isinstance(lesson, WalkLesson) else None,
            problem=None if lesson is None or lesson.problem is None else self._problem(lesson.problem),
            note=None if lesson is None or lesson.note is None else self._problem(lesson.note),
            blocked=self._problem(NotLearned("recorded")) if self._recorded() else None,
            undo=None if before is None else Undo(self._learned.now.how, before.offsets, before.touches),
        )

    def _taught(self) -> tuple[TaughtStation, ...]:
        known = self._learned.now
        walk = self._lesson if isinstance(self._lesson, WalkLesson) else None
        there = self._there() if walk is None else walk.stations
        return tuple(
            TaughtStation(
                id=station,
                name=name,
                there=station in there,
                visited=walk is not None and station in walk.visited(),
                offset=known.offsets.get(station),
                touch=known.touches.get(station),
            )
            for station, name in self._stations().items()
        )

    def _problem(self, reason: NotLearned) -> Problem:
        names = self._stations()
        values = {
            key: names.get(value, value) if isinstance(value, str) else value for key, value in reason.values.items()
        }
        return Problem(reason.code, values, _english(f"teach.problem_{reason.code}", **values))

    def _refused(self, code: str) -> TeachRefused:
        return TeachRefused(self._problem(NotLearned(code)))
