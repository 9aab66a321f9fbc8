"""The live table of ``xlab beacons scan``: what is heard now, one row a beacon."""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from xlab.beacons.presence import Presence
from xlab.beacons.room import Here, Presences
from xlab.beacons.sighting import Sighting
from xlab.beacons.signals import Line
from xlab.cli._beacon_names import Names

RATE_WINDOW: Final = 5.0
"""Seconds over which advertisements are counted: enough for a steady figure, few enough to see a badge go quiet."""

SPARK: Final = 30
"""Seconds the spark line goes back."""

SILENT: Final = 5.0
"""Seconds after which a beacon that is not heard fades."""

STAYS: Final = 60.0
"""Seconds a silent beacon stays in the table: long enough to walk up to it and look."""

_WEAK: Final = -100
_STRONG: Final = -40
"""dBm between which the spark line rises: what a radio just hears, and a badge on the pad."""

_BARS: Final = "▁▂▃▄▅▆▇█"
_PLAIN_BARS: Final = "_.,:-=+#"
_WIDE: Final = 100
"""Columns from which the spark line has one for each second; on a narrower terminal it has one for two."""


def short(beacon: str) -> str:
    """A beacon's identity for a narrow column: the ends of its UUID, its major and its minor."""
    uuid, _, rest = beacon.partition("/")
    return f"{uuid[:4]}..{uuid[-4:]}/{rest}"


class _Row:
    def __init__(self, sighting: Sighting) -> None:
        self.latest = sighting
        self.line = Line(int(sighting.t), SPARK + 2)
        self.times: deque[float] = deque(maxlen=1000)

    def hear(self, sighting: Sighting) -> None:
        self.latest = sighting
        if -256 < sighting.rssi < 0:
            self.line.add(int(sighting.t), sighting.rssi)
        self.times.append(sighting.t)


class BeaconTable:
    """Takes sightings and draws them as they stand. Time is an argument, on the sightings' time line.

    Rows stand in the order in which their beacons were first heard, so that none jumps while it is read.
    """

    def __init__(self, names: Names, stations: Mapping[str, str]) -> None:
        """``stations`` names the scanners by id; one that is not there is called by its id."""
        self._names = names
        self._stations = stations
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
        row = self._rows.get(sighting.beacon)
        if row is None:
            row = self._rows[sighting.beacon] = _Row(sighting)
        row.hear(sighting)

    def draw(self, now: float) -> RenderableType:
        """The table at ``now``, as wide as the terminal lets it be."""
        for event in self._presence.tick(now):
            self._room.apply(event, "live")
        self._rows = {beacon: row for beacon, row in self._rows.items() if now - row.latest.t < STAYS}
        here = {one.beacon: one for one in self._room.here()}
        rows = [self._cells(beacon, row, here.get(beacon), now) for beacon, row in self._rows.items()]
        return _Picture(self._status, rows)

    def _cells(self, beacon: str, row: _Row, here: Here | None, now: float) -> "_Cells":
        while row.times and row.times[0] <= now - RATE_WINDOW:
            row.times.popleft()
        ago = max(0.0, now - row.latest.t)
        station = "" if here is None else self._stations.get(here.station, here.station)
        return _Cells(
            name=self._names.of(beacon),
            station=station,
            band="left" if here is None else here.proximity,
            levels=row.line.levels(int(now), SPARK),
            rssi=row.latest.rssi,
            rate=len(row.times) / RATE_WINDOW,
            ago=ago,
        )


class _Cells:
    """One row, before it is known how wide the terminal is."""

    def __init__(
        self, name: Text, station: str, band: str, levels: Sequence[int | None], rssi: int, rate: float, ago: float
    ) -> None:
        self.name = name
        self.station = station
        self.band = band
        self.levels = levels
        self.rssi = rssi
        self.rate = rate
        self.ago = ago

    def texts(self, bars: str, each: int) -> tuple[Text, ...]:
        spark = "".join(_bar(self.levels[start : start + each], bars) for start in range(0, SPARK, each))
        signal = Text(f"{spark} {self.rssi:>4}")
        signal.stylize(self.name.style, 0, len(spark))
        last = "now" if self.ago < 1.5 else f"{self.ago:.0f} s"
        texts = (self.name.copy(), Text(self.station), Text(self.band), signal, Text(f"{self.rate:.1f}"), Text(last))
        if self.ago >= SILENT:
            for text in texts:
                text.stylize("dim")
        return texts


class _Picture:
    """The table as rich draws it: it asks for the width and the letters there are."""

    def __init__(self, status: str, rows: Sequence[_Cells]) -> None:
        self._status = status
        self._rows = rows

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text(self._status)
        if not self._rows:
            yield Text("No badge of this kit is heard.")
        else:
            yield self._table(options)
        yield Text("Ctrl-C ends.", style="dim")

    def _table(self, options: ConsoleOptions) -> Table:
        table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
        for name, width in (("Badge", 20), ("Station", 16), ("Band", None)):
            table.add_column(name, no_wrap=True, overflow="ellipsis", max_width=width)
        each = 1 if options.max_width >= _WIDE else 2
        # The spark line and the figures are what the table is for: names give way to them.
        table.add_column("Last 30 s, dBm", no_wrap=True, min_width=SPARK // each + 5)
        table.add_column("A second", no_wrap=True, justify="right", min_width=8)
        table.add_column("Heard", no_wrap=True, justify="right", min_width=5)
        bars = _PLAIN_BARS if options.ascii_only else _BARS
        for row in self._rows:
            table.add_row(*row.texts(bars, each))
        return table


def _bar(levels: Sequence[int | None], bars: str) -> str:
    heard = [level for level in levels if level is not None]
    if not heard:
        return " "
    share = (max(heard) - _WEAK) / (_STRONG - _WEAK)
    return bars[min(max(int(share * len(bars)), 0), len(bars) - 1)]
