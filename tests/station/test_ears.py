"""The link of a scanner, against the hub's real end of it: what it sends, what it keeps, and what it says to nobody."""

import asyncio
import contextlib
import secrets
import time

import pytest
from websockets.asyncio.server import serve

from tests.fakes.badge import UUID
from tests.fakes.desk import say, served
from tests.waiting import PATIENCE
from xlab import link
from xlab.beacons.sighting import Sighting
from xlab.hub.secrets import PairedStation
from xlab.station import handshake
from xlab.station.credentials import Key, keep, keys_of
from xlab.station.ears import UNDER_WAY, Ears, News
from xlab.station.finding import Whereabouts

KEY = secrets.token_bytes(32)


class Radio:
    """A radio that hears what the test says, on the clock of this process."""

    def __init__(self) -> None:
        self.started: asyncio.Queue[tuple[str, ...]] = asyncio.Queue()
        self._heard: asyncio.Queue[Sighting] = asyncio.Queue()
        self.tell = lambda state, reason: None

    async def scan(self, uuids, *, scanner, on_state):
        self.tell = on_state
        on_state("scanning", "")
        self.started.put_nowait(tuple(uuids))
        while True:
            yield await self._heard.get()

    def hear(self, minor: int, ago: float = -60.0) -> None:
        """Hear a badge; as if a minute from now, so that it is not too old by the time a busy machine looks at it."""
        self._heard.put_nowait(Sighting(time.monotonic() - ago, "st-2", UUID, 1, minor, -59, -60))


