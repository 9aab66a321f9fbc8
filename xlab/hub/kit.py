"""The running kit: what stations and the dashboard ask of it, and what becomes of what they say."""

import asyncio
import logging
import sys
import time
from collections.abc import AsyncIterator, Collection, Coroutine, Sequence
from pathlib import Path
from typing import Any

import msgspec

from xlab import __version__, link
from xlab.beacons.presence import PresenceEvent
from xlab.beacons.registry import Registry
from xlab.beacons.sighting import Sighting
from xlab.dashboard.health import ways_of
from xlab.dashboard.join import Invitation, invitation_of
from xlab.dashboard.ports.rounds import RoundRefused
from xlab.dashboard.ports.visits import VisitRefused
from xlab.events import (
    BadgeGiven,
    BadgeReturned,
    Calibrated,
    Draft,
    Event,
    Fact,
    KitStarted,
    PresenceChanged,
    RadioChanged,
    Source,
    StationPlaced,
    VisitSignedOff,
)
from xlab.hub.badges import Badges
from xlab.hub.care import Care
from xlab.hub.checks import Checks
from xlab.hub.cleansing import every
from xlab.hub.clock import KINDS as OF_THE_CLOCK
from xlab.hub.clock import Clock
from xlab.hub.deleting import Deleting
from xlab.hub.deliveries import Deliveries
from xlab.hub.diary import Diary
from xlab.hub.door import Door
from xlab.hub.faces import Faces
from xlab.hub.feed import Feed
from xlab.hub.findings import Findings
from xlab.hub.forgetting import ThoroughWriter
from xlab.hub.groups import Groups, faces_given, since_return
from xlab.hub.hearing import Hearing
from xlab.hub.held import Held
from xlab.hub.identity import identity
from xlab.hub.keeping import Keeping
from xlab.hub.lines import Lines
from xlab.hub.logs import Logs
from xlab.hub.machine import Machine
from xlab.hub.network import Network
from xlab.hub.newcomers import Newcomers
from xlab.hub.notes import Notes
from xlab.hub.pairing import Pairing
from xlab.hub.papers import Papers
from xlab.hub.places import Places
from xlab.hub.practice import Practice
from xlab.hub.recorder import Recordings
from xlab.hub.repertoire import Repertoire
from xlab.hub.room import RoomState
from xlab.hub.roster import Roster
from xlab.hub.rounds import Rounds
from xlab.hub.secrets import StationKeys
from xlab.hub.signals import RECALLED, Signals
from xlab.hub.stations import Stations
from xlab.hub.takeaways import Takeaways
from xlab.hub.teaching import Teaching
from xlab.hub.updating import Updating
from xlab.hub.visitors import Visitors
from xlab.hub.visits import KINDS as OF_VISITS
from xlab.hub.visits import Visits, visit_info
from xlab.link import KitInfo, NetworkNow, Phase, Room
from xlab.settings import Settings
from xlab.store import EventLog, Writer, stamp
from xlab.workshop.merging import in_order
from xlab.workshop.offers import KINDS as OF_OFFERS
from xlab.workshop.rounds import KINDS
from xlab.workshop.visit import VisitNow

_log = logging.getLogger(__name__)

EVERYTHING = sys.maxsize
"""Events read at once, of kinds that a kit has few of."""


