"""Putting wall times right afterwards: every event says its boot and how long the machine had been up.

A boot is a straight line: true time is a constant plus the seconds since it began. Where people or the network said
once what time it was (:class:`xlab.events.ClockAgreed`), that constant is known, and with it the time of every event
of the boot, whatever the machine's clock said and however often it jumped. A boot in which nobody said so lies
between its neighbours: it is moved no further than they demand, and its times are known roughly. A station elsewhere
counts boots of its own: what it recorded happened before the hub stored it. Where nothing was ever agreed, nothing is
known better.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from xlab.events import ClockAgreed, Event, KitStarted
from xlab.events.kit import AgreedBy

SLACK: Final = 2.0
"""Seconds that are let be: a clock that the network steers wanders so much in a day, and no page shows them."""

OFFLINE: Final = 12 * 3600.0
"""Seconds that a station may have kept what it recorded before the hub came back: one long day."""


class Agreed(msgspec.Struct, frozen=True):
    """It was ``start`` (seconds since 1970) when a boot began; said when it was ``said`` seconds old."""

    start: float
    said: float
    by: AgreedBy


class _Boot(msgspec.Struct):
    """What the events of one boot say. ``believed`` is when it began as its own clock said last."""

    believed: float
    last: float
    agreed: Agreed | None = None
    # For a station's boot: since the hub last stored something itself, and by how much it is younger than the hub's.
    unbounded: float | None = None
    younger: dict[str, float] = {}


class Timeline:
    """The boots of all kits in a log, from events in the order of the log. Not for several threads at once."""

    def __init__(self) -> None:
        self._hubs: dict[str, dict[str, _Boot]] = {}
        self._stations: dict[str, dict[str, _Boot]] = {}
        self._starts: dict[tuple[str, str], tuple[float, float]] | None = None

    def take(self, event: Event) -> None:
        """One more event."""
        hubs = self._hubs.setdefault(event.kit, {})
        stations = self._stations.setdefault(event.kit, {})
        own = isinstance(event.fact, KitStarted | ClockAgreed) or event.boot in hubs
        boots = hubs if own else stations
        boot = boots.setdefault(event.boot, _Boot(event.wall - event.mono, event.mono, younger={}))
        boot.believed = event.wall - event.mono
        boot.last = max(boot.last, event.mono)
        if own:
            for station in stations.values():
                _bound(station, event)
        else:
            boot.unbounded = max(boot.unbounded or event.mono, event.mono)
        if isinstance(event.fact, ClockAgreed):
            self._agree(hubs, event.fact, event.mono)
        self._starts = None

    def agreed(self, kit: str, boot: str) -> Agreed | None:
        """What was agreed in this boot of this kit."""
        found = self._hubs.get(kit, {}).get(boot)
        return found.agreed if found is not None else None

    def wall(self, event: Event) -> float:
        """When this event happened, in seconds since 1970."""
        start, _ = self._start(event)
        right = start + event.mono
        return right if abs(right - event.wall) > SLACK else event.wall

    def about(self, event: Event) -> bool:
        """Whether the time of this event was put right by what its neighbours say, and so is known roughly."""
        return self._start(event)[1] > 0 and self.wall(event) != event.wall

    def put_right(self, events: Iterable[Event]) -> list[Event]:
        """The same events at the times when they happened."""
        return [msgspec.structs.replace(event, wall=self.wall(event)) for event in events]

    def _agree(self, hubs: dict[str, _Boot], fact: ClockAgreed, said: float) -> None:
        boot = hubs.setdefault(fact.boot, _Boot(fact.wall - fact.mono, fact.mono, younger={}))
        # The network knows better than any phone; of equals the later one was said by who saw what the earlier one did.
        if boot.agreed is None or fact.by == "ntp" or boot.agreed.by != "ntp":
            boot.agreed = Agreed(fact.wall - fact.mono, said, fact.by)

    def _start(self, event: Event) -> tuple[float, float]:
        """When the event's boot began, and 1.0 where that is known roughly; its own clock where nothing is known."""
        if self._starts is None:
            self._starts = {}
            for kit, hubs in self._hubs.items():
                if any(boot.agreed for boot in hubs.values()):
                    self._resolve(kit, hubs, self._stations[kit])
        return self._starts.get((event.kit, event.boot), (event.wall - event.mono, 0.0))

    def _resolve(self, kit: str, hubs: dict[str, _Boot], stations: dict[str, _Boot]) -> None:
        starts: dict[str, float] = {}
        latest, names = float("inf"), list(hubs)
        no_later: dict[str, float] = {}
        for name in reversed(names):
            agreed = hubs[name].agreed
            latest = agreed.start if agreed is not None else latest - hubs[name].last
            no_later[name] = latest
        ended = float("-inf")
        for name in names:
            boot = hubs[name]
            start = boot.agreed.start if boot.agreed else max(min(boot.believed, no_later[name]), ended)
            starts[name], ended = start, start + boot.last
        assert self._starts is not None
        for name, start in starts.items():
            self._starts[kit, name] = (start, 0.0 if hubs[name].agreed else 1.0)
        for name, boot in stations.items():
            newest = min((starts[hub] + age for hub, age in boot.younger.items()), default=None)
            if newest is not None:
                trusted = newest - OFFLINE <= boot.believed <= newest + SLACK
                self._starts[kit, name] = (boot.believed if trusted else newest, 1.0)


def _bound(station: _Boot, stored: Event) -> None:
    """What a station recorded so far happened before the hub stored this."""
    if station.unbounded is not None:
        age = stored.mono - station.unbounded
        station.younger[stored.boot] = min(age, station.younger.get(stored.boot, age))
        station.unbounded = None
