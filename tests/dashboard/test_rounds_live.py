"""What phones and facilitators hear of rounds, over a real server: at once, of everybody's only what all may see."""

import asyncio
import http.client
import json
from collections.abc import Iterator

import pytest

from tests.fakes.kit import FakeKit
from tests.fakes.server import Served
from tests.fakes.visitor import PIN, HandClock, Visitor
from tests.waiting import PATIENCE
from xlab.dashboard import asgi, rounds_live, rounds_now, streams
from xlab.dashboard.app import build
from xlab.dashboard.asgi import make_asgi
from xlab.dashboard.parts import Parts
from xlab.dashboard.replies import Message
from xlab.events.rounds import Option, Question

OPTIONS = (Option(id="a", text={"en": "A"}), Option(id="b", text={"en": "B"}))
CHOICE = Question(kind="choice", text={"en": "Which?"}, options=OPTIONS)
SECRET = "nobody may read this yet"


class Ear:
    """An event stream, read one event after the other."""

    def __init__(self, url: str, path: str, cookie: str = "") -> None:
        self.connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=PATIENCE)
        self.connection.request("GET", path, headers={"Cookie": cookie})
        self.answer = self.connection.getresponse()

    def next(self, *names: str) -> object:
        """The data of the next event with one of these names."""
        name = ""
        while line := self.answer.readline().decode():
            if line.startswith("event: "):
                name = line[7:].strip()
            elif line.startswith("data: ") and name in names:
                return json.loads(line[6:])
        return None

    def close(self) -> None:
        self.connection.close()
        self.answer.close()


@pytest.fixture
def parts(kit: FakeKit, clock: HandClock) -> Parts:
    return Parts.of(kit, clock)


@pytest.fixture
def cookie(parts: Parts) -> str:
    browser = Visitor(build(parts))
    browser.sign_in(PIN)
    found = browser.client.get_cookie("xlab-kit7f3a")
    assert found is not None
    return f"xlab-kit7f3a={found.value}"


@pytest.fixture
def url(kit: FakeKit, parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    async def no_link(*_: object) -> None:
        raise AssertionError("no station calls here")

    monkeypatch.setattr(rounds_now, "STILL", 0.05)
    monkeypatch.setattr(streams, "KEEP_ALIVE", 0.05)
    monkeypatch.setattr(asgi.Parts, "of", lambda _: parts)
    with Served(make_asgi(kit, no_link)) as address:
        yield address
        kit.end_streams()


def test_a_phone_hears_of_a_round_and_of_its_result_when_it_closes(url: str, kit: FakeKit) -> None:
    ear = Ear(url, "/join/live")
    assert ear.next("rounds") == []
    opened = kit.rounds.open(CHOICE, "on_close")
    asked = ear.next("rounds")
    assert [(one["round"], one["open"], one["question"]["text"]) for one in asked] == [(opened, True, {"en": "Which?"})]
    for _ in range(5):
        kit.rounds.put_answer(kit.rounds.join(), opened, "", ("b",))
    while (told := ear.next("counts"))["rounds"][0]["answered"] < 5:
        assert told["rounds"][0]["result"] is None
    assert told == {"joined": 5, "rounds": [{"round": opened, "answered": 5, "waiting": 0, "result": None}]}
    kit.rounds.close(opened)
    assert ear.next("rounds")[0]["open"] is False
    rows = ear.next("counts")["rounds"][0]["result"]["rows"]
    assert [(row["id"], row["value"]) for row in rows] == [("a", 0), ("b", 5)]
    ear.close()


def test_a_late_phone_hears_everything_at_once(url: str, kit: FakeKit) -> None:
    early = Ear(url, "/join/live")
    opened = kit.rounds.open(CHOICE, "live")
    while not early.next("rounds"):
        pass
    late = Ear(url, "/join/live")
    assert late.next("rounds")[0]["round"] == opened
    assert late.next("counts")["rounds"][0]["answered"] == 0
    assert kit.rounds.followed == 1, "the kit is followed once, however many phones listen"
    early.close()
    late.close()


def test_the_words_of_a_phone_reach_no_other_before_the_facilitator_let_them(
    url: str, cookie: str, kit: FakeKit
) -> None:
    phone, facilitator = Ear(url, "/join/live"), Ear(url, "/rounds/live", cookie)
    text = kit.rounds.open(Question(kind="text", text={"en": "Why?"}), "live")
    kit.rounds.put_idea(voter := kit.rounds.join(), text, SECRET)
    while not (told := facilitator.next("everything"))["rounds"] or not told["rounds"][0]["ideas"]:
        pass
    idea = told["rounds"][0]["ideas"][0]
    assert (idea["text"], idea["verdict"]) == (SECRET, None)
    assert voter not in json.dumps(told)
    heard = ""
    while '"answered": 1' not in heard:
        heard += json.dumps(phone.next("rounds", "counts"))
    assert SECRET not in heard and voter not in heard
    kit.rounds.judge(text, idea["id"], "shown")
    while not (asked := phone.next("rounds"))[0]["ideas"]:
        pass
    assert asked[0]["ideas"] == [{"id": idea["id"], "text": SECRET}]
    phone.close()
    facilitator.close()


def test_facilitators_are_told_while_they_are_signed_in(url: str, cookie: str, kit: FakeKit, clock: HandClock) -> None:
    assert Ear(url, "/rounds/live").answer.status == 401
    first, second = Ear(url, "/rounds/live", cookie), Ear(url, "/rounds/live", cookie)
    kit.rounds.open(CHOICE, "live")
    for ear in (first, second):
        while not ear.next("everything")["rounds"]:
            pass
    clock.pass_(24 * 3600)
    assert first.next("everything") is None
    second.close()


def test_a_silent_stream_says_that_it_is_there(url: str) -> None:
    ear = Ear(url, "/join/live")
    assert ear.next("still") == 0
    ear.close()


def test_streams_end_with_the_kit_and_come_back_with_it(url: str, kit: FakeKit) -> None:
    ear = Ear(url, "/join/live")
    assert ear.next("rounds") == []
    kit.rounds.end_streams()
    assert ear.next("rounds") is None
    kit.rounds.begin_again()
    again = Ear(url, "/join/live")
    assert again.next("rounds") == []
    again.close()


def test_more_streams_than_any_room_has_phones_are_refused(
    url: str, kit: FakeKit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds_live, "MOST", 1)
    ear = Ear(url, "/join/live")
    assert ear.next("rounds") == []
    assert Ear(url, "/join/live").answer.status == 503
    ear.close()


async def test_a_phone_that_takes_nothing_is_let_go_and_holds_nobody_up(
    parts: Parts, kit: FakeKit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds_now, "SEND_SECONDS", 0.02)
    board = rounds_now.Board(lambda: kit.rounds)
    stream = rounds_live.RoundStreams(board, parts.gate, parts.sessions)
    never = asyncio.Event()

    async def receive() -> Message:
        await never.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            await never.wait()

    async with asyncio.timeout(30):
        await stream.phones({"type": "http", "method": "GET", "headers": []}, receive, send)
        while kit.rounds.followed:
            await asyncio.sleep(0)
    assert not board.listeners