class Kit:
    """Joins log, room, stations and feed. On the loop only, unless :class:`xlab.dashboard.ports.Kit` says otherwise."""

    def __init__(self, home: Path, settings: Settings, log: EventLog, writer: Writer, token: str) -> None:
        self.home, self.settings, self.token, self.log, self.writer = home, settings, token, log, writer
        registry = Registry()
        self.room_state = RoomState(self._room_changed, registry)
        self.faces = Faces(self.room_state, registry)
        self.notes = Notes(writer, self.faces)
        self.badges = Badges(
            registry, self.room_state, self.faces, settings.beacon_uuids, self.notes.store_facts, self._badges_changed
        )
        self.diary = Diary(self.notes.note, self.faces.counts)
        self.hearing = Hearing(settings, self.room_state, self.hear, self.admits)
        self.places = Places(self.room_state, self.notes.store)
        self.signals = Signals(registry.may_be_worn)
        self.hearing.learners.append(lambda taught: self.signals.calibrate(taught.calibrations))
        self.teaching = Teaching(
            self.room_state, settings, self.notes.store_facts, self.hearing.calibrate, registry.may_be_worn
        )
        self.hearing.taps += [self.badges.tap, self.signals.hear, self.teaching.hear]
        self.recorder = Recordings(home, self.hearing, self._replaying)
        self.clock = Clock(log.kit, writer, self._clock_put_right)
        held = Held(home, log, settings.kit_name)
        self._thorough = ThoroughWriter(writer, self._forgot)
        self.feed_out = Feed(log.read)
        keys, known = StationKeys(home), identity(home) or log.kit
        joining = Pairing(keys, known, settings.kit_name, settings.station)
        self.stations = Stations(Door(token, keys, settings.station), joining, self)
        self.pairing = Roster((settings.station, settings.station_name), keys, joining, self.stations, self.room_state)
        self.takeaways = Takeaways(self.stations)
        self.checks = Checks(home, self.stations, self.room, self._wall)
        self.logs = Logs(home)
        self.updating = Updating(home, tell=lambda renews: self.tell_info(renews=renews))
        self.machine = Machine(home, settings, self.room, self._wall, lambda: ways_of(self._info))
        self.network = Network(
            *(known, settings.kit_name), may=settings.own_wifi, info=self.info, wall=self._wall, tell=self._network_is
        )
        self.stations.answers[link.MakeOwnWifi] = self.network.asked
        self.rounds = Rounds(self._thorough, self.stations.send, self._invited)
        self.visits = Visits(
            home, writer, self._visit_changed, self._end_rounds, self._sign_off, self.clock.put_right, self.clock.about
        )
        self.visitors = Visitors(self.visits, self.rounds)
        self.findings = Findings(home, log, self.visits.of, self._wall)
        self.papers = Papers(home, log, self.visits.of, self.visits.look_again, self.clock.put_right, self._wall)
        self._deleting = Deleting(
            *(home, log, self.visits, self.papers, self.clock), recordings=self.recorder.drop, backups=held.cleanse
        )
        self.keeping = Keeping(held, start=self._deleting.go_on, look=self._deleting.retire, wall=self._wall)
        self._deliveries = Deliveries(self.visits, self.rounds, self.notes, self.faces, self.room_state, self._forget)
        self.repertoire = Repertoire(home, self.stations, self.notes.store, self.pairing.stations, self.clock.put_right)
        self.demos, self.ordering = self.repertoire.library, self.repertoire.ordering
        self.lines = Lines(home, self.visits, self.demos.now)
        self.groups = Groups(self.visits, self.rounds, self.room_state, registry, self.faces, log, box=settings.station)
        self.stations.greetings += [self.groups.greet, self.rounds.greet]
        self.practice = Practice(
            *(self.visits, self.rounds, log, writer), hear=self.hear, forget=self._forget, here=self.room_state.stations
        )
        self.care = Care(
            *(home, settings, token, log, self.info, self.room, self._wall),
            *(self.badges.muster, self.pairing.stations, self.checks.last),
        )
        self._loop, self._started = asyncio.get_running_loop(), time.monotonic()
        self._info = KitInfo(kit=known, name=settings.kit_name, version=__version__, takes=True, checks=True)
        self._newcomers = Newcomers(settled=lambda: len(registry) > 0)
        self._crowded, self._radio = False, ("", "")
        self._tasks: set[asyncio.Task[None]] = set()
        self._unsubscribe = log.subscribe(self._stored)

    # What the dashboard asks (see xlab.dashboard.ports).

    def info(self) -> KitInfo:
        """Name, version, addresses, and the setup code while there is no PIN."""
        return self._info

    def room(self) -> Room:
        """The room as it is now."""
        return self.room_state.now

    def uptime(self) -> float:
        """Seconds since the hub came up."""
        return time.monotonic() - self._started

    def pin_was_set(self) -> None:
        """The setup code has done its work and leaves every screen."""
        self._loop.call_soon_threadsafe(lambda: self.tell_info(setup_code=None))

    def touch(self, station: str, phase: Phase, x: float, y: float) -> bool:
        """Pass on a touch made on the dashboard."""
        message = link.RemoteTouch(phase=phase, x=x, y=y)

        async def pass_on() -> bool:
            return self.stations.send(station, message)

        return asyncio.run_coroutine_threadsafe(pass_on(), self._loop).result(timeout=5.0)

    def feed(self, after: int | None) -> AsyncIterator[Event | Room]:
        """Everything as it happens."""
        return self.feed_out.listen(after)

    def screen(self, station: str) -> AsyncIterator[bytes]:
        """Pictures of a station's screen."""
        return self.stations.screen(station)

    # What stations say (see xlab.hub.stations).

    def station(self, station: str, name: str, status: link.Status) -> None:
        """A station says what is on its screen."""
        self.room_state.station(station, name, status.screen, status.demo)
        self.rounds.station(station, status.demo if status.screen == "playing" else None)

    def station_away(self, station: str) -> None:
        """A station went away."""
        self.room_state.station_away(station)
        self.rounds.station_away(station)

    def uuids(self) -> Sequence[str]:
        """The kit's own beacons, for its scanners."""
        return self.settings.beacon_uuids

    def scanner(self, station: str, name: str, radio: link.RadioIs) -> None:
        """A further station's scanner says how its radio is."""
        self.room_state.scanner(
            link.Scanner(station=station, name=name, here=True, state=radio.state, reason=radio.reason)
        )
        if radio.state == "scanning":
            self.hearing.heard_elsewhere(())

    def scanner_away(self, station: str) -> None:
        """A further station's scanner went away."""
        self.room_state.scanner_away(station)

    def hear_from(self, station: str, sightings: Sequence[Sighting]) -> None:
        """A further station's scanner heard beacons."""
        self.hearing.heard_elsewhere(sightings)

    async def deliver(self, station: str, drafts: Sequence[Draft]) -> None:
        """Store what a station recorded and obey what visitors wished; returns when it is on the card."""
        await self._deliveries.take(station, drafts)

    async def known(self, beacon: str) -> Sequence[Event]:
        """Everything in the log about a badge and whoever wears it now."""
        return since_return(await asyncio.to_thread(self.log.about, beacon))

    # What the parts of the hub say.

    async def start(self) -> None:
        """Give every badge the face it had before, and note in the log that the kit came up."""
        await self.badges.start(self.log)
        given = await asyncio.to_thread(self.log.read, 0, EVERYTHING, (BadgeGiven, BadgeReturned))
        self.faces.remember(faces_given(given))
        self._badges_changed()
        self._run(self.badges.recall(self.log))
        placed = await asyncio.to_thread(self.log.read, 0, EVERYTHING, (StationPlaced,))
        self.places.remember(placed)
        self.teaching.start(await asyncio.to_thread(self.log.read, 0, EVERYTHING, (Calibrated,)))
        self.rounds.remember(await asyncio.to_thread(self._told, KINDS))
        self.clock.remember(await asyncio.to_thread(self.log.read, 0, EVERYTHING, (*OF_THE_CLOCK, *OF_VISITS)))
        self.visits.remember(await asyncio.to_thread(self._told, OF_VISITS))
        self.visitors.remember(await asyncio.to_thread(self._told, OF_OFFERS))
        await self.papers.start(self.visits.every())
        self.rounds.left.append(lambda _: self.papers.forgot())
        await self.repertoire.start(self.log)
        started = stamp(KitStarted(version=__version__))
        after = max(0, self.log.last() - RECALLED)
        lately = await asyncio.to_thread(self.log.read, after, RECALLED, (PresenceChanged, KitStarted))
        self.signals.remember(lately, started)
        await self.notes.note([started])

    def _told(self, kinds: Collection[type[Fact]]) -> list[Event]:
        """What the log says, and what other kits said that were merged into it."""
        return in_order(every(self.log, kinds))

    def admits(self, beacon: str) -> bool:
        """Whether the radio may follow this beacon: it was here before, or there is room for a stranger."""
        if beacon in self.room_state.faces() or self.badges.is_registered(beacon):
            return True
        admitted = self._newcomers.admit(beacon, time.monotonic())
        if not admitted and not self._crowded:
            self._crowded = True
            _log.warning("More unknown badges are heard than any kit has. They come in slowly; known ones are fine.")
        return admitted

    async def hear(self, events: list[PresenceEvent], source: Source) -> None:
        """Presence changed: store it, in one piece, then show it. Calls take effect in their order."""
        if not events:
            return
        await self.diary.write(events, source)
        self.signals.presence(events, source)
        self.room_state.presence(events, source)

    def tell_info(self, **changes: object) -> None:
        """Who the kit is or how to reach it changed."""
        self._info = msgspec.structs.replace(self._info, **changes)
        self.stations.tell(link.Welcome(info=self._info))
        self.rounds.moved()

    async def close(self) -> None:
        """End every stream, so that the server can stop, and finish what is being written."""
        self.badges.close()
        self.feed_out.close()
        self.rounds.end()
        self.visits.end()
        await self.papers.close()
        await self.keeping.close()
        self.stations.close()
        await asyncio.to_thread(self.recorder.stop)
        await self.diary.close()
        await self.repertoire.close()
        await asyncio.gather(*self._tasks)
        self._unsubscribe()

    def _invited(self) -> Invitation:
        """How phones join now."""
        return invitation_of(self._info)

    def _replaying(self) -> bool:
        return self.room_state.now.radio.state == "replaying"

    def _network_is(self, now: NetworkNow) -> None:
        self.tell_info(network=now)

    def _badges_changed(self) -> None:
        """The kit's own badges have faces that no station may give to a simulated one."""
        self.tell_info(faces=self.badges.faces())

    def _clock_put_right(self) -> None:
        """Times of what happened before are known better: on pages, and in the report that waits for its sign-off."""
        self.visits.put_right()
        visit = self.visits.now()
        if visit is not None and visit.state == "closed":
            self.papers.again(visit.visit)

    def _wall(self) -> float:
        """Seconds since 1970, as right as the kit knows."""
        return self.clock.now().wall

    def _visit_changed(self, visit: VisitNow | None) -> None:
        """Whatever is recorded from now on belongs to this visit, and every screen shows it."""
        self.notes.belongs_to(visit.visit if visit else None, practice=bool(visit and visit.practice))
        self.rounds.belong_to(
            visit.visit if visit else "",
            practice=bool(visit and visit.practice),
            over=bool(visit and visit.state == "closed"),
        )
        self.recorder.belongs_to(visit.visit if visit else None)
        info = visit_info(visit)
        if info != self._info.visit:
            self.tell_info(visit=info)

    async def _end_rounds(self) -> None:
        """A visit that closes takes no more answers. Raises VisitRefused."""
        try:
            await self.rounds.close_all()
        except RoundRefused as refused:
            raise VisitRefused("not_stored") from refused

    async def _sign_off(self, visit: VisitNow) -> VisitSignedOff:
        """Delete what a visit may not keep. Raises OSError or StoreError."""
        return await self._deleting.sign_off(visit)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _stored(self, events: list[Event]) -> None:
        """Tell the feed what was stored; called in order on the writer's thread."""

        def tell() -> None:
            for event in events:
                self.clock.stored(event)
                self.visits.stored(event)
                self.visitors.stored(event)
                self.papers.stored(event)
                self.keeping.stored(event)
                self.rounds.stored(event)
                self.repertoire.stored(event)
                self.feed_out.tell(event)
                if isinstance(event.fact, VisitSignedOff):
                    self._run(self._deleting.sweep())

        self._loop.call_soon_threadsafe(tell)

    async def _forgot(self, subject: str) -> None:
        """The log has erased all about a badge or a voter: so does whatever was read from it."""
        self.findings.forgot()
        await self.keeping.forgot(subject)

    async def _forget(self, beacon: str) -> None:
        """Erase all about a badge. While it stays in the room it keeps its face, but nothing more is written of it."""
        # First, so that nothing is written behind the erasing's back.
        self.faces.forget(beacon)
        self.recorder.forget(beacon)
        self.signals.forget(beacon)
        await self._thorough.forget(beacon, "a visitor asked to be forgotten")
        self.papers.forgot()
        self.faces.forgot(beacon)

    def _room_changed(self, room: Room) -> None:
        self.feed_out.tell(room)
        self.badges.listens(room)
        self.stations.tell(link.RoomIs(room=room))
        radio = (room.radio.state, room.radio.reason)
        if radio != self._radio and room.radio.state != "starting":
            self._radio = radio
            fact = RadioChanged(state=room.radio.state, reason=room.radio.reason)
            self._run(self.notes.note([stamp(fact)]))
