"""What comes in from the network, hostile or broken, over a real server: never a crash, never a thread held."""

import asyncio
import http.client
import json
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.fakes.kit import FakeKit
from tests.fakes.server import Served
from tests.waiting import PATIENCE, until
from xlab.dashboard import guard, make_asgi, streams
from xlab.dashboard.parts import Parts
from xlab.dashboard.replies import Message, Receive, Scope, Send
from xlab.dashboard.uploads import Uploads
from xlab.link import Room


async def echo_link(scope: Scope, receive: Receive, send: Send) -> None:
    """Stands for the hub's side of ``/station``."""
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": f"linked at {scope['path']}"})
    await send({"type": "websocket.close"})


@pytest.fixture
def url(kit: FakeKit) -> Iterator[str]:
    with Served(make_asgi(kit, echo_link)) as address:
        yield address


def raw(url: str, request: bytes) -> bytes:
    """What the server answers to these very bytes, until it closes."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as peer:
        peer.sendall(request)
        answer = b""
        while chunk := peer.recv(65536):
            answer += chunk
        return answer


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def ask(url: str, target: bytes, headers: bytes = b"Host: kit\r\n", method: bytes = b"GET") -> int:
    return status(raw(url, method + b" " + target + b" HTTP/1.1\r\n" + headers + b"Connection: close\r\n\r\n"))


STRANGE_PATHS = [
    b"/../../etc/passwd",
    b"/static/..%2f..%2fkeys%2fpin.json",
    b"/static/%2e%2e/keys.py",
    b"/fonts/%00",
    b"/%00",
    b"/%ff%fe",
    b"/%c3%28",
    b"//evil.example/",
    b"/a" * 4000,
    b"/stations/%0d%0aSet-Cookie:x=1",
    b"/stations/..%2fx/screen.mjpeg",
    b"/badges/%2e%2e-%2e%2e.svg",
    b"http://evil.example/nowhere",
    b"/live/",
    b"/?lang=%ff",
    b"/sign-in?next=%0d%0ax:y",
]


def test_a_strange_path_is_answered_calmly(url: str) -> None:
    for target in STRANGE_PATHS:
        assert ask(url, target) in (200, 302, 308, 400, 404), target[:60]


STRANGE_HEADERS = [
    b"Host: \r\n",
    b"Host: evil.example\r\n",
    b"Host: a b c\r\n",
    b"Host: [::1\r\n",
    b"Host: \xff\xfe\r\n",
    b"Host: kit:99999999\r\n",
    b"Host: kit\r\nCookie: =;;=\xff; xlab-kit7f3a=%00\r\n",
    b"Host: kit\r\nCookie: " + b"a=b; " * 2000 + b"\r\n",
    b"Host: kit\r\nAccept-Language: " + b"\xff,;q=x" * 50 + b"\r\n",
    b"Host: kit\r\nContent-Type: \xff\r\nContent-Length: 0\r\n",
    b"Host: kit\r\nIf-None-Match: \xff\r\n",
]


@pytest.mark.parametrize("target", [b"/", b"/static/site.css", b"/live"])
def test_a_strange_header_is_answered_calmly(url: str, target: bytes) -> None:
    for headers in STRANGE_HEADERS:
        assert ask(url, target, headers) in (200, 302, 400, 401, 404), headers[:60]


def test_a_host_is_not_believed(url: str) -> None:
    answer = raw(url, b"GET /pin HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
    assert b"\r\nlocation: /sign-in?next=/pin\r\n" in answer


@pytest.mark.parametrize("method", [b"PUT", b"TRACE", b"OPTIONS", b"BREW"])
def test_a_strange_method_is_answered_calmly(url: str, method: bytes) -> None:
    assert ask(url, b"/", method=method) in (200, 400, 405)
    assert ask(url, b"/live", method=method) in (400, 405)


def test_a_large_upload_is_refused_and_the_answer_arrives(url: str) -> None:
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=PATIENCE)
    connection.request("POST", "/sign-in", b"x" * 1_000_000, {"Content-Type": "application/octet-stream"})
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 413
    assert len(body) < 10_000
    assert "Nothing was stored" in body.decode()
    connection.close()


def test_a_large_upload_of_unknown_length_is_refused(url: str) -> None:
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=PATIENCE)
    chunks = (b"x" * 10_000 for _ in range(100))
    connection.request("POST", "/api/v1/health", chunks, {"Transfer-Encoding": "chunked"}, encode_chunked=True)
    answer = connection.getresponse()
    assert answer.status == 413
    assert json.loads(answer.read())["error"]["code"] == "too_large"
    connection.close()


def test_a_large_upload_is_refused_before_it_came(url: str) -> None:
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as peer:
        peer.sendall(b"POST /sign-in HTTP/1.1\r\nHost: kit\r\nContent-Length: 1000000\r\n\r\n")
        assert status(peer.recv(65536)) == 413


def test_a_form_that_comes_in_pieces_holds_no_thread(url: str) -> None:
    host, port = url.removeprefix("http://").split(":")
    slow = [socket.create_connection((host, int(port)), timeout=PATIENCE) for _ in range(20)]
    for peer in slow:
        peer.sendall(b"POST /sign-in HTTP/1.1\r\nHost: kit\r\nContent-Length: 100\r\n\r\npin=")
    assert ask(url, b"/api/v1/health") == 200
    for peer in slow:
        peer.close()


def test_a_form_of_unknown_length_is_read(url: str) -> None:
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=PATIENCE)
    kind = "application/x-www-form-urlencoded"
    connection.request("POST", "/sign-in", iter([b"pin=", b"1"]), {"Content-Type": kind}, encode_chunked=True)
    answer = connection.getresponse()
    assert answer.status == 400
    assert b"keeps no cookies" in answer.read()
    connection.close()


def test_the_station_link_gets_its_websockets(url: str) -> None:
    with connect(url.replace("http", "ws") + "/station") as link:
        assert link.recv() == "linked at /station"


def test_other_websockets_are_refused(url: str) -> None:
    with pytest.raises(InvalidStatus, match="403"):
        connect(url.replace("http", "ws") + "/live")


def test_stopping_leaves_no_thread(kit: FakeKit) -> None:
    before = set(threading.enumerate())
    with Served(make_asgi(kit, echo_link)) as url:
        assert ask(url, b"/") == 200
        assert ask(url, b"/api/v1/health") == 200
    until(lambda: set(threading.enumerate()) <= before, lambda: set(threading.enumerate()) - before)


def test_many_silent_senders_are_hung_up_on_without_a_word_in_the_log(
    url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(guard, "_BODY_SECONDS", 0.05)
    host, port = url.removeprefix("http://").split(":")
    for _ in range(3):
        with socket.create_connection((host, int(port)), timeout=PATIENCE) as peer:
            peer.sendall(b"POST /sign-in HTTP/1.1\r\nHost: kit\r\nContent-Length: 100\r\n\r\npin=")
            answer = b"".join(iter(lambda peer=peer: peer.recv(65536), b""))  # until the kit hangs up
        assert status(answer) == 408
    assert caplog.records == [], "a stranger could fill the card with lines"


async def test_a_sender_who_falls_silent_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_BODY_SECONDS", 0.01)
    sent: list[Message] = []
    silent = _Silence()

    async def app(*_: object) -> None:
        raise AssertionError("half a request must not come through")

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "path": "/", "query_string": b"", "headers": []}
    await guard.Guard(app, Uploads(tmp_path, lambda _: False))(scope, silent.receive, send)
    assert sent[0]["status"] == 408
    assert sent[-1]["body"] and not sent[-1].get("more_body", False)


async def test_a_listener_who_takes_nothing_is_ended(kit: FakeKit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "SEND_SECONDS", 0.01)
    parts = Parts.of(kit)
    session: dict[str, object] = {}
    parts.gate.sign_in(session)
    monkeypatch.setattr(parts.sessions, "read", lambda _: session)
    silent = _Silence()
    full = False

    async def send(message: Message) -> None:
        nonlocal full
        if full:
            await silent.receive()
        full = b"retry" in message.get("body", b"")

    scope = {"type": "http", "method": "GET", "path": "/live", "headers": []}
    await streams.Streams(kit, parts.gate, parts.sessions).live(scope, silent.receive, send)
    assert kit.open_feeds == 0


async def test_a_feed_that_breaks_is_closed_and_told(kit: FakeKit, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = Parts.of(kit)
    session: dict[str, object] = {}
    parts.gate.sign_in(session)
    monkeypatch.setattr(parts.sessions, "read", lambda _: session)

    async def broken(_: int | None) -> AsyncIterator[Room]:
        yield kit.room()
        raise RuntimeError("the log is gone")

    async def send(message: Message) -> None:
        assert message["type"].startswith("http.response")

    monkeypatch.setattr(kit, "feed", broken)
    scope = {"type": "http", "method": "GET", "path": "/live", "headers": []}
    with pytest.raises(RuntimeError, match="the log is gone"):
        await streams.Streams(kit, parts.gate, parts.sessions).live(scope, _Silence().receive, send)


class _Silence:
    """A connection on which nothing ever comes."""

    async def receive(self) -> Message:
        await asyncio.Event().wait()
        raise AssertionError("silence ended")
