"""The hub's end of the link: one WebSocket for each station, spoken in the messages of :mod:`xlab.link`."""

import asyncio
import logging
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping, Sequence
from contextlib import suppress
from typing import Any, Protocol

import msgspec

from xlab import link
from xlab.events import Draft, Event, ForgetBadge
from xlab.link import KitInfo, Room
from xlab.store import StoreError

_log = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HELLO_LIMIT = 5.0
"""Seconds a new connection has to say who it is."""

WAITING = 64
"""Messages that may wait for a station that does not read; one further behind is disconnected and comes back."""

SEND_LIMIT = 10.0
"""Seconds a station may take in nothing of a message before its link ends: a kiosk that hangs must not look well."""

SAY_AGAIN = 60.0
"""Seconds between two lines of the log about stations that were refused for one reason."""

MAX_DRAFTS = 500
MAX_KNOWN = 2_000_000
"""Bytes of what is told about one badge, half of what a station takes in one message; the oldest are left out."""

MAX_PICTURE = 1_000_000
"""Bytes of one picture of a screen; a JPEG of 960 pixels is a tenth of it."""

_STATION = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")
_LONGEST_NAME = 40


class Desk(Protocol):
    """What the hub does with what stations say."""

    def info(self) -> KitInfo: ...  # noqa: D102
    def room(self) -> Room: ...  # noqa: D102
    async def deliver(self, station: str, drafts: Sequence[Draft]) -> None: ...  # noqa: D102
    async def known(self, beacon: str) -> Sequence[Event]: ...  # noqa: D102
    def station(self, station: str, name: str, status: link.Status) -> None: ...  # noqa: D102
    def station_away(self, station: str) -> None: ...  # noqa: D102


class _Station:
    """One connected station: what waits to be sent to it, and the last picture of its screen."""

    def __init__(self) -> None:
        self.outgoing: asyncio.Queue[link.ToStation | None] = asyncio.Queue()
        self.room_due = False
        self.viewers: set[asyncio.Queue[bytes | None]] = set()

    def put(self, message: link.ToStation) -> None:
        """Queue a message. A room still waiting is not queued twice: the newest is taken when it is sent."""
        if self.outgoing.qsize() >= WAITING:
            if self.outgoing.qsize() == WAITING:
                self.outgoing.put_nowait(None)
        elif not isinstance(message, link.RoomIs):
            self.outgoing.put_nowait(message)
        elif not self.room_due:
            self.room_due = True
            self.outgoing.put_nowait(message)

    def picture(self, jpeg: bytes) -> None:
        """Show a picture to everyone who watches; a slow viewer sees the newest and misses the others."""
        for viewer in self.viewers:
            while not viewer.empty():
                viewer.get_nowait()
            viewer.put_nowait(jpeg)


