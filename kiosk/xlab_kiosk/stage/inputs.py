"""What reaches a demo: touches, taps, badges, and what the kit knows of them."""

from typing import Literal

import msgspec

Phase = Literal["down", "move", "up", "cancel"]


class Touch(msgspec.Struct, frozen=True):
    """A finger or the mouse, in pixels of the demo's surface. ``pointer`` tells fingers apart while they are down.

    ``phase`` is ``down``, ``move``, ``up`` or ``cancel``; what a cancelled touch began is to be taken back.

    >>> Touch(1, "down", 320.0, 200.0).phase
    'down'
    """

    pointer: int
    phase: Phase
    x: float
    y: float


class Tap(msgspec.Struct, frozen=True):
    """A touch that went down and up in about one place, in pixels of the demo's surface.

    >>> class Marks(Demo):
    ...     def tap(self, tap: Tap) -> None:
    ...         self.mark = (tap.x, tap.y)
    """

    pointer: int
    x: float
    y: float


class Badge(msgspec.Struct, frozen=True):
    """A badge as visitors see it: its animal and accent. ``beacon`` is its identity and never shown.

    >>> [(badge.animal, badge.accent) for badge in stage.badges]
    [('fox', 'amber')]
    """

    beacon: str
    animal: str
    accent: str


class Presence(msgspec.Struct, frozen=True, kw_only=True):
    """A badge came to this station, changed how close it is, or went.

    >>> class Greets(Demo):
    ...     def presence(self, change: Presence) -> None:
    ...         if change.kind == "entered" and change.proximity == "touch":
    ...             self.guest = change.badge
    """

    kind: Literal["entered", "moved", "left"]
    badge: Badge
    proximity: Literal["touch", "near", "far"]
    source: Literal["live", "recorded", "simulated"] = "live"


class KnownFact(msgspec.Struct, frozen=True, kw_only=True):
    """One thing the kit knows about a badge: ``what`` is a word such as ``entered`` or the name of a recorded value.

    ``wall`` is the time in seconds since 1970, ``station`` the name of the place.

    >>> [fact.what for fact in stage.known(badge)]
    ['entered', 'entered']
    """

    wall: float
    what: str
    station: str
    detail: str = ""
