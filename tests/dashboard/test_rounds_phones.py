"""What a phone may ask: no account, one random word, and nothing that another phone or another site could do for it."""

import pytest

from tests.fakes.kit import FakeKit
from tests.fakes.phone import Phone, Said
from tests.fakes.visitor import HandClock, Visitor
from xlab.dashboard.guard import PHONE_BODY, Guard, most_bytes
from xlab.dashboard.parts import Parts
from xlab.dashboard.phones import REFUSED, Phones
from xlab.dashboard.replies import Receive, Scope, Send
from xlab.dashboard.uploads import Uploads
from xlab.events.rounds import Option, Question

COOKIE = "xlab-kit7f3a-voter"
CHOICE = Question(kind="choice", text={"en": "Which?"}, options=(Option(id="a", text={"en": "A"}),) * 2)


@pytest.fixture
def room(kit: FakeKit, clock: HandClock) -> Guard:
    async def no_page(scope: Scope, receive: Receive, send: Send) -> None:
        raise AssertionError(f"{scope['path']} is no page")

    parts = Parts.of(kit, clock)
    return Guard(Phones(parts, no_page), Uploads(kit.home, parts.it_asks))


@pytest.fixture
def phone(room: Guard) -> Phone:
    return Phone(room)


@pytest.fixture
def round_id(kit: FakeKit) -> str:
    return kit.rounds.open(CHOICE, "on_close")


def ask(phone: Phone, what: str, body: object = None, **headers: str) -> Said:
    return phone.post(f"/api/v1/rounds/{what}", body, **headers)


def test_joining_gives_one_random_word_and_nothing_else(phone: Phone, kit: FakeKit) -> None:
    (cookie,) = ask(phone, "join").cookies
    assert cookie.startswith(f"{COOKIE}=v000000000000000.")
    assert {part.strip() for part in cookie.split(";")[1:]} == {"HttpOnly", "Path=/", "SameSite=Lax"}
    assert ask(phone, "join").cookies == []
    assert len(kit.rounds.voters) == 1


def test_an_answer_is_taken_changed_and_found_again(phone: Phone, kit: FakeKit, round_id: str) -> None:
    assert ask(phone, f"{round_id}/answer", {"value": ["a"]}).status == 401
    ask(phone, "join")
    for value in (["a"], ["b"], ["b"]):
        assert ask(phone, f"{round_id}/answer", {"item": "", "value": value}).status == 204
    mine = phone.get("/api/v1/rounds/mine").json
    assert mine == [{"round": round_id, "answers": {"": ["b"]}, "ideas": []}]
    assert kit.rounds.all()[0].now.answered == 1
    assert kit.rounds.all()[0].now.given == ()


@pytest.mark.parametrize("cookie", ["v000000000000000", "v000000000000000.nonsense", "x" * 3000, "\xff.a", "."])
def test_a_word_that_was_not_handed_out_is_nobody(phone: Phone, kit: FakeKit, round_id: str, cookie: str) -> None:
    kit.rounds.join()
    phone.cookies[COOKIE] = cookie
    assert ask(phone, f"{round_id}/answer", {"value": ["a"]}).status == 401
    assert phone.get("/api/v1/rounds/mine").status == 401
    assert kit.rounds.taken == 0


def test_the_word_of_an_earlier_visit_is_nobody_and_the_phone_joins_anew(
    phone: Phone, visitor: Visitor, kit: FakeKit, round_id: str
) -> None:
    ask(phone, "join")
    visitor.client.set_cookie(COOKIE, phone.cookies[COOKIE])
    assert 'data-joined="yes"' in visitor.get("/join").text
    kit.rounds.next_visit()
    assert 'data-joined="no"' in visitor.get("/join").text
    assert phone.get("/api/v1/rounds/mine").status == 401
    assert ask(phone, f"{round_id}/answer", {"value": ["a"]}).status == 401
    (cookie,) = ask(phone, "join").cookies
    assert cookie.startswith(f"{COOKIE}=v000000000000001.")
    assert ask(phone, f"{round_id}/answer", {"value": ["a"]}).status == 204


