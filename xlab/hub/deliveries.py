"""What stations recorded and what visitors wished at them, as it comes in over the link."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import msgspec

from xlab.beacons.presence import PresenceEvent
from xlab.events import (
    Answered,
    BadgeGiven,
    Draft,
    Fact,
    ForgetBadge,
    ForgetVoter,
    IdeaAdded,
    PresenceChanged,
    Recorded,
    RoundClosed,
    RoundOpened,
    RunEnded,
    RunStarted,
)
from xlab.hub.faces import Faces
from xlab.hub.notes import Notes
from xlab.hub.room import RoomState
from xlab.hub.rounds import Rounds
from xlab.hub.visits import Visits

_log = logging.getLogger(__name__)

NOTICED: Final[tuple[type[Fact], ...]] = (
    *(BadgeGiven, ForgetBadge, PresenceChanged, Recorded, RunEnded, RunStarted),
    *(RoundOpened, Answered, IdeaAdded, RoundClosed, ForgetVoter),
)
"""What a station may notice. All else is decided by people on the dashboard, or by the hub."""


class Deliveries:
    """Takes them in. Used on the loop only; ``forget`` erases all about a badge."""

    def __init__(
        self,
        visits: Visits,
        rounds: Rounds,
        notes: Notes,
        faces: Faces,
        room: RoomState,
        forget: Callable[[str], Awaitable[None]],
    ) -> None:
        self._visits, self._rounds = visits, rounds
        self._notes, self._faces, self._room = notes, faces, room
        self._forget = forget

    async def take(self, station: str, drafts: Sequence[Draft]) -> None:
        """Store what a station recorded and obey what visitors wished; returns when it is on the card."""
        # The link says who speaks: a station cannot record in another's name.
        own = [msgspec.structs.replace(draft, station=station) for draft in drafts if isinstance(draft.fact, NOTICED)]
        if len(own) < len(drafts):
            _log.warning("Station %s says what is not for a station to say. That part was not stored.", station)
        own = [self._rounds.from_station(station, draft) for draft in own]
        wishes = [draft.fact.beacon for draft in own if isinstance(draft.fact, ForgetBadge)]
        voters = [draft.fact.voter for draft in own if isinstance(draft.fact, ForgetVoter)]
        # A station that was away may come with what a visit has left that is signed off by now: it is deleted already.
        own = [draft for draft in own if not self._visits.is_over(draft.visit)]
        keep = [draft for draft in own if not isinstance(draft.fact, ForgetBadge | ForgetVoter)]
        await self._notes.store([draft for draft in keep if self._faces.counts(draft.fact, draft.source)])
        for draft in keep:
            self._show(station, draft)
        for beacon in wishes:
            await self._forget(beacon)
        for voter in voters:
            await self._rounds.obey(voter)

    def _show(self, station: str, draft: Draft) -> None:
        """The simulated badge of a station came or went."""
        fact = draft.fact
        # A badge that lies on the pad of a run that is over by now (the kiosk was away, or killed) is not there.
        if isinstance(fact, PresenceChanged) and (fact.kind == "left" or self._room.playing(station)):
            at = None if fact.kind == "left" else station
            change = PresenceEvent(draft.mono, fact.kind, fact.beacon, at, fact.proximity)
            self._room.presence([change], draft.source)
