"""The two lessons, as they go on. Pure: time comes as an argument, in seconds on a line that only grows.

====================  ===================================================  ==========
state                 ends when                                            then
====================  ===================================================  ==========
pad: waiting          a badge is nearer than a metre                       holding
waiting               nobody came for ``WAIT`` seconds                     failed
holding               ``HOLD`` seconds are over                            learned, failed
walk: walking         somebody says where they stand                       standing
walking               ``WALK`` seconds since the start are over            failed
standing              ``STAND`` seconds are over, stations are left        walking
standing              ``STAND`` seconds are over, it was the last station  learned, failed
====================  ===================================================  ==========

Nothing is written meanwhile: a hub that is killed has forgotten the lesson and knows what it knew before.
"""

from collections import deque
from collections.abc import Collection
from statistics import median
from typing import Final

from xlab.beacons.teach import NotLearned, Offsets, Stand, Touch, heard_here, learn_offsets, learn_touch
from xlab.dashboard.ports.teaching import LessonState

WAIT: Final = 60.0
"""Seconds to fetch a badge and put it on the pad."""

HOLD: Final = 5.0
"""Seconds on the pad: 25 packets of a usual badge, ten of the slowest the recordings know."""

STAND: Final = 6.0
"""Seconds at a station: time to turn round once, two rounds of a badge's three channels at one packet a second."""

WALK: Final = 600.0
"""Seconds for the whole walk: twelve stations in a large hall, with a talk on the way."""

THERE: Final = 0.0
"""Level in dB at which a badge counts as brought to the pad: what it gives at one metre."""

SAMPLES: Final = 3
"""Packets whose median is the level shown, and decides whether a badge was brought."""

QUIET: Final = 2.5
"""Seconds without a packet after which no level is shown: the slowest badges send once a second."""

MOST_LEVELS: Final = 128
"""Levels kept of one badge at one scanner for one stand: 20 a second."""

MOST_BADGES: Final = 64
"""Badges listened to in one lesson: more than a full room carries."""

MOST_STANDS: Final = 48
"""Stands of one walk: each station of the largest kit four times."""


class _Lesson:
    """What both lessons know: a state, a beginning, an end."""

    def __init__(self, state: LessonState, now: float) -> None:
        self.state = state
        self.problem: NotLearned | None = None
        self.note: NotLearned | None = None
        self._since = now
        self._heard: dict[str, dict[str, list[float]]] = {}
        self._latest: dict[str, deque[tuple[float, float]]] = {}

    def best(self, now: float) -> tuple[str, float] | None:
        """The badge that is heard best of late at the station the lesson is at, and its level."""
        levels = {
            badge: median(level for _, level in some)
            for badge, some in self._latest.items()
            if now - some[-1][0] <= QUIET
        }
        return max(levels.items(), key=lambda one: one[1], default=None)

    def _take(self, badge: str, scanner: str, level: float) -> None:
        if badge not in self._heard and len(self._heard) >= MOST_BADGES:
            return
        levels = self._heard.setdefault(badge, {}).setdefault(scanner, [])
        if len(levels) < MOST_LEVELS:
            levels.append(level)

    def _show(self, badge: str, level: float, now: float) -> None:
        if badge in self._latest or len(self._latest) < MOST_BADGES:
            self._latest.setdefault(badge, deque(maxlen=SAMPLES)).append((now, level))

    def _enter(self, state: LessonState, now: float) -> None:
        self.state = state
        self._since = now
        self._heard = {}

    def _fail(self, reason: NotLearned, now: float) -> None:
        self._enter("failed", now)
        self.problem = reason


class PadLesson(_Lesson):
    """Hold a badge on the pad of a station: ``badge``, or the one that is heard best."""

    def __init__(self, station: str, offset: float, badge: str | None, now: float) -> None:
        super().__init__("waiting", now)
        self.station = station
        self.result: Touch | None = None
        self._offset = offset
        self._badge = badge

    def progress(self, now: float) -> float:
        """How much of the time on the pad is over, in 0..1."""
        return min(1.0, (now - self._since) / HOLD) if self.state == "holding" else 0.0

    def hear(self, badge: str, scanner: str, level: float, now: float) -> None:
        """A badge was heard."""
        self.tick(now)
        if scanner != self.station or self._badge not in (None, badge):
            return
        self._show(badge, level, now)
        if self.state == "holding":
            self._take(badge, scanner, level)
        elif self.state == "waiting":
            latest = [one for _, one in self._latest.get(badge, ())]
            if len(latest) == SAMPLES and median(latest) >= THERE + self._offset:
                self._enter("holding", now)

    def tick(self, now: float) -> None:
        """Let time pass."""
        if self.state == "holding" and now - self._since >= HOLD:
            try:
                heard = {badge: by_scanner[self.station] for badge, by_scanner in self._heard.items()}
                self.result = learn_touch(heard, self._offset)
                self._enter("learned", now)
            except NotLearned as reason:
                self._fail(reason, now)
        elif self.state == "waiting" and now - self._since >= WAIT:
            self._fail(NotLearned("nobody_came" if self._latest else "silent"), now)


class WalkLesson(_Lesson):
    """Walk past all ``stations`` with a badge, and say at each that one stands there."""

    def __init__(self, stations: Collection[str], now: float) -> None:
        super().__init__("walking", now)
        self.stations = frozenset(stations)
        self.station: str | None = None
        self.result: Offsets | None = None
        self.stands: list[Stand] = []
        self._began = now

    def visited(self) -> set[str]:
        """The stations that were stood at."""
        return {station for station, _ in self.stands}

    def progress(self, now: float) -> float:
        """How much of the time at this station is over, in 0..1."""
        return min(1.0, (now - self._since) / STAND) if self.state == "standing" else 0.0

    def here(self, station: str, now: float) -> None:
        """Somebody stands at this station now; what was heard of the stand before, if it was not over, is dropped."""
        self.tick(now)
        if self.state in ("walking", "standing"):
            self._enter("standing", now)
            self._latest = {}
            self.station = station
            self.note = None

    def hear(self, badge: str, scanner: str, level: float, now: float) -> None:
        """A badge was heard."""
        self.tick(now)
        if self.state == "standing" and scanner in self.stations:
            self._take(badge, scanner, level)
            if scanner == self.station:
                self._show(badge, level, now)

    def finish(self, now: float) -> None:
        """Learn from the stations visited so far; the others keep what they know."""
        if self.state in ("walking", "standing"):
            self.stations = frozenset(self.visited())
            self._learn(now)

    def tick(self, now: float) -> None:
        """Let time pass."""
        if self.state == "standing" and now - self._since >= STAND:
            assert self.station is not None
            if heard_here(self.station, self._heard):
                self.stands.append((self.station, self._heard))
                del self.stands[:-MOST_STANDS]
            else:
                self.note = NotLearned("unheard", station=self.station)
            self._enter("walking", now)
            self.station = None
            if self.visited() == self.stations:
                self._learn(now)
        if self.state in ("walking", "standing") and now - self._began >= WALK:
            self._fail(NotLearned("walk_too_long"), now)

    def _learn(self, now: float) -> None:
        try:
            self.result = learn_offsets(self.stations, self.stands)
            self._enter("learned", now)
        except NotLearned as reason:
            self._fail(reason, now)