class Scanner:
    """Ears in a task."""

    def __init__(self, home, url: str) -> None:
        self.radio = Radio()
        self.news: asyncio.Queue[News] = asyncio.Queue()
        where = Whereabouts(url, "", lambda: [])
        self._ears = Ears(
            home, station="st-2", name="Two", where=where, scan=self.radio.scan, tell=self.news.put_nowait
        )

    async def __aenter__(self) -> "Scanner":
        self._task = asyncio.create_task(self._ears.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def until(self, check) -> News:
        async with asyncio.timeout(PATIENCE):
            while not check(news := await self.news.get()):
                pass
        return news


@pytest.fixture
def home(tmp_path):
    keep(tmp_path / "two", "st-2", Key(KEY, "k", "Blue box", "http://127.0.0.1:1"))
    return tmp_path / "two"


def web(url: str) -> str:
    return url.replace("ws", "http").removesuffix("/station")


@contextlib.asynccontextmanager
async def listening(talk):
    """A hub that does what ``talk(connection)`` does; gives its address."""
    async with serve(talk, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def heard(desk) -> int:
    return (await asyncio.wait_for(desk.sightings.get(), PATIENCE))[1].minor


async def test_it_listens_for_what_the_hub_asks_and_sends_what_it_hears_and_how_its_radio_is(home, tmp_path):
    async with served(tmp_path / "hub") as (url, _, desk):
        desk.keys.put("st-2", PairedStation(KEY, "Two"))
        async with Scanner(home, web(url)) as scanner:
            assert (await scanner.until(lambda news: news.link)).kit == "Blue box"
            assert await asyncio.wait_for(scanner.radio.started.get(), PATIENCE) == (UUID,)
            scanner.radio.hear(7)
            assert await heard(desk) == 7
            scanner.radio.tell("lost", "The adapter was unplugged.")
            while (told := (await asyncio.wait_for(desk.radios.get(), PATIENCE))[2]).state != "lost":
                pass
            assert told.reason == "The adapter was unplugged."


async def test_a_hub_that_comes_back_is_told_the_last_two_seconds_and_nothing_older(home, tmp_path):
    async with served(tmp_path / "hub") as (url, stations, desk):
        desk.keys.put("st-2", PairedStation(KEY, "Two"))
        async with Scanner(home, web(url)) as scanner:
            await asyncio.wait_for(scanner.radio.started.get(), PATIENCE)
            scanner.radio.hear(1)
            assert await heard(desk) == 1
            desk.gone = True
            stations.close()
            await scanner.until(lambda news: news.link == "away")
            for minor, ago in ((2, 60.0), (3, 2.5), (4, -60.0)):
                scanner.radio.hear(minor, ago)
            desk.gone = False
            assert await heard(desk) == 4
            scanner.radio.hear(5)
            assert await heard(desk) == 5
            assert scanner.radio.started.empty(), "the radio goes on while the hub is away"


async def test_a_hub_that_takes_nothing_in_is_not_sent_more_and_more(home):
    came: asyncio.Queue[link.FromStation] = asyncio.Queue()

    async def hanging_hub(ws) -> None:
        hello = link.decode_from_station(await ws.recv())
        await say(ws, handshake.challenge(KEY, hello, bytes(32)))
        await ws.recv()
        await say(ws, link.Welcome(info=link.KitInfo(kit="k", name="Blue box", version="1")))
        await say(ws, link.Listen(uuids=(UUID,)))
        async for frame in ws:
            came.put_nowait(link.decode_from_station(frame))

    async def next_of(kind: type) -> link.FromStation:
        async with asyncio.timeout(PATIENCE):
            while not isinstance(message := await came.get(), kind):
                assert not isinstance(message, link.Hear), "one more, and none was answered"
        return message

    async with listening(hanging_hub) as url, Scanner(home, url) as scanner:
        await asyncio.wait_for(scanner.radio.started.get(), PATIENCE)
        for minor in range(UNDER_WAY):
            scanner.radio.hear(minor)
            await next_of(link.Hear)
        scanner.radio.hear(99)
        # Between two words on the radio there is a look at what was heard.
        for state in ("lost", "scanning", "lost"):
            scanner.radio.tell(state, "")
            await next_of(link.RadioIs)


async def test_a_station_that_is_taken_off_the_kit_lets_go_of_its_key_and_shows_a_code(home, tmp_path):
    async with served(tmp_path / "hub") as (url, stations, desk):
        desk.keys.put("st-2", PairedStation(KEY, "Two"))
        async with Scanner(home, web(url)) as scanner:
            await scanner.until(lambda news: news.link == "here")
            desk.keys.put("st-2", PairedStation(KEY, "Two", off=True))
            stations.unpair("st-2")
            shown = await scanner.until(lambda news: news.pairing is not None and news.pairing.kits)
            assert keys_of(home, "st-2") == []
            assert (await desk.pairing.try_code(shown.pairing.code)).outcome == "paired"
            await scanner.until(lambda news: news.link == "here")


async def test_a_false_hub_hears_nothing_but_a_name(home):
    said: list[link.FromStation] = []

    async def false_hub(ws) -> None:
        said.append(link.decode_from_station(await ws.recv()))
        hello = said[-1]
        if isinstance(hello, link.Hello):
            await say(ws, handshake.challenge(b"x" * 32, hello, bytes(32)))
            await say(ws, link.Welcome(info=link.KitInfo(kit="k", name="Blue box", version="1")))
            await say(ws, link.Listen(uuids=(UUID,)))
        async for frame in ws:
            said.append(link.decode_from_station(frame))

    async with listening(false_hub) as url, Scanner(home, url) as scanner:
        news = await scanner.until(lambda news: news.link)
        assert (news.link, "does not know" in news.reason) == ("away", True)
        assert scanner.radio.started.empty()
    assert {type(message) for message in said} == {link.Hello}
    assert KEY not in b"".join(link.encode(message) for message in said)


@pytest.mark.parametrize("noise", [b'"\xff"', '{"type":"Welcome","x":' + "[" * 9000, b'{"type":"\xff"}', "{", b"\x00"])
async def test_whatever_answers_in_place_of_the_hub_the_scanner_goes_on_looking(home, noise):
    async def noisy(ws) -> None:
        await ws.recv()
        await ws.send(noise)

    async with listening(noisy) as url, Scanner(home, url) as scanner:
        assert (await scanner.until(lambda news: news.link)).link == "away"


async def test_without_a_home_it_says_so_tries_again_with_pauses_and_ends_when_told(tmp_path, monkeypatch):
    tries = []

    def read_only(home) -> None:
        tries.append(home)
        raise OSError("Read-only file system")

    monkeypatch.setattr("xlab.station.need.FIRST", 0.0)
    monkeypatch.setattr("xlab.station.pairing.keys_folder", read_only)
    scanner = Scanner(tmp_path, "http://127.0.0.1:1")
    async with asyncio.timeout(PATIENCE), scanner:
        assert "Read-only" in (await scanner.until(lambda news: news.link)).reason
        for _ in range(1000):
            await asyncio.sleep(0)
        assert len(tries) < 5


def test_a_paired_station_goes_to_its_own_kit_wherever_that_is_and_to_no_other():
    found = [("other", ("http://10.0.0.9:8080",)), ("k", ("http://10.0.0.2:8080", "http://10.0.0.3:8080"))]
    key = Key(KEY, "k", "Blue box", "http://10.0.0.3:8080")
    where = Whereabouts("", "http://127.0.0.1:8080", lambda: found)
    assert list(where(key)) == ["http://10.0.0.3:8080", "http://10.0.0.2:8080"]
    assert list(where(Key(b"token"))) == ["http://127.0.0.1:8080"]
    assert [kit for kit, _ in where.kits()] == ["other", "k"]
    chosen = Whereabouts("http://10.0.0.9:8080", "http://127.0.0.1:8080", lambda: found)
    assert list(chosen(key)) == ["http://10.0.0.9:8080"] and chosen.kits() == [("", ("http://10.0.0.9:8080",))]
