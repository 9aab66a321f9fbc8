"""Who may hold a link to the hub: the first messages of a connection, judged before anything is done for it."""

import asyncio
import logging
import re
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any, Final

import msgspec

from xlab import link
from xlab.dashboard.attempts import network_of
from xlab.hub.secrets import StationKeys
from xlab.nonsense import NONSENSE
from xlab.station import handshake

_log = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HELLO_LIMIT: Final = 5.0
"""Seconds a new connection has to say who it is and prove it."""

UNPROVEN: Final = 32
UNPROVEN_OF_ONE: Final = 4
"""Connections that may be at the door at once, and of one machine: its kiosk and its scanner, each of which may come
back before the last one is noticed to be gone. More are turned away. The kit's own machine is never crowded out."""

SAY_AGAIN: Final = 60.0
"""Seconds between two lines of the log about stations that were refused for one reason."""

_HERE: Final = "this machine"
_STATION: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")
_LONGEST_NAME: Final = 40


class Turned(Exception):
    """Who knocked is turned away; the message says why."""

    def __init__(self, refused: link.Refused) -> None:
        super().__init__(refused.reason)
        self.refused = refused


class Door:
    """Lets in stations that prove a key. Used on the loop only."""

    def __init__(self, token: str, keys: StationKeys, own_station: str) -> None:
        """``own_station`` is the id of the station on this machine, whose radio the hub listens with itself."""
        self._token = token.encode()
        self._keys = keys
        self._own_station = own_station
        self._inside: Counter[str] = Counter()
        self._quiet_until: dict[str, float] = {}

    async def let_in(self, machine: str, receive: Receive, send: Send) -> link.Hello | link.Pair | None:
        """Whoever proved a key, or one who asks to be paired; None if nobody came in, who has been told why."""
        self._inside[machine] += 1
        try:
            if machine != _HERE and (self._inside[machine] > UNPROVEN_OF_ONE or self._inside.total() > UNPROVEN):
                raise Turned(link.Refused(reason="Too many knock at the kit's door at once."))
            async with asyncio.timeout(HELLO_LIMIT):
                return await self._judge(receive, send)
        except Turned as turned:
            await self.refuse(send, turned.refused)
        except (TimeoutError, *NONSENSE):
            await self.refuse(send, link.Refused(reason="The first message was not a hello."))
        except (Gone, OSError, RuntimeError):
            pass  # it went before it was answered
        finally:
            self._inside[machine] -= 1
            if not self._inside[machine]:
                del self._inside[machine]
        return None

    async def refuse(self, send: Send, refused: link.Refused) -> None:
        """Say no, and why. Anybody can be refused, so the log says it once in a while: nobody may fill the card."""
        now = asyncio.get_running_loop().time()
        if now >= self._quiet_until.get(refused.reason, now):
            self._quiet_until = {reason: until for reason, until in self._quiet_until.items() if until > now}
            self._quiet_until[refused.reason] = now + SAY_AGAIN
            _log.warning("A station was refused. %s", refused.reason)
        await farewell(send, refused)

    async def _judge(self, receive: Receive, send: Send) -> link.Hello | link.Pair | None:
        first = await hear(receive)
        if not isinstance(first, link.Hello | link.Pair):
            raise Turned(link.Refused(reason="The first message was not a hello."))
        if first.protocol != link.PROTOCOL:
            other = f"The kit speaks version {link.PROTOCOL} of the link, the station another one."
            raise Turned(link.Refused(reason=other))
        if not _STATION.fullmatch(first.station):
            rule = "The station's id may have lower-case letters, digits and hyphens, at most 31."
            raise Turned(link.Refused(reason=rule))
        named = msgspec.structs.replace(first, name=_shown(first.name) or first.station)
        if isinstance(first, link.Pair):
            return named
        known = self._keys.get(first.station) if first.paired else None
        if first.paired and known is None:
            unknown = "The kit does not know this station. Pair it with the kit again."
            raise Turned(link.Refused(reason=unknown, code="unknown"))
        key = known.key if known is not None else self._token
        nonce = secrets.token_bytes(32)
        await say(send, handshake.challenge(key, first, nonce))
        proof = await hear(receive)
        if not isinstance(proof, link.Proof) or not handshake.proves(proof, key, first, nonce):
            raise Turned(link.Refused(reason="The station's key is not this kit's.", code="unknown"))
        if known is not None and known.off:
            await farewell(send, link.Unpaired())
            return None
        if first.role == "scanner" and first.station == self._own_station:
            hub_listens = f"The hub listens for {first.station} itself. A further scanner needs another station id."
            raise Turned(link.Refused(reason=hub_listens, code="taken"))
        return named


class Gone(Exception):
    """The connection ended."""


def machine_of(scope: Scope) -> str:
    """Where a connection comes from: of one machine or, where that has any number of addresses, of one network."""
    address = str((scope.get("client") or ("",))[0])
    return _HERE if address in ("127.0.0.1", "::1") else network_of(address)


async def hear(receive: Receive) -> link.FromStation:
    """The next message. Raises :class:`Gone` at the end, msgspec's errors or UnicodeError for nonsense."""
    incoming = await receive()
    if incoming["type"] == "websocket.disconnect":
        raise Gone
    message: link.FromStation = link.decode_from_station(incoming.get("text") or "")
    return message


async def say(send: Send, message: link.ToStation) -> None:
    """Send a message."""
    await send({"type": "websocket.send", "text": link.encode(message).decode()})


async def farewell(send: Send, message: link.ToStation) -> None:
    """Send the last message and hang up."""
    with suppress(OSError, RuntimeError):  # it went, or broke the protocol too and the server has hung up already
        await say(send, message)
        await send({"type": "websocket.close", "code": 1008})


def _shown(name: str) -> str:
    """A name without what could play tricks where it is shown, and no longer than a setting allows."""
    return "".join(letter for letter in name if letter.isprintable())[:_LONGEST_NAME].strip()
