"""What the hub tells of the kit and of the room: whole states that stations, pages and programs show. Pure."""

from typing import Literal

import msgspec

from xlab.events import Proximity, Role, Source
from xlab.events.visits import EditedLine
from xlab.link.network import NetworkNow

RadioState = Literal["scanning", "starting", "off", "missing", "refused", "no_bluez", "lost", "silent", "replaying"]
"""``replaying`` plays a recording; all others but ``scanning`` and ``starting`` come with a reason."""

Screen = Literal["attract", "menu", "playing", "trouble", "locked", "dark"]
"""``dark``: the facilitator has blacked it out."""


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
    role: Role = "badge"
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


class VisitInfo(msgspec.Struct, frozen=True, kw_only=True):
    """The visit under way, as every screen may show it.

    ``charter`` is the beginning of the SHA-256 of the charter that holds, empty until it froze. In a practice visit
    everything is simulated. ``lines`` are the words of demos that were edited for it, by demo.
    """

    visit: str
    state: Literal["planned", "open", "closed"]
    practice: bool = False
    unit: str = ""
    vision: str = ""
    charter: str = ""
    group: int = 1
    lines: dict[str, tuple[EditedLine, ...]] = {}


Keeps = Literal["yes", "low", "full", "failing"]
"""Whether the kit's card takes what happens: it does, room gets short, it is full, or it fails or is read-only."""


class KitInfo(msgspec.Struct, frozen=True, kw_only=True):
    """Who the kit is and how to reach it. ``setup_code`` is set until a facilitator PIN exists.

    ``faces`` belong to the kit's own badges, whether they are here or not: no simulated badge may wear one.

    ``takes``: this hub keeps pictures that visitors take home (:mod:`xlab.link.taking`); one that is older does not.

    ``checks``: this hub keeps what stations found out about themselves (:mod:`xlab.link.checks`).

    ``network``: how people reach the kit (:mod:`xlab.link.network`); None while nothing is known of it.

    ``renews``: another version of the kit is being installed or tried, so that it must stay plugged in.
    """

    kit: str
    name: str
    version: str
    urls: tuple[str, ...] = ()
    setup_code: str | None = None
    faces: tuple[Face, ...] = ()
    visit: VisitInfo | None = None
    keeps: Keeps = "yes"
    takes: bool = False
    checks: bool = False
    network: NetworkNow | None = None
    renews: bool = False
