"""The hub's end of the link: one WebSocket for each station, spoken in the messages of :mod:`xlab.link`."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, Protocol

import msgspec

from xlab import link
from xlab.beacons.sighting import Sighting
from xlab.events import Draft, Event, ForgetBadge
from xlab.hub.door import Door, Receive, Scope, Send, machine_of, say
from xlab.hub.ears import Ear
from xlab.hub.pairing import Pairing
from xlab.link import KitInfo, Room
from xlab.store import StoreError

_log = logging.getLogger(__name__)

WAITING = 64
"""Messages that may wait for a station that does not read; one further behind is disconnected and comes back."""

SEND_LIMIT = 10.0
"""Seconds a station may take in nothing of a message before its link ends: a kiosk that hangs must not look well."""

MAX_DRAFTS = 500
MAX_KNOWN = 2_000_000
"""Bytes of what is told about one badge, half of what a station takes in one message; the oldest are left out."""

MAX_PICTURE = 1_000_000
"""Bytes of one picture of a screen; a JPEG of 960 pixels is a tenth of it."""


Answer = Callable[[str, Any], Awaitable[link.ToStation | None]]
"""What becomes of a message of a station's kiosk: the station, the message, and what it is told back, if anything."""


class Desk(Protocol):
    """What the hub does with what stations say."""

    def info(self) -> KitInfo: ...  # noqa: D102
    def room(self) -> Room: ...  # noqa: D102
    async def deliver(self, station: str, drafts: Sequence[Draft]) -> None: ...  # noqa: D102
    async def known(self, beacon: str) -> Sequence[Event]: ...  # noqa: D102
    def station(self, station: str, name: str, status: link.Status) -> None: ...  # noqa: D102
    def station_away(self, station: str) -> None: ...  # noqa: D102
    def uuids(self) -> Sequence[str]: ...  # noqa: D102
    def hear_from(self, station: str, sightings: Sequence[Sighting]) -> None: ...  # noqa: D102
    def scanner(self, station: str, name: str, radio: link.RadioIs) -> None: ...  # noqa: D102
    def scanner_away(self, station: str) -> None: ...  # noqa: D102


class _Station:
    """One connected kiosk or scanner: what waits to be sent to it, and who watches its screen."""

    def __init__(self, hello: link.Hello, uuids: Sequence[str]) -> None:
        self.hello = hello
        self.ear = Ear(hello.station, uuids)
        self.outgoing: asyncio.Queue[link.ToStation | None] = asyncio.Queue()
        self.room_due = False
        self.viewers: set[asyncio.Queue[bytes | None]] = set()

    def put(self, message: link.ToStation) -> None:
        """Queue a message. A room still waiting is not queued twice: the newest is taken when it is sent."""
        if isinstance(message, link.Welcome) and self.hello.paired:
            # The setup code proves that its reader stands before the kit; over the air anybody could read it.
            message = link.Welcome(info=msgspec.structs.replace(message.info, setup_code=None))
        if self.outgoing.qsize() >= WAITING:
            if self.outgoing.qsize() == WAITING:
                self.outgoing.put_nowait(None)
        elif not isinstance(message, link.RoomIs):
            self.outgoing.put_nowait(message)
        elif not self.room_due:
            self.room_due = True
            self.outgoing.put_nowait(message)

    def put_end(self) -> None:
        """Hang up after what waits."""
        self.outgoing.put_nowait(None)

    def picture(self, jpeg: bytes) -> None:
        """Show a picture to everyone who watches; a slow viewer sees the newest and misses the others."""
        for viewer in self.viewers:
            while not viewer.empty():
                viewer.get_nowait()
            viewer.put_nowait(jpeg)


