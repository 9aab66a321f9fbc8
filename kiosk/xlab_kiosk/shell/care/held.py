"""Which demos a station keeps back on its own: they failed too often here, or kept it from starting. Pure.

The hub counts failures over all stations; this is the station's own count, for when the hub is away. Both are the same
fold (:mod:`xlab.catalogue.quarantine`), and a station lets go of what it holds when IT lifts the demo's quarantine.
"""

import msgspec

from xlab.catalogue.quarantine import Streak, Streaks
from xlab.events import Outcome, RunEnded, RunStarted
from xlab.link import Programme

STOPPED_STARTS = "It kept this station from starting twice, so the station was started without it."


class Which(msgspec.Struct, frozen=True):
    """A version of a demo."""

    demo: str
    version: str


class HeldFile(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept in the home. ``lifted`` is how often each demo's quarantine had been lifted when last heard."""

    streaks: tuple[Streak, ...] = ()
    starts: tuple[Which, ...] = ()
    lifted: dict[str, int] = {}


class Held:
    """What is held back, with reasons."""

    def __init__(self, kept: HeldFile | None = None) -> None:
        kept = kept or HeldFile()
        self._streaks = Streaks(kept.streaks)
        self._starts = set(kept.starts)
        self._lifted = dict(kept.lifted)
        self._runs = 0

    @property
    def kept(self) -> HeldFile:
        """All there is to know, for the file."""
        starts = tuple(sorted(self._starts, key=lambda which: (which.demo, which.version)))
        return HeldFile(streaks=self._streaks.streaks, starts=starts, lifted=dict(self._lifted))

    def ran(self, which: Which, outcome: Outcome, detail: str) -> None:
        """A run ended."""
        self._runs += 1
        run = str(self._runs)
        self._streaks.take(RunStarted(run=run, demo=which.demo, version=which.version, language=""))
        self._streaks.take(RunEnded(run=run, demo=which.demo, outcome=outcome, seconds=0.0, detail=detail))

    def stopped_start(self, which: Which) -> None:
        """The station did not get past this demo when it started."""
        self._starts.add(which)

    def hear(self, programme: Programme) -> None:
        """Let go of what IT has released since the last programme."""
        for slot in programme.slots:
            if slot.lifted > self._lifted.get(slot.demo, 0):
                self._streaks.release(slot.demo)
                self._starts = {which for which in self._starts if which.demo != slot.demo}
                self._lifted[slot.demo] = slot.lifted

    def left_out(self, which: Which) -> bool:
        """Whether the station started without it."""
        return which in self._starts

    def reason(self, which: Which) -> str:
        """Why a demo is held back, as a plain sentence in English; empty where it is not."""
        if which in self._starts:
            return STOPPED_STARTS
        streak = self._streaks.failing(which.demo, which.version)
        return streak.reason if streak is not None else ""
