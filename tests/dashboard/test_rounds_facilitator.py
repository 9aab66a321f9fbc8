"""The facilitator's side: asking, closing, judging ideas, and words in every language."""

import re
from pathlib import Path

import msgspec
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.fakes.kit import FakeKit
from tests.fakes.network import OWN
from tests.fakes.visitor import Visitor
from xlab.dashboard.starters import KINDS, starters
from xlab.events.rounds import Kind, Question
from xlab.look.words import LANGUAGES, table
from xlab.workshop.answers import flaw

DASHBOARD = Path(__file__).parents[2] / "xlab" / "dashboard"
QUESTION = {"kind": "choice", "text": {"en": "Which?"}, "options": [{"id": n, "text": {"en": n}} for n in "ab"]}


@pytest.fixture
def tell(facilitator: Visitor):
    token = facilitator.token("/rounds")

    def post(what: str, body: object) -> TestResponse:
        return facilitator.client.post(f"/api/v1/rounds/{what}", json=body, headers={"X-CSRFToken": token})

    return post


def test_visitors_can_neither_ask_nor_look(visitor: Visitor, kit: FakeKit) -> None:
    assert visitor.get("/rounds").status_code == visitor.get("/rounds/join").status_code == 302
    assert visitor.get("/api/v1/rounds").status_code == 401
    assert visitor.client.post("/api/v1/rounds/open", json={"question": QUESTION, "shows": "live"}).status_code == 400
    assert kit.rounds.rounds == []


def test_a_question_is_put_answered_and_closed_with_its_result_kept_back_until_then(
    tell, facilitator: Visitor, kit: FakeKit
) -> None:
    opened = tell("open", {"question": QUESTION, "shows": "on_close"}).json["round"]
    for _ in range(5):
        kit.rounds.put_answer(kit.rounds.join(), opened, "", ("a",))
    now = facilitator.get("/api/v1/rounds").json
    assert now["joined"] == 5
    assert (now["rounds"][0]["answered"], now["rounds"][0]["result"]) == (5, None)
    assert "given" not in now["rounds"][0]
    assert tell(f"{opened}/close", {}).status_code == 204
    result = facilitator.get("/api/v1/rounds").json["rounds"][0]["result"]
    assert result == {"n": 5, "rows": [{"id": "a", "n": 5, "value": 5}, {"id": "b", "n": 5, "value": 0}]}
    assert tell(f"{opened}/close", {}).json["error"]["code"] == "closed"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"text": {"en": " \u202e "}}, 422),
        ({"text": {}}, 422),
        ({"options": QUESTION["options"][:1]}, 422),
        ({"options": [*QUESTION["options"], {"id": "c", "text": {"en": "\u200b"}}]}, 422),
        ({"kind": "riddle"}, 400),
        ({"steps": 99}, 400),
        ({"text": {"tlh": "nuq"}}, 400),
    ],
)
def test_what_is_no_question_is_refused(tell, kit: FakeKit, change: dict[str, object], status: int) -> None:
    assert tell("open", {"question": {**QUESTION, **change}, "shows": "live"}).status_code == status
    assert kit.rounds.rounds == []


def test_ideas_are_shown_hidden_or_parked_with_a_reason(tell, kit: FakeKit) -> None:
    text = kit.rounds.open(Question(kind="text", text={"en": "Why?"}), "live")
    kit.rounds.put_idea(kit.rounds.join(), text, "Because.")
    idea = kit.rounds.all()[0].ideas[0].id

    def judged(**order: str) -> int:
        return tell(f"{text}/judge", {"idea": idea, **order}).status_code

    assert judged(verdict="parked") == judged(verdict="parked", reason=" \u200b") == 422
    assert kit.rounds.all()[0].ideas[0].verdict is None
    assert judged(verdict="parked", reason="Another time") == 204
    assert judged(verdict="shown") == 204
    assert kit.rounds.all()[0].now.ideas[0].text == "Because."
    assert judged(verdict="hidden") == 204
    assert judged(verdict="deleted") == 400
    assert tell(f"{text}/judge", {"idea": "another", "verdict": "shown"}).status_code == 404


def test_the_code_of_the_wall_opens_the_phones_page(facilitator: Visitor, visitor: Visitor, kit: FakeKit) -> None:
    assert "192.168.4.1:8080/join" in facilitator.get("/rounds/join").text
    assert visitor.get("/join.svg").mimetype == "image/svg+xml"
    assert visitor.get("/join.svg").data != visitor.get("/qr.svg").data
    kit.kit_info = type(kit.kit_info)(kit="kit-7f3a", name="Box", version="1", urls=())
    assert visitor.get("/join.svg").status_code == 404
    assert "join.svg" not in facilitator.get("/rounds/join").text


def test_an_open_wifi_of_the_kit_comes_first_wherever_phones_are_invited(
    facilitator: Visitor, visitor: Visitor, kit: FakeKit
) -> None:
    assert visitor.get("/join/wifi.svg").status_code == 404
    page = visitor.get("/join.svg").data
    now = msgspec.structs.replace(kit.network.now.now, own=OWN)
    kit.network.now = msgspec.structs.replace(kit.network.now, now=now)
    for path in ("/rounds/join", "/rounds", "/"):
        shown = facilitator.get(path).text
        assert OWN.name in shown and OWN.password in shown, path
        address, code = "10.42.0.1:8080", "/qr.svg" if path == "/" else "/join.svg"
        assert address in shown and shown.index('src="/join/wifi.svg"') < shown.rindex(f'src="{code}"'), path
    assert visitor.get("/join/wifi.svg").mimetype == "image/svg+xml"
    assert visitor.get("/join.svg").data != page


def test_in_a_venues_wifi_its_name_is_said_beside_the_code(facilitator: Visitor, kit: FakeKit) -> None:
    now = msgspec.structs.replace(kit.network.now.now, network="Café <b>")
    kit.network.now = msgspec.structs.replace(kit.network.now, now=now)
    for path in ("/rounds/join", "/rounds", "/"):
        assert "Join the Wi-Fi “Café &lt;b&gt;”, then scan." in facilitator.get(path).text, path


def test_every_ready_made_question_can_be_asked_in_every_language() -> None:
    assert {question.kind for question in starters()} == set(KINDS) == set(Kind.__args__)
    for question in starters():
        assert flaw(question) == ""
        for said in (question.text, *(option.text for option in question.options)):
            assert set(said) == set(LANGUAGES)
        if question.kind == "scale":
            assert set(question.low) == set(question.high) == set(LANGUAGES)


def test_every_word_is_used(app: Flask) -> None:
    files = [*DASHBOARD.glob("*.py"), *DASHBOARD.glob("templates/*"), *DASHBOARD.glob("static/*.js")]
    text = "".join(path.read_text("utf-8") for path in files)
    named = set(re.findall(r"[\"'`.]([a-z]+(?:_[a-z]+)*)[\"'`]", text))
    ends = {"kind_", "about_", "shows_", "is_", "phone_idea_", "ready_", "phone_answered_", "options_"}
    unused = [key for key in table("rounds", "en") if key not in named and not any(map(key.startswith, ends))]
    assert unused == []
