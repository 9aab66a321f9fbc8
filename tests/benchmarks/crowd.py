"""A room of phones for measurements, as light as Python can be: it must not take the time that it measures.

    python -m tests.benchmarks.crowd PORT PHONES

One JSON order a line on standard input, one JSON answer a line on standard output. ``{"do": "arrive", "within": 5}``
lets every phone open the page with all that belongs to it, join, and follow the feed. ``{"do": "answer", "round": "r",
"within": 1}`` lets every phone answer once, and ends when every feed has counted them all. Times are of the machine's
monotonic clock, in seconds.
"""

import asyncio
import gzip
import json
import os
import random
import re
import sys
import time
from typing import Any

PATIENCE = 60.0
IMPORT = re.compile(rb'from "\./([a-z_]+\.js)"')
ASSET = re.compile(rb'(?:href|src)="(/(?:static|fonts|vendor)/[^"]+|/look\.css[^"]*|/icon\.svg[^"]*)"')
FONT = re.compile(rb"/fonts/noto-sans-latin-[0-9]+-normal\.woff2\?v=[0-9a-f]+")


class Wire(asyncio.Protocol):
    """A connection that asks one thing after the other."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._came = b""
        self._answer: asyncio.Future[tuple[int, bytes, bytes]] | None = None

    @property
    def open(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    async def ask(self, request: bytes) -> tuple[int, bytes, bytes]:
        assert self._transport is not None
        self._came = b""
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def data_received(self, data: bytes) -> None:
        self._came += data
        head, end, body = self._came.partition(b"\r\n\r\n")
        if not end or self._answer is None or self._answer.done():
            return
        status = int(head[9:12])
        length = re.search(rb"(?i)content-length: (\d+)", head)
        if status in (204, 304) or (length is not None and len(body) >= int(length[1])):
            self._answer.set_result((status, head, body))

    def connection_lost(self, reason: Exception | None) -> None:
        self._transport = None
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError("the kit hung up"))


class Feed(asyncio.Protocol):
    """A phone's event stream; ``seen`` is when it counted how many answers in the round that is watched."""

    def __init__(self, room: "Crowd") -> None:
        self._room = room
        self._rest = b""
        self.seen: list[tuple[float, int]] = []
        self.bytes = 0
        self.lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(b"GET /join/live HTTP/1.1\r\nHost: kit\r\n\r\n")
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        self.bytes += len(data)
        text = self._rest + data
        mark = self._room.mark
        at = text.rfind(mark) if mark else -1
        if at >= 0:
            digits = text[at + len(mark) : at + len(mark) + 8].partition(b",")
            if digits[1]:
                count = int(digits[0])
                self.seen.append((now, count))
                self._room.counted(count)
        self._rest = text[text.rfind(b"\n\n") + 2 :] if b"\n\n" in text else text

    def connection_lost(self, reason: Exception | None) -> None:
        self.lost = True


class Phone:
    """One visitor's phone: a connection that is opened again when the kit closed it, a cookie, and a feed."""

    def __init__(self, room: "Crowd") -> None:
        self._room = room
        self._wire = Wire()
        self.cookie = b""
        self.feed = Feed(room)
        self.again = 0

    async def get(self, path: bytes) -> tuple[int, bytes]:
        status, head, body = await self._ask(b"GET " + path + b" HTTP/1.1\r\nAccept-Encoding: gzip\r\n", b"")
        return status, gzip.decompress(body) if b"\ncontent-encoding: gzip" in head.lower() else body

    async def post(self, path: bytes, wish: bytes) -> int:
        head = b"POST %s HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n" % (path, len(wish))
        status, answer, _ = await self._ask(head, wish)
        if found := re.search(rb"(?i)set-cookie: ([^;\r]+)", answer):
            self.cookie = b"Cookie: " + found[1] + b"\r\n"
        return status

    async def _ask(self, head: bytes, body: bytes) -> tuple[int, bytes, bytes]:
        request = head + b"Host: kit\r\n" + self.cookie + b"\r\n" + body
        if self._wire.open:
            try:
                return await self._wire.ask(request)
            except ConnectionError:
                self.again += 1  # closed in that moment; a browser opens another as well
        self._wire = await self._room.connect(Wire)
        return await self._wire.ask(request)

    @property
    def word(self) -> str:
        """What the kit's log calls this phone."""
        return self.cookie.decode().strip().partition("=")[2].rpartition(".")[0]


