"""The facts a kit records: frozen, tagged, versioned.

A :data:`Fact` says what happened. A :class:`Draft` adds when and where it was noticed and an id that never changes, so
that handing the same draft over twice is harmless. An :class:`Event` is a draft that the log has accepted: it has the
kit's name and a sequence number, and that pair, never the clock, is the order of things.

Clocks of a travelling box are often wrong, so every draft carries three times: wall time as the machine believed it,
the id of the boot, and seconds since that boot. With the last two, wall times can be put right later.
"""

import msgspec

from xlab.events.base import BaseFact, Outcome, PresenceKind, Proximity, Role, Source, Value
from xlab.events.demos import (
    DemoApproved,
    DemoQuarantined,
    DemoRefused,
    DemoReleased,
    DemosChosen,
    DemoShelved,
    DemosOrdered,
    DemoSwitched,
)
from xlab.events.kit import Calibrated, ClockAgreed, Erased, KitStarted, RadioChanged, StationPlaced
from xlab.events.presence import (
    BadgeGiven,
    BadgeReturned,
    BeaconRegistered,
    BeaconUnregistered,
    ForgetBadge,
    PresenceChanged,
)
from xlab.events.rounds import Answered, ForgetVoter, IdeaAdded, IdeaJudged, RoundClosed, RoundOpened
from xlab.events.runs import Recorded, RunEnded, RunStarted
from xlab.events.visitors import BoardOffered, OfferJudged, SideTold
from xlab.events.visits import (
    BoardDropped,
    BoardSet,
    CharterAmended,
    CharterWritten,
    Decided,
    GroupBegan,
    LinesEdited,
    Noted,
    VisitClosed,
    VisitOpened,
    VisitPlanned,
    VisitReopened,
    VisitSignedOff,
)

VERSION = 1
"""Version of this vocabulary, stored with every event."""

Fact = (
    KitStarted
    | RadioChanged
    | StationPlaced
    | Calibrated
    | ClockAgreed
    | Erased
    | BadgeGiven
    | BadgeReturned
    | BeaconRegistered
    | BeaconUnregistered
    | PresenceChanged
    | ForgetBadge
    | RunStarted
    | RunEnded
    | Recorded
    | DemoApproved
    | DemoRefused
    | DemoSwitched
    | DemosOrdered
    | DemosChosen
    | DemoShelved
    | DemoQuarantined
    | DemoReleased
    | RoundOpened
    | Answered
    | IdeaAdded
    | IdeaJudged
    | RoundClosed
    | ForgetVoter
    | BoardDropped
    | BoardOffered
    | BoardSet
    | CharterAmended
    | CharterWritten
    | Decided
    | GroupBegan
    | LinesEdited
    | Noted
    | OfferJudged
    | SideTold
    | VisitClosed
    | VisitOpened
    | VisitPlanned
    | VisitReopened
    | VisitSignedOff
)


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A fact as it was noticed, not yet in a log. ``id`` is a UUIDv7, ``wall`` and ``mono`` are seconds."""

    id: str
    wall: float
    boot: str
    mono: float
    fact: Fact
    source: Source = "live"
    station: str | None = None
    visit: str | None = None


class Event(Draft, frozen=True, kw_only=True):
    """A fact in the log of ``kit`` at position ``seq`` (from 1)."""

    kit: str
    seq: int
    v: int = VERSION


def beacon_of(fact: Fact) -> str | None:
    """The beacon a fact is about, or None."""
    return getattr(fact, "beacon", None)


def subject_of(fact: Fact) -> str | None:
    """Whom a fact is about, a beacon or a voter, or None: what "forget me" must find."""
    return beacon_of(fact) or getattr(fact, "voter", None)


__all__ = [
    "VERSION",
    "Answered",
    "BadgeGiven",
    "BadgeReturned",
    "BaseFact",
    "BeaconRegistered",
    "BeaconUnregistered",
    "BoardDropped",
    "BoardOffered",
    "BoardSet",
    "Calibrated",
    "CharterAmended",
    "CharterWritten",
    "ClockAgreed",
    "Decided",
    "DemoApproved",
    "DemoQuarantined",
    "DemoRefused",
    "DemoReleased",
    "DemoShelved",
    "DemoSwitched",
    "DemosChosen",
    "DemosOrdered",
    "Draft",
    "Erased",
    "Event",
    "Fact",
    "ForgetBadge",
    "ForgetVoter",
    "GroupBegan",
    "IdeaAdded",
    "IdeaJudged",
    "KitStarted",
    "LinesEdited",
    "Noted",
    "OfferJudged",
    "Outcome",
    "PresenceChanged",
    "PresenceKind",
    "Proximity",
    "RadioChanged",
    "Recorded",
    "Role",
    "RoundClosed",
    "RoundOpened",
    "RunEnded",
    "RunStarted",
    "SideTold",
    "Source",
    "StationPlaced",
    "Value",
    "VisitClosed",
    "VisitOpened",
    "VisitPlanned",
    "VisitReopened",
    "VisitSignedOff",
    "beacon_of",
    "subject_of",
]
