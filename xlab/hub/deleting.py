"""What a visit may not keep is deleted: at its sign-off, when it is too old, and whatever comes of it later."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from xlab.events import VisitSignedOff
from xlab.hub.cleansing import Erasures
from xlab.hub.clock import Clock
from xlab.hub.papers import Papers
from xlab.hub.purging import Purging
from xlab.hub.retiring import Retiring
from xlab.hub.visits import Visits
from xlab.store import EventLog, StoreError
from xlab.workshop.visit import VisitNow

_log = logging.getLogger(__name__)


class Deleting:
    """Decides what is to go, and when. Used on the loop only."""

    def __init__(
        self,
        home: Path,
        log: EventLog,
        visits: Visits,
        papers: Papers,
        clock: Clock,
        *,
        recordings: Callable[[str], int],
        backups: Callable[[Erasures], int],
    ) -> None:
        """``recordings`` and ``backups`` are those of :class:`~xlab.hub.purging.Purging`."""
        self._visits = visits
        self._papers = papers
        self.purging = Purging(home, log, recordings, backups)
        self.retiring = Retiring(home, log, visits.every, visits.expire, clock.put_right, clock.now)

    async def sign_off(self, visit: VisitNow) -> VisitSignedOff:
        """Delete what a visit may not keep, once its report is kept. Raises OSError or StoreError."""
        await self._papers.keep(visit)
        return await self.purging.purge(visit)

    async def retire(self) -> None:
        """Sign off what is too old, and delete what came of visits that are over."""
        await self.retiring.look()
        await self._sweep()

    async def go_on(self) -> None:
        """Finish what was being deleted when the plug was pulled, and what came back of visits that are over."""
        begun = await self.purging.unfinished()
        for visit in self._visits.every():
            if visit.visit in begun:
                await self._visits.expire(visit.visit, "signed_off")
        await self._sweep()

    async def sweep(self) -> None:
        """Delete what was on its way to the log while a visit was signed off; a card that cannot is tried again."""
        try:
            await self._sweep()
        except (StoreError, OSError) as error:
            _log.error("What came of a visit that is signed off could not be deleted yet: %s", error)

    async def _sweep(self) -> None:
        over = [visit.visit for visit in self._visits.every() if visit.state == "signed_off"]
        if over:
            await asyncio.to_thread(self.purging.again, over)
