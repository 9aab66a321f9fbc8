"""Between two groups of a day: stations begin anew, and nobody is taken for the visitor who had the badge before.

Stations need no order for it: every screen knows the number of the group, and one that was away begins anew when it
returns and hears of another number. A badge that came back is unlinked by a fact in the log, and of all that is known
of it only what came after is ever told. A badge of another kit loses its face as well; one of the kit's own keeps it,
for that is the sticker on it and says nothing of who wore it.
"""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from xlab import link
from xlab.beacons.registry import Registry
from xlab.beacons.room import Here
from xlab.dashboard.ports.groups import Began, LeftOpen
from xlab.dashboard.ports.rounds import RoundRefused, Rounds
from xlab.dashboard.ports.visits import VisitRefused
from xlab.events import BadgeGiven, BadgeReturned, Event
from xlab.hub.faces import Faces
from xlab.hub.room import RoomState
from xlab.hub.visits import Visits
from xlab.store import EventLog

_PATIENCE: Final = 15.0
"""Seconds a thread of the dashboard waits: the log may be looked through once for what is known of each badge."""


class Groups:
    """Implements :class:`xlab.dashboard.ports.groups.Groups`. Made on the loop."""

    def __init__(
        self,
        visits: Visits,
        rounds: Rounds,
        room: RoomState,
        registry: Registry,
        faces: Faces,
        log: EventLog,
        box: str,
    ) -> None:
        """``box`` is the station that stands at the box."""
        self._visits, self._rounds, self._room = visits, rounds, room
        self._registry, self._faces, self._log, self._box = registry, faces, log, box
        self._loop = asyncio.get_running_loop()
        self._last: Began | None = None
        self._visit = ""
        self._late: set[str] = set()

    def left_open(self) -> int:
        """See :class:`xlab.dashboard.ports.groups.Groups`, here and below."""
        return len(self._open())

    def begin(self, rounds: LeftOpen = "", number: int = 0) -> Began:
        """The next group comes in."""
        now = self._visits.now()
        if now is None or now.state != "open" or number not in (0, now.group + 1):
            raise VisitRefused("state")
        left = self._open()
        if left and not rounds:
            raise VisitRefused("rounds")
        closing = left if rounds == "close" else []
        try:
            for one in closing:
                self._rounds.close(one)
        except RoundRefused as refused:
            raise VisitRefused("not_stored") from refused
        work = self._begin(len(closing), number)
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=_PATIENCE)

    def last(self) -> Began | None:
        """What the last beginning brought."""
        now, last = self._visits.now(), self._last
        if last is None or now is None or (now.visit, now.group) != (self._visit, last.number):
            return None
        return msgspec.structs.replace(last, late=len(self._late))

    def greet(self, station: str) -> Sequence[link.ToStation]:
        """A station is here: it hears the number of the group with its welcome."""
        if station in self._late:
            self._late.discard(station)
            self._visits.look_again()
        return ()

    def _open(self) -> list[str]:
        return [one.now.round for one in self._rounds.all() if one.now.open and one.station is None]

    async def _begin(self, closed: int, wanted: int) -> Began:
        carried = self._carried()
        used = await asyncio.to_thread(self._used, carried)
        out = walking(self._room.here(), self._box) & used
        back = sorted(used - out)
        number = await self._visits.begin_group([BadgeReturned(beacon=beacon) for beacon in back], wanted)
        for beacon in back:
            self._faces.returned(beacon)
        if back:
            self._room.registered()
        screens = [spot for spot in self._room.now.spots if spot.id in self._room.stations() and spot.screen]
        self._late = {spot.id for spot in screens if spot.screen == "away"}
        now = self._visits.now()
        self._visit = now.visit if now is not None else ""
        self._last = Began(
            number=number,
            reset=len(screens) - len(self._late),
            late=len(self._late),
            back=len(back),
            out=len(out),
            closed=closed,
        )
        self._visits.look_again()
        return self._last

    def _carried(self) -> set[str]:
        """Everything a visitor may have worn: no props and no pads."""
        known = {*self._room.faces(), *(one.beacon for one in self._room.here())}
        return {beacon for beacon in known if self._registry.may_be_worn(beacon)}

    def _used(self, beacons: Iterable[str]) -> set[str]:
        """Those of which something is known that came after they were unlinked last."""
        newest = {beacon: self._log.about(beacon, 1) for beacon in beacons}
        return {beacon for beacon, events in newest.items() if since_return(events)}


def walking(here: Iterable[Here], box: str) -> set[str]:
    """The badges somebody still carries about: heard, and neither on a pad nor at the box."""
    resting = {one.beacon for one in here if one.proximity == "touch" or (one.station, one.proximity) == (box, "near")}
    return {one.beacon for one in here} - resting


def since_return(events: Sequence[Event]) -> Sequence[Event]:
    """Of all that is known of one badge, what came after it was unlinked last.

    A station that was away may hand over late what happened before; its own clock says when that was. Of one boot its
    count of seconds says so, which no correction of the clock moves.
    """
    after = [number for number, event in enumerate(events) if isinstance(event.fact, BadgeReturned)]
    if not after:
        return events
    returned = events[after[-1]]
    return [event for event in events[after[-1] + 1 :] if not _before(event, returned)]


def _before(event: Event, other: Event) -> bool:
    return event.mono < other.mono if event.boot == other.boot else event.wall < other.wall


def faces_given(events: Iterable[Event]) -> list[BadgeGiven]:
    """The faces that still hold, oldest first: who came back has none of before."""
    given: dict[str, BadgeGiven] = {}
    for event in events:
        match event.fact:
            case BadgeGiven() as fact:
                given.pop(fact.beacon, None)
                given[fact.beacon] = fact
            case BadgeReturned(beacon=beacon):
                given.pop(beacon, None)
    return list(given.values())
