"""The messages, each way. See the package for how a link begins. Pure."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from xlab.events import Draft, Event
from xlab.link.base import Message, Name, Sentence
from xlab.link.checks import CheckStation, StationChecked
from xlab.link.demos import (
    BundlePiece,
    DemosHere,
    GoHome,
    Open,
    OrdersAre,
    ProgrammeIs,
    ReportTaken,
    RunReport,
    WantBundle,
)
from xlab.link.network import MakeOwnWifi
from xlab.link.room import KitInfo, RadioState, Room, Screen
from xlab.link.rounds import RoundIs
from xlab.link.taking import TakeHome, TakenHome

PROTOCOL = 3

Phase = Literal["down", "move", "up", "cancel"]

Role = Literal["kiosk", "scanner"]
"""What of a station speaks: both may, each on a link of its own."""

Digest = Annotated[bytes, Meta(min_length=32, max_length=32)]
"""A nonce or a proof: 32 bytes."""

Element = Annotated[bytes, Meta(min_length=33, max_length=33)]
"""What one side of a pairing shows of its secret: a side's letter and a point of Ed25519."""

_Sixteen = Annotated[int, Meta(ge=0, le=0xFFFF)]

MOST_HEARD = 200
"""Sightings in one message."""


class Hello(Message, frozen=True):
    """First from a station: who it is. ``paired`` tells which key it has: one of its own, or the kit's token file."""

    station: Name
    name: Name
    role: Role
    nonce: Digest
    paired: bool = False
    protocol: int = PROTOCOL


class Proof(Message, frozen=True):
    """The station knows the key."""

    proof: Digest


class Pair(Message, frozen=True):
    """First from a station that has no key: it shows a code and waits until the facilitator types it."""

    station: Name
    name: Name
    role: Role
    protocol: int = PROTOCOL


class PairAnswer(Message, frozen=True):
    """The station's half of the exchange, and the proof that its code gave it a key."""

    element: Element
    proof: Digest


class Status(Message, frozen=True):
    """What is on the station's screen."""

    screen: Screen
    demo: str | None = None
    language: str = "en"


class Deliver(Message, frozen=True):
    """Drafts from the station's outbox, again and again until :class:`Delivered` names them: each counts once."""

    drafts: tuple[Draft, ...]


class AskKnown(Message, frozen=True):
    """What does the kit know about this badge?"""

    beacon: str


class Heard(msgspec.Struct, frozen=True, array_like=True):
    """One sighting, small: how many seconds before it was sent, by the sender's own clock, so no two clocks need agree.

    ``which`` counts in the UUIDs of the hub's :class:`Listen`; ``tx_power`` and ``rssi`` are in dBm.
    """

    age: Annotated[float, Meta(ge=0, le=60)]
    which: Annotated[int, Meta(ge=0, le=255)]
    major: _Sixteen
    minor: _Sixteen
    tx_power: Annotated[int, Meta(ge=-128, le=127)]
    rssi: Annotated[int, Meta(ge=-126, le=20)]


class Hear(Message, frozen=True):
    """What a scanner heard, oldest first; ``trip`` is how many seconds the last such message and its answer took."""

    heard: Annotated[tuple[Heard, ...], Meta(max_length=MOST_HEARD)]
    trip: Annotated[float, Meta(ge=0, le=600)] | None = None


class RadioIs(Message, frozen=True):
    """The state of a scanner's radio; the reason is a plain sentence in English, or empty."""

    state: RadioState
    reason: Sentence = ""


class Challenge(Message, frozen=True):
    """The hub's answer to a hello: the proof that it knows the key, and what the station has to prove it with."""

    nonce: Digest
    proof: Digest


class PairWaiting(Message, frozen=True):
    """The hub shows the station to the facilitator as one that wishes to be paired with this kit."""

    kit: Name
    name: Name


class PairOffer(Message, frozen=True):
    """The facilitator typed a code; the hub's half of the exchange."""

    element: Element


class Paired(Message, frozen=True):
    """The codes are the same, which the hub proves in turn; both keep the key they agreed on."""

    proof: Digest


class WrongCode(Message, frozen=True):
    """The code that was typed is not the one that the station shows."""


class Unpaired(Message, frozen=True):
    """The facilitator took this station off the kit: its key is worth nothing any more. Said only after both proofs."""


class Listen(Message, frozen=True):
    """The UUIDs of the kit's own beacons: a scanner keeps these and drops all others unseen."""

    uuids: Annotated[tuple[str, ...], Meta(max_length=256)]


class Took(Message, frozen=True):
    """The hub has taken in the last :class:`Hear`."""


class Welcome(Message, frozen=True):
    """First from the hub to a station that proved its key, and again when something in it changed."""

    info: KitInfo


class Refused(Message, frozen=True):
    """The hub will not talk to this station; the sentence says why. The hub closes the link after it.

    ``code`` is for programs: ``taken`` means that the kit has another station of this id, ``unknown`` that the station
    has no key of this kit.
    """

    reason: str
    code: Literal["", "taken", "unknown"] = ""


class RoomIs(Message, frozen=True):
    """The room, whole."""

    room: Room


class Delivered(Message, frozen=True):
    """These drafts are on the card (or were there already)."""

    ids: tuple[str, ...]


class Known(Message, frozen=True):
    """All events about one badge, oldest first, at most 500."""

    beacon: str
    events: tuple[Event, ...]


class Watch(Message, frozen=True):
    """Start or stop sending pictures of the screen."""

    on: bool


class RemoteTouch(Message, frozen=True):
    """A touch made on the dashboard's live picture; ``x``, ``y`` in 0..1 of the display."""

    phase: Phase
    x: float
    y: float


FromStation = (
    Hello
    | Proof
    | Pair
    | PairAnswer
    | Status
    | Deliver
    | AskKnown
    | Hear
    | RadioIs
    | DemosHere
    | RunReport
    | WantBundle
    | TakeHome
    | StationChecked
    | MakeOwnWifi
)
ToStation = (
    Challenge
    | Welcome
    | Refused
    | Unpaired
    | RoomIs
    | Delivered
    | Known
    | Watch
    | RemoteTouch
    | Listen
    | Took
    | PairWaiting
    | PairOffer
    | Paired
    | WrongCode
    | ProgrammeIs
    | OrdersAre
    | Open
    | GoHome
    | BundlePiece
    | ReportTaken
    | RoundIs
    | TakenHome
    | CheckStation
)
