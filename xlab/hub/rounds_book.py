"""The rounds of a kit as they stand, and the one way into them: a fact in the log."""

import logging
from collections.abc import Iterable, Sequence
from typing import Protocol

import msgspec

from xlab.dashboard.ports.rounds import RoundRefused
from xlab.events import Draft, Event, Fact
from xlab.link.rounds import RoundNow
from xlab.store import StoreError, stamp
from xlab.workshop import rounds as workshop

_log = logging.getLogger(__name__)


class Storing(Protocol):
    """What writes to the log, as :class:`xlab.store.Writer` does."""

    async def append(self, drafts: Sequence[Draft]) -> list[Event]: ...  # noqa: D102
    async def forget(self, subject: str, reason: str) -> int: ...  # noqa: D102


class Book:
    """What was asked and said in the visit under way, or while there is none. Used on the loop only."""

    def __init__(self, storing: Storing, visit: str = "") -> None:
        self.fold = workshop.Rounds()
        self.closing: set[str] = set()
        """Rounds whose end is being written: what is said from now on would come after it in the log."""
        self.screens: dict[str, str | None] = {}
        """The demo that each station plays, of those that are here."""
        self.visit = visit
        self.over = False
        """Whether the visit is closed or closing: nobody is asked any more, and nothing takes answers."""
        self._practice = False
        self._storing = storing
        self._storing_works = True

    def belong_to(self, visit: str, practice: bool, over: bool = False) -> None:
        """Rounds belong to this visit from now on. What was said in an earlier visit is not even in memory."""
        self.visit, self._practice, self.over = visit, practice, over
        self.fold.drop(lambda one: one.visit is not None and one.visit != visit)
        self.fold.keep_sides(visit)

    def remember(self, events: Iterable[Event]) -> None:
        """What the log said before the hub came up; facts of other kinds are passed over."""
        for event in events:
            self.fold.apply(event)

    def newest(self) -> list[workshop.Round]:
        """The rounds of this visit, the newest first."""
        return [one for one in self.fold if self._is_of_now(one)][::-1]

    def known(self, round_id: str) -> workshop.Round:
        """The round of this id; raises :class:`RoundRefused` where this visit has none."""
        one = self.fold.get(round_id)
        if one is None or not self._is_of_now(one):
            raise RoundRefused("unknown")
        return one

    def takes(self, one: workshop.Round) -> bool:
        """Whether it takes answers: a station that plays something else was killed before it could close its round."""
        here = one.station is None or one.lasts or self.screens.get(one.station, one.demo) == one.demo
        return one.open and here and not self.over and one.id not in self.closing

    def now(self, one: workshop.Round) -> RoundNow:
        """A round as everybody may see it."""
        now = one.now()
        return now if now.open == self.takes(one) else msgspec.structs.replace(now, open=False)

    async def store(self, fact: Fact, of: workshop.Round | None = None) -> None:
        """Store a fact, with the source of the round it belongs to; on return it is on the card, and folded."""
        source = of.source if of is not None else "simulated" if self._practice else "live"
        draft = stamp(fact, source=source, visit=self.visit or None)
        try:
            # Folded by then: subscribers of the log are told before whoever waits.
            await self._storing.append([draft])
        except StoreError as error:
            if self._storing_works:
                _log.error("What is said in rounds cannot be stored: %s", error)
            self._storing_works = False
            raise RoundRefused("not_stored") from error
        self._storing_works = True

    async def erase(self, voter: str) -> tuple[str, ...]:
        """Erase all a voter said, from the log and from memory; the rounds that it changed. Raises StoreError."""
        await self._storing.forget(voter, "a visitor asked to be forgotten")
        return self.fold.forget(voter)

    def _is_of_now(self, one: workshop.Round) -> bool:
        return (one.visit or "") == self.visit
