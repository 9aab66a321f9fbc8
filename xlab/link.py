"""The messages between hub, station and browser: one vocabulary, both ways.

A station holds one WebSocket to the hub (``/station``). Text frames are JSON of one message below, tagged by ``type``.
Binary frames, station to hub only, are JPEG pictures of its screen, sent while somebody watches. Everything the hub
tells is a whole state, never a difference: a message that was missed is repaired by the next.
"""

from typing import Literal

import msgspec

from xlab.events import Draft, Event, Proximity, Source
from xlab.events import Role as BeaconRole

PROTOCOL = 1

RadioState = Literal["scanning", "starting", "off", "missing", "refused", "no_bluez", "lost", "silent", "replaying"]
"""``replaying`` plays a recording; all others but ``scanning`` and ``starting`` come with a reason."""

Screen = Literal["attract", "menu", "playing", "trouble", "locked"]

Phase = Literal["down", "move", "up", "cancel"]


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


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """The room as the hub sees it now. ``revision`` grows with every change."""

    revision: int
    spots: tuple[Spot, ...] = ()
    badges: tuple[BadgeHere, ...] = ()
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
    """First from a station: who it is. ``token`` is the content of the kit's token file."""

    station: str
    name: str
    token: str
    protocol: int = PROTOCOL


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


class Welcome(_Message, frozen=True):
    """First from the hub, and again when something in it changed."""

    info: KitInfo


class Refused(_Message, frozen=True):
    """The hub will not talk to this station; the sentence says why. The hub closes the link after it."""

    reason: str


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


FromStation = Hello | Status | Deliver | AskKnown
ToStation = Welcome | Refused | RoomIs | Delivered | Known | Watch | RemoteTouch

encode = msgspec.json.Encoder().encode
decode_from_station = msgspec.json.Decoder(FromStation).decode
decode_to_station = msgspec.json.Decoder(ToStation).decode
