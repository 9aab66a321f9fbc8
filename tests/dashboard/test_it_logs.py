"""IT's page of the logs."""

import pytest

from tests.fakes.kit import FakeKit
from tests.fakes.visitor import Visitor
from xlab.dashboard.ports.logs import Line


@pytest.fixture
def logged(kit: FakeKit) -> FakeKit:
    kit.logs.logged["hub"] = [
        Line(when="2026-11-22T14:05:12", level="INFO", part="xlab.hub", text="The kit is up."),
        Line(when="2026-11-22T14:06:12", level="WARNING", part="xlab.hub", text="A <b>link</b> broke."),
        Line(when="2026-11-22T14:07:12", level="ERROR", part="xlab.hub", text="It crashed.", more="Traceback ..."),
    ]
    return kit


def test_lines_are_chosen_by_who_and_how_grave(it_staff: Visitor, logged: FakeKit) -> None:
    page = it_staff.get("/it/logs").text
    assert page.index("It crashed.") < page.index("A &lt;b&gt;link") < page.index("The kit is up.")
    assert "Traceback ..." in page and "22/11 14:07:12" in page
    grave = it_staff.get("/it/logs?least=ERROR").text
    assert "It crashed." in grave and "broke" not in grave
    assert "Nothing was noted." in it_staff.get("/it/logs?who=kiosk").text
    assert b"It crashed." in it_staff.get("/it/logs/hub.txt").data


@pytest.mark.parametrize("path", ["/it/logs?who=passwd", "/it/logs?least=x", "/it/logs/..%2fkeys%2fit.json.txt"])
def test_no_other_file_is_a_log(it_staff: Visitor, logged: FakeKit, path: str) -> None:
    assert it_staff.get(path).status_code == 404
