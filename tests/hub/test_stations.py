"""The hub's end of the link, over a real server and a real WebSocket client."""

import asyncio
import contextlib
import socket

import msgspec
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from xlab import link
from xlab.events import Event, ForgetBadge, Recorded, RunStarted
from xlab.hub import stations as hub_stations
from xlab.hub.stations import MAX_KNOWN, WAITING, Stations
from xlab.hub.web import serve_web
from xlab.store import StoreError, stamp

TOKEN = "secret"


class FakeDesk:
    """Keeps what stations say; fails to store when told to."""

    def __init__(self) -> None:
        self.delivered: list[tuple[str, list]] = []
        self.statuses: list[tuple[str, link.Status]] = []
        self.away: asyncio.Queue[str] = asyncio.Queue()
        self.full = False
        self.events: tuple[Event, ...] = ()
        self.revision = 1

    def info(self) -> link.KitInfo:
        return link.KitInfo(kit="k", name="Blue box", version="1")

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


@contextlib.asynccontextmanager
async def served():
    desk = FakeDesk()
    stations = Stations(TOKEN, desk)

    async def app(scope, receive, send):
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
        else:
            await stations(scope, receive, send)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        ready = asyncio.Event()
        task = asyncio.create_task(serve_web(app, listener, ready.set))
        await ready.wait()
        yield f"ws://127.0.0.1:{listener.getsockname()[1]}/station", stations, desk
        stations.close()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def hello(ws, **changes):
    await ws.send(
        link.encode(msgspec.structs.replace(link.Hello(station="st-1", name="One", token=TOKEN), **changes)).decode()
    )


async def receive(ws):
    return link.decode_to_station(await asyncio.wait_for(ws.recv(), 5))


async def greeted(ws):
    await hello(ws)
    assert isinstance(await receive(ws), link.Welcome)
    assert isinstance(await receive(ws), link.RoomIs)


async def test_a_station_is_welcomed_and_told_the_room():
    async with served() as (url, _, desk), connect(url) as ws:
        await greeted(ws)
        await ws.send(link.encode(link.Status(screen="menu")).decode())
        await ws.send(link.encode(link.AskKnown(beacon="b")).decode())
        assert await receive(ws) == link.Known(beacon="b", events=())
        assert desk.statuses == [("st-1", link.Status(screen="menu"))]


@pytest.mark.parametrize(
    "change", [{"token": "wrong"}, {"token": "ü" * 300}, {"protocol": 99}, {"station": "../x"}, {"station": "x" * 99}]
)
async def test_a_stranger_is_refused_with_the_reason(change):
    async with served() as (url, _, desk), connect(url) as ws:
        await hello(ws, **change)
        assert isinstance(await receive(ws), link.Refused)
        with pytest.raises(ConnectionClosed):
            await ws.recv()
        assert desk.away.empty()


@pytest.mark.parametrize("first", ["", "{}", '{"type":"Status","screen":"menu"}', "x" * 10_000, b"\x00\xff"])
async def test_anything_but_a_hello_is_refused(first):
    async with served() as (url, _, _), connect(url) as ws:
        await ws.send(first)
        assert isinstance(await receive(ws), link.Refused)


async def test_strangers_who_break_the_protocol_leave_no_traceback_and_few_words(caplog):
    async with served() as (url, _, _):
        for _ in range(5):
            for first in ("x" * 2_000_000, "nonsense", "[" * 100_000):
                async with connect(url, compression=None) as ws:
                    with contextlib.suppress(ConnectionClosed):
                        await ws.send(first)
                        await ws.recv()
            async with connect(url) as ws:
                ws.transport.abort()
    assert "Traceback" not in caplog.text and "Exception" not in caplog.text
    assert len([record for record in caplog.records if "refused" in record.message]) == 1


async def test_nonsense_later_ends_this_link_only():
    async with served() as (url, stations, desk), connect(url) as good, connect(url) as bad:
        await greeted(good)
        await hello(bad, station="st-2")
        await bad.send("nonsense")
        assert await asyncio.wait_for(desk.away.get(), 5) == "st-2"
        assert stations.touch("st-1", link.RemoteTouch(phase="down", x=0, y=1))
        assert await receive(good) == link.RemoteTouch(phase="down", x=0, y=1)
        assert not stations.touch("st-2", link.RemoteTouch(phase="down", x=0, y=1))


