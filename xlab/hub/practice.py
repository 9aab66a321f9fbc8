"""A practice visit: an example to begin with, a room that walks and answers where no one is, and no trace at its end.

All of it is stored as simulated, under the visit. Signing off erases every event of it; what was written after that,
the sign-off itself among it, is erased here, and whoever was simulated leaves the room and the hub's memory.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from datetime import date
from random import Random
from typing import Final

from xlab.beacons.presence import PresenceEvent
from xlab.dashboard.ports.rounds import RoundRefused
from xlab.dashboard.ports.visits import VisitRefused
from xlab.events import Erased, Event, Source, VisitPlanned, VisitSignedOff
from xlab.hub.practising import BADGES, PHONES, UUID, Example, example, says, steps
from xlab.hub.rounds import Rounds
from xlab.hub.visits import Visits
from xlab.store import EventLog, StoreError, Writer
from xlab.workshop.visit import VisitNow

_log = logging.getLogger(__name__)

COME: Final = (1.0, 45.0)
"""Seconds after the opening within which phones join: people take their time with a code on the wall."""

THINK: Final = (3.0, 14.0)
"""Seconds a person reads, thinks and taps."""

WALK: Final = (1.0, 4.0)
"""Seconds until another badge moves."""

AT_ONCE: Final = 2000
"""Events read at once."""

Sleep = Callable[[float], Awaitable[object]]


class Practice:
    """Plays the room of a practice visit. Used on the loop; :meth:`run` is a part of the kit."""

    def __init__(
        self,
        visits: Visits,
        rounds: Rounds,
        log: EventLog,
        writer: Writer,
        *,
        hear: Callable[[list[PresenceEvent], Source], Awaitable[None]],
        forget: Callable[[str], Awaitable[None]],
        here: Callable[[], Collection[str]],
        sleep: Sleep = asyncio.sleep,
        chance: Random | None = None,
    ) -> None:
        """``hear`` is told where badges are, ``forget`` erases what is known of one; ``here`` are stations."""
        self._visits, self._rounds = visits, rounds
        self._hear, self._forget, self._stations = hear, forget, here
        self._log, self._writer, self._sleep = log, writer, sleep
        self._chance = chance or Random()  # noqa: S311 - somebody's mood, not a secret
        self._playing: asyncio.Task[None] | None = None
        self._at: dict[str, str] = {}
        self._was = ""

    async def run(self, ready: Callable[[], None]) -> None:
        """Follow the visit until cancelled."""
        await self._sweep(await asyncio.to_thread(self._leftover))
        ready()
        try:
            async for visit in self._visits.changes():
                await self._follow(visit)
            # The hub is stopping, and cancels its parts one after the other.
            await asyncio.Event().wait()
        finally:
            await self._stop()

    async def _follow(self, visit: VisitNow | None) -> None:
        practice = visit if visit is not None and visit.practice else None
        if self._was and (practice is None or practice.visit != self._was):
            await self._stop()
            await self._leave()
            await self._sweep(self._was)
            self._was = ""
        if practice is None:
            return
        self._was = practice.visit
        said = example(practice.language, date.today())  # noqa: DTZ011 - the day on the wall of this room
        if practice.state == "planned" and not practice.versions:
            await self._begin(said)
        if practice.state != "open":
            await self._stop()
        elif self._playing is None:
            self._playing = asyncio.create_task(self._play(said), name="practice")
            self._playing.add_done_callback(_say)

    async def _begin(self, said: Example) -> None:
        try:
            await asyncio.to_thread(self._visits.write_charter, said.charter)
        except VisitRefused as refused:
            _log.warning("The example of the practice visit was not written: %s.", refused.reason)

    async def _play(self, said: Example) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._walkers())
            for phone in range(PHONES):
                tasks.create_task(self._phone(phone, said.ideas))

    async def _walkers(self) -> None:
        beacons = [f"{UUID}/1/{number}" for number in range(1, BADGES + 1)]
        while True:
            await self._sleep(self._chance.uniform(*WALK))
            stations = sorted(self._stations())
            if not stations:
                continue
            beacon = self._chance.choice(beacons)
            step = steps(beacon, stations, self._at.get(beacon), self._chance)
            if step.station is None:
                self._at.pop(beacon, None)
            else:
                self._at[beacon] = step.station
            await self._hear([step], "simulated")

    async def _phone(self, phone: int, ideas: Sequence[str]) -> None:
        await self._sleep(self._chance.uniform(*COME))
        voter = self._rounds.join()
        while True:
            await self._sleep(self._chance.uniform(*THINK))
            try:
                await self._speak(voter, phone, ideas)
            except RoundRefused as refused:
                _log.debug("A simulated phone was refused: %s.", refused.reason)

    async def _speak(self, voter: str, phone: int, ideas: Sequence[str]) -> None:
        """Say one thing, in the newest round to which there is something to say."""
        book = self._rounds.book
        for one in book.newest():
            said = says(book.now(one), one.answers(voter), len(one.ideas_of(voter)), phone, ideas, self._chance)
            if said is not None and said.idea:
                return await self._rounds.add_idea(voter, one.id, str(said.value))
            if said is not None:
                return await self._rounds.answer(voter, one.id, said.item, said.value)
        return None

    async def _stop(self) -> None:
        """Nobody answers any more, and whoever walked leaves the room."""
        playing, self._playing = self._playing, None
        if playing is not None:
            playing.cancel()
            await asyncio.gather(playing, return_exceptions=True)
        gone = [PresenceEvent(0.0, "left", beacon, None, "far") for beacon in self._at]
        self._at.clear()
        if gone:
            await self._hear(gone, "simulated")

    async def _leave(self) -> None:
        """The hub forgets those who were simulated: they come back as strangers."""
        for number in range(1, BADGES + 1):
            await self._forget(f"{UUID}/1/{number}")

    def _leftover(self) -> str:
        """A practice that ended while the hub was stopped, before all of it was erased; or empty."""
        planned: set[str] = set()
        for event in self._log.read(0, AT_ONCE, (VisitPlanned, VisitSignedOff)):
            if isinstance(event.fact, VisitPlanned):
                planned.add(event.fact.visit)
            elif event.visit is not None and event.visit not in planned and event.source == "simulated":
                return event.visit
        return ""

    async def _sweep(self, visit: str) -> None:
        """Erase whatever there is of a practice visit that is over."""
        if not visit:
            return
        try:
            found = await asyncio.to_thread(lambda: list(self._of(visit)))
            await self._writer.erase(found, "the practice is over")
            self._visits.gone(visit)
        except StoreError as error:
            _log.error("What is left of a practice visit cannot be erased: %s", error)

    def _of(self, visit: str) -> Iterable[str]:
        after = 0
        while events := self._log.read(after, AT_ONCE):
            after = events[-1].seq
            yield from (event.id for event in events if _is_of(event, visit))


def _say(playing: asyncio.Task[None]) -> None:
    """A room that fell silent by a fault says why."""
    if not playing.cancelled() and (error := playing.exception()) is not None:
        _log.error("The room of the practice visit is silent.", exc_info=error)


def _is_of(event: Event, visit: str) -> bool:
    return event.visit == visit and not isinstance(event.fact, Erased)
