"""The messages between hub, station and browser: one vocabulary, both ways.

A station's kiosk and its scanner each hold one WebSocket to the hub (``/station``). Text frames are JSON of one message
below, tagged by ``type``. Binary frames, kiosk to hub only, are JPEG pictures of its screen, sent while somebody
watches. Everything the hub tells is a whole state, never a difference: a message that was missed is repaired by the
next.

It begins in one of two ways, and no key or code is ever sent. With a key: Hello, Challenge, Proof, Welcome, each side
proving to the other that it knows the key (:mod:`xlab.station.handshake`). Without one: Pair, PairWaiting and, once the
facilitator typed the code that the station shows, PairOffer, PairAnswer, Paired (:mod:`xlab.station.exchange`).
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from xlab.events import Draft, Event, Proximity, Source
from xlab.events import Role as BeaconRole

PROTOCOL = 2

RadioState = Literal["scanning", "starting", "off", "missing", "refused", "no_bluez", "lost", "silent", "replaying"]
"""``replaying`` plays a recording; all others but ``scanning`` and ``starting`` come with a reason."""

Screen = Literal["attract", "menu", "playing", "trouble", "locked"]

Phase = Literal["down", "move", "up", "cancel"]

Role = Literal["kiosk", "scanner"]
"""What of a station speaks: both may, each on a link of its own."""

Digest = Annotated[bytes, Meta(min_length=32, max_length=32)]
"""A nonce or a proof: 32 bytes."""

Element = Annotated[bytes, Meta(min_length=33, max_length=33)]
"""What one side of a pairing shows of its secret: a side's letter and a point of Ed25519."""

_Name = Annotated[str, Meta(max_length=200)]
_Sixteen = Annotated[int, Meta(ge=0, le=0xFFFF)]

MOST_HEARD = 200
"""Sightings in one message."""


class Radio(msgspec.Struct, frozen=True, kw_only=True):
    """What the kit hears with, as ``/api/v1/health`` shows it. ``reason`` is a plain sentence, or empty."""

    state: RadioState
    source: Source
    reason: str = ""


class Face(msgspec.Struct, frozen=True):
    """What people see of a badge: an animal in an accent colour, never a number or a name."""

    animal: str
    accent: str


class BadgeHere(msgspec.Struct, frozen=True, kw_only=True):
    """A beacon that is in the room now, and the station it is at (None: heard, but at no station).

    Registered pads are not among them: they belong to the furniture. A prop says by its ``label`` what it is.
    """

    beacon: str
    face: Face
    station: str | None
    proximity: Proximity
    source: Source
    role: BeaconRole = "badge"
    label: str = ""


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A place badges can be at: a kiosk, or a scanner of a recording. ``x``, ``y`` in 0..1 of the room's picture.

    ``screen`` is None where there is no kiosk, and ``"away"`` where there was one. ``placed``: the facilitator put it
    there; all else is arranged by the kit, or stood so in a recording.
    """

    id: str
    name: str
    x: float
    y: float
    source: Source = "live"
    screen: Screen | Literal["away"] | None = None
    demo: str | None = None
    placed: bool = False


class Scanner(msgspec.Struct, frozen=True, kw_only=True):
    """The radio of a further station: what ``xlab scanner`` there says of it."""

    station: str
    name: str
    here: bool
    state: RadioState = "starting"
    reason: str = ""


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """The room as the hub sees it now. ``revision`` grows with every change."""

    revision: int
    spots: tuple[Spot, ...] = ()
    badges: tuple[BadgeHere, ...] = ()
    scanners: tuple[Scanner, ...] = ()
    radio: Radio = Radio(state="starting", source="live")


class KitInfo(msgspec.Struct, frozen=True, kw_only=True):
    """Who the kit is and how to reach it. ``setup_code`` is set until a facilitator PIN exists.

    ``faces`` belong to the kit's own badges, whether they are here or not: no simulated badge may wear one.
    """

    kit: str
    name: str
    version: str
    urls: tuple[str, ...] = ()
    setup_code: str | None = None
    faces: tuple[Face, ...] = ()


class _Message(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=True):
    pass


class Hello(_Message, frozen=True):
    """First from a station: who it is. ``paired`` tells which key it has: one of its own, or the kit's token file."""

    station: _Name
    name: _Name
    role: Role
    nonce: Digest
    paired: bool = False
    protocol: int = PROTOCOL


