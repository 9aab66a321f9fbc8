"""The hub's end of the link, over a real server and a real WebSocket client."""

import asyncio
import contextlib
import time

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.fakes.badge import UUID
from tests.fakes.desk import greeted, hello, receive, say, served
from tests.waiting import PATIENCE
from xlab import link
from xlab.events import Event, ForgetBadge, Recorded, RunStarted
from xlab.hub import stations as hub_stations
from xlab.hub.door import UNPROVEN, UNPROVEN_OF_ONE
from xlab.hub.secrets import PairedStation
from xlab.hub.stations import MAX_KNOWN, WAITING
from xlab.station.handshake import Greeting, NotOurHub
from xlab.store import stamp

OWN = b"k" * 32
"""The key of a paired station."""


async def test_a_station_is_welcomed_and_told_the_room():
    async with served() as (url, _, desk), connect(url) as ws:
        await greeted(ws)
        await ws.send(link.encode(link.Status(screen="menu")).decode())
        await ws.send(link.encode(link.AskKnown(beacon="b")).decode())
        assert await receive(ws) == link.Known(beacon="b", events=())
        assert desk.statuses == [("st-1", link.Status(screen="menu"))]


@pytest.mark.parametrize("change", [{"protocol": 99}, {"station": "../x"}, {"station": "x" * 99}, {"paired": True}])
async def test_a_stranger_is_refused_with_the_reason(change):
    async with served() as (url, _, desk), connect(url) as ws:
        assert isinstance(await hello(ws, **change), link.Refused)
        with pytest.raises(ConnectionClosed):
            await ws.recv()
        assert desk.away.empty()


async def test_who_does_not_know_the_key_is_refused():
    async with served() as (url, _, desk), connect(url) as ws:
        await say(ws, link.Hello(station="st-1", name="One", role="kiosk", nonce=bytes(32)))
        assert isinstance(await receive(ws), link.Challenge)
        await say(ws, link.Proof(proof=bytes(32)))
        assert (await receive(ws)).code == "unknown"
        assert desk.away.empty()


async def test_many_who_say_nothing_keep_neither_the_next_nor_the_own_kiosk_out():
    async with served() as (url, _, _), contextlib.AsyncExitStack() as silent:

        async def knock(address: str):
            return await silent.enter_async_context(connect(url, local_addr=(address, 0)))

        for _ in range(UNPROVEN_OF_ONE):
            await knock("127.0.0.9")
        assert "Too many" in (await receive(await knock("127.0.0.9"))).reason
        await greeted(await knock("127.0.0.8"))
        for number in range(UNPROVEN - UNPROVEN_OF_ONE):
            await knock(f"127.0.1.{number}")
        assert "Too many" in (await receive(await knock("127.0.0.7"))).reason
        await greeted(await knock("127.0.0.1"))


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
            for first in (None, link.Hello(station="st-1", name="", role="kiosk", nonce=bytes(32))):
                async with connect(url) as ws:
                    if first is not None:
                        await say(ws, first)
                    ws.transport.abort()
    assert "Traceback" not in caplog.text and "Exception" not in caplog.text
    assert len([record for record in caplog.records if "refused" in record.message]) == 1


async def test_nonsense_later_ends_this_link_only():
    async with served() as (url, stations, desk), connect(url) as good, connect(url) as bad:
        await greeted(good)
        await hello(bad, station="st-2")
        await bad.send("nonsense")
        assert await asyncio.wait_for(desk.away.get(), PATIENCE) == "st-2"
        assert stations.send("st-1", link.RemoteTouch(phase="down", x=0, y=1))
        assert await receive(good) == link.RemoteTouch(phase="down", x=0, y=1)
        assert not stations.send("st-2", link.RemoteTouch(phase="down", x=0, y=1))


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
        taken = await receive(first)
        assert (taken.code, "give one its own id" in taken.reason) == ("taken", True)
        with pytest.raises(ConnectionClosed):
            await first.recv()
        assert stations.send("st-1", link.RemoteTouch(phase="up", x=0, y=0))
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
        assert await asyncio.wait_for(desk.away.get(), PATIENCE) == "st-1"
        assert not stations.send("st-1", link.RemoteTouch(phase="up", x=0, y=0))
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


