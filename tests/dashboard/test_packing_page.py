"""The packing list on a phone."""

import pytest

from tests.fakes.kit import FakeKit
from tests.fakes.visitor import Visitor
from xlab.dashboard.ports.packing import Item


def test_what_is_missing_comes_first_with_its_animal_and_colour(facilitator: Visitor, kit: FakeKit) -> None:
    page = facilitator.get("/packing").text
    missing, here = page.index('id="lacking"'), page.index('id="seen-now"')
    assert missing < page.index("Owl") < page.index("Cables") < here < page.index("Fox")
    assert "violet" in page[missing:here] and "heard just now" in page[here:]
    assert "checked 2 min ago" in page and "ticked 21 Sep 2026" in page and "<b>4</b> of 7 here" in page


def test_what_has_no_name_says_once_what_it_is(facilitator: Visitor, kit: FakeKit) -> None:
    kit.care.packing.items = (Item(id="p-1", kind="pad"), Item(id="d-1", kind="screen", label="Window"))
    page = facilitator.get("/packing").text
    assert "<strong>A pad without a label</strong>" in page and "<strong>Screen of Window</strong>" in page
    assert "<small>" not in page


def test_when_arriving_what_was_there_when_leaving_says_so(facilitator: Visitor, kit: FakeKit) -> None:
    page = facilitator.get("/packing?when=arriving").text
    assert page.count("was there when leaving") == 1 and "Compared with what was packed on 20 Sep 2026" in page
    assert "was there when leaving" not in facilitator.get("/packing?when=leaving").text


def test_a_thing_is_ticked_added_and_taken_off(facilitator: Visitor, kit: FakeKit) -> None:
    facilitator.post("/packing/leaving/tick", item="t-cables", on="1")
    assert "<b>5</b> of 7 here" in facilitator.get("/packing").text
    facilitator.post("/packing/leaving/tick", item="t-cables", on="0")
    facilitator.post("/packing/leaving/own", name="  Tape\u202e <b>  ")
    assert "Tape &lt;b&gt;" in facilitator.get("/packing").text
    facilitator.post("/packing/leaving/own", item="t-cables")
    facilitator.post("/packing/leaving/own", restore="1")
    facilitator.post("/packing/arriving/anew")
    assert [order[0] for order in kit.care.packing.done] == ["tick", "tick", "add", "remove", "restore", "anew"]
    assert facilitator.post("/packing/somewhen/tick", item="t-cables", on="1").status_code == 404


@pytest.mark.parametrize("refusal", ["many", "wrong", "unknown", "not_stored"])
def test_a_refusal_is_said(facilitator: Visitor, kit: FakeKit, refusal: str) -> None:
    kit.care.packing.refusal = refusal  # type: ignore[assignment]
    answer = facilitator.post("/packing/leaving/tick", item="t-cables", on="1")
    assert '<p class="note">' in facilitator.get(answer.location).text


def test_a_deaf_kit_says_that_badges_are_ticked_by_hand(facilitator: Visitor, kit: FakeKit) -> None:
    kit.care.packing.hears = False
    assert "radio does not listen" in facilitator.get("/packing").text


def test_a_whole_box_says_so(facilitator: Visitor, kit: FakeKit) -> None:
    kit.care.packing.items = kit.care.packing.items[:1]
    assert "All packed." in facilitator.get("/packing").text
    assert "Everything arrived." in facilitator.get("/packing?when=arriving").text
