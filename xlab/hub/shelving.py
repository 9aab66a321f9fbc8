"""Notes changes of the shelf that were not made on the dashboard, as by ``xlab demo install`` beside a running hub."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from xlab.catalogue.shelf_state import Shelved
from xlab.events import DemoShelved, Draft, Event
from xlab.hub.stock import Found
from xlab.store import StoreError, stamp

_log = logging.getLogger(__name__)

GRACE: Final = 5.0
"""Seconds: the dashboard looks at the shelf as soon as it changed it, and notes it right after."""


class Shelving:
    """Compares what was found with what was found before. Used on the loop only."""

    def __init__(self, store: Callable[[Sequence[Draft]], Awaitable[None]], grace: float = GRACE) -> None:
        """``store`` raises :class:`StoreError`."""
        self._store = store
        self._grace = grace
        self._before: Mapping[str, Shelved] | None = None
        self._noted: dict[str, str] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def stored(self, event: Event) -> None:
        """Something is in the log now."""
        if isinstance(event.fact, DemoShelved):
            self._noted[event.fact.demo] = event.fact.digest

    def looked(self, found: Found) -> None:
        """The shelf was looked at. What was there at the first look is not news."""
        before, self._before = self._before, found.shelved
        changed = changes(before, found.shelved) if before is not None else []
        for fact in changed:
            # What is noted from now on is the dashboard's own word for it; what was before is another change.
            self._noted.pop(fact.demo, None)
        if changed:
            task = asyncio.create_task(self._note(changed), name="shelving")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Wait for nobody's word any more."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _note(self, changed: Sequence[DemoShelved]) -> None:
        await asyncio.sleep(self._grace)
        missing = [fact for fact in changed if self._noted.get(fact.demo) != fact.digest]
        try:
            if missing:
                await self._store([stamp(fact) for fact in missing])
        except StoreError as error:
            _log.error("What changed on the shelf of demos could not be noted: %s", error)


def changes(before: Mapping[str, Shelved], now: Mapping[str, Shelved]) -> list[DemoShelved]:
    """What happened to the shelf between two looks, in the words of the log."""
    gone = [DemoShelved(how="removed", demo=demo) for demo in before if demo not in now]
    new = [
        DemoShelved(
            how="rolled_back" if was is not None and was.before == demo.current else "installed",
            demo=name,
            version=demo.current.version,
            digest=demo.current.digest,
            signer=demo.current.signer,
        )
        for name, demo in now.items()
        for was in (before.get(name),)
        if was is None or was.current != demo.current
    ]
    return gone + new
