"""What there is to see of the preflight, in frozen values: the screen draws them and asks nobody anything."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from xlab.events import Source
from xlab.link import Check, Face
from xlab_kiosk.shell.preflight.knocks import Side
from xlab_kiosk.shell.preflight.looking import Look
from xlab_kiosk.shell.preflight.panel import Panel
from xlab_kiosk.shell.preflight.touching import Place, Spot
from xlab_kiosk.shell.preflight.trials import Trial
from xlab_kiosk.shell.preflight.walk import Walk


class SpotSeen(msgspec.Struct, frozen=True):
    """A spot that was tapped or passed by: whether it answered well, and where the tap was told."""

    state: Literal["good", "off", "wrong", "dead"]
    at: Place | None = None


class TouchSeen(msgspec.Struct, frozen=True):
    """The spots and their places; ``asked`` is to be tapped now; ``stray`` is where a tap met no spot."""

    places: Mapping[Spot, Place]
    tapped: Mapping[Spot, SpotSeen] = {}
    asked: Spot | None = None
    stray: Place | None = None


class DisplaySeen(msgspec.Struct, frozen=True):
    """``white`` and ``black`` show pixels that are dead, ``picture`` has edges, colours and facts."""

    phase: Literal["white", "black", "picture"]
    panel: Panel


class SoundSeen(msgspec.Struct, frozen=True):
    """The side that sounds now."""

    side: Side | None = None


class CameraSeen(msgspec.Struct, frozen=True):
    """What can be said of its pictures, and where they come from."""

    look: Look = "waiting"
    source: Source = "live"


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """The walk, what the step that is up found (empty while it looks), and what that step shows."""

    walk: Walk = Walk()
    found: tuple[Check, ...] = ()
    touch: TouchSeen | None = None
    display: DisplaySeen | None = None
    sound: SoundSeen = SoundSeen()
    camera: CameraSeen = CameraSeen()
    trials: tuple[Trial, ...] = ()
    badges: tuple[Face, ...] = ()
