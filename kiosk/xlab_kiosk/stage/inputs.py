"""What reaches a demo: touches, taps, badges, and what the kit knows of them."""

from typing import Literal

import msgspec

Phase = Literal["down", "move", "up", "cancel"]


class Touch(msgspec.Struct, frozen=True):
    """A finger or the mouse, in pixels of the demo's surface. ``pointer`` tells fingers apart while they are down."""

    pointer: int
    phase: Phase
    x: float
    y: float


class Tap(msgspec.Struct, frozen=True):
    """A touch that went down and up in about one place, in pixels of the demo's surface."""

    pointer: int
    x: float
    y: float


class Badge(msgspec.Struct, frozen=True):
    """A badge as visitors see it. ``beacon`` is its identity and never shown."""

    beacon: str
    animal: str
    accent: str


class Presence(msgspec.Struct, frozen=True, kw_only=True):
    """A badge came to this station, changed how close it is, or went."""

    kind: Literal["entered", "moved", "left"]
    badge: Badge
    proximity: Literal["touch", "near", "far"]
    source: Literal["live", "recorded", "simulated"] = "live"


class KnownFact(msgspec.Struct, frozen=True, kw_only=True):
    """One thing the kit knows about a badge: ``what`` is a word such as ``entered`` or the name of a recorded value."""

    wall: float
    what: str
    station: str
    detail: str = ""
