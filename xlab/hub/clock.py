"""The kit's clock: a phone or the network says what time it is, and whatever the kit recorded is put right by that.

What was said is stored first and holds whether or not the machine lets the kit set its own clock. In one boot the first
to say so is believed: a second phone that disagrees is not asked, and who agreed too late is told so. Only a person who
looks at the kit's page, sees the time and sets it anew changes it again.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any, Final, TypeVar

from xlab.box import clock as machine_clock
from xlab.box.systembus import BusTrouble
from xlab.dashboard.ports.clock import ClockNow, ClockRefused, Machine, Verdict
from xlab.events import ClockAgreed, Event, Fact, KitStarted
from xlab.events.kit import AgreedBy
from xlab.hub.rounds_book import Storing
from xlab.store import StoreError, stamp
from xlab.store.stamping import boot_id, seconds_since_boot
from xlab.workshop.clock import SLACK, Timeline

_log = logging.getLogger(__name__)

KINDS: Final[tuple[type[Fact], ...]] = (KitStarted, ClockAgreed)
"""The facts that say when a boot began."""

TOLERANCE: Final = 30.0
"""Seconds a phone may differ. Pages show minutes; a phone that its network sets is right within seconds, and the page
counts the way to the kit and back, seconds on a full access point, as doubt and asks again when it was long."""

EARLIEST, LATEST = 1_735_689_600.0, 4_102_444_800.0
"""2025 and 2100: no kit is older than this program, and a phone that says so has lost its own time."""

REMEMBERED: Final = 900.0
"""Seconds for which "it was this time when you said that" may be said."""

EVERY: Final = 60.0
"""Seconds between looks at whether the network has set the clock."""

_PATIENCE: Final = 45.0
"""Seconds for all that setting the machine's clock asks of the system."""

T = TypeVar("T")


class Clock:
    """Implements :class:`xlab.dashboard.ports.clock.Clock`. Made on the loop.

    ``changed`` is told on the loop when times of events before now are known better. The rest is the machine:
    ``synchronised`` and ``set_time`` are those of :mod:`xlab.box.clock`, ``wall`` and ``mono`` its two clocks.
    """

    def __init__(
        self,
        kit: str,
        storing: Storing,
        changed: Callable[[], object],
        *,
        synchronised: Callable[[], Awaitable[bool]] = machine_clock.synchronised,
        set_time: Callable[[float], Awaitable[None]] = machine_clock.set_time,
        wall: Callable[[], float] = time.time,
        mono: Callable[[], float] = seconds_since_boot,
    ) -> None:
        self._kit = kit
        self._storing = storing
        self._changed = changed
        self._synchronised, self._set_time = synchronised, set_time
        self._wall, self._mono = wall, mono
        self._timeline = Timeline()
        self._lock = threading.Lock()
        self._writing = asyncio.Lock()
        self._loop = asyncio.get_running_loop()

    # What the dashboard asks, from other threads.

    def now(self) -> ClockNow:
        """See :class:`xlab.dashboard.ports.clock.Clock`, here and below."""
        machine, mono = self._wall(), self._mono()
        with self._lock:
            agreed = self._timeline.agreed(self._kit, boot_id())
        if agreed is None:
            return ClockNow(wall=machine, mono=mono)
        offset = agreed.start + mono - machine
        offset = offset if abs(offset) > SLACK else 0.0
        return ClockNow(wall=machine + offset, mono=mono, confirmed=agreed.by, offset=offset)

    def phone_says(self, wall: float, mono: float) -> Verdict:
        """A phone said what time it is."""
        if not self._can_be(wall, mono):
            return "wrong"
        now = self.now()
        ours = now.wall + mono - now.mono
        if abs(wall - ours) > TOLERANCE:
            return "differs" if now.confirmed is None else "settled"
        if now.confirmed is None:
            try:
                # The kit's own time: the two agree, and nothing that is written has to move.
                self._ask(self._agree(ours, mono, "facilitator"))
            except ClockRefused as refused:
                _log.warning("A phone and the kit agree on the time, but that was not noted: %s", refused.reason)
        return "agrees"

    def set_to(self, wall: float, mono: float) -> Machine:
        """People say what time it was."""
        if not self._can_be(wall, mono):
            raise ClockRefused("wrong")
        return self._ask(self._set(wall, mono))

    def put_right(self, events: Iterable[Event]) -> list[Event]:
        """The same events at the times when they happened."""
        with self._lock:
            return self._timeline.put_right(events)

    def about(self, event: Event) -> bool:
        """Whether that time is known only roughly."""
        with self._lock:
            return self._timeline.about(event)

    # What the kit says, on the loop.

    def remember(self, events: Iterable[Event]) -> None:
        """What the log said before the hub came up."""
        with self._lock:
            for event in events:
                self._timeline.take(event)

    def stored(self, event: Event) -> None:
        """An event is on the card."""
        with self._lock:
            self._timeline.take(event)
        if isinstance(event.fact, ClockAgreed):
            self._changed()

    async def run(self, ready: Callable[[], None]) -> None:
        """Look now and then whether the network has set the clock; until it has, then nothing is left to do."""
        ready()
        while self.now().confirmed != "ntp":
            if await self._synchronised():
                mono = self._mono()
                try:
                    await self._agree(self._wall() + mono - self._mono(), mono, "ntp")
                except ClockRefused as refused:
                    _log.warning("The network has set the clock, but that was not noted: %s", refused.reason)
            await asyncio.sleep(EVERY)
        await asyncio.Event().wait()

    def _can_be(self, wall: float, mono: float) -> bool:
        return EARLIEST <= wall <= LATEST and -REMEMBERED <= mono - self._mono() <= 0

    async def _set(self, wall: float, mono: float) -> Machine:
        async with self._writing:
            with self._lock:
                agreed = self._timeline.agreed(self._kit, boot_id())
            if agreed is not None and agreed.by == "ntp":
                raise ClockRefused("network")
            # What was offered before somebody else set the clock no longer holds.
            if agreed is not None and agreed.said > mono:
                raise ClockRefused("settled")
            await self._agree(wall, mono, "facilitator")
            try:
                await self._set_time(wall + self._mono() - mono)
            except BusTrouble as trouble:
                _log.warning("The kit has its time from a phone. The machine's own clock was not set: %s.", trouble)
                return trouble.reason
            return "set"

    async def _agree(self, wall: float, mono: float, by: AgreedBy) -> None:
        fact = ClockAgreed(boot=boot_id(), mono=mono, wall=wall, by=by)
        try:
            # Taken into the time line by then: subscribers of the log are told before whoever waits.
            await self._storing.append([stamp(fact)])
        except StoreError as error:
            _log.error("What time it is cannot be stored: %s", error)
            raise ClockRefused("not_stored") from error

    def _ask(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=_PATIENCE)
