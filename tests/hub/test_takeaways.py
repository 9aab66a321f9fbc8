"""What visitors take home from a station: there for a while under a word of its own, in memory and nowhere else."""

from websockets.asyncio.client import connect

from tests.fakes.desk import greeted, receive, served
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


async def test_whoever_asks_without_end_fills_no_memory(monkeypatch):
    monkeypatch.setattr(takeaways, "MOST", 2)
    async with served() as (url, stations, _), connect(url) as ws:
        await greeted(ws)
        kept = Takeaways(stations)
        words = [(await offer(ws, JPEG)).path[5:-4] for _ in range(3)]
        assert [kept.picture(word) for word in words] == [None, JPEG, JPEG]