class Proof(_Message, frozen=True):
    """The station knows the key."""

    proof: Digest


class Pair(_Message, frozen=True):
    """First from a station that has no key: it shows a code and waits until the facilitator types it."""

    station: _Name
    name: _Name
    role: Role
    protocol: int = PROTOCOL


class PairAnswer(_Message, frozen=True):
    """The station's half of the exchange, and the proof that its code gave it a key."""

    element: Element
    proof: Digest


class Status(_Message, frozen=True):
    """What is on the station's screen."""

    screen: Screen
    demo: str | None = None
    language: str = "en"


class Deliver(_Message, frozen=True):
    """Drafts from the station's outbox, again and again until :class:`Delivered` names them: each counts once."""

    drafts: tuple[Draft, ...]


class AskKnown(_Message, frozen=True):
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


class Hear(_Message, frozen=True):
    """What a scanner heard, oldest first; ``trip`` is how many seconds the last such message and its answer took."""

    heard: Annotated[tuple[Heard, ...], Meta(max_length=MOST_HEARD)]
    trip: Annotated[float, Meta(ge=0, le=600)] | None = None


class RadioIs(_Message, frozen=True):
    """The state of a scanner's radio; the reason is a plain sentence in English, or empty."""

    state: RadioState
    reason: Annotated[str, Meta(max_length=1000)] = ""


class Challenge(_Message, frozen=True):
    """The hub's answer to a hello: the proof that it knows the key, and what the station has to prove it with."""

    nonce: Digest
    proof: Digest


class PairWaiting(_Message, frozen=True):
    """The hub shows the station to the facilitator as one that wishes to be paired with this kit."""

    kit: _Name
    name: _Name


class PairOffer(_Message, frozen=True):
    """The facilitator typed a code; the hub's half of the exchange."""

    element: Element


class Paired(_Message, frozen=True):
    """The codes are the same, which the hub proves in turn; both keep the key they agreed on."""

    proof: Digest


class WrongCode(_Message, frozen=True):
    """The code that was typed is not the one that the station shows."""


class Unpaired(_Message, frozen=True):
    """The facilitator took this station off the kit: its key is worth nothing any more. Said only after both proofs."""


class Listen(_Message, frozen=True):
    """The UUIDs of the kit's own beacons: a scanner keeps these and drops all others unseen."""

    uuids: Annotated[tuple[str, ...], Meta(max_length=256)]


class Took(_Message, frozen=True):
    """The hub has taken in the last :class:`Hear`."""


class Welcome(_Message, frozen=True):
    """First from the hub to a station that proved its key, and again when something in it changed."""

    info: KitInfo


class Refused(_Message, frozen=True):
    """The hub will not talk to this station; the sentence says why. The hub closes the link after it.

    ``code`` is for programs: ``taken`` means that the kit has another station of this id, ``unknown`` that the station
    has no key of this kit.
    """

    reason: str
    code: Literal["", "taken", "unknown"] = ""


class RoomIs(_Message, frozen=True):
    """The room, whole."""

    room: Room


class Delivered(_Message, frozen=True):
    """These drafts are on the card (or were there already)."""

    ids: tuple[str, ...]


class Known(_Message, frozen=True):
    """All events about one badge, oldest first, at most 500."""

    beacon: str
    events: tuple[Event, ...]


class Watch(_Message, frozen=True):
    """Start or stop sending pictures of the screen."""

    on: bool


class RemoteTouch(_Message, frozen=True):
    """A touch made on the dashboard's live picture; ``x``, ``y`` in 0..1 of the display."""

    phase: Phase
    x: float
    y: float


FromStation = Hello | Proof | Pair | PairAnswer | Status | Deliver | AskKnown | Hear | RadioIs
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
)

encode = msgspec.json.Encoder().encode
decode_from_station = msgspec.json.Decoder(FromStation).decode
decode_to_station = msgspec.json.Decoder(ToStation).decode
