"""The page that a room of phones opens at once: drawn a few times, and for everybody the right one."""

import asyncio
import gzip

import pytest
from msgspec import structs

from tests.fakes.kit import FakeKit
from tests.fakes.phone import Phone
from tests.fakes.visitor import HandClock
from xlab.dashboard import arrival
from xlab.dashboard.arrival import Arrival
from xlab.dashboard.parts import Parts
from xlab.dashboard.replies import Receive, Scope, Send, header, start
from xlab.dashboard.voters import VoterCookie
from xlab.link import VisitInfo


class Drawing:
    """Stands for the pages, and counts how often it is asked."""

    def __init__(self) -> None:
        self.drawn = 0
        self.status = 200

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.drawn += 1
        body = f"{header(scope, b'accept-language')} {header(scope, b'cookie')} {self.drawn}".encode()
        await send(start(self.status, "text/html", content_length=str(len(body))))
        await send({"type": "http.response.body", "body": body[:3], "more_body": True})
        await send({"type": "http.response.body", "body": body[3:]})


@pytest.fixture
def parts(kit: FakeKit, clock: HandClock) -> Parts:
    return Parts.of(kit, clock)


@pytest.fixture
def drawing() -> Drawing:
    return Drawing()


@pytest.fixture
def phone(parts: Parts, drawing: Drawing) -> Phone:
    return Phone(Arrival(parts, drawing))


def test_a_room_shares_what_was_drawn_for_the_first(phone: Phone, drawing: Drawing) -> None:
    first, second = phone.get("/join", accept_language="fr"), phone.get("/join", accept_language="fr")
    assert first == second and first.body == b"fr  1"
    packed = phone.get("/join", accept_language="fr", accept_encoding="gzip")
    assert (gzip.decompress(packed.body), packed.header("content-encoding")) == (b"fr  2", "gzip")
    assert packed.header("content-length") == str(len(packed.body))
    assert first.header("vary") == "Accept-Encoding, Accept-Language, Cookie"
    assert drawing.drawn == 2


def test_a_practice_and_a_real_visit_share_no_page(phone: Phone, drawing: Drawing, kit: FakeKit) -> None:
    pages = []
    for practice in (False, True, False):
        kit.kit_info = structs.replace(kit.kit_info, visit=VisitInfo(visit="v", state="open", practice=practice))
        pages.append(phone.get("/join").body)
    assert pages[0] == pages[2] != pages[1]


def test_who_speaks_another_language_has_switched_or_joined_gets_another_page(
    phone: Phone, drawing: Drawing, parts: Parts, kit: FakeKit
) -> None:
    phone.get("/join", accept_language="fr")
    assert phone.get("/join", accept_language="de").body.startswith(b"de ")
    phone.cookies["xlab-language"] = "en"
    assert b"xlab-language=en" in phone.get("/join", accept_language="de").body
    voter = VoterCookie(parts).give(kit.rounds.join()).partition(";")[0]
    phone.cookies = dict([voter.split("=", 1)])
    assert voter.encode() in phone.get("/join", accept_language="de").body
    kit.rounds.next_visit()
    assert phone.get("/join", accept_language="de").body.startswith(b"de  2")
    assert drawing.drawn == 4


def test_a_switch_of_the_language_an_error_and_every_other_page_are_not_kept(phone: Phone, drawing: Drawing) -> None:
    for path in ("/join?lang=fr", "/join.svg", "/"):
        assert phone.get(path).body != phone.get(path).body
    drawing.status = 500
    assert (phone.get("/join").status, phone.get("/join").body) == (500, b"  8")
    drawing.status = 200
    assert phone.get("/join").body == phone.get("/join").body == b"  9"


def test_what_is_kept_has_an_end(phone: Phone, drawing: Drawing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrival, "MOST", 2)
    for language in ("a", "b", "a", "c", "a"):
        phone.get("/join", accept_language=language)
    assert drawing.drawn == 3
    phone.get("/join", accept_language="b")
    assert drawing.drawn == 4


def test_a_phone_that_went_away_while_it_was_drawn_is_answered_nothing(parts: Parts) -> None:
    async def gone(scope: Scope, receive: Receive, send: Send) -> None:
        return None

    sent: list[object] = []

    async def send(message: object) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/join", "query_string": b"", "headers": []}
    asyncio.run(Arrival(parts, gone)(scope, gone, send))  # type: ignore[arg-type]
    assert sent == []
