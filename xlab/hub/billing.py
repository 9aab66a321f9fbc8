"""What each station shows: kept by what was decided, by what failed, and by what is on the hub's machine and there."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Final

from xlab import link
from xlab.catalogue.doors import Entry
from xlab.catalogue.policy import KINDS, Policy
from xlab.catalogue.quarantine import Streaks
from xlab.events import DemoQuarantined, Draft, Event, RunEnded, RunStarted
from xlab.hub.run_book import RunBook
from xlab.hub.stations import Stations
from xlab.hub.stock import Found
from xlab.link import DemosHere, Programme
from xlab.store import StoreError, stamp

_log = logging.getLogger(__name__)

READ: Final = (*KINDS, RunStarted, RunEnded)
"""The facts to begin with."""


class Billing:
    """Tells stations their programmes. Used on the loop only."""

    def __init__(
        self,
        stations: Stations,
        store: Callable[[Sequence[Draft]], Awaitable[None]],
        lacking: Callable[[Sequence[Entry]], None],
        right: Callable[[Iterable[Event]], list[Event]] = list,
    ) -> None:
        """``store`` raises :class:`StoreError`; ``lacking`` is told the demos that stations show and do not have.

        ``right`` puts the times of events right.
        """
        self.policy = Policy()
        self.runs = RunBook(right)
        self.found: Found | None = None
        self.had: set[str] = set()
        """The demos that were on the hub's machine at any look."""
        self.seals: dict[str, str] = {}
        self._stations = stations
        self._store = store
        self._lacking = lacking
        self._streaks = Streaks()
        self._here: dict[str, DemosHere] = {}
        self._told: dict[str, Programme] = {}
        self._seq = 0
        self._quarantining: asyncio.Task[None] | None = None
        stations.greetings.append(self._greet)
        stations.answers[DemosHere] = self._demos_here

    def remember(self, events: Iterable[Event]) -> None:
        """What the log knows of before, oldest first."""
        for event in events:
            self._take(event)
        self._quarantine()

    def stored(self, event: Event) -> None:
        """Something is in the log now."""
        if event.seq <= self._seq or not isinstance(event.fact, READ):
            return
        self._take(event)
        self._quarantine()
        if isinstance(event.fact, KINDS):
            self.tell()

    def looked(self, found: Found) -> None:
        """The hub's machine was looked at."""
        self.found = found
        self.had |= {entry.name for entry in found.entries}
        self.tell()

    def packed(self, seals: dict[str, str]) -> None:
        """The bundles that can be handed on now, by the digest of their demos."""
        self.seals = seals
        self.tell()

    def here(self, station: str) -> DemosHere:
        """What a station has said that it has."""
        return self._here.get(station, DemosHere(demos=()))

    def ids(self) -> set[str]:
        """The demos of the kit, those that are at a station only included."""
        found = self.found or Found()
        at_stations = {one.demo for message in self._here.values() for one in message.demos}
        return {entry.name for entry in found.entries} | at_stations

    def programme(self, station: str) -> Programme:
        """What a station shows."""
        found = self.found or Found()
        # The kiosk on this machine finds in the same home what is there: handed on, it would be there twice.
        seals = self.seals if self._stations.elsewhere(station) else {}
        return self.policy.programme(station, found.entries, self.here(station).demos, seals)

    def tell(self) -> None:
        """Tell every station that is here what it shows, where that is news, and find out what they lack."""
        if self.found is None:
            return
        kiosks = [station for station, role in self._stations.here() if role == "kiosk"]
        for station in kiosks:
            programme = self.programme(station)
            if programme != self._told.get(station):
                self._told[station] = programme
                self._stations.send(station, link.ProgrammeIs(programme=programme))
        self._lacking(self._lacked(kiosks))

    async def close(self) -> None:
        """Finish what is being written."""
        if self._quarantining is not None:
            await asyncio.gather(self._quarantining, return_exceptions=True)

    def _greet(self, station: str) -> Sequence[link.ToStation]:
        # Before the first look nothing is known, which is not the same as a station that shows nothing.
        if self.found is None:
            return ()
        self._told[station] = self.programme(station)
        return [link.ProgrammeIs(programme=self._told[station])]

    async def _demos_here(self, station: str, message: DemosHere) -> None:
        # Also where it says what it said before it was away: a bundle that it lacked was packed for nobody meanwhile.
        self._here[station] = message
        self.tell()

    def _lacked(self, kiosks: Sequence[str]) -> Sequence[Entry]:
        wanted: set[str] = set()
        for station in kiosks:
            if station in self._here and self._stations.elsewhere(station):
                has = {one.digest for one in self._here[station].demos if one.status != "bad"}
                wanted |= {slot.digest for slot in self._told.get(station, Programme()).slots} - has
        entries = self.found.entries if self.found is not None else ()
        return [entry for entry in entries if entry.digest in wanted and entry.status != "bad" and entry.digest]

    def _take(self, event: Event) -> None:
        self._seq = event.seq
        self.policy.take(event.fact, event.station)
        self._streaks.take(event.fact)
        self.runs.take(event)

    def _quarantine(self) -> None:
        if self._streaks.due() and (self._quarantining is None or self._quarantining.done()):
            self._quarantining = asyncio.create_task(self._store_quarantine(), name="quarantine")

    async def _store_quarantine(self) -> None:
        due = self._streaks.due()
        facts = [
            DemoQuarantined(demo=one.demo, version=one.version, reason=one.reason, failures=one.failures) for one in due
        ]
        try:
            # Being stored it takes effect, and the streak is over.
            await self._store([stamp(fact) for fact in facts])
        except StoreError as error:
            # It is tried again when the next run ends; until then stations hold back what fails at them.
            _log.error("A quarantine could not be stored: %s", error)
            return
        for fact in facts:
            _log.warning("The demo %s %s is out of use. %s", fact.demo, fact.version, fact.reason)
