"""The hub's end of the link on a real server, with a desk behind it that only keeps what stations say."""

import asyncio
import contextlib
import socket
from pathlib import Path

import msgspec

from tests.fakes.badge import UUID
from tests.waiting import PATIENCE
from xlab import link
from xlab.events import Event
from xlab.hub.door import Door
from xlab.hub.pairing import Pairing
from xlab.hub.secrets import StationKeys
from xlab.hub.stations import Stations
from xlab.hub.web import serve_web
from xlab.station.handshake import Greeting
from xlab.store import StoreError

TOKEN = b"secret"


class FakeDesk:
    """Keeps what stations say; fails to store when told to."""

    def __init__(self) -> None:
        self.delivered: list[tuple[str, list]] = []
        self.statuses: list[tuple[str, link.Status]] = []
        self.away: asyncio.Queue[str] = asyncio.Queue()
        self.full = False
        self.gone = False
        self.code: str | None = None
        self.events: tuple[Event, ...] = ()
        self.revision = 1
        self.sightings: asyncio.Queue = asyncio.Queue()
        self.radios: asyncio.Queue = asyncio.Queue()

    def info(self) -> link.KitInfo:
        return link.KitInfo(kit="k", name="Blue box", version="1", setup_code=self.code)

    def room(self) -> link.Room:
        return link.Room(revision=self.revision)

    async def deliver(self, station, drafts) -> None:
        if self.full:
            raise StoreError("The card is full.")
        self.delivered.append((station, list(drafts)))

    async def known(self, beacon):
        return self.events

    def station(self, station, name, status) -> None:
        self.statuses.append((station, status))

    def station_away(self, station) -> None:
        self.away.put_nowait(station)

    def uuids(self):
        return [UUID]

    def hear_from(self, station, sightings) -> None:
        for sighting in sightings:
            self.sightings.put_nowait((station, sighting))

    def scanner(self, station, name, radio) -> None:
        self.radios.put_nowait((station, name, radio))

    def scanner_away(self, station) -> None:
        self.away.put_nowait(f"scanner of {station}")


@contextlib.asynccontextmanager
async def served(home=None, kit="k"):
    """``async with served() as (url, stations, desk)``. While ``desk.gone`` is set, whoever comes is sent away."""
    desk = FakeDesk()
    keys = desk.keys = StationKeys(home or Path("/nowhere"))
    pairing = desk.pairing = Pairing(keys, kit, "Blue box", "st-1")
    stations = Stations(Door(TOKEN.decode(), keys, "st-1"), pairing, desk)

    async def app(scope, receive, send):
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
        elif desk.gone:
            await receive()
            await send({"type": "websocket.close", "code": 1001})
        else:
            await stations(scope, receive, send)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        ready = asyncio.Event()
        task = asyncio.create_task(serve_web(app, listener, ready.set))
        await ready.wait()
        try:
            yield f"ws://127.0.0.1:{listener.getsockname()[1]}/station", stations, desk
        finally:
            stations.close()
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def say(ws, message):
    await ws.send(link.encode(message).decode())


async def hello(ws, station="st-1", role="kiosk", key=TOKEN, paired=False, **changes):
    """Say hello and prove the key; what the hub says next is left to be received."""
    greeting = Greeting(key, station=station, name="One", role=role, paired=paired, nonce=bytes(32))
    await say(ws, msgspec.structs.replace(greeting.hello, **changes))
    if isinstance(answer := await receive(ws), link.Challenge):
        await say(ws, greeting.take(answer))
        return None
    return answer


async def receive(ws):
    return link.decode_to_station(await asyncio.wait_for(ws.recv(), PATIENCE))


async def greeted(ws, **who):
    await hello(ws, **who)
    assert isinstance(await receive(ws), link.Welcome)
    assert isinstance(await receive(ws), link.RoomIs)
