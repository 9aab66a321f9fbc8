"""The kit's network: how people reach it, the networks around it, and changing between them."""

from typing import Literal, Protocol

import msgspec

from xlab.link import NetworkNow

Lock = Literal["open", "password", "company", "old"]

Refusal = Literal["password", "name", "gone", "company", "busy", "cannot"]
"""Nothing was tried: such a password or name cannot be; that network is not there; it asks for a user's name; the kit
is changing its network already; it cannot."""

Failure = Literal["password", "gone", "no_address", "no_answer", "refused", "failed"]
"""It was tried: the words are ``network.failed_<failure>``."""


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """A Wi-Fi here. ``id`` is its name's bytes in hexadecimal, ``name`` as people read it, ``strength`` from 1 to 4."""

    id: str
    name: str
    strength: int
    lock: Lock
    known: bool = False
    joined: bool = False


class Kept(msgspec.Struct, frozen=True):
    """A Wi-Fi that the kit joins by itself."""

    id: str
    name: str


class Failed(msgspec.Struct, frozen=True):
    """The last wish that did not work: ``to`` which network, why, and when, in seconds since 1970."""

    to: str
    why: Failure
    at: float


class NetworkRefused(Exception):
    """Nothing was changed; ``reason`` is the key of a sentence, ``network.refused_<reason>``."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason)
        self.reason: Refusal = reason


class NetworkPage(msgspec.Struct, frozen=True, kw_only=True):
    """All there is to show. ``possible``: the kit may change its Wi-Fi; ``blocked``: it is off and may be switched on.

    ``network`` is the Wi-Fi it is in, empty if none. ``heard`` is from before its own Wi-Fi opened while that is open.
    """

    now: NetworkNow
    possible: bool = False
    blocked: bool = False
    network: str = ""
    heard: tuple[Heard, ...] = ()
    kept: tuple[Kept, ...] = ()
    failed: Failed | None = None


class Network(Protocol):
    """``kit.network``. From any thread, never on the loop. All but :meth:`page` raise :class:`NetworkRefused`.

    What is wished begins a moment later, so that whoever asked over the network that goes away still hears it.
    """

    def page(self) -> NetworkPage:
        """How it is now."""
        ...

    def join(self, network: str, name: str, password: str) -> str:
        """Join a network that was heard by its id, or a hidden one by its ``name``; its name as people read it.

        Without a password a known one is joined with the one that is kept.
        """
        ...

    def own(self) -> None:
        """Open the kit's own Wi-Fi."""
        ...

    def look(self) -> None:
        """Look round again; the kit's own Wi-Fi goes away for some seconds."""
        ...

    def forget(self, network: str) -> None:
        """Forget a network that is kept, by its id."""
        ...

    def switch_on(self) -> None:
        """Switch on a Wi-Fi that is off by software."""
        ...
