"""Everything about demos in the hub, joined: what is decided, what is here, what is handed on, what went wrong."""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path

from xlab import link
from xlab.dashboard.ports.demos import DemosRefused
from xlab.dashboard.ports.pairing import StationNow
from xlab.events import Draft, Event
from xlab.hub.aside import aside
from xlab.hub.billing import READ, Billing
from xlab.hub.checking import Checking
from xlab.hub.handing import Handing
from xlab.hub.inbox import Inbox
from xlab.hub.library import Library
from xlab.hub.ordering import Ordering
from xlab.hub.parts import Part
from xlab.hub.reports import Reports
from xlab.hub.shelving import Shelving
from xlab.hub.stations import Stations
from xlab.hub.stick import Sticks
from xlab.hub.stock import Found, Stock
from xlab.store import EventLog

_log = logging.getLogger(__name__)


class Repertoire:
    """The parts that know of demos. Made and used on the loop; ``library`` and ``ordering`` are for the dashboard."""

    def __init__(
        self,
        home: Path,
        stations: Stations,
        store: Callable[[Sequence[Draft]], Awaitable[None]],
        known: Callable[[], Sequence[StationNow]],
        right: Callable[[Iterable[Event]], list[Event]] = list,
    ) -> None:
        """``store`` raises :class:`xlab.store.StoreError`; ``known`` are the kit's stations, asked on other threads.

        ``right`` puts the times of events right.
        """
        self.handing = Handing(home, lambda: self._found().shelved, self._packed)
        self.billing = Billing(stations, store, self.handing.lacking, right)
        self.shelving = Shelving(store)
        self.stock = Stock(home, self._looked)
        self._inbox = Inbox(home)
        self._reports = Reports(home)
        self._checking = Checking(home, self._checked)
        self._refused = ""
        self._looking: set[asyncio.Task[None]] = set()
        parts = (self.billing, self.stock, self._inbox, self._checking, self._reports)
        self.library = Library(home, store, known, parts)
        self.ordering = Ordering(home, stations, lambda: {station.id for station in known()})
        self.sticks = Sticks(self.offer)
        stations.answers[link.RunReport] = self._reports.take
        stations.answers[link.WantBundle] = self.handing.piece

    def stored(self, event: Event) -> None:
        """Something is in the log now."""
        self.shelving.stored(event)
        self.billing.stored(event)

    def parts(self) -> list[Part]:
        """What runs as long as the hub."""
        return [
            Part("demos", self.stock.run),
            Part("handing on", self.handing.run),
            Part("sticks", self.sticks.run),
        ]

    async def start(self, log: EventLog) -> None:
        """Read from the log what was decided, and tidy what an earlier hub left."""
        self.billing.remember(await asyncio.to_thread(log.read, 0, sys.maxsize, READ))
        await asyncio.to_thread(self._tidy)

    async def close(self) -> None:
        """End what is under way."""
        await self.shelving.close()
        await self._checking.close()
        await self.billing.close()

    def _tidy(self) -> None:
        self._reports.start()
        try:
            self._inbox.clear()
        except OSError as error:
            _log.warning("Offers of an earlier hub cannot be removed: %s", error)

    def _looked(self, found: Found) -> None:
        self.shelving.looked(found)
        self.billing.looked(found)

    def _found(self) -> Found:
        return self.billing.found or Found()

    def _packed(self, seals: dict[str, str]) -> None:
        self.billing.packed(seals)

    def _checked(self) -> None:
        """A rating may be there now: the next glance would see it too, but somebody waits for it."""
        task = asyncio.create_task(aside(self.stock.look), name="look")
        self._looking.add(task)
        task.add_done_callback(self._looking.discard)

    def offer(self, path: Path) -> bool:
        """A bundle was found on a stick; False: another time. What is installed already is not offered."""
        here = {demo.current.seal for demo in self._found().shelved.values()}
        try:
            self._inbox.copy(path, lambda seal: seal not in here)
        except DemosRefused as refused:
            if str(refused) != self._refused:
                _log.warning("A demo on a stick is not offered yet. %s", refused)
            self._refused = str(refused)
            return False
        self._refused = ""
        return True
