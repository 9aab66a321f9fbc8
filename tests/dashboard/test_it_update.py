"""IT's page of updates: what is in use, what could be, one button, and how it went, in words."""

from typing import get_args

import pytest

from tests.fakes.kit import FakeKit
from tests.fakes.updating import USED
from tests.fakes.visitor import Visitor
from xlab.look.words import LANGUAGES, Words
from xlab.upkeep import State
from xlab.upkeep.about import Reason
from xlab.upkeep.saying import PROBLEMS, outcome, problem

PAGE = "/it/update"
NEW = "0.3.0-bbbb0002"


@pytest.fixture
def installed(kit: FakeKit) -> FakeKit:
    kit.root.install()
    return kit


def ask(it: Visitor, what: str, **fields: str) -> str:
    answer = it.client.post(f"{PAGE}/{what}", data={"csrf_token": it.token(PAGE), **fields})
    assert answer.status_code == 303
    return it.get(answer.location).text


def send(it: Visitor, data: bytes, **query: object):  # type: ignore[no-untyped-def]
    headers = {"X-CSRFToken": it.token(PAGE), "Content-Type": "application/octet-stream"}
    return it.client.post(f"{PAGE}/piece", query_string=query, data=data, headers=headers)


def test_a_kit_that_was_not_installed_has_nothing_to_renew(it_staff: Visitor) -> None:
    page = it_staff.get(PAGE).text
    assert "there is nothing to update here" in page and 'action="/it/update' not in page


def test_a_file_on_a_stick_is_installed_by_one_button(it_staff: Visitor, installed: FakeKit) -> None:
    assert USED in it_staff.get(PAGE).text and "No update file is here." in it_staff.get(PAGE).text
    installed.root.bring(NEW)
    installed.updating.look()
    page = it_staff.get(PAGE).text
    assert NEW in page and "on the stick LAB-STICK" in page and "Install now" in page
    (one,) = installed.updating.now().candidates
    page = ask(it_staff, "begin", candidate=one.id)
    assert 'aria-current="step"><i></i><span>Checking the file' in page
    assert installed.root.asked.wait(20)
    installed.root.says("switching", version=NEW)
    page = it_staff.get(PAGE).text
    assert 'aria-current="step"><i></i><span>The kit starts again.' in page and page.count('class="over"') == 2
    installed.root.says("done", version=NEW, before=USED)
    assert f"Version {NEW} is in use." in it_staff.get(PAGE).text


def test_an_older_version_has_a_button_that_says_so(it_staff: Visitor, installed: FakeKit) -> None:
    installed.root.bring("0.1.0-bbbb0002")
    installed.updating.look()
    assert "Install the older one" in it_staff.get(PAGE).text
    (one,) = installed.updating.now().candidates
    assert "This version is older" in ask(it_staff, "begin", candidate=one.id)
    ask(it_staff, "begin", candidate=one.id, older="yes")
    assert installed.root.asked.wait(20)


def test_what_a_left_version_recorded_is_named(it_staff: Visitor, installed: FakeKit) -> None:
    about = {"version": NEW, "before": USED, "problem": "dies", "events": 20, "kept": f"updates/events-{NEW}.db"}
    installed.root.says("back", **about)
    page = it_staff.get(PAGE).text
    assert f"Version {USED} is in use again." in page and "ended again and again" in page
    assert "20 events" in page and f"updates/events-{NEW}.db" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_may_go_wrong_has_its_words(language: str) -> None:
    words = Words(language)
    for reason in (*get_args(Reason), *PROBLEMS, "of-a-version-to-come"):
        assert len(outcome(State(state="failed", version=NEW, problem=reason, detail="A line."), words)) == 3
        assert "{" not in problem(State(state="failed", version=NEW, problem=reason), words)


def test_what_was_refused_or_failed_is_said_on_the_page(it_staff: Visitor, installed: FakeKit) -> None:
    assert 'role="alert">Another update is under way.' in it_staff.get(f"{PAGE}?refused=busy").text
    assert 'role="alert"' not in it_staff.get(f"{PAGE}?refused=nonsense").text
    installed.root.says("failed", version=NEW, problem="install", detail="a line of a log")
    page = it_staff.get(PAGE).text
    assert "It could not be installed." in page and "a line of a log" in page


def test_a_file_is_sent_in_pieces(it_staff: Visitor, installed: FakeKit) -> None:
    data = installed.root.update_file(NEW)
    assert send(it_staff, data[:4000], name="new.xlab-update", at=0, total=len(data)).json == {"have": 4000}
    assert send(it_staff, data[4000:], name="new.xlab-update", at=4000, total=len(data)).json == {"have": len(data)}
    assert "sent to the kit" in it_staff.get(PAGE).text
    assert "No update file is here." in ask(it_staff, "drop")


def test_pieces_that_make_no_sense_are_refused(it_staff: Visitor, installed: FakeKit) -> None:
    assert send(it_staff, b"x", name="a").status_code == 400
    assert send(it_staff, b"xy", name="a", at=0, total=1).json["error"]["code"] == "large"


def test_the_version_before_is_one_button_away(it_staff: Visitor, installed: FakeKit) -> None:
    assert "There is no version before." in ask(it_staff, "back")
    installed.root.install("0.1.0-cccc0003", "previous")
    assert "The kit starts again as 0.1.0-cccc0003." in it_staff.get(PAGE).text
    ask(it_staff, "back")
    assert installed.root.tasks == ["xlab-update-back.service"]


@pytest.mark.parametrize("path", ["", "/begin", "/back", "/drop", "/piece"])
def test_only_it_renews_a_kit(facilitator: Visitor, installed: FakeKit, path: str) -> None:
    token = facilitator.token("/")
    answer = facilitator.client.open(
        f"{PAGE}{path}", method="POST" if path else "GET", data={"csrf_token": token, "candidate": "x"}
    )
    assert answer.status_code in (302, 303, 401, 403) and not installed.root.tasks
