"""Demos, the dashboard's port, and what was built at installation."""

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from xlab.box.kit import check_assets, check_demos, check_port, check_prints, ways_of
from xlab.catalogue import Entry
from xlab.look.words import Words
from xlab.report.rendering import LIBRARIES

EN = Words("en")

READY = Entry(name="hello", door="installed", folder=Path("/demos/hello"), status="ready")
BAD = Entry(name="broken", door="installed", folder=Path("/demos/broken"), status="bad", reason="demo.toml is missing.")
NEW = Entry(name="fresh", door="dropped", folder=Path("/demos/fresh"), status="unapproved", reason="It waits for IT.")


def test_ready_demos_are_one_line():
    (found,) = check_demos([READY, Entry(name="two", door="installed", folder=None, status="ready")])
    assert found.ok is True and found.text(EN) == "2 demos are ready: hello, two."


def test_each_demo_that_is_not_ready_has_its_reason():
    findings = check_demos([BAD, READY, NEW])
    assert [found.ok for found in findings] == [True, False, None]
    assert findings[0].text(EN) == "1 demo is ready: hello."
    assert "demo.toml is missing." in findings[1].text(EN) and "/demos/broken" in findings[1].next_step(EN)
    assert "It waits for IT." in findings[2].text(EN)


@pytest.mark.parametrize("entries", [[], [BAD], [NEW]])
def test_no_ready_demo_needs_doing(entries):
    assert check_demos(entries)[0].ok is False


@pytest.fixture
def taken_socket():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.fixture
def taken(taken_socket):
    """A port that another program listens on and never answers at."""
    return taken_socket.getsockname()[1]


@pytest.fixture
def taken_by(taken_socket):
    """A port whose program greets with these bytes and hangs up."""
    threads = []

    def greet(words: bytes) -> int:
        def run():
            caller, _ = taken_socket.accept()
            with caller:
                caller.sendall(words)

        threads.append(threading.Thread(target=run))
        threads[-1].start()
        return taken_socket.getsockname()[1]

    yield greet
    for thread in threads:
        thread.join()


@pytest.fixture
def web():
    """A program that answers HTTP with what the test wants; gives its port."""
    servers = []

    def serve(body: bytes) -> int:
        class Answer(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200 if self.path == "/api/v1/health" else 404)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = HTTPServer(("127.0.0.1", 0), Answer)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        servers.append((server, thread))
        return server.server_port

    yield serve
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_free_port_is_well():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert check_port("127.0.0.1", port).ok is True


def test_any_port_is_well():
    assert check_port("0.0.0.0", 0).ok is True


def test_a_kit_that_runs_here_is_well(web, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")  # a proxy must not be asked about this machine
    port = web(json.dumps({"kit": "blue", "version": "0.1.0"}).encode())
    found = check_port("127.0.0.1", port)
    assert found.ok is True and "is running here" in found.text(EN) and "0.1.0" in found.text(EN)


@pytest.mark.parametrize(("keeps", "step"), [("full", "Delete old"), ("failing", "backup on a stick")])
def test_a_kit_that_runs_here_and_keeps_nothing_needs_doing(web, keeps, step):
    port = web(json.dumps({"kit": "blue", "version": "0.1.0", "keeps": keeps}).encode())
    found = check_port("127.0.0.1", port)
    assert found.ok is False and "keeps nothing" in found.text(EN) and step in found.next_step(EN)


def test_the_hub_that_runs_says_how_people_reach_it(web):
    way = {"way": "address", "ok": True, "key": "network.address_works", "values": {"address": "192.168.4.1:8080"}}
    said = json.dumps({"kit": "blue", "version": "0.1.0", "ways": [way]}).encode()
    assert [one.key for one in ways_of(f"http://127.0.0.1:{web(said)}")] == ["network.address_works"]
    assert ways_of("http://127.0.0.1:1") == ways_of("nonsense") == ()


@pytest.mark.parametrize(
    "body", [b"hello", b"[]", b'{"other": 1}', b'{"kit": 1, "version": 2}', b"\xff\xfe", b"[" * 60_000]
)
def test_another_program_on_the_port_needs_doing(web, body):
    port = web(body)
    found = check_port("127.0.0.1", port)
    assert found.ok is False and "--port" in found.next_step(EN)
    assert found.text(EN) == f"The dashboard cannot open port {port} at 127.0.0.1: Address already in use."


def test_a_program_that_speaks_no_http_needs_doing(taken_by):
    assert check_port("127.0.0.1", taken_by(b"SSH-2.0-OpenSSH_9.2\r\n")).ok is False


def test_a_program_that_does_not_answer_needs_doing(taken, monkeypatch):
    monkeypatch.setattr("xlab.box.kit.HEALTH_SECONDS", 0.1)
    assert check_port("127.0.0.1", taken).ok is False


def test_an_address_this_machine_does_not_have_needs_doing():
    found = check_port("192.0.2.1", 8099)
    assert found.ok is False and "192.0.2.1" in found.text(EN)


def test_assets(tmp_path):
    there, gone = tmp_path / "there.woff", tmp_path / "gone.woff"
    there.touch()
    assert check_assets([there]).ok is True
    found = check_assets([there, gone])
    assert found.ok is False and "1 of 2" in found.text(EN) and "gone.woff" in found.text(EN)
    assert "make setup" in found.next_step(EN)


def test_a_machine_that_cannot_print_is_told_what_to_install():
    assert check_prints("").ok is True
    found = check_prints("Install the Debian packages of print.")
    assert found.ok is None and found.next_step(EN) == "Install the Debian packages of print."


def test_the_packages_of_print_are_named_in_every_language():
    found = check_prints(f"Install the Debian packages {LIBRARIES}.")
    assert found.next_step(Words("fr")) == f"Installez les paquets Debian {LIBRARIES}."
