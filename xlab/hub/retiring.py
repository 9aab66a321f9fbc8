"""Signing off visits that are too old: the rule is :mod:`xlab.workshop.retention`, this is what it looks at.

What was seen is kept in ``HOME/retention.json``. Where that is lost or damaged the kit begins to count anew.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Final

import msgspec

from xlab.dashboard.ports.clock import ClockNow
from xlab.events import ClockAgreed, Event
from xlab.keyfiles import replace_file
from xlab.nonsense import NONSENSE
from xlab.store import EventLog
from xlab.store.stamping import boot_id
from xlab.workshop.retention import Ledger, Moment, look
from xlab.workshop.visit import VisitNow

_log = logging.getLogger(__name__)

FILE: Final = "retention.json"


class Retiring:
    """Used on the loop. ``visits`` are all of them, ``expire`` closes and signs one off, ``right`` gives events the
    times when they happened, and ``now`` is the kit's clock."""

    def __init__(
        self,
        home: Path,
        log: EventLog,
        visits: Callable[[], Iterable[VisitNow]],
        expire: Callable[[str], Awaitable[None]],
        right: Callable[[Iterable[Event]], list[Event]],
        now: Callable[[], ClockNow],
    ) -> None:
        self._path = home / FILE
        self._events = log
        self._visits, self._expire, self._right, self._now = visits, expire, right, now
        self._ledger = _read(self._path)

    async def look(self) -> None:
        """Look once, and sign off what is too old. Raises what ``expire`` does."""
        clock = self._now()
        if clock.confirmed is None:
            return
        mine = [one.visit for one in self._visits() if one.state in ("open", "closed")]
        touched = await asyncio.to_thread(self._touched, mine) if mine else {}
        moment = Moment(clock.wall, clock.mono, boot_id(), confirmed=True)
        ledger, due = look(self._ledger, touched, moment)
        if ledger.visits or self._ledger.visits:
            await asyncio.to_thread(replace_file, self._path, msgspec.json.encode(ledger))
        self._ledger = ledger
        for visit in due:
            _log.warning("A visit was not signed off for 14 days. It is now, and its raw data is deleted.")
            await self._expire(visit)

    def _touched(self, visits: list[str]) -> dict[str, float | None]:
        """When each visit was last touched, in seconds since 1970; None where no one knows. Reads the log."""
        last: dict[str, Event] = {}
        after = 0
        while events := self._events.read(after, 2000):
            after = events[-1].seq
            last.update((event.visit, event) for event in events if event.visit)
        boots = {
            (event.kit, event.fact.boot)
            for event in self._events.read(0, 2**31, (ClockAgreed,))
            if isinstance(event.fact, ClockAgreed)
        }
        found = {visit: last[visit] for visit in visits if visit in last}
        sure = {visit: event for visit, event in found.items() if (event.kit, event.boot) in boots}
        return dict.fromkeys(visits) | {visit: self._right([event])[0].wall for visit, event in sure.items()}


def _read(path: Path) -> Ledger:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Ledger)
    except FileNotFoundError:
        return Ledger()
    except (OSError, *NONSENSE) as error:
        _log.warning("%s cannot be read, so the days of visits are counted anew: %s", path, error)
        return Ledger()
