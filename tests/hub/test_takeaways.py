"""What visitors take home from a station: there for a while under a word of its own, in memory and nowhere else."""

from websockets.asyncio.client import connect

from tests.fakes.desk import greeted, receive, served
from tests.fakes.kiosk_end import KioskEnd
from tests.hub.test_kit import running
from tests.waiting import come
from xlab import link
from xlab.hub import takeaways
from xlab.hub.takeaways import Takeaways

JPEG = b"\xff\xd8\xff picture"


async def offer(ws, picture: bytes) -> link.TakenHome:
    await ws.send(link.encode(link.TakeHome(ask="a", picture=picture)).decode())
    told = await receive(ws)
    assert isinstance(told, link.TakenHome) and told.ask == "a"
    return told


async def test_a_picture_is_there_for_its_time_under_a_word_of_its_own():
    async with served() as (url, stations, _), connect(url) as ws:
        await greeted(ws)
        kept = Takeaways(stations)
        first, second = await offer(ws, JPEG), await offer(ws, JPEG + b"2")
        words = [told.path.removeprefix("take/").removesuffix(".jpg") for told in (first, second)]
        assert [kept.picture(word) for word in words] == [JPEG, JPEG + b"2"]
        assert words[0] != words[1] and min(map(len, words)) >= 12 and first.seconds == takeaways.KEPT
        assert await offer(ws, b"<script>") == link.TakenHome(ask="a")
        brief = Takeaways(stations, 0.05)
        word = (await offer(ws, JPEG)).path[5:-4]
        await come(lambda: brief.picture(word) is None)


async def test_the_largest_picture_there_may_be_passes_the_link():
    async with served() as (url, stations, _), connect(url) as ws:
        await greeted(ws)
        kept = Takeaways(stations)
        picture = JPEG.ljust(link.MAX_TAKEN, b"x")
        assert kept.picture((await offer(ws, picture)).path[5:-4]) == picture


async def test_the_kit_itself_keeps_them_and_says_so(tmp_path):
    async with running(tmp_path) as kit, KioskEnd(kit.stations) as kiosk:
        assert kit.info().takes
        await kiosk.say(link.TakeHome(ask="a", picture=JPEG))
        told = await kiosk.hear(link.TakenHome)
        assert kit.takeaways.picture(told.path[5:-4]) == JPEG
        assert not [path for path in tmp_path.rglob("*") if path.is_file() and JPEG in path.read_bytes()]


async def test_whoever_asks_without_end_fills_no_memory(monkeypatch):
    monkeypatch.setattr(takeaways, "MOST", 2)
    async with served() as (url, stations, _), connect(url) as ws:
        await greeted(ws)
        kept = Takeaways(stations)
        words = [(await offer(ws, JPEG)).path[5:-4] for _ in range(3)]
        assert [kept.picture(word) for word in words] == [None, JPEG, JPEG]
