"""Bundles on their way to the kit, over a real server: whole, from IT alone, and never left behind."""

import errno
import http.client
import socket
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.fakes.kit import TOKEN, FakeKit
from tests.fakes.library import OFFER
from tests.fakes.server import Served
from tests.fakes.visitor import Visitor
from tests.waiting import PATIENCE
from xlab.dashboard import make_asgi, uploads

BUNDLE = bytes(range(256)) * 12_000
"""3 MB: more than any form, and more than one piece."""

TOOL = {"Authorization": f"Bearer {TOKEN}"}
FORM = (
    b'--x\r\nContent-Disposition: form-data; name="bundle"; filename="demos/press.xlabdemo"\r\n\r\n'
    + BUNDLE
    + b"\r\n--x--\r\n"
)


@pytest.fixture
def port(kit: FakeKit) -> Iterator[int]:
    async def no_link(*_: object) -> None:
        raise AssertionError("no station calls here")

    with Served(make_asgi(kit, no_link)) as url:
        yield int(url.rpartition(":")[2])


def send(port: int, path: str, body: bytes, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def left(kit: FakeKit) -> list[Path]:
    return list((kit.home / uploads.FOLDER).iterdir())


def test_a_program_sends_bytes_and_is_told_what_they_are(port: int, kit: FakeKit) -> None:
    status, answer = send(port, "/api/v1/demos/upload?name=../../press.xlabdemo", BUNDLE, **TOOL)
    assert status == 200 and msgspec.json.decode(answer, type=type(OFFER)) == OFFER
    assert kit.demos.taken == [("press.xlabdemo", BUNDLE)] and left(kit) == []


def test_a_form_sends_a_file(port: int, kit: FakeKit) -> None:
    status, _ = send(port, "/it/demos/upload", FORM, **TOOL, **{"Content-Type": "multipart/form-data; boundary=x"})
    assert status == 303
    assert kit.demos.taken == [("press.xlabdemo", BUNDLE)] and left(kit) == []


def test_a_bundle_of_a_known_signer_is_installed_without_a_question(port: int, kit: FakeKit) -> None:
    kit.demos.answer = msgspec.structs.replace(OFFER, verdict="trusted")
    status, answer = send(port, "/it/demos/upload", FORM, **TOOL, **{"Content-Type": "multipart/form-data; boundary=x"})
    assert status == 200 and b"Water Path is installed" in answer


def test_why_a_bundle_is_refused_is_said(port: int, kit: FakeKit) -> None:
    kit.demos.answer = msgspec.structs.replace(OFFER, problem="It holds the path ../../etc/passwd.")
    status, answer = send(port, "/api/v1/demos/upload", BUNDLE, **TOOL)
    assert status == 422 and b"../../etc/passwd" in answer
    status, answer = send(port, "/it/demos/upload", FORM, **TOOL, **{"Content-Type": "multipart/form-data; boundary=x"})
    assert status == 422 and b"../../etc/passwd" in answer and left(kit) == []


@pytest.mark.parametrize("path", uploads.PATHS)
def test_nothing_is_kept_of_what_others_send(port: int, kit: FakeKit, facilitator: Visitor, path: str) -> None:
    cookie = facilitator.client.get_cookie("xlab-kit7f3a")
    assert cookie is not None
    headers = {"Cookie": f"{cookie.key}={cookie.value}", "X-CSRFToken": facilitator.token("/pin")}
    status, _ = send(port, path, BUNDLE, **headers)
    assert status in (302, 400, 401)
    assert kit.demos.taken == [] and not (kit.home / uploads.FOLDER).exists()


def test_more_than_any_bundle_is_refused_while_it_comes_in(
    port: int, kit: FakeKit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST", 1_500_000)
    assert send(port, uploads.PATHS[1], BUNDLE, **TOOL)[0] == 413
    with socket.create_connection(("127.0.0.1", port)) as peer:  # one that does not say how much it is
        peer.settimeout(PATIENCE)
        head = f"POST {uploads.PATHS[1]} HTTP/1.1\r\nHost: kit\r\nAuthorization: Bearer {TOKEN}\r\n"
        peer.sendall(head.encode() + b"Transfer-Encoding: chunked\r\n\r\n")
        for start in range(0, 2_000_000, 500_000):
            peer.sendall(b"7a120\r\n" + BUNDLE[start : start + 500_000] + b"\r\n")
        assert b" 413 " in peer.recv(100)
    assert kit.demos.taken == [] and left(kit) == []


def test_a_full_card_is_said(port: int, kit: FakeKit, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(uploads.tempfile, "TemporaryFile", full)
    status, answer = send(port, uploads.PATHS[1], BUNDLE, **TOOL)
    assert status == 507 and b"No space left on device" in answer


def test_what_a_power_cut_left_is_removed_at_the_next_start(kit: FakeKit) -> None:
    (kit.home / uploads.FOLDER).mkdir()
    (kit.home / uploads.FOLDER / "half.xlabdemo").write_bytes(b"half")
    uploads.Uploads(kit.home, lambda _: False)
    assert left(kit) == []
