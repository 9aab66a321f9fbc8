"""The board: filled in with few taps, suggestions that name their rule, and nothing on it that hangs on nothing."""

import re
import tomllib
from importlib.resources import files

import pytest

from tests.dashboard.test_visit_pages import now, problem
from tests.fakes.kit import FakeKit
from tests.fakes.visitor import Visitor
from xlab.dashboard.board_rail import rail
from xlab.events.visits import Pilot, Platform, Stakeholder
from xlab.look.words import LANGUAGES, table
from xlab.workshop.board import STAGES, Board


@pytest.fixture
def post(facilitator: Visitor, kit: FakeKit):
    kit.visits.plan("en")
    token = facilitator.token("/visit/board")

    def send(path: str, **fields: str) -> str:
        answer = facilitator.client.post(
            f"/visit/board/{path}", data={"csrf_token": token, **fields}, follow_redirects=True
        )
        assert answer.status_code == 200
        return problem(answer.text)

    return send


def stakeholder(kit: FakeKit) -> Stakeholder:
    return next(iter(now(kit).board.stakeholders.values()))


def test_a_name_and_a_class_make_a_stakeholder(post, facilitator: Visitor, kit: FakeKit) -> None:
    assert post("add", name=" Painters <b>" + "x" * 500, group="supplier") == ""
    assert stakeholder(kit).name.startswith("Painters <b>xx") and len(stakeholder(kit).name) == 200
    page = facilitator.get("/visit/board").text
    assert "Painters &lt;b&gt;" in page and "Who says what is allowed?" in page and "Whose parts" not in page
    assert "rightly" in post("add", name="Nobody", group="enemy")
    assert "rightly" in post("add", name=" \u200b", group="team")
    assert len(now(kit).board.stakeholders) == 1


def test_values_keep_the_order_of_the_taps_and_two_people_do_not_undo_each_other(post, kit: FakeKit) -> None:
    post("add", name="Legal", group="gatekeeper")
    path = f"change/{stakeholder(kit).id}"
    for value in ("time on", "approval on", "time on", "safety on", "safety off"):
        assert post(path, value=value) == ""
    assert stakeholder(kit).values == ("approval", "time")
    assert "rightly" in post(path, value="fame on")
    post(path, protects="What was promised")
    post(path, bring="skills", text="Knows the law")
    post(path, bring="money")
    post(path, unbring="money ")
    assert stakeholder(kit).protects == "What was promised"
    assert [each.text for each in stakeholder(kit).brings] == ["Knows the law"]
    assert "rightly" in post(path, name=" ")
    assert "not there" in post("change/another", value="time on")


def test_a_suggestion_says_why_and_by_which_rule_and_becomes_a_pilot(post, facilitator: Visitor, kit: FakeKit) -> None:
    post("add", name="Painters", group="supplier")
    one = stakeholder(kit).id
    post(f"change/{one}", value="recognition on")
    page = facilitator.get("/visit/board?step=platforms").text
    assert "Because a supplier who values recognition sits at sourcing" in page and "open-challenge-recognition" in page
    assert "not there" in post("suggested", rule="another", stakeholder=one)
    assert post("suggested", rule="open-challenge-recognition", stakeholder=one) == ""
    platform = next(iter(now(kit).board.platforms.values()))
    assert (platform.rule, platform.stage) == ("open-challenge-recognition", "sourcing")
    assert post(f"pilot/{platform.id}") == post(f"pilot/{platform.id}", owner="Sales") == ""
    assert post(f"pilot/{platform.id}", stop="No answer") == ""
    assert now(kit).board.pilots[f"pilot:{platform.id}"] == Pilot(platform=platform.id, owner="Sales", stop="No answer")
    assert "rightly" in post(f"pilot/{platform.id}", review="2026-13-01")
    assert "not there" in post("pilot/another")
    assert post(f"drop/{platform.id}", reason="Not now") == ""
    assert not now(kit).board.platforms and not now(kit).board.pilots
    assert "not there" in post(f"drop/{platform.id}")


def test_an_own_platform_needs_somebody_on_the_board(post, kit: FakeKit) -> None:
    post("add", name="Painters", group="supplier")
    fields = {"pattern": "A colour atlas", "stage": "design", "value": "learning"}
    assert "not there" in post("platform", stakeholder="another", **fields)
    assert "rightly" in post("platform", stakeholder=stakeholder(kit).id, **{**fields, "stage": "moon"})
    assert post("platform", stakeholder=stakeholder(kit).id, **fields) == ""
    assert next(iter(now(kit).board.platforms.values())).rule == ""


def test_rules_that_cannot_be_used_are_said(facilitator: Visitor, kit: FakeKit) -> None:
    kit.visits.plan("en")
    kit.visits.problem = "rules.toml cannot be read: line 3."
    assert "rules.toml cannot be read: line 3." in facilitator.get("/visit/board?step=platforms").text


@pytest.mark.parametrize("along", [True, False])
def test_the_rail_has_room_for_every_platform(along: bool) -> None:
    board = Board().with_item(Stakeholder(id="s", group="team", name="A long name " * 9))
    for number in range(30):
        stage = STAGES[number % 5]
        board = board.with_item(
            Platform(id=f"p{number}", pattern="word" * 30, stage=stage, stakeholder="s", value="time")
        )
    board = board.without("s").with_item(Pilot(platform="p7"))
    drawn = rail(board, str, along)
    assert [stop.stage for stop in drawn.stops] == list(STAGES) and not drawn.stops[-1].lit
    assert sum(card.pilot for card in drawn.cards) == 1
    boxes = [(card.x, card.y, card.x + card.width, card.y + card.height) for card in drawn.cards]
    assert all(x >= 0 and y >= 0 and right <= drawn.width and below <= drawn.height for x, y, right, below in boxes)
    for at, (x, y, right, below) in enumerate(boxes):
        assert not any(x < r and left < right and y < b and top < below for left, top, r, b in boxes[at + 1 :])


def test_every_bundled_pattern_has_a_name_in_every_language() -> None:
    rules = tomllib.loads(files("xlab.workshop").joinpath("rules.toml").read_text("utf-8"))["rule"]
    wanted = {"pattern_" + re.sub(" ", "_", rule["pattern"]) for rule in rules}
    for language in LANGUAGES:
        assert {key for key in table("board", language) if key.startswith("pattern_")} == wanted
