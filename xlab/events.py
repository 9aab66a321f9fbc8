"""The facts a kit records: frozen, tagged, versioned.

A :data:`Fact` says what happened. A :class:`Draft` adds when and where it was noticed and an id that never changes, so
that handing the same draft over twice is harmless. An :class:`Event` is a draft that the log has accepted: it has the
kit's name and a sequence number, and that pair, never the clock, is the order of things.

Clocks of a travelling box are often wrong, so every draft carries three times: wall time as the machine believed it,
the id of the boot, and seconds since that boot. With the last two, wall times can be put right later.
"""

from typing import Literal

import msgspec

VERSION = 1
"""Version of this vocabulary, stored with every event."""

Source = Literal["live", "recorded", "simulated"]
"""Where the input came from. Evidence of different sources is never mixed."""

Proximity = Literal["touch", "near", "far"]
"""How close a beacon is to a station: a band, never metres."""

PresenceKind = Literal["entered", "moved", "left"]

Role = Literal["badge", "prop", "pad"]
"""What a registered beacon is: carried by a visitor, fixed to a thing or a sample, or fixed to a station's pad."""

Outcome = Literal["finished", "idle", "home", "stopped", "crashed", "hung", "exited"]
"""How a run ended: by its own end, by idling, by the home button, by the facilitator, or by trouble."""

Value = bool | int | float | str
"""What a demo may record: plain values, described by the ``[evidence]`` table of its manifest."""


class _Fact(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=True):
    pass


class KitStarted(_Fact, frozen=True):
    """The hub came up."""

    version: str


class RadioChanged(_Fact, frozen=True):
    """The radio's state changed; ``reason`` is a plain sentence or empty."""

    state: str
    reason: str = ""


class BadgeGiven(_Fact, frozen=True):
    """A beacon got its face: an animal in an accent colour, unlike every other face of the visit."""

    beacon: str
    animal: str
    accent: str


class BeaconRegistered(_Fact, frozen=True):
    """The facilitator made a beacon one of the kit's own; again with other values: changed.

    ``label`` says what a prop or pad is, as "Cotton, raw"; badges have none, but a face, ``animal`` and ``accent``,
    which is theirs for good. The field is ``identity``, not ``beacon``: it is about the kit's hardware, and a visitor
    who is forgotten does not take it along.
    """

    identity: str
    role: Role
    label: str = ""
    animal: str = ""
    accent: str = ""


class BeaconUnregistered(_Fact, frozen=True):
    """A beacon is no longer one of the kit's own."""

    identity: str


class StationPlaced(_Fact, frozen=True):
    """The facilitator put the event's station to a place of the room's picture, ``x`` and ``y`` in 0..1.

    Both None: nobody has placed it any more (the first move was undone), and the kit arranges it with the others.
    """

    x: float | None
    y: float | None


class Calibrated(_Fact, frozen=True):
    """What all stations have learned from now on, whole: offsets and touch levels in dB by station id.

    Their meaning is that of :class:`xlab.beacons.calibration.Calibration`. ``how`` is what brought it about; undoing
    writes the state before once more.
    """

    how: Literal["pad", "walk", "undo", "reset"]
    offsets: dict[str, float]
    touches: dict[str, float]


class PresenceChanged(_Fact, frozen=True):
    """A beacon entered, moved, or left. The station is the event's; none after leaving."""

    kind: PresenceKind
    beacon: str
    proximity: Proximity


class RunStarted(_Fact, frozen=True):
    """Visitors opened a demo."""

    run: str
    demo: str
    version: str
    language: str


class RunEnded(_Fact, frozen=True):
    """A run was over after ``seconds``; ``detail`` holds the last line of a traceback where there was trouble."""

    run: str
    demo: str
    outcome: Outcome
    seconds: float
    detail: str = ""


class Recorded(_Fact, frozen=True):
    """What a demo recorded as evidence. ``beacon`` is set if it belongs to a badge, so that it can be forgotten."""

    run: str
    demo: str
    values: dict[str, Value]
    beacon: str | None = None


class ForgetBadge(_Fact, frozen=True):
    """A visitor's wish: erase what is known of this badge. The hub obeys it and never stores it."""

    beacon: str


class Erased(_Fact, frozen=True):
    """A tombstone: something of type ``was`` stood here and was erased for ``reason``."""

    was: str
    reason: str


Fact = (
    KitStarted
    | RadioChanged
    | BadgeGiven
    | BeaconRegistered
    | BeaconUnregistered
    | StationPlaced
    | Calibrated
    | PresenceChanged
    | RunStarted
    | RunEnded
    | Recorded
    | ForgetBadge
    | Erased
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
    """The beacon a fact is about, or None: what "forget me" must find."""
    return getattr(fact, "beacon", None)
