"""What a phone says beside the rounds: who may say it, what becomes of it on the board's page, and all of its words."""

import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.dashboard.test_visit_pages import CHARTER, now, problem
from tests.fakes.kit import FakeKit
from tests.fakes.visitor import Visitor
from xlab.dashboard.guard import PHONE_BODY, most_bytes
from xlab.dashboard.parts import parts
from xlab.dashboard.visitors import REFUSED
from xlab.dashboard.voters import VoterCookie
from xlab.events.visits import Platform, Stakeholder
from xlab.look.words import LANGUAGES, table

FOLDER = Path(__file__).parents[2] / "xlab" / "dashboard"
PAINTERS = {"type": "stakeholder", "id": "new", "group": "customer", "name": " Painters\u202e ", "values": ["time"]}


@pytest.fixture
def kit(kit: FakeKit) -> FakeKit:
    """A kit with a visit that is open."""
    kit.visits.plan("en")
    kit.visits.write_charter(CHARTER)
    kit.visits.step("open")
    return kit


@pytest.fixture
def joined(visitor: Visitor, kit: FakeKit) -> Visitor:
    """A phone that is in."""
    with visitor.client.application.test_request_context():
        cookie = VoterCookie(parts()).give(kit.rounds.join()).partition(";")[0]
    name, _, word = cookie.partition("=")
    visitor.client.set_cookie(name, word)
    return visitor


def say(visitor: Visitor, what: str, body: Any, **headers: str) -> TestResponse:
    return visitor.client.post(f"/api/v1/visitors/{what}", json=body, headers=headers)


def judge(facilitator: Visitor, **fields: str) -> str:
    token = facilitator.token("/visit/board")
    path = "/visit/board/judge/offer-1"
    return problem(facilitator.client.post(path, data={"csrf_token": token, **fields}, follow_redirects=True).text)


def test_only_a_phone_that_joined_may_say_something_and_only_from_a_page_of_the_kit(
    visitor: Visitor, joined: Visitor, kit: FakeKit
) -> None:
    visitor.client.delete_cookie("xlab-kit7f3a-voter")
    assert visitor.get("/api/v1/visitors/me").status_code == 401
    assert say(visitor, "offer", {"item": PAINTERS}).status_code == 401
    assert kit.visitors.offers() == ()


def test_another_site_cannot_write_on_the_board(joined: Visitor, kit: FakeKit) -> None:
    assert say(joined, "offer", {"item": PAINTERS}, Origin="http://evil.example").status_code == 403
    path = "/api/v1/visitors/side"
    assert joined.client.post(path, data=b'{"side":"team"}', content_type="text/plain").status_code == 400
    assert say(joined, "side", {"side": "enemy"}).status_code == 400
    assert kit.visitors.offers() == () and kit.visitors.sides == {}
    assert say(joined, "side", {"side": "team"}, Origin="http://localhost").status_code == 204
    assert most_bytes(path) == PHONE_BODY


def test_what_a_phone_offers_waits_tidied_until_one_tap_puts_it_on_the_board(
    joined: Visitor, facilitator: Visitor, kit: FakeKit
) -> None:
    assert say(joined, "offer", {"item": PAINTERS}).status_code == 204
    assert say(joined, "offer", {"item": {**PAINTERS, "name": " \u200b"}}).status_code == 422
    page = facilitator.get("/visit/board").text
    assert "A visitor has something for the board" in facilitator.get("/visit").text
    assert "A visitor has something for the board" in page and "Painters" in page and "\u202e" not in page
    assert now(kit).board.stakeholders == {}
    assert judge(facilitator, verdict="shown") == ""
    (there,) = now(kit).board.stakeholders.values()
    assert (there.name, there.values) == ("Painters", ("time",))
    page = facilitator.get("/visit/board").text
    assert "A visitor adds" not in page and "by a visitor" in page
    me = joined.get("/api/v1/visitors/me").json
    assert me["offers"][0]["verdict"] == "shown" and me["people"][0]["name"] == "Painters"
    assert "voter" not in str(me)