class Stations:
    """All stations of a kit. An ASGI application for the ``/station`` WebSocket. Used on the loop only."""

    def __init__(self, token: str, desk: Desk) -> None:
        self._token = token
        self._desk = desk
        self._stations: dict[str, _Station] = {}
        self._quiet_until: dict[str, float] = {}

    def tell(self, message: link.ToStation) -> None:
        """Send a message to every station."""
        for station in self._stations.values():
            station.put(message)

    def touch(self, station: str, message: link.RemoteTouch) -> bool:
        """Pass a touch on to a station; False if it is away."""
        known = self._stations.get(station)
        if known is not None:
            known.put(message)
        return known is not None

    async def screen(self, station: str) -> AsyncIterator[bytes]:
        """JPEG pictures of a station's screen for as long as they are iterated and the station stays."""
        known = self._stations.get(station)
        if known is None:
            return
        viewer: asyncio.Queue[bytes | None] = asyncio.Queue()
        known.viewers.add(viewer)
        # Said again for each viewer: the station then sends a picture at once, even of a screen that stands still.
        known.put(link.Watch(on=True))
        try:
            while (jpeg := await viewer.get()) is not None:
                yield jpeg
        finally:
            known.viewers.discard(viewer)
            if not known.viewers:
                known.put(link.Watch(on=False))

    def close(self) -> None:
        """End every link and every live picture."""
        for station in self._stations.values():
            station.outgoing.put_nowait(None)
            for viewer in station.viewers:
                viewer.put_nowait(None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection until either side ends it."""
        await receive()
        await send({"type": "websocket.accept"})
        hello = await self._hello(receive, send)
        if hello is None:
            return
        station = _Station()
        previous = self._stations.get(hello.station)
        if previous is not None:
            previous.outgoing.put_nowait(None)
        self._stations[hello.station] = station
        station.put(link.Welcome(info=self._desk.info()))
        station.put(link.RoomIs(room=self._desk.room()))
        try:
            sender = asyncio.create_task(self._send(station, send), name=f"to {hello.station}")
            reader = asyncio.create_task(self._read(hello, station, receive), name=f"from {hello.station}")
            done, left = await asyncio.wait([sender, reader], return_when=asyncio.FIRST_COMPLETED)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
            for task in done:
                if (error := task.exception()) is not None:
                    reason = "it takes nothing in" if isinstance(error, TimeoutError) else error
                    _log.warning("The link to station %s broke: %s", hello.station, reason)
        finally:
            for viewer in station.viewers:
                viewer.put_nowait(None)
            if self._stations.get(hello.station) is station:
                del self._stations[hello.station]
                self._desk.station_away(hello.station)

    async def _hello(self, receive: Receive, send: Send) -> link.Hello | None:
        reason = "The first message was not a hello."
        try:
            async with asyncio.timeout(HELLO_LIMIT):
                first = await receive()
                if first["type"] == "websocket.disconnect":
                    return None
                hello = link.decode_from_station(first.get("text") or "")
            if isinstance(hello, link.Hello):
                if hello.protocol != link.PROTOCOL:
                    reason = f"The kit speaks version {link.PROTOCOL} of the link, the station another one."
                elif not secrets.compare_digest(hello.token.encode(), self._token.encode()):
                    reason = "The station's token is not this kit's."
                elif not _STATION.fullmatch(hello.station):
                    reason = "The station's id may have lower-case letters, digits and hyphens, at most 31."
                else:
                    return msgspec.structs.replace(hello, name=hello.name[:_LONGEST_NAME])
        except (msgspec.MsgspecError, UnicodeError, RecursionError, TimeoutError):
            pass
        self._say_refused(reason)
        with suppress(RuntimeError):  # it broke the protocol too, and the server has closed the link already
            await send({"type": "websocket.send", "text": link.encode(link.Refused(reason=reason)).decode()})
            await send({"type": "websocket.close", "code": 1008})
        return None

    def _say_refused(self, reason: str) -> None:
        """Anybody on the network can be refused, so it is said once in a while only: nobody may fill the card."""
        now = asyncio.get_running_loop().time()
        if now >= self._quiet_until.get(reason, now):
            self._quiet_until[reason] = now + SAY_AGAIN
            _log.warning("A station was refused. %s", reason)

    async def _send(self, station: _Station, send: Send) -> None:
        while (message := await station.outgoing.get()) is not None:
            if isinstance(message, link.RoomIs):
                station.room_due = False
                message = link.RoomIs(room=self._desk.room())
            async with asyncio.timeout(SEND_LIMIT):
                await send({"type": "websocket.send", "text": link.encode(message).decode()})
        async with asyncio.timeout(SEND_LIMIT):
            await send({"type": "websocket.close", "code": 1001})

    async def _read(self, hello: link.Hello, station: _Station, receive: Receive) -> None:
        while True:
            incoming = await receive()
            if incoming["type"] == "websocket.disconnect":
                return
            picture = incoming.get("bytes")
            if picture is not None:
                if len(picture) <= MAX_PICTURE:
                    station.picture(picture)
                continue
            await self._handle(hello, station, link.decode_from_station(incoming.get("text") or ""))

    async def _handle(self, hello: link.Hello, station: _Station, message: link.FromStation) -> None:
        match message:
            case link.Status():
                self._desk.station(hello.station, hello.name, message)
            case link.Deliver(drafts=drafts):
                drafts = drafts[:MAX_DRAFTS]
                try:
                    await self._desk.deliver(hello.station, drafts)
                except StoreError as error:
                    # Not acknowledged, so the station keeps them and tries again.
                    _log.error("What station %s recorded could not be stored: %s", hello.station, error)
                    return
                station.put(link.Delivered(ids=tuple(draft.id for draft in drafts)))
                for beacon in {d.fact.beacon for d in drafts if isinstance(d.fact, ForgetBadge)}:
                    station.put(await self._known(beacon))
            case link.AskKnown(beacon=beacon):
                station.put(await self._known(beacon))
            case link.Hello():
                pass

    async def _known(self, beacon: str) -> link.Known:
        events = await self._desk.known(beacon)
        first, size = len(events), 0
        while first and (size := size + len(link.encode(events[first - 1]))) <= MAX_KNOWN:
            first -= 1
        return link.Known(beacon=beacon, events=tuple(events[first:]))
