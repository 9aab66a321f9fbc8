"""The live feed and the live screens, over a real server on this machine."""

import http.client
import json
import threading
from collections.abc import Iterator

import pytest

from tests.fakes.kit import FakeKit, badge
from tests.fakes.server import Served
from tests.fakes.visitor import HandClock, Visitor
from tests.waiting import PATIENCE
from xlab.dashboard import asgi, streams
from xlab.dashboard.app import build
from xlab.dashboard.asgi import make_asgi
from xlab.dashboard.parts import Parts
from xlab.events import RadioChanged

COOKIE = "xlab-kit7f3a"


class Stream:
    """An answer that does not end, read piece by piece."""

    def __init__(self, url: str, path: str, cookie: str, **headers: str) -> None:
        self.connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=PATIENCE)
        self.connection.request("GET", path, headers={"Cookie": f"{COOKIE}={cookie}", **headers})
        self.answer = self.connection.getresponse()

    def message(self) -> dict[str, str]:
        """The next message with data; comments and empty ones are passed over. Empty at the end of the stream."""
        fields: dict[str, str] = {}
        while line := self.answer.readline().decode():
            name, _, value = line.rstrip("\n").partition(": ")
            if name:
                fields[name] = value
            elif "data" in fields:
                return fields
            else:
                fields = {}
        return {}

    def line(self) -> str:
        return self.answer.readline().decode().strip()

    def close(self) -> None:
        self.connection.close()
        self.answer.close()


@pytest.fixture
def parts(kit: FakeKit, clock: HandClock) -> Parts:
    return Parts.of(kit, clock)


@pytest.fixture
def cookie(parts: Parts) -> str:
    """The cookie of a browser that is signed in."""
    browser = Visitor(build(parts))
    with browser.client.session_transaction() as session:
        parts.gate.sign_in(session)
    found = browser.client.get_cookie(COOKIE)
    assert found is not None
    return found.value


