"""Signs that others in the room reach the kit. Of none of them anything is kept: neither an address nor when."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from contextlib import suppress
from ipaddress import ip_address
from typing import Any, Final

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]

_MULTICAST_ALL: Final = 49
"""Linux: unless this is off, a socket hears every interface that anybody on this machine has asked for (``ip(7)``)."""

MDNS_GROUP, MDNS_PORT = "224.0.0.251", 5353


class Came:
    """Stands before the web server and notices by which of the kit's addresses other machines have come."""

    def __init__(self) -> None:
        self.by_name = False
        """Somebody came by a name as ``kit.local``."""
        self._at: set[str] = set()

    def reached(self, addresses: Collection[str]) -> bool:
        """Whether somebody came by one of these."""
        return not self._at.isdisjoint(addresses)

    def keep(self, addresses: Collection[str]) -> None:
        """The kit has these addresses and no others: what was true of others says nothing any more."""
        if not self._at <= set(addresses):
            self._at &= set(addresses)
            self.by_name = False

    def before(self, app: App) -> App:
        """The same app, with each request noticed."""

        async def noticing(scope: Scope, receive: Any, send: Any) -> None:
            if scope["type"] in ("http", "websocket"):
                self._notice(scope)
            await app(scope, receive, send)

        return noticing

    def _notice(self, scope: Scope) -> None:
        there, here = (scope.get("client") or ("",))[0], (scope.get("server") or ("",))[0]
        if not here or there == here or _loops(there):
            return
        self._at.add(here)
        host = next((value for name, value in scope["headers"] if name == b"host"), b"")
        if host.partition(b":")[0].rstrip(b".").lower().endswith(b".local"):
            self.by_name = True


class Overheard(asyncio.DatagramProtocol):
    """Hears whether any other machine speaks to all on a network by mDNS, as phones, printers and laptops do."""

    def __init__(self) -> None:
        self.heard = False
        self._own: frozenset[str] = frozenset()
        self._transport: asyncio.DatagramTransport | None = None

    async def listen(self, addresses: Collection[str]) -> None:
        """Listen where the kit has these IPv4 addresses, from now on; where it cannot, it hears nothing."""
        self.close()
        self.heard, self._own = False, frozenset(addresses)
        if not addresses:
            return
        with suppress(OSError):
            listening = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            listening.setsockopt(socket.IPPROTO_IP, _MULTICAST_ALL, 0)
            # Bound to the group, so that what is meant for the kit's own announcing still reaches that.
            listening.bind((MDNS_GROUP, MDNS_PORT))
            for address in addresses:
                joined = struct.pack("4s4s", socket.inet_aton(MDNS_GROUP), socket.inet_aton(address))
                listening.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, joined)
            loop = asyncio.get_running_loop()
            self._transport, _ = await loop.create_datagram_endpoint(lambda: self, sock=listening)

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        """Somebody spoke."""
        if addr[0] not in self._own:
            self.heard = True

    def close(self) -> None:
        """Stop listening."""
        if self._transport is not None:
            self._transport.close()
            self._transport = None


def _loops(address: str) -> bool:
    try:
        return ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return True


_MINUTES: Final = (60, 30, 10, 5, 2)


def about(seconds: float) -> int:
    """Minutes, as rarely different as people say them: screens are told anew at each change."""
    return next((minutes for minutes in _MINUTES if seconds >= 60 * minutes), 0)
