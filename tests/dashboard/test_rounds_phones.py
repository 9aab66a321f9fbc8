"""What a phone may ask: no account, one random word, and nothing that another phone or another site could do for it."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.fakes.kit import FakeKit
from tests.fakes.visitor import Visitor
from xlab.dashboard.guard import PHONE_BODY, most_bytes
from xlab.dashboard.join import REFUSED
from xlab.events.rounds import Option, Question

COOKIE = "xlab-kit7f3a-voter"
CHOICE = Question(kind="choice", text={"en": "Which?"}, options=(Option(id="a", text={"en": "A"}),) * 2)


@pytest.fixture
def round_id(kit: FakeKit) -> str:
    return kit.rounds.open(CHOICE, "on_close")


def ask(visitor: Visitor, what: str, body: object = None, **headers: str) -> TestResponse:
    return visitor.client.post(f"/api/v1/rounds/{what}", json={} if body is None else body, headers=headers)


def test_the_page_says_what_is_kept_before_anybody_joins(visitor: Visitor, kit: FakeKit) -> None:
    page = visitor.client.get("/join", headers={"User-Agent": "Phone/5", "Accept-Language": "fr"})
    assert "Pas gardé" in page.text and "Oubliez-moi" in page.text
    assert "Set-Cookie" not in page.headers
    assert kit.rounds.voters == set()


def test_joining_gives_one_random_word_and_nothing_else(visitor: Visitor, kit: FakeKit) -> None:
    joined = ask(visitor, "join")
    cookies = joined.headers.getlist("Set-Cookie")
    assert len(cookies) == 1 and cookies[0].startswith(f"{COOKIE}=v000000000000000.")
    assert {part.strip() for part in cookies[0].split(";")[1:]} == {"HttpOnly", "Path=/", "SameSite=Lax"}
    assert "Set-Cookie" not in ask(visitor, "join").headers
    assert len(kit.rounds.voters) == 1


def test_an_answer_is_taken_changed_and_found_again(visitor: Visitor, kit: FakeKit, round_id: str) -> None:
    assert ask(visitor, f"{round_id}/answer", {"value": ["a"]}).status_code == 401
    ask(visitor, "join")
    for value in (["a"], ["b"], ["b"]):
        assert ask(visitor, f"{round_id}/answer", {"item": "", "value": value}).status_code == 204
    mine = visitor.get("/api/v1/rounds/mine").json
    assert mine == [{"round": round_id, "answers": {"": ["b"]}, "ideas": []}]
    assert kit.rounds.all()[0].now.answered == 1
    assert kit.rounds.all()[0].now.given == ()


@pytest.mark.parametrize("cookie", ["v000000000000000", "v000000000000000.nonsense", "x" * 3000, "\xff.a", "."])
def test_a_word_that_was_not_handed_out_is_nobody(app: Flask, kit: FakeKit, round_id: str, cookie: str) -> None:
    kit.rounds.join()
    visitor = Visitor(app)
    visitor.client.set_cookie(COOKIE, cookie)
    assert ask(visitor, f"{round_id}/answer", {"value": ["a"]}).status_code == 401
    assert visitor.get("/api/v1/rounds/mine").status_code == 401
    assert kit.rounds.taken == 0


def test_another_site_cannot_speak_for_a_phone(visitor: Visitor, kit: FakeKit, round_id: str) -> None:
    ask(visitor, "join")
    path = f"/api/v1/rounds/{round_id}/answer"
    assert ask(visitor, f"{round_id}/answer", {"value": ["a"]}, Origin="http://evil.example").status_code == 403
    assert ask(visitor, f"{round_id}/answer", {"value": ["a"]}, Origin="null").status_code == 403
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        assert visitor.client.post(path, data=b'{"value":["a"]}', content_type=kind).status_code == 400
    assert ask(visitor, "forget", Origin="http://localhost:1").status_code == 403
    assert kit.rounds.taken == 0 and len(kit.rounds.voters) == 1
    assert ask(visitor, f"{round_id}/answer", {"value": ["a"]}, Origin="http://localhost").status_code == 204


def test_forgetting_erases_and_takes_the_word_away(visitor: Visitor, kit: FakeKit, round_id: str) -> None:
    ask(visitor, "join")
    ask(visitor, f"{round_id}/answer", {"value": ["a"]})
    assert ask(visitor, "forget").status_code == 204
    assert kit.rounds.voters == set() and kit.rounds.all()[0].now.answered == 0
    assert visitor.client.get_cookie(COOKIE) is None
    assert visitor.get("/api/v1/rounds/mine").status_code == 401
    assert ask(visitor, "forget").status_code == 204


@pytest.mark.parametrize("reason", REFUSED)
def test_a_refusal_says_why(visitor: Visitor, kit: FakeKit, round_id: str, reason) -> None:
    ask(visitor, "join")
    kit.rounds.refusal = reason
    answer = ask(visitor, f"{round_id}/answer", {"value": ["a"]})
    assert (answer.status_code, answer.json["error"]["code"]) == (REFUSED[reason][0], reason)


@pytest.mark.parametrize(
    "body", [{}, {"value": None}, {"value": {"a": -1}}, {"value": "x" * 301}, {"value": ["a"], "voter": "v1"}, []]
)
def test_what_is_no_answer_never_reaches_the_kit(visitor: Visitor, kit: FakeKit, round_id: str, body: object) -> None:
    ask(visitor, "join")
    assert ask(visitor, f"{round_id}/answer", body).status_code == 400
    assert kit.rounds.taken == 0


def test_a_phone_sends_little(visitor: Visitor, round_id: str) -> None:
    assert most_bytes(f"/api/v1/rounds/{round_id}/answer") == most_bytes("/api/v1/rounds/join") == PHONE_BODY
    ask(visitor, "join")
    assert ask(visitor, f"{round_id}/answer", {"value": ["a" * 60] * 200}).status_code == 413


def test_an_idea_is_tidied_and_one_that_says_nothing_is_refused(visitor: Visitor, kit: FakeKit) -> None:
    text = kit.rounds.open(Question(kind="text", text={"en": "Why?"}), "live")
    ask(visitor, "join")
    assert ask(visitor, f"{text}/idea", {"text": " <i>so</i>\u202e \n that "}).status_code == 204
    assert ask(visitor, f"{text}/idea", {"text": "\u202e\u200b"}).status_code == 422
    assert [idea.text for idea in kit.rounds.all()[0].ideas] == ["<i>so</i> that"]


def test_a_kit_that_does_not_answer_is_busy(visitor: Visitor, kit: FakeKit, round_id: str) -> None:
    ask(visitor, "join")
    kit.rounds.away = True
    assert ask(visitor, f"{round_id}/answer", {"value": ["a"]}).status_code == 503
    kit.rounds.away = False
    assert ask(visitor, f"{round_id}/answer", {"value": ["a"]}).status_code == 204