@pytest.fixture
def url(kit: FakeKit, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    async def no_link(*_: object) -> None:
        raise AssertionError("no station calls here")

    monkeypatch.setattr(streams, "KEEP_ALIVE", 0.05)
    monkeypatch.setattr(asgi.Parts, "of", lambda _: parts)
    with Served(make_asgi(kit, no_link)) as address:
        yield address
        kit.end_streams()


@pytest.mark.parametrize("path", ["/live", "/stations/st-1/screen.mjpeg"])
@pytest.mark.parametrize("cookie", ["", "nonsense"])
def test_streams_are_for_facilitators(url: str, path: str, cookie: str, kit: FakeKit) -> None:
    stream = Stream(url, path, cookie)
    assert stream.answer.status == 401
    assert json.loads(stream.answer.read())["error"]["code"] == "signed_out"
    assert (kit.open_feeds, kit.open_screens) == (0, 0)


def test_the_room_comes_first_and_after_every_change(url: str, cookie: str, kit: FakeKit) -> None:
    stream = Stream(url, "/live", cookie)
    assert stream.answer.getheader("Content-Type") == "text/event-stream"
    assert "default-src 'none'" in str(stream.answer.getheader("Content-Security-Policy"))
    first = stream.message()
    assert first["event"] == "room"
    assert "id" not in first
    assert json.loads(first["data"])["revision"] == 1
    kit.show(badge(1, "fox-coral", "pi-a"))
    second = json.loads(stream.message()["data"])
    assert second["revision"] == 2
    assert second["badges"][0]["face"] == {"animal": "fox", "accent": "coral"}
    stream.close()


def test_events_carry_their_number_and_are_resumed(url: str, cookie: str, kit: FakeKit) -> None:
    stream = Stream(url, "/live", cookie)
    stream.message()
    kit.happen(RadioChanged(state="off", reason="line\nbreak"))
    event = stream.message()
    assert (event["event"], event["id"]) == ("event", "1")
    assert json.loads(event["data"])["fact"]["reason"] == "line\nbreak"
    stream.close()
    for number in range(3):
        kit.happen(RadioChanged(state=f"state-{number}"))
    again = Stream(url, "/live", cookie, **{"Last-Event-ID": event["id"]})
    messages = [again.message() for _ in range(4)]
    assert [message["id"] for message in messages if message["event"] == "event"] == ["2", "3", "4"]
    assert [message["event"] for message in messages].count("room") == 1
    again.close()


@pytest.mark.parametrize("last", ["x", "-1", "9" * 40, "1.5", ""])
def test_a_strange_last_event_id_is_no_trouble(url: str, cookie: str, last: str) -> None:
    stream = Stream(url, "/live", cookie, **{"Last-Event-ID": last})
    assert stream.message()["event"] == "room"
    stream.close()


def test_silence_is_filled_with_comments(url: str, cookie: str) -> None:
    stream = Stream(url, "/live", cookie)
    stream.message()
    assert stream.line() == ": still here"
    stream.close()


def test_a_listener_who_goes_is_forgotten(url: str, cookie: str, kit: FakeKit) -> None:
    stream = Stream(url, "/live", cookie)
    stream.message()
    assert kit.open_feeds == 1
    stream.close()
    assert kit.streams_closed.wait(PATIENCE)
    assert kit.open_feeds == 0


def test_a_feed_that_ends_ends_the_answer(url: str, cookie: str, kit: FakeKit) -> None:
    stream = Stream(url, "/live", cookie)
    stream.message()
    kit.end_streams()
    assert stream.message() == {}


@pytest.mark.parametrize("why", ["idle", "signed out", "new PIN"])
def test_a_stream_ends_with_its_session(
    url: str, cookie: str, kit: FakeKit, parts: Parts, clock: HandClock, why: str
) -> None:
    stream = Stream(url, "/live", cookie)
    stream.message()
    if why == "idle":
        clock.pass_(2 * 3600)
    elif why == "signed out":
        parts.gate.sign_out(parts.sessions.read(f"{COOKIE}={cookie}"))
    else:
        parts.keys.pin.change("975310")
    kit.show(badge(1, "fox-coral", "pi-a"))
    assert stream.message() == {}
    assert Stream(url, "/live", cookie).answer.status == 401


def test_streams_take_no_threads(url: str, cookie: str) -> None:
    first = Stream(url, "/live", cookie)
    first.message()
    before = threading.active_count()
    many = [Stream(url, "/live", cookie) for _ in range(30)]
    assert all(stream.message() for stream in many)
    assert threading.active_count() <= before
    for stream in [first, *many]:
        stream.close()


def test_a_screen_is_shown_at_once_and_as_it_changes(url: str, cookie: str, kit: FakeKit) -> None:
    kit.picture = b"\xff\xd8first\xff\xd9"
    stream = Stream(url, "/stations/st-1/screen.mjpeg", cookie)
    assert stream.answer.getheader("Content-Type") == "multipart/x-mixed-replace; boundary=frame"
    head = b"--frame\r\nContent-Type: image/jpeg\r\n\r\n"
    first = head + kit.picture + b"\r\n" + head
    assert stream.answer.read(len(first)) == first, "the head of the next part makes a browser show this one"
    kit.paint(b"\xff\xd8second\xff\xd9")
    second = kit.picture + b"\r\n" + head
    assert stream.answer.read(len(second)) == second
    stream.close()


@pytest.mark.parametrize("station", ["st-9", "pi-a"])
def test_only_stations_have_a_screen(url: str, cookie: str, station: str) -> None:
    assert Stream(url, f"/stations/{station}/screen.mjpeg", cookie).answer.status == 404


def test_streams_are_only_asked_for(url: str, cookie: str) -> None:
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=PATIENCE)
    connection.request("POST", "/live", headers={"Cookie": f"{COOKIE}={cookie}"})
    assert connection.getresponse().status == 405
    connection.close()
