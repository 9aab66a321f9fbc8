"""Phones over a real server, some of them broken or hostile: refused cheaply, and nobody else notices."""

import http.client
import json
import logging
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.fakes.kit import FakeKit
from tests.fakes.server import Served
from tests.waiting import PATIENCE
from xlab.dashboard import guard, make_asgi
from xlab.events.rounds import Option, Question

CHOICE = Question(kind="choice", text={"en": "Which?"}, options=(Option(id="a", text={"en": "A"}),) * 2)
START = b"POST /api/v1/rounds/round-1/answer HTTP/1.1\r\nHost: kit\r\nContent-Type: application/json\r\n"
CHUNK = b"2710\r\n" + b"x" * 10_000 + b"\r\n"

REFUSED = {
    "a megabyte": (START + b"Content-Length: 1000000\r\n\r\n" + b"x" * 1_000_000, 413),
    "a megabyte that was not announced": (
        START + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNK * 100 + b"0\r\n\r\n",
        413,
    ),
    "a body that lingers": (START + b'Content-Length: 100\r\n\r\n{"val', 408),
    "chunks that linger": (START + b'Transfer-Encoding: chunked\r\n\r\n5\r\n{"val\r\n', 408),
    "nobody's cookie": (
        START + b"Cookie: xlab-kit7f3a-voter=v0.x\r\nContent-Length: 15\r\n\r\n" + b'{"value":["a"]}',
        401,
    ),
    "a wish that only begins like one": (
        START.replace(b"/answer ", b"/answers ") + b"Content-Length: 2\r\n\r\n{}",
        404,
    ),
    "another length than it says": (START + b"Content-Length: -1\r\n\r\n{}", 400),
}


@pytest.fixture
def served(kit: FakeKit, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    async def no_link(*_: object) -> None:
        raise AssertionError("no station calls here")

    monkeypatch.setattr(guard, "_BODY_SECONDS", 1.0)  # for those that linger; a megabyte comes before that
    kit.rounds.open(CHOICE, "live")
    with Served(make_asgi(kit, no_link)) as url:
        host, port = url.removeprefix("http://").split(":")
        yield host, int(port)


def post(served: tuple[str, int], what: str, wish: str, cookie: str = "") -> tuple[int, str, bytes]:
    """Status, cookie and body of the answer to a request that arrives in one piece, however busy the machine is."""
    head = f"POST /api/v1/rounds/{what} HTTP/1.1\r\nHost: kit\r\nContent-Type: application/json\r\nCookie: {cookie}\r\n"
    with socket.create_connection(served, PATIENCE) as phone:
        phone.sendall(f"{head}Content-Length: {len(wish)}\r\n\r\n{wish}".encode())
        answer = http.client.HTTPResponse(phone)
        answer.begin()
        return answer.status, answer.getheader("Set-Cookie", ""), answer.read()


def test_a_phone_answers_while_others_send_what_no_phone_sends(
    served: tuple[str, int], kit: FakeKit, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    with ExitStack() as closing:
        peers = {what: closing.enter_context(socket.create_connection(served, PATIENCE)) for what in REFUSED}
        for what, (request, _) in REFUSED.items():
            peers[what].sendall(request)
        for _ in range(5):
            with socket.create_connection(served, PATIENCE) as gone:
                gone.sendall(START + b"Content-Length: 100\r\n\r\n{")
        status, cookie, body = post(served, "join", "{}")
        assert (status, json.loads(body)) == (200, [{"round": "round-1", "answers": {}, "ideas": []}])
        assert post(served, "round-1/answer", '{"value": ["a"]}', cookie.partition(";")[0])[0] == 204
        answers = {what: int(peer.recv(12).split(b" ")[1]) for what, peer in peers.items()}
    assert answers == {what: status for what, (_, status) in REFUSED.items()}
    assert kit.rounds.taken == 1
    assert not caplog.records
