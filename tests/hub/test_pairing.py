"""Pairing, both ends over a real WebSocket: the right code, wrong ones, and everybody who only pretends."""

import asyncio
import contextlib
import itertools
import secrets

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve

from tests.fakes.desk import greeted, receive, say, served
from tests.waiting import PATIENCE, come
from xlab import link
from xlab.hub import pairing as hub_pairing
from xlab.station import codes, pairing
from xlab.station.credentials import keys_of
from xlab.station.exchange import HubSide
from xlab.station.pairing import Pairing
from xlab.station.showing import Showing


class Wishing:
    """A station that wishes to be paired, in a task; ``shown`` is what it shows."""

    def __init__(self, home, *urls: str, station: str = "st-2") -> None:
        self.home = home
        self.shown: Showing | None = None
        self._changed = asyncio.Event()
        self._wish = Pairing(
            home,
            station=station,
            name="Two",
            role="scanner",
            kits=lambda: [(url, (url,)) for url in urls],
            needed=lambda: not keys_of(home, station),
            show=self._show,
        )

    def _show(self, shown: Showing | None) -> None:
        self.shown = shown
        self._changed.set()

    async def __aenter__(self):
        self.task = asyncio.create_task(self._wish.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._wish.stop()
        await asyncio.wait_for(self.task, PATIENCE)

    async def until(self, check) -> Showing:
        async with asyncio.timeout(PATIENCE):
            while self.shown is None or not check(self.shown):
                self._changed.clear()
                await self._changed.wait()
        return self.shown

    async def code(self) -> str:
        return (await self.until(lambda shown: shown.kits)).code


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Looks often, so that a test need not wait."""
    monkeypatch.setattr(pairing, "LOOK", 0.05)
    monkeypatch.setattr(pairing, "SEARCH_AGAIN", 0.05)


def web(url: str) -> str:
    return url.replace("ws", "http").removesuffix("/station")


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


async def test_the_code_that_is_shown_makes_a_key_that_opens_the_link(tmp_path):
    async with served(tmp_path / "hub", kit="kit-1") as (url, stations, desk):
        async with Wishing(tmp_path / "two", web(url)) as two:
            code = await two.code()
            assert two.shown.kits == ("Blue box",)
            assert [(one.station, one.name) for one in desk.pairing.waiting()] == [("st-2", "Two")]
            tried = await desk.pairing.try_code(code)
            assert (tried.outcome, tried.station) == ("paired", "st-2")
            await asyncio.wait_for(asyncio.shield(two.task), PATIENCE)
            assert two.shown is None
        (key,) = keys_of(tmp_path / "two", "st-2")
        assert (key.kit, key.kit_name, key.url) == ("kit-1", "Blue box", web(url))
        async with connect(url) as ws:
            await greeted(ws, station="st-2", key=key.secret, paired=True)
            assert ("st-2", "kiosk") in stations.here()
        assert (tmp_path / "hub" / "keys" / "stations.json").stat().st_mode & 0o777 == 0o600


async def test_a_wrong_code_is_said_on_both_sides_and_after_three_there_is_another(tmp_path, monkeypatch):
    monkeypatch.setattr(codes, "PAUSES", (0.0, 0.0))
    async with served(tmp_path / "hub") as (url, _, desk), Wishing(tmp_path / "two", web(url)) as two:
        first = await two.code()
        for _ in range(codes.TRIES):
            assert (await desk.pairing.try_code(other_than(first))).outcome == "wrong"
            await two.until(lambda shown: shown.problem == "wrong")
        second = (await two.until(lambda shown: shown.code != first)).code
        assert (await desk.pairing.try_code(first)).outcome == "wrong"
        assert (await desk.pairing.try_code(second)).outcome == "paired"


async def test_a_code_that_is_too_old_is_another_one(tmp_path, monkeypatch):
    monkeypatch.setattr(codes, "LIFE", 0.2)
    async with served(tmp_path / "hub") as (url, _, desk), Wishing(tmp_path / "two", web(url)) as two:
        first = await two.code()
        await two.until(lambda shown: shown.code != first)
        assert (await desk.pairing.try_code(first)).outcome == "wrong"
        assert keys_of(tmp_path / "two", "st-2") == []


async def test_without_anybody_who_waits_no_code_is_right(tmp_path):
    async with served(tmp_path) as (_, _, desk):
        assert (await desk.pairing.try_code("123456")).outcome == "nobody"


async def test_an_id_the_kit_has_already_is_said_plainly(tmp_path):
    async with served(tmp_path / "hub") as (url, _, _), connect(url) as kiosk:
        await greeted(kiosk, station="st-5")
        for taken in ("st-1", "st-5"):
            async with Wishing(tmp_path / taken, web(url), station=taken) as wishing:
                shown = await wishing.until(lambda shown: shown.problem)
                assert (shown.problem, shown.station) == ("taken", taken)
                assert taken in shown.reason


async def test_kiosk_and_scanner_of_one_home_show_one_code_and_both_find_the_key(tmp_path):
    home = tmp_path / "two"
    async with served(tmp_path) as (url, _, desk), Wishing(home, web(url)) as one, Wishing(home, web(url)) as other:
        code = await one.code()
        assert await other.code() == code
        assert len(desk.pairing.waiting()) == 1
        assert (await desk.pairing.try_code(code)).outcome == "paired"
        await asyncio.wait_for(asyncio.gather(one.task, other.task), PATIENCE)


async def test_a_flood_of_wishes_pushes_nobody_out_and_leaves_no_trace(tmp_path, caplog):
    async with served(tmp_path / "hub") as (url, _, desk), Wishing(tmp_path / "two", web(url)) as two:
        code = await two.code()
        async with contextlib.AsyncExitStack() as crowd:
            refused = 0
            for number in range(60):
                address = (f"127.0.{number % 20}.9", 0)
                ws = await crowd.enter_async_context(connect(url, local_addr=address))
                await say(ws, link.Pair(station=f"x-{number}", name="Two", role="kiosk"))
                refused += isinstance(await receive(ws), link.Refused)
            waiting = desk.pairing.waiting()
            assert len(waiting) == hub_pairing.MOST_WAITING and refused == 60 - hub_pairing.MOST_WAITING + 1
            assert waiting[0].station == "st-2"
            # None of the others answers, and still the one that shows the code is paired at once.
            tried = await asyncio.wait_for(desk.pairing.try_code(code), PATIENCE)
            assert (tried.outcome, tried.station) == ("paired", "st-2")
    assert len(caplog.records) <= 2


async def test_one_address_has_two_places_and_no_more(tmp_path):
    async with served(tmp_path) as (url, _, desk), contextlib.AsyncExitStack() as crowd:
        for number in range(4):
            ws = await crowd.enter_async_context(connect(url))
            await say(ws, link.Pair(station=f"x-{number}", name="", role="kiosk"))
            await receive(ws)
        assert [one.station for one in desk.pairing.waiting()] == ["x-0", "x-1"]


async def test_nobody_waits_for_ever_and_who_answers_nothing_loses_the_place(tmp_path, monkeypatch):
    monkeypatch.setattr(hub_pairing, "ANSWER_LIMIT", 0.1)
    async with served(tmp_path) as (url, _, desk):
        async with connect(url) as ws:
            await say(ws, link.Pair(station="x-1", name="", role="kiosk"))
            await receive(ws)
            assert (await desk.pairing.try_code("123456")).outcome == "silent"
            await come(lambda: desk.pairing.waiting() == ())
        monkeypatch.setattr(hub_pairing, "LIFE", 0.1)
        async with connect(url) as ws:
            await say(ws, link.Pair(station="x-1", name="", role="kiosk"))
            assert isinstance(await receive(ws), link.PairWaiting)
            await asyncio.wait_for(ws.wait_closed(), PATIENCE)
            await come(lambda: desk.pairing.waiting() == ())


async def test_a_full_card_of_the_hub_pairs_nobody_and_says_so(tmp_path, monkeypatch):
    async with served(tmp_path / "hub") as (url, _, desk), Wishing(tmp_path / "two", web(url)) as two:
        code = await two.code()

        def full(*_: object) -> None:
            raise OSError("No space left on device")

        monkeypatch.setattr(desk.keys, "put", full)
        assert (await desk.pairing.try_code(code)).outcome == "unstored"
        await two.until(lambda shown: shown.problem == "wrong")
        assert keys_of(tmp_path / "two", "st-2") == []


async def test_a_false_hub_has_three_guesses_at_a_code_and_gets_no_key(tmp_path, monkeypatch):
    monkeypatch.setattr(codes, "PAUSES", (0.0, 0.0))
    answers: list[link.FromStation] = []

    async def false_hub(ws) -> None:
        assert isinstance(link.decode_from_station(await ws.recv()), link.Pair)
        await say(ws, link.PairWaiting(kit="kit-1", name="Blue box"))
        side = HubSide("000000", kit="kit-1", station="st-2")
        await say(ws, side.offer)
        answers.append(link.decode_from_station(await ws.recv()))
        assert side.finish(answers[-1]) is None
        await say(ws, link.Paired(proof=secrets.token_bytes(32)))

    numbers = itertools.count(1)
    monkeypatch.setattr(pairing.secrets, "randbelow", lambda _: next(numbers))
    async with serve(false_hub, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with Wishing(tmp_path, url) as two:
            first = await two.code()
            await two.until(lambda shown: shown.code != first)
            assert len(answers) >= codes.TRIES - 1, "the last guess counts before it is answered"
    assert keys_of(tmp_path, "st-2") == []