class Stations:
    """All stations of a kit. An ASGI application for the ``/station`` WebSocket. Used on the loop only."""

    def __init__(self, door: Door, pairing: Pairing, desk: Desk) -> None:
        self._door = door
        self._pairing = pairing
        self._desk = desk
        self.answers: dict[type[link.FromStation], Answer] = {}
        """For messages of kiosks that other parts of the hub take; these never raise."""
        self.greetings: list[Callable[[str], Sequence[link.ToStation]]] = []
        """Each is asked what a kiosk is told when it comes, after the room."""
        self._stations: dict[tuple[str, link.Role], _Station] = {}

    def here(self) -> set[tuple[str, link.Role]]:
        """Who holds a link now."""
        return set(self._stations)

    def elsewhere(self, station: str) -> bool:
        """Whether a kiosk that is here stands on another machine, with a home of its own."""
        known = self._stations.get((station, "kiosk"))
        return known is not None and known.hello.paired

    def ear(self, station: str) -> Ear | None:
        """What comes from a station's scanner; None while it is away."""
        known = self._stations.get((station, "scanner"))
        return known.ear if known is not None else None

    def unpair(self, station: str) -> None:
        """Tell a station that was taken off the kit, and hang up."""
        for (name, _), known in self._stations.items():
            if name == station and known.hello.paired:
                known.put(link.Unpaired())
                known.put_end()

    def tell(self, message: link.ToStation) -> None:
        """Send a message to every kiosk."""
        for (_, role), station in self._stations.items():
            if role == "kiosk":
                station.put(message)

    def send(self, station: str, message: link.ToStation) -> bool:
        """Send a message to a station's kiosk; False if it is away."""
        known = self._stations.get((station, "kiosk"))
        if known is not None:
            known.put(message)
        return known is not None

    async def screen(self, station: str) -> AsyncIterator[bytes]:
        """JPEG pictures of a station's screen for as long as they are iterated and the station stays."""
        known = self._stations.get((station, "kiosk"))
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
            station.put_end()
            for viewer in station.viewers:
                viewer.put_nowait(None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection until either side ends it."""
        await receive()
        await send({"type": "websocket.accept"})
        machine = machine_of(scope)
        hello = await self._door.let_in(machine, receive, send)
        if isinstance(hello, link.Pair):
            return await self._pairing.serve(hello, machine, self.here(), receive, send)
        if hello is None:
            return None
        station = _Station(hello, self._desk.uuids())
        who = (hello.station, hello.role)
        previous = self._stations.get(who)
        if previous is not None:
            taken = f"Another {hello.role} has come as station {hello.station}. If there are two, give one its own id."
            previous.put(link.Refused(reason=taken, code="taken"))
            previous.put_end()
        self._stations[who] = station
        self._greet(station)
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
                    _log.warning("The link to the %s of station %s broke: %s", hello.role, hello.station, reason)
        finally:
            for viewer in station.viewers:
                viewer.put_nowait(None)
            if self._stations.get(who) is station:
                del self._stations[who]
                away = self._desk.station_away if hello.role == "kiosk" else self._desk.scanner_away
                away(hello.station)

    def _greet(self, station: _Station) -> None:
        station.put(link.Welcome(info=self._desk.info()))
        if station.hello.role == "scanner":
            station.put(link.Listen(uuids=tuple(self._desk.uuids())))
        else:
            station.put(link.RoomIs(room=self._desk.room()))
            for greet in self.greetings:
                for message in greet(station.hello.station):
                    station.put(message)

    async def _send(self, station: _Station, send: Send) -> None:
        while (message := await station.outgoing.get()) is not None:
            if isinstance(message, link.RoomIs):
                station.room_due = False
                message = link.RoomIs(room=self._desk.room())
            async with asyncio.timeout(SEND_LIMIT):
                await say(send, message)
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
            message = link.decode_from_station(incoming.get("text") or "")
            if hello.role == "scanner":
                self._handle_scanner(hello, station, message)
            else:
                await self._handle(hello, station, message)

    def _handle_scanner(self, hello: link.Hello, station: _Station, message: link.FromStation) -> None:
        match message:
            case link.Hear():
                now = time.monotonic()
                self._desk.hear_from(hello.station, station.ear.take(message, now))
                station.put(link.Took())
            case link.RadioIs():
                self._desk.scanner(hello.station, hello.name, message)

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
            case _ if type(message) in self.answers:
                answer = await self.answers[type(message)](hello.station, message)
                if answer is not None:
                    station.put(answer)

    async def _known(self, beacon: str) -> link.Known:
        events = await self._desk.known(beacon)
        first, size = len(events), 0
        while first and (size := size + len(link.encode(events[first - 1]))) <= MAX_KNOWN:
            first -= 1
        return link.Known(beacon=beacon, events=tuple(events[first:]))
