"""What a demo is, and what reaches it: touches, taps, badges."""

from typing import Literal

import msgspec
import pygame

from xlab_kiosk.stage.stage import Stage

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


class Demo:
    """A demo. Override what you need; every method has a default that does nothing."""

    def start(self, stage: Stage) -> None:
        """Called once before anything else. Keep ``stage``: it is how a demo speaks to the kit."""
        self.stage = stage

    def touch(self, touch: Touch) -> None:
        """A finger or the mouse did something."""

    def tap(self, tap: Tap) -> None:
        """A finger or the mouse tapped; made from touches."""

    def presence(self, change: Presence) -> None:
        """A badge came, moved or went."""

    def known(self, badge: Badge) -> None:
        """What the kit knows about this badge changed; read it with ``stage.known(badge)``."""

    def update(self, dt: float) -> None:
        """``dt`` seconds passed. Change state here, never in :meth:`draw`."""

    def draw(self, screen: pygame.Surface) -> None:
        """Draw everything. Called only after something changed; never changes state."""

    def attract(self, screen: pygame.Surface, t: float) -> None:
        """Draw the demo's own picture for the attract loop and the menu: a still life, alive with ``t`` seconds.

        Called after :meth:`start` on a stage of the picture's size, with no other input; it never changes state.
        Nothing drawn means that the kit shows the title alone.
        """