async def test_a_kiosk_and_a_scanner_of_one_station_do_not_disturb_each_other():
    async with served() as (url, stations, desk), connect(url) as kiosk, connect(url) as scanner:
        await greeted(kiosk, station="st-2")
        await hello(scanner, station="st-2", role="scanner")
        assert isinstance(await receive(scanner), link.Welcome)
        assert await receive(scanner) == link.Listen(uuids=(UUID,))
        assert stations.here() == {("st-2", "kiosk"), ("st-2", "scanner")}
        await scanner.close()
        assert await asyncio.wait_for(desk.away.get(), PATIENCE) == "scanner of st-2"
        assert stations.send("st-2", link.RemoteTouch(phase="up", x=0, y=0))


async def test_what_a_scanner_hears_comes_with_the_age_it_had_on_the_clock_of_the_hub():
    async with served() as (url, stations, desk), connect(url) as ws:
        await hello(ws, station="st-2", role="scanner")
        await say(ws, link.RadioIs(state="off", reason="It is off."))
        heard = (link.Heard(0.15, 0, 1, 7, -59, -60), link.Heard(0.05, 9, 1, 8, -59, -60))
        before = time.monotonic()
        await say(ws, link.Hear(heard=heard, trip=0.02))
        station, sighting = await asyncio.wait_for(desk.sightings.get(), PATIENCE)
        assert before - 0.15 <= sighting.t <= time.monotonic() - 0.15
        assert (station, sighting.scanner, sighting.uuid, sighting.minor) == ("st-2", "st-2", UUID, 7)
        assert desk.sightings.empty(), "a beacon that the hub did not ask for"
        assert desk.radios.get_nowait() == ("st-2", "One", link.RadioIs(state="off", reason="It is off."))
        assert stations.ear("st-2").lateness(time.monotonic()) == pytest.approx(0.17)


async def test_the_radio_the_hub_listens_with_itself_is_not_taken_twice():
    async with served() as (url, _, _), connect(url) as ws:
        await hello(ws, role="scanner")
        refused = await receive(ws)
        assert (refused.code, "another station id" in refused.reason) == ("taken", True)


async def test_a_paired_station_comes_in_by_its_own_key_and_not_by_another(tmp_path):
    async with served(tmp_path) as (url, _, desk):
        desk.keys.put("st-2", PairedStation(OWN, "Two"))
        async with connect(url) as ws:
            await greeted(ws, station="st-2", key=OWN, paired=True)
        async with connect(url) as ws:
            await hello(ws, station="st-3", key=OWN, paired=True)
        async with connect(url) as ws:
            greeting = Greeting(b"x" * 32, station="st-2", name="", role="kiosk", paired=True, nonce=bytes(32))
            await say(ws, greeting.hello)
            with pytest.raises(NotOurHub):
                greeting.take(await receive(ws))


async def test_a_station_that_was_taken_off_the_kit_is_told_so_whenever_it_comes(tmp_path):
    async with served(tmp_path) as (url, stations, desk):
        keys = desk.keys
        keys.put("st-2", PairedStation(OWN, "Two"))
        async with connect(url) as ws:
            await greeted(ws, station="st-2", key=OWN, paired=True)
            keys.put("st-2", PairedStation(OWN, "Two", off=True))
            stations.unpair("st-2")
            assert await receive(ws) == link.Unpaired()
            assert await asyncio.wait_for(desk.away.get(), PATIENCE) == "st-2"
        async with connect(url) as ws:
            await hello(ws, station="st-2", key=OWN, paired=True)
            assert await receive(ws) == link.Unpaired()


async def test_the_setup_code_does_not_go_through_the_air(tmp_path):
    async with served(tmp_path) as (url, _, desk), connect(url) as beside, connect(url) as elsewhere:
        desk.code = "271828"
        desk.keys.put("st-2", PairedStation(OWN, "Two"))
        await hello(beside)
        assert (await receive(beside)).info.setup_code == "271828"
        await hello(elsewhere, station="st-2", key=OWN, paired=True)
        assert (await receive(elsewhere)).info.setup_code is None