async def test_drafts_are_acknowledged_after_they_are_stored():
    draft = stamp(RunStarted(run="r", demo="d", version="1.0.0", language="en"))
    async with served() as (url, _, desk), connect(url) as ws:
        await greeted(ws)
        await ws.send(link.encode(link.Deliver(drafts=(draft,))).decode())
        assert await receive(ws) == link.Delivered(ids=(draft.id,))
        assert desk.delivered == [("st-1", [draft])]


async def test_what_could_not_be_stored_is_not_acknowledged():
    draft = stamp(RunStarted(run="r", demo="d", version="1.0.0", language="en"))
    async with served() as (url, _, desk), connect(url) as ws:
        await greeted(ws)
        desk.full = True
        await ws.send(link.encode(link.Deliver(drafts=(draft,))).decode())
        await ws.send(link.encode(link.AskKnown(beacon="b")).decode())
        assert isinstance(await receive(ws), link.Known)


async def test_forgetting_answers_with_what_is_left():
    async with served() as (url, _, _), connect(url) as ws:
        await greeted(ws)
        draft = stamp(ForgetBadge(beacon="b"))
        await ws.send(link.encode(link.Deliver(drafts=(draft,))).decode())
        assert await receive(ws) == link.Delivered(ids=(draft.id,))
        assert await receive(ws) == link.Known(beacon="b", events=())


async def test_pictures_flow_while_somebody_watches():
    async with served() as (url, stations, _), connect(url) as ws:
        await greeted(ws)
        viewer = stations.screen("st-1")
        first = asyncio.ensure_future(anext(viewer))
        assert await receive(ws) == link.Watch(on=True)
        await ws.send(b"jpeg")
        assert await first == b"jpeg"
        await viewer.aclose()
        assert await receive(ws) == link.Watch(on=False)


async def test_watching_ends_when_the_station_goes():
    async with served() as (url, stations, desk):
        async with connect(url) as ws:
            await greeted(ws)
            viewer = stations.screen("st-1")
            pending = asyncio.ensure_future(anext(viewer))
            assert await receive(ws) == link.Watch(on=True)
        assert await desk.away.get() == "st-1"
        with pytest.raises(StopAsyncIteration):
            await pending
        assert [picture async for picture in stations.screen("st-1")] == []


async def test_a_second_station_of_the_same_id_takes_the_place_of_the_first():
    async with served() as (url, stations, _), connect(url) as first, connect(url) as second:
        await greeted(first)
        await greeted(second)
        with pytest.raises(ConnectionClosed):
            await first.recv()
        assert stations.touch("st-1", link.RemoteTouch(phase="up", x=0, y=0))
        assert isinstance(await receive(second), link.RemoteTouch)


async def test_many_rooms_are_told_as_the_newest_one():
    async with served() as (url, stations, _), connect(url) as ws:
        await greeted(ws)
        for revision in range(WAITING * 3):
            stations.tell(link.RoomIs(room=link.Room(revision=revision)))
        await ws.send(link.encode(link.AskKnown(beacon="b")).decode())
        kinds = [type(await receive(ws)) for _ in range(2)]
        assert kinds == [link.RoomIs, link.Known]


async def test_a_station_that_takes_nothing_in_is_away(monkeypatch):
    monkeypatch.setattr(hub_stations, "SEND_LIMIT", 0.3)
    async with served() as (url, stations, desk), connect(url, compression=None) as ws:
        await greeted(ws)
        ws.transport.pause_reading()
        desk.events = (event_of(1_000_000),)
        for _ in range(20):
            await ws.send(link.encode(link.AskKnown(beacon="b")).decode())
        assert await asyncio.wait_for(desk.away.get(), 10) == "st-1"
        assert not stations.touch("st-1", link.RemoteTouch(phase="up", x=0, y=0))
        ws.transport.resume_reading()


async def test_of_too_much_that_is_known_the_newest_is_told():
    async with served() as (url, _, desk), connect(url, max_size=2 * MAX_KNOWN) as ws:
        await greeted(ws)
        desk.events = tuple(event_of(MAX_KNOWN // 4, seq) for seq in range(1, 9))
        await ws.send(link.encode(link.AskKnown(beacon="b")).decode())
        assert [event.seq for event in (await receive(ws)).events] == [6, 7, 8]


def event_of(size: int, seq: int = 1) -> Event:
    fact = Recorded(run="r", demo="d", values={"text": "x" * size}, beacon="b")
    return Event(id=str(seq), wall=0, boot="b", mono=0, fact=fact, kit="k", seq=seq)