def test_an_offer_is_parked_only_with_a_reason_its_author_reads_and_abuse_is_hidden_and_counted(
    joined: Visitor, facilitator: Visitor, kit: FakeKit
) -> None:
    say(joined, "offer", {"item": {**PAINTERS, "name": "Rude words"}})
    assert "rightly" in judge(facilitator, verdict="parked")
    assert "rightly" in judge(facilitator, verdict="deleted")
    assert judge(facilitator, verdict="parked", reason="Another time") == ""
    assert joined.get("/api/v1/visitors/me").json["offers"][0]["reason"] == "Another time"
    assert "Parked: Another time" in facilitator.get("/visit/board").text
    assert judge(facilitator, verdict="hidden") == ""
    page = facilitator.get("/visit/board").text
    assert "Rude words" not in page and "1 hidden as abuse" in page
    token = facilitator.token("/visit/board")
    gone = {"csrf_token": token, "verdict": "shown"}
    assert "not there any more" in problem(
        facilitator.client.post("/visit/board/judge/offer-9", data=gone, follow_redirects=True).text
    )


def test_programs_of_facilitators_judge_as_well(joined: Visitor, facilitator: Visitor, kit: FakeKit) -> None:
    say(joined, "offer", {"item": PAINTERS})
    assert facilitator.get("/api/v1/visits/now").json["offers"][0]["item"]["name"] == "Painters"
    token = {"X-CSRFToken": facilitator.token("/visit/board")}
    wish = {"offer": "offer-1", "verdict": "shown"}
    assert joined.client.post("/api/v1/visits/judge", json=wish).status_code in (400, 401)
    assert facilitator.client.post("/api/v1/visits/judge", json=wish, headers=token).status_code == 204
    assert now(kit).board.by_visitors == ("item-1",)


@pytest.mark.parametrize("reason", REFUSED)
def test_why_nothing_was_stored_has_a_status_and_words(joined: Visitor, kit: FakeKit, reason: Any) -> None:
    kit.visitors.refusal = reason
    refused = say(joined, "offer", {"item": PAINTERS})
    assert (refused.status_code, refused.json["error"]["code"]) == (REFUSED[reason][0], reason)
    assert f"refused_{reason}" in table("phone", "en")


def test_a_stakeholder_and_a_platform_are_called_something_else_and_stay_what_they_are(
    facilitator: Visitor, kit: FakeKit
) -> None:
    kit.visits.put(Stakeholder(id="s", group="team", name="Old", values=("time",)), "visitor")
    idea = Platform(id="p", pattern="see inside", stage="make", stakeholder="s", value="time", rule="a-rule")
    kit.visits.put(idea)
    token = facilitator.token("/visit/board")

    def send(path: str, name: str) -> str:
        form = {"csrf_token": token, "name": name, "step": "platforms"}
        return problem(facilitator.client.post(f"/visit/board/{path}", data=form, follow_redirects=True).text)

    assert send("change/s", "New") == send("rename/p", "Open house") == ""
    board = now(kit).board
    assert (board.stakeholders["s"].name, board.stakeholders["s"].values) == ("New", ("time",))
    assert (board.platforms["p"].pattern, board.platforms["p"].rule) == ("Open house", "a-rule")
    assert board.by_visitors == ("s",)
    assert "rightly" in send("rename/p", " ") and "not there any more" in send("rename/q", "Name")
    facts = len(kit.visits.facts)
    assert send("rename/p", "Open house") == "" and len(kit.visits.facts) == facts


def test_phones_use_every_word_there_is_in_every_language() -> None:
    files = [*FOLDER.glob("*.py"), *FOLDER.glob("templates/*"), *FOLDER.glob("static/visitor*.js")]
    text = "".join(path.read_text("utf-8") for path in files)
    named = set(re.findall(r"[\"']own_([a-z0-9_]+)[\"']|[\"']phone\.([a-z0-9_]+)[\"']", text))
    known = {one or other for one, other in named}
    starts = tuple(re.findall(r"[`\"'](?:own_|phone\.)([a-z0-9_]+_)(?:\$|[\"'{])", text))
    steps = set(re.findall(r"(?:title|hint): \"([a-z_]+)\"", text)) | {"more"}
    assert {key for key in table("phone", "en") if key not in known | steps and not key.startswith(starts)} == set()

    def gaps(text: str) -> set[str | None]:
        return {field for _, field, _, _ in Formatter().parse(text)} - {None}

    for language in LANGUAGES:
        said = table("phone", language)
        assert {key: gaps(text) for key, text in said.items()} == {
            key: gaps(text) for key, text in table("phone", "en").items()
        }
        assert not any("!" in text.replace(" !", "") for text in said.values())
