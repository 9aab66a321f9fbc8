"""The next group on the page of today: one tap, unless a round is open, and once however often it is tapped."""

import pytest

from tests.dashboard.test_visit_pages import CHARTER, now, problem
from tests.fakes.kit import FakeKit
from tests.fakes.visitor import Visitor
from xlab.dashboard.ports.groups import Began
from xlab.events.rounds import Question


@pytest.fixture
def opened(kit: FakeKit) -> FakeKit:
    kit.visits.plan("en")
    kit.visits.write_charter(CHARTER)
    kit.visits.step("open")
    return kit


def begin(facilitator: Visitor, **fields: str) -> str:
    data = {"csrf_token": facilitator.token("/visit"), **fields}
    return facilitator.client.post("/visit/group", data=data, follow_redirects=True).text


def test_one_tap_brings_one_group_and_the_page_says_what_happened(facilitator: Visitor, opened: FakeKit) -> None:
    opened.groups.brings = Began(number=0, reset=4, late=1, back=11, out=2)
    assert 'id="next-group"' in facilitator.get("/visit").text
    page = begin(facilitator, number="2")
    for said in ("Group 2 is in", "4 stations began anew", "1 station is away", "11 badges are back", "2 badges still"):
        assert said in page
    page = begin(facilitator, number="2")
    assert now(opened).group == 2 and problem(page) == ""
    assert "no longer" in problem(begin(facilitator, number="9"))
    assert facilitator.client.post("/visit/group", data={"rounds": "<b>"}).status_code == 400


def test_a_round_left_open_asks_first(facilitator: Visitor, opened: FakeKit) -> None:
    opened.rounds.open(Question(kind="text", text={"en": "What else?"}), "live")
    page = facilitator.get("/visit").text
    assert 'id="next-group-asks"' in page and 'id="next-group"' not in page
    assert "still open" in problem(begin(facilitator, number="2"))
    assert now(opened).group == 1
    assert "1 round was closed" in begin(facilitator, number="2", rounds="close")
    assert not opened.rounds.all()[0].now.open


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_it_is_said_in_every_language(facilitator: Visitor, opened: FakeKit, language: str) -> None:
    for count in (1, 2):
        opened.groups.brings = Began(number=0, reset=count, late=count, back=count, out=count)
        begin(facilitator)
        assert facilitator.get(f"/visit?lang={language}").status_code == 200
