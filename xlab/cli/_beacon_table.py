"""The live table of ``xlab beacons scan``: what is heard now, one row a beacon."""

from collections import deque
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from xlab.beacons.presence import Presence
from xlab.beacons.room import Here, Presences
from xlab.beacons.sighting import Sighting

RATE_WINDOW: Final = 5.0
"""Seconds over which advertisements are counted: enough for a steady figure, few enough to see a badge go quiet."""


def short(beacon: str) -> str:
    """A beacon's identity for a narrow column: the ends of its UUID, its major and its minor."""
    uuid, _, rest = beacon.partition("/")
    return f"{uuid[:4]}..{uuid[-4:]}/{rest}"


class _Row:
    def __init__(self) -> None:
        self.latest: Sighting | None = None
        self.times: deque[float] = deque(maxlen=1000)


class BeaconTable:
    """Takes sightings and draws them as they stand. Time is an argument, on the sightings' time line."""

    def __init__(self) -> None:
        self._presence = Presence()
        self._room = Presences()
        self._rows: dict[str, _Row] = {}
        self._status = "Starting the radio."

    def tell(self, text: str) -> None:
        """Put a sentence on the state of the radio above the table."""
        self._status = text

    def hear(self, sighting: Sighting) -> None:
        """Take in one sighting."""
        for event in self._presence.hear(sighting):
            self._room.apply(event, "live")
        row = self._rows.setdefault(sighting.beacon, _Row())
        row.latest = sighting
        row.times.append(sighting.t)

    def draw(self, now: float) -> RenderableType:
        """The table at ``now``: beacons that left are gone from it."""
        for event in self._presence.tick(now):
            self._room.apply(event, "live")
        here = self._room.here()
        self._rows = {one.beacon: self._rows[one.beacon] for one in here}
        end = Text("Ctrl-C ends.", style="dim")
        if not here:
            return Group(Text(self._status), Text("No badge of this kit is heard."), end)
        table = Table("Beacon", "Scanner", "Band", box=SIMPLE_HEAD)
        for name in ("RSSI", "A second", "Last heard"):
            table.add_column(name, justify="right")
        for one in here:
            table.add_row(*self._cells(one, now))
        return Group(Text(self._status), table, end)

    def _cells(self, here: Here, now: float) -> tuple[str | Text, ...]:
        row = self._rows[here.beacon]
        while row.times and row.times[0] <= now - RATE_WINDOW:
            row.times.popleft()
        latest = row.latest
        rssi, ago = (f"{latest.rssi} dBm", f"{max(0.0, now - latest.t):.1f} s ago") if latest else ("", "")
        return short(here.beacon), Text(here.station), here.proximity, rssi, f"{len(row.times) / RATE_WINDOW:.1f}", ago
