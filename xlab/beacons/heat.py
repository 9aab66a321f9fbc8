"""Presence to warmth: how long badges were at each station, minute by minute of the last hour. Pure.

What is kept is a sum for each station and minute. Which badges made it up is not kept: beyond those that are in the
room now, nobody can be found in it, and after an hour nothing of it is left.
"""

import math
from typing import Final

from xlab.events import Draft, PresenceKind

MINUTES: Final = 60
"""Minutes the picture goes back."""

MOST_STATIONS: Final = 64
"""Stations remembered: more than any kit has. A recording may name as many scanners as it likes."""

_MINUTE: Final = 60.0


class Heat:
    """Sums up stays. Times are seconds on one line; one that goes back counts as the latest known."""

    def __init__(self) -> None:
        self._now = -math.inf
        self._here: dict[str, tuple[str, float]] = {}
        self._cells: dict[str, dict[int, float]] = {}

    def apply(self, t: float, kind: PresenceKind, beacon: str, station: str | None) -> None:
        """A beacon entered or moved to ``station``, or left, at ``t``. What changes no station changes nothing."""
        self._now = max(self._now, t)
        before = self._here.get(beacon)
        after = None if kind == "left" else station
        if before is not None and before[0] == after:
            return
        if before is not None:
            self._add(self._cells, *before, self._now)
        if after is None:
            self._here.pop(beacon, None)
        else:
            self._here[beacon] = (after, self._now)

    def interrupt(self) -> None:
        """The kit stopped: who was here was so until the last that is known, and nobody is here now."""
        for station, since in self._here.values():
            self._add(self._cells, station, since, self._now)
        self._here.clear()

    def seconds(self, now: float) -> dict[str, tuple[int, ...]]:
        """For each station that was visited: badge-seconds in each of the last :data:`MINUTES`, the present one last.

        The last minute is whole but for what of it is still to come; minutes begin where the time line has its own.
        """
        now = max(now, self._now)
        cells = {station: dict(minutes) for station, minutes in self._cells.items()}
        for station, since in self._here.values():
            self._add(cells, station, since, now)
        last = int(now // _MINUTE)
        shown = range(last - MINUTES + 1, last + 1)
        rows = {
            station: tuple(round(minutes.get(one, 0.0)) for one in shown) for station, minutes in sorted(cells.items())
        }
        return {station: row for station, row in rows.items() if any(row)}

    def _add(self, cells: dict[str, dict[int, float]], station: str, since: float, until: float) -> None:
        minutes = cells.get(station)
        if minutes is None:
            if len(cells) >= MOST_STATIONS:
                del cells[min(cells, key=lambda name: (max(cells[name], default=0), name))]
            minutes = cells[station] = {}
        last = int(until // _MINUTE)
        first = last - MINUTES + 1
        for old in [minute for minute in minutes if minute < first]:
            del minutes[old]
        for minute in range(max(first, int(since // _MINUTE)), last + 1):
            inside = min(until, (minute + 1) * _MINUTE) - max(since, minute * _MINUTE)
            minutes[minute] = minutes.get(minute, 0.0) + inside


def age(event: Draft, now: Draft) -> float | None:
    """Seconds from ``event`` to ``now``, both as this kit stamped them; None where its clocks cannot tell.

    Within one boot the seconds since that boot say it, whatever was done to the clock. Across boots there is only wall
    time, and that is believed as long as it puts the event before this boot.
    """
    if event.boot == now.boot:
        return max(0.0, now.mono - event.mono)
    passed = now.wall - event.wall
    return passed if passed >= now.mono else None
