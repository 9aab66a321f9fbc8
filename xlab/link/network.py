"""How people in the room reach the kit, as screens show it. Pure."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from xlab.link.base import Message, Name

Way = Literal["name", "address", "own", "cable"]
"""From what asks least of people to what always works: a name, an address, the kit's own Wi-Fi, a cable."""

Value = str | int

Key = Annotated[str, Meta(pattern=r"^network\.[a-z0-9_]+\Z", max_length=80)]


class WayNow(msgspec.Struct, frozen=True, kw_only=True):
    """How one way is. ``ok`` is None where it might work; ``key`` and ``values`` say why, in words."""

    way: Way
    ok: bool | None
    key: Key
    values: Annotated[dict[str, Value], Meta(max_length=6)] = {}


class OwnWifi(msgspec.Struct, frozen=True, kw_only=True):
    """The kit's own Wi-Fi while it is open; ``code`` is what a QR code for joining it holds.

    ``url`` is the dashboard for who has joined, empty until there is one.
    """

    name: Name
    password: Name
    code: Annotated[str, Meta(max_length=400)]
    url: str = ""


class NetworkNow(msgspec.Struct, frozen=True, kw_only=True):
    """The four ways in their order, and ``key`` the one next step, which ``values`` go into.

    ``own`` is set while the kit's own Wi-Fi is open; ``network`` names the venue's Wi-Fi that the address for phones is
    in, if it is in one. ``busy``: the kit is about to open it, or to join another.
    ``offers``: no phone has reached the kit here yet and its own Wi-Fi is possible: anyone at a screen may ask for it.
    """

    ways: Annotated[tuple[WayNow, ...], Meta(max_length=4)] = ()
    key: Key = "network.next_wait"
    values: Annotated[dict[str, Value], Meta(max_length=6)] = {}
    own: OwnWifi | None = None
    network: str = ""
    busy: bool = False
    offers: bool = False


class MakeOwnWifi(Message, frozen=True):
    """Somebody at a station asks for the kit's own Wi-Fi. Said only where :class:`NetworkNow` ``offers`` it."""
