"""When a demo has failed too often: runs that ended in trouble, one after another, of one version of it. Pure.

The hub counts over all stations, from its log; a station counts its own runs while it has no hub. A run that ended as
visitors meant it to begins the count anew. One that was stopped from outside says nothing of the demo either way.
"""

from collections.abc import Collection, Iterable
from typing import Final

import msgspec

from xlab.events import DemoQuarantined, DemoReleased, Fact, Outcome, RunEnded, RunStarted

IN_A_ROW: Final = 3
"""Failures of one version, one after another, that take it out of use."""

FAILURES: Final[Collection[Outcome]] = ("crashed", "hung", "exited")

_MOST_RUNS: Final = 256
"""Runs that may go on at once. A kiosk that is killed never ends its run, so the oldest are let go of."""

_MOST_STREAKS: Final = 1000
"""Versions counted at once: a station that invents demos must not fill the memory."""

_MOST_DETAIL: Final = 200
"""Characters of what the last failure said; it was written by the demo."""

_WORDS: Final = {"crashed": "it crashed", "hung": "it stopped answering", "exited": "it ended without being asked to"}


class Streak(msgspec.Struct, frozen=True, kw_only=True):
    """How often a version failed in a row until now; ``reason`` is a plain sentence about it, in English."""

    demo: str
    version: str
    failures: int
    reason: str


class Streaks:
    """A fold of facts about runs, quarantines and releases, oldest first; other facts are passed over."""

    def __init__(self, kept: Iterable[Streak] = ()) -> None:
        """``kept`` is what :attr:`streaks` were when the fold was left off."""
        self._running: dict[str, RunStarted] = {}
        self._streaks = {(streak.demo, streak.version): streak for streak in kept}

    @property
    def streaks(self) -> tuple[Streak, ...]:
        """All versions that failed the last time, however often, the newest failure last."""
        return tuple(self._streaks.values())

    def take(self, fact: Fact) -> None:
        """Take in what happened next."""
        match fact:
            case RunStarted():
                self._running[fact.run] = fact
                if len(self._running) > _MOST_RUNS:
                    del self._running[next(iter(self._running))]
            case RunEnded():
                began = self._running.pop(fact.run, None)
                if began is not None and began.demo == fact.demo:
                    self._count(began, fact)
            case DemoQuarantined():
                self._streaks.pop((fact.demo, fact.version), None)
            case DemoReleased():
                self.release(fact.demo)

    def release(self, demo: str) -> None:
        """IT lifted the quarantine of a demo: the count begins anew, for all its versions."""
        self._streaks = {who: streak for who, streak in self._streaks.items() if who[0] != demo}

    def failing(self, demo: str, version: str) -> Streak | None:
        """The streak of this version, if it has failed too often."""
        streak = self._streaks.get((demo, version))
        return streak if streak is not None and streak.failures >= IN_A_ROW else None

    def due(self) -> list[Streak]:
        """All versions that have failed too often and were neither released nor quarantined since."""
        return [streak for streak in self._streaks.values() if streak.failures >= IN_A_ROW]

    def _count(self, began: RunStarted, ended: RunEnded) -> None:
        who = (began.demo, began.version)
        if ended.outcome == "stopped":
            return
        streak = self._streaks.pop(who, None)
        if ended.outcome not in FAILURES:
            return
        failures = 1 + (streak.failures if streak is not None else 0)
        reason = _reason(failures, ended.outcome, ended.detail)
        self._streaks[who] = Streak(demo=began.demo, version=began.version, failures=failures, reason=reason)
        if len(self._streaks) > _MOST_STREAKS:
            del self._streaks[next(iter(self._streaks))]


def _reason(failures: int, outcome: Outcome, detail: str) -> str:
    times = "once" if failures == 1 else f"{failures} times in a row"
    # On one line, and without what could play tricks where it is shown.
    said = "".join(letter if letter.isprintable() else " " for letter in detail[: 4 * _MOST_DETAIL])
    said = " ".join(said.split())
    said = said if len(said) <= _MOST_DETAIL else said[: _MOST_DETAIL - 3] + "..."
    return f"It failed {times}. The last time {_WORDS[outcome]}" + (f": {said.rstrip('.')}." if said else ".")