def test_another_site_cannot_speak_for_a_phone(phone: Phone, kit: FakeKit, round_id: str) -> None:
    ask(phone, "join")
    answer = f"{round_id}/answer"
    for origin in ("http://evil.example", "null", "", "http://kit.local:1"):
        assert ask(phone, answer, {"value": ["a"]}, origin=origin).status == 403
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        assert ask(phone, answer, {"value": ["a"]}, content_type=kind).status == 400
    assert ask(phone, "forget", origin="http://kit.local:1").status == 403
    assert kit.rounds.taken == 0 and len(kit.rounds.voters) == 1
    assert ask(phone, answer, {"value": ["a"]}, origin="http://kit.local").status == 204


def test_forgetting_erases_and_takes_the_word_away(phone: Phone, kit: FakeKit, round_id: str) -> None:
    ask(phone, "join")
    ask(phone, f"{round_id}/answer", {"value": ["a"]})
    assert ask(phone, "forget").status == 204
    assert kit.rounds.voters == set() and kit.rounds.all()[0].now.answered == 0
    assert COOKIE not in phone.cookies
    assert phone.get("/api/v1/rounds/mine").status == 401
    assert ask(phone, "forget").status == 204


@pytest.mark.parametrize("reason", REFUSED)
def test_a_refusal_says_why(phone: Phone, kit: FakeKit, round_id: str, reason) -> None:
    ask(phone, "join")
    kit.rounds.refusal = reason
    answer = ask(phone, f"{round_id}/answer", {"value": ["a"]})
    assert (answer.status, answer.json["error"]["code"]) == (REFUSED[reason][0], reason)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"value": None},
        {"value": {"a": -1}},
        {"value": "x" * 301},
        {"value": ["a"], "voter": "v1"},
        [],
        b"",
        b"\xff",
    ],
)
def test_what_is_no_answer_never_reaches_the_kit(phone: Phone, kit: FakeKit, round_id: str, body: object) -> None:
    ask(phone, "join")
    assert ask(phone, f"{round_id}/answer", body).status == 400
    assert kit.rounds.taken == 0


def test_a_phone_sends_little(phone: Phone, kit: FakeKit, round_id: str) -> None:
    assert most_bytes(f"/api/v1/rounds/{round_id}/answer") == most_bytes("/api/v1/rounds/join") == PHONE_BODY
    ask(phone, "join")
    refused = ask(phone, f"{round_id}/answer", {"value": ["a" * 60] * 200})
    assert (refused.status, refused.json["error"]["code"]) == (413, "too_large")
    assert kit.rounds.taken == 0


@pytest.mark.parametrize(
    ("method", "what", "known"), [("GET", "join", "POST"), ("PUT", "r/idea", "POST"), ("POST", "mine", "GET")]
)
def test_a_method_that_is_not_known_is_refused_by_name(phone: Phone, method: str, what: str, known: str) -> None:
    refused = phone.ask(method, f"/api/v1/rounds/{what}", b"")
    assert (refused.status, refused.header("allow")) == (405, known)


def test_an_idea_is_tidied_and_one_that_says_nothing_is_refused(phone: Phone, kit: FakeKit) -> None:
    text = kit.rounds.open(Question(kind="text", text={"en": "Why?"}), "live")
    ask(phone, "join")
    assert ask(phone, f"{text}/idea", {"text": " <i>so</i>\u202e \n that "}).status == 204
    assert ask(phone, f"{text}/idea", {"text": "\u202e\u200b"}).status == 422
    assert [idea.text for idea in kit.rounds.all()[0].ideas] == ["<i>so</i> that"]


def test_a_kit_that_does_not_answer_is_busy_and_one_that_breaks_says_so(
    phone: Phone, kit: FakeKit, round_id: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ask(phone, "join")
    kit.rounds.away = True
    assert ask(phone, f"{round_id}/answer", {"value": ["a"]}).status == 503
    kit.rounds.away = False
    assert ask(phone, f"{round_id}/answer", {"value": ["a"]}).status == 204
    monkeypatch.setattr(kit.rounds, "answer", None)
    broken = ask(phone, f"{round_id}/answer", {"value": ["a"]})
    assert (broken.status, broken.json["error"]["code"]) == (500, "failed")
    assert "what a phone asked failed" in caplog.text


def test_the_page_says_what_is_kept_before_anybody_joins(visitor: Visitor, kit: FakeKit) -> None:
    page = visitor.client.get("/join", headers={"User-Agent": "Phone/5", "Accept-Language": "fr"})
    assert "Pas gardé" in page.text and "Oubliez-moi" in page.text
    assert "Set-Cookie" not in page.headers
    assert kit.rounds.voters == set()
