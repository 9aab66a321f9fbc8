"""What hub and stations tell each other about demos: which to show, their files, and how a run went wrong. Pure."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from xlab.events import Outcome
from xlab.link.base import Message, Name, Sentence

PIECE = 192 * 1024
"""Bytes of a bundle in one message; as text of a link it is a third longer."""

MAX_REPORT = 512 * 1024
"""Bytes of a report with its picture."""

Hex = Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?\Z")]

Door = Literal["installed", "shelf", "dropped"]
"""How a demo came to a machine: as a Python package, as a bundle, or as a folder put there by hand."""

DemoStatus = Literal["ready", "bad", "unapproved"]


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """A demo that a station shows.

    ``digest`` is what its files must hash to; empty for one that came as a Python package with the kit itself. ``seal``
    names the bundle a station asks the hub for if it has no such files; empty where there is none. ``lifted`` counts
    how often IT has lifted the demo's quarantine: a station that counted failures itself then begins anew.
    """

    demo: Name
    digest: Hex = ""
    seal: Hex = ""
    lifted: int = 0


class Programme(msgspec.Struct, frozen=True, kw_only=True):
    """The demos of one station, in their order. A station keeps the last one for when the hub is away."""

    slots: Annotated[tuple[Slot, ...], Meta(max_length=200)] = ()


class Orders(msgspec.Struct, frozen=True, kw_only=True):
    """What the facilitator has ordered for one station, whole. It ends with the hub, except ``muted``.

    ``pinned`` is the one demo that the station stays with; ``message`` is shown over everything until it is empty.
    """

    locked: bool = False
    dark: bool = False
    muted: bool = False
    pinned: str | None = None
    message: Annotated[str, Meta(max_length=200)] = ""


class DemoHere(msgspec.Struct, frozen=True, kw_only=True):
    """A demo as a station found it. ``digest`` is empty for a Python package and where it could not be read."""

    demo: Name
    door: Door
    status: DemoStatus
    version: Annotated[str, Meta(max_length=40)] = ""
    digest: Hex = ""
    reason: Sentence = ""
    held: Sentence = ""
    """Why the station keeps a ready demo back: it failed too often, or kept the kit from starting."""


class DemosHere(Message, frozen=True):
    """All demos a station found, whenever they changed; ``sandbox`` is what is not protected there, or empty."""

    demos: Annotated[tuple[DemoHere, ...], Meta(max_length=400)]
    sandbox: Sentence = ""


class RunReport(Message, frozen=True):
    """How a run went wrong, or what it printed. Said again until :class:`ReportTaken`: a report counts once.

    ``text`` is the traceback and the end of what the demo printed; ``picture`` the last picture, a JPEG, or empty.
    """

    run: Name
    demo: Name
    version: Annotated[str, Meta(max_length=40)]
    outcome: Outcome
    detail: Sentence = ""
    text: Annotated[str, Meta(max_length=64 * 1024)] = ""
    picture: Annotated[bytes, Meta(max_length=256 * 1024)] = b""
    wall: float = 0.0


class WantBundle(Message, frozen=True):
    """The station lacks these files: the piece that begins at ``offset`` of the bundle with this seal."""

    seal: Hex
    offset: Annotated[int, Meta(ge=0)] = 0


class ProgrammeIs(Message, frozen=True):
    """What this station shows, whole."""

    programme: Programme


class OrdersAre(Message, frozen=True):
    """What the facilitator has ordered for this station, whole."""

    orders: Orders


class Open(Message, frozen=True):
    """Begin this demo now, whatever is on the screen; nothing where the station is locked or does not show it."""

    demo: Name


class GoHome(Message, frozen=True):
    """End what runs, and show the attract screen."""


class BundlePiece(Message, frozen=True):
    """Part of a bundle of ``size`` bytes; ``size`` 0: the hub has no such bundle (any more)."""

    seal: Hex
    offset: int
    size: int
    data: Annotated[bytes, Meta(max_length=PIECE)] = b""


class ReportTaken(Message, frozen=True):
    """The report of this run is on the hub's card, or the hub does not want it."""

    run: Name