class Crowd:
    """All of them."""

    def __init__(self, port: int, phones: int) -> None:
        self._port = port
        self.mark = b""
        self._left = 0
        self._all_told = asyncio.Event()
        self.phones = [Phone(self) for _ in range(phones)]
        self._chance = random.Random(5)

    async def connect(self, protocol: Any) -> Any:
        _, made = await asyncio.get_running_loop().create_connection(protocol, "127.0.0.1", self._port)
        return made

    def counted(self, count: int) -> None:
        if count == len(self.phones):
            self._left -= 1
            if self._left == 0:
                self._all_told.set()

    async def arrive(self, within: float) -> dict[str, Any]:
        statuses: list[int] = []
        took: list[float] = []

        async def come(phone: Phone) -> None:
            await asyncio.sleep(self._chance.uniform(0, within))
            began = time.monotonic()
            status, page = await phone.get(b"/join")
            statuses.append(status)
            wanted = list(dict.fromkeys(ASSET.findall(page)))
            for path in wanted:
                status, text = await phone.get(path)
                statuses.append(status)
                wanted += [one for name in IMPORT.findall(text) if (one := b"/static/" + name) not in wanted]
                wanted += [font for font in FONT.findall(text) if font not in wanted]
            statuses.append(await phone.post(b"/api/v1/rounds/join", b"{}"))
            statuses.append((await phone.get(b"/api/v1/rounds/mine"))[0])
            await self.connect(lambda: phone.feed)
            took.append(time.monotonic() - began)

        await asyncio.gather(*map(come, self.phones))
        return {"took": took, "requests": len(statuses), "errors": sum(one != 200 for one in statuses)}

    async def answer(self, round_id: str, within: float) -> dict[str, Any]:
        self.mark = b'"round":"%s","answered":' % round_id.encode()
        self._left = len(self.phones)
        self._all_told.clear()
        for phone in self.phones:
            phone.feed.seen, phone.feed.bytes = [], 0
        path = f"/api/v1/rounds/{round_id}/answer".encode()

        async def say(phone: Phone) -> dict[str, Any]:
            await asyncio.sleep(self._chance.uniform(0, within))
            wish = b'{"item":"","value":["%s"]}' % self._chance.choice((b"a", b"b", b"c"))
            sent = time.monotonic()
            status = await phone.post(path, wish)
            return {"word": phone.word, "sent": sent, "acknowledged": time.monotonic(), "status": status}

        said = await asyncio.gather(*map(say, self.phones))
        async with asyncio.timeout(PATIENCE):
            await self._all_told.wait()
        return {
            "phones": [one | {"seen": phone.feed.seen} for one, phone in zip(said, self.phones, strict=True)],
            "lost": sum(phone.feed.lost for phone in self.phones),
            "again": sum(phone.again for phone in self.phones),
            "bytes": sum(phone.feed.bytes for phone in self.phones),
        }


async def serve(port: int, phones: int) -> None:
    crowd = Crowd(port, phones)
    while line := await asyncio.to_thread(sys.stdin.readline):
        order = json.loads(line)
        began, worked = time.monotonic(), sum(os.times()[:2])
        async with asyncio.timeout(PATIENCE + order["within"]):
            if order["do"] == "arrive":
                said = await crowd.arrive(order["within"])
            else:
                said = await crowd.answer(order["round"], order["within"])
        said |= {"seconds": time.monotonic() - began, "cpu": sum(os.times()[:2]) - worked}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
