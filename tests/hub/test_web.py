"""The web server as the hub runs it, against people who connect and then dawdle."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from tests.waiting import PATIENCE
from xlab.hub import web
from xlab.hub.web import serve_web

HEAD_SECONDS = 0.3
"""Short, for people who dawdle."""

TIME_TO_ASK = 1.5
"""For those who ask: long enough on a busy machine."""

LONGER = 1.8
"""Seconds of an answer that takes longer than that."""

ASKS = pytest.mark.parametrize("port", [TIME_TO_ASK], indirect=True)
ASK = b"GET / HTTP/1.1\r\nHost: kit\r\n\r\n"


async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
    elif scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        await asyncio.sleep(LONGER)
        await send({"type": "websocket.send", "text": "still here"})
    else:
        await asyncio.sleep(LONGER if scope["path"] == "/slow" else 0)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
async def port(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> AsyncIterator[int]:
    monkeypatch.setattr(web, "HEAD_SECONDS", getattr(request, "param", HEAD_SECONDS))
    listener = socket.create_server(("127.0.0.1", 0))
    up = asyncio.Event()
    serving = asyncio.create_task(serve_web(app, listener, up.set))
    await up.wait()
    yield listener.getsockname()[1]
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving
    listener.close()


async def connect(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", port)


@pytest.mark.parametrize("head", [b"", b"GET / HTTP/1.1\r\nHo"])
async def test_whoever_never_finishes_asking_is_hung_up_on(port: int, head: bytes) -> None:
    reader, writer = await connect(port)
    writer.write(head)
    async with asyncio.timeout(PATIENCE):
        assert await reader.read() == b""
    writer.close()


async def test_a_drop_now_and_then_buys_no_time(port: int) -> None:
    reader, writer = await connect(port)
    ended = asyncio.ensure_future(reader.read())
    async with asyncio.timeout(PATIENCE):
        while not ended.done():
            writer.write(b"G" if writer.transport.get_write_buffer_size() == 0 else b"")
            await asyncio.wait([ended], timeout=0.02)
    writer.close()


@ASKS
async def test_the_second_request_is_not_waited_for_either(port: int) -> None:
    reader, writer = await connect(port)
    writer.write(ASK)
    async with asyncio.timeout(PATIENCE):
        assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
        writer.write(b"GET / HT")
        assert await reader.read() == b""
    writer.close()


@ASKS
async def test_an_answer_may_take_longer_than_a_question(port: int) -> None:
    reader, writer = await connect(port)
    writer.write(ASK.replace(b"/ ", b"/slow ", 1))
    async with asyncio.timeout(PATIENCE):
        assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
    writer.close()


@ASKS
async def test_a_station_that_is_linked_stays_linked(port: int) -> None:
    from websockets.asyncio.client import connect as link

    async with asyncio.timeout(PATIENCE), link(f"ws://127.0.0.1:{port}/station", proxy=None) as station:
        assert await station.recv() == "still here"
