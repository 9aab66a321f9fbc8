"""The room as the hub sees it now: spots, badges, radio. One state, changed in one place, told as a whole."""

from collections.abc import Callable, Collection, Iterable, Mapping

import msgspec

from xlab.beacons.presence import PresenceEvent
from xlab.beacons.registry import Registry
from xlab.beacons.room import Here, Presences
from xlab.events import Source
from xlab.link import BadgeHere, Face, Radio, Room, Scanner, Screen, Spot

Place = tuple[str, float, float]
"""A name and where it is, ``x`` and ``y`` in 0..1 of the room's picture."""


class RoomState:
    """Folds what stations, radio and presence say into one :class:`Room`. Used on the loop only."""

    def __init__(self, on_change: Callable[[Room], None], registry: Registry | None = None) -> None:
        """``registry`` says what the kit's own beacons are; whoever changes it calls :meth:`registered` after."""
        self._on_change = on_change
        self._registry = registry if registry is not None else Registry()
        self._presences = Presences()
        self._faces: dict[str, Face] = {}
        self._stations: dict[str, Spot] = {}
        self._places: dict[str, Spot] = {}
        self._scanners: dict[str, Scanner] = {}
        self._placed: dict[str, tuple[float, float]] = {}
        self.now = Room(revision=0)

    def faces(self) -> Mapping[str, Face]:
        """The face of every beacon that has one."""
        return self._faces

    def face(self, beacon: str, face: Face) -> None:
        """Give a beacon its face; it shows with the next presence."""
        self._faces[beacon] = face

    def unface(self, beacon: str) -> None:
        """Take the face of a forgotten beacon that is not in the room."""
        self._faces.pop(beacon, None)

    def present(self, beacon: str) -> bool:
        """Whether the beacon is in the room now."""
        return any(here.beacon == beacon for here in self._presences.here())

    def here(self) -> tuple[Here, ...]:
        """Every beacon in the room, pads among them."""
        return self._presences.here()

    def worn(self) -> Mapping[str, Face]:
        """The faces of all who are in the room."""
        return {one.beacon: self._faces[one.beacon] for one in self._presences.here() if one.beacon in self._faces}

    def registered(self) -> None:
        """The registry has changed."""
        self._publish()

    def presence(self, events: Iterable[PresenceEvent], source: Source) -> None:
        """Beacons entered, moved or left. However many: one change of the room."""
        for event in events:
            self._presences.apply(event, source)
        self._publish()

    def radio(self, radio: Radio, places: Mapping[str, Place] | None = None) -> None:
        """What the kit hears with, and, for a recording, the places its scanners stood at."""
        self._places = {
            scanner: Spot(id=scanner, name=name, x=x, y=y, source="recorded")
            for scanner, (name, x, y) in (places or {}).items()
        }
        if radio != self.now.radio or self._spots() != self.now.spots:
            self._publish(radio)

    def station(self, station: str, name: str, screen: Screen, demo: str | None) -> None:
        """A station says what is on its screen. Without a run, no simulated badge lies on its pad."""
        self._stations[station] = Spot(id=station, name=name, x=0.5, y=0.5, screen=screen, demo=demo)
        self._clear_pad(station)
        self._publish()

    def stations(self) -> Collection[str]:
        """The ids of this kit's own stations that are or were here."""
        return self._stations.keys()

    def placed(self) -> Mapping[str, tuple[float, float]]:
        """Where the facilitator put stations, whether they are here or not."""
        return self._placed

    def place(self, places: Mapping[str, tuple[float, float] | None]) -> None:
        """Put stations to their places; None gives one back to the kit to arrange."""
        for station, place in places.items():
            if place is None:
                self._placed.pop(station, None)
            else:
                self._placed[station] = place
        if places:
            self._publish()

    def scanner(self, scanner: Scanner) -> None:
        """A further station's scanner came, went, or says how its radio is. Badges can be there without a kiosk."""
        if self._scanners.get(scanner.station) == scanner:
            return
        self._scanners[scanner.station] = scanner
        if scanner.station not in self._stations:
            self._stations[scanner.station] = Spot(id=scanner.station, name=scanner.name, x=0.5, y=0.5)
        self._publish()

    def scanner_away(self, station: str) -> None:
        """The link of a further station's scanner broke."""
        known = self._scanners.get(station)
        if known is not None:
            self.scanner(msgspec.structs.replace(known, here=False))

    def unpaired(self, station: str) -> None:
        """A station belongs to this kit no more."""
        self._scanners.pop(station, None)
        if self._stations.pop(station, None) is not None:
            self._publish()

    def playing(self, station: str) -> bool:
        """Whether the station is there and plays a demo."""
        known = self._stations.get(station)
        return known is not None and known.screen == "playing"

    def station_away(self, station: str) -> None:
        """A station's link broke."""
        known = self._stations.get(station)
        if known is not None:
            self._stations[station] = msgspec.structs.replace(known, screen="away", demo=None)
            self._clear_pad(station)
            self._publish()

    def _clear_pad(self, station: str) -> None:
        """A killed kiosk cannot say that its simulated badge is gone; it must not stay in the room for ever."""
        if self.playing(station):
            return
        for here in self._presences.here():
            if (here.station, here.source, here.proximity) == (station, "simulated", "touch"):
                self._presences.apply(PresenceEvent(0.0, "left", here.beacon, None, "far"), here.source)

    def _spots(self) -> tuple[Spot, ...]:
        # The kit's own recordings name its own stations: a place that is one of them is not drawn twice.
        elsewhere = (place for place in self._places.values() if place.id not in self._stations)
        return (*_arranged(self._stations, self._placed), *elsewhere)

    def _publish(self, radio: Radio | None = None) -> None:
        spots = self._spots()
        places = {spot.id for spot in spots}
        badges = tuple(
            self._badge(here, places)
            for here in self._presences.here()
            if here.beacon in self._faces and not self._is_pad(here.beacon)
        )
        self.now = Room(
            revision=self.now.revision + 1,
            spots=spots,
            badges=badges,
            scanners=tuple(self._scanners[station] for station in sorted(self._scanners)),
            radio=radio or self.now.radio,
        )
        self._on_change(self.now)

    def _badge(self, here: Here, places: Collection[str]) -> BadgeHere:
        known = self._registry.get(here.beacon)
        return BadgeHere(
            beacon=here.beacon,
            face=self._faces[here.beacon],
            station=here.station if here.station in places else None,
            proximity=here.proximity,
            source=here.source,
            role=known.role if known else "badge",
            label=known.label if known else "",
        )

    def _is_pad(self, beacon: str) -> bool:
        known = self._registry.get(beacon)
        return known is not None and known.role == "pad"


def _arranged(stations: Mapping[str, Spot], placed: Mapping[str, tuple[float, float]]) -> list[Spot]:
    """Stations where the facilitator put them, and the others side by side, all ordered by id.

    The others stand along the middle of the picture as long as nobody has placed any; once a room is arranged, who
    comes later waits at its lower edge.
    """
    waiting = [name for name in sorted(stations) if name not in placed]
    y = 0.5 if len(waiting) == len(stations) else 1.0
    edge = {name: ((index + 1) / (len(waiting) + 1), y) for index, name in enumerate(waiting)}
    where = {**placed, **edge}
    return [
        msgspec.structs.replace(stations[name], x=where[name][0], y=where[name][1], placed=name in placed)
        for name in sorted(stations)
    ]
