"""Rounds by side in a report: in its language, without small numbers, and labelled by the side."""

from tests.report.golden import seen
from tests.report.made_up import START, Story
from xlab.events import RoundClosed, SideTold, VisitPlanned
from xlab.events.rounds import Option, Question
from xlab.report import build
from xlab.report.page import page
from xlab.workshop.visit import fold

CHOICE = Question(
    kind="choice", text={"en": "Which?"}, options=(Option(id="a", text={"en": "A"}), Option(id="b", text={"en": "B"}))
)
AGREE = Question(kind="statements", text={"en": "Agree?"}, options=(Option(id="a", text={"en": "All is well"}),))


def test_a_report_says_what_each_side_answered_and_hides_small_numbers() -> None:
    story = Story("de")
    story.tell(VisitPlanned(visit="v1", language="de"))
    voters = [f"v{number}" for number in range(26)]
    sides = ["customer"] * 11 + ["supplier"] * 12 + ["ngo"] * 3
    story.tell(*(SideTold(voter=voter, side=side) for voter, side in zip(voters, sides, strict=True)))
    story.ask("r1", CHOICE, {voter: {"": ("a" if number % 2 else "b",)} for number, voter in enumerate(voters)})
    story.ask("r2", AGREE, {voter: {"a": -1 if number in (1, 2) else 1} for number, voter in enumerate(voters)})
    story.tell(RoundClosed(round="r1"), RoundClosed(round="r2"))
    report = build(story.events, fold(story.events)["v1"], {}, START)
    choice, statement = report.rounds
    # The three of the NGOs are with a side, not alone.
    assert [(row.label, row.n) for row in choice.sides[0].rows] == [("Lieferanten", 12), ("Alle anderen", 14)]
    assert [row.counts for row in choice.sides[0].rows] == [(6, 6), (7, 7)]
    # Two disagreed: whose side they are on is nobody's business.
    assert statement.sides == ()
    told = seen(page(report, {}))
    assert "Lieferanten (12) | 6 | 6" in told
