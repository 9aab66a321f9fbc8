"""Registering by holding, while a facilitator does it: looks at the pads and takes what is held."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Final

from xlab.beacons.holding import Holding
from xlab.beacons.registry import Registry
from xlab.dashboard.ports import HoldingNow, Refused
from xlab.events import Role
from xlab.hub.room import RoomState

_log = logging.getLogger(__name__)

EVERY: Final = 0.1
"""Seconds between two looks at the pads."""

UNWATCHED: Final = 15.0
"""Seconds after which holding ends if nobody looks at the page: a phone that was put away registers nothing."""

Take = Callable[[str, Role, str], Awaitable[None]]


class Registering:
    """One session at a time, however many pages show it. On the loop only."""

    def __init__(self, registry: Registry, room: RoomState, take: Take) -> None:
        """``take`` registers a beacon with a role and a label, or raises :class:`xlab.dashboard.ports.Refused`."""
        self._registry = registry
        self._room = room
        self._take = take
        self._task: asyncio.Task[None] | None = None
        self._seen = 0.0
        self._now = HoldingNow()

    def begin(self, role: Role, label: str) -> None:
        """Begin, or go on with another role or label."""
        self._seen = time.monotonic()
        if self._task is None or self._task.done():
            self._now = HoldingNow(on=True, role=role, label=label)
            self._task = asyncio.create_task(self._look(), name="registering")
        else:
            self._now = self._now.but(role=role, label=label, refused="")

    def end(self) -> None:
        """End the session, if there is one."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._now = self._now.but(on=False, phase="waiting", share=0.0)

    def now(self) -> HoldingNow:
        """How far it is; asking keeps the session alive."""
        self._seen = time.monotonic()
        return self._now

    async def _look(self) -> None:
        holding = Holding(self._room.here(), self._registry, time.monotonic())
        news: str | None = None
        while time.monotonic() - self._seen < UNWATCHED:
            held = holding.see(self._room.here(), time.monotonic())
            done = held.phase in ("taken", "known")
            self._now = self._now.but(phase=held.phase, share=held.share, station=held.station, beacon=held.beacon)
            if not done:
                news = None
            elif held.beacon is not None and held.beacon != news:
                news = held.beacon
                await self._taken(news, held.phase == "taken")
            await asyncio.sleep(EVERY)
        self._task = None
        self.end()

    async def _taken(self, beacon: str, is_new: bool) -> None:
        try:
            if is_new:
                await self._take(beacon, self._now.role, self._now.label)
        except Refused as refused:
            self._now = self._now.but(refused=refused.reason)
            return
        # A label was for one thing; the next has another.
        self._now = self._now.but(last=beacon, last_is_new=is_new, count=self._now.count + is_new, label="", refused="")
