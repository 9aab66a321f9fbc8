"""The board: what is missing on it, and what the rules suggest. The golden cases are the stories the lab tells."""

from itertools import product
from pathlib import Path

import pytest

import xlab.workshop
from xlab.events.visits import Pilot, Platform, Resource, Stakeholder, StakeholderClass, SupplyStage, Worth
from xlab.workshop.board import GROUPS, WORTHS, Board, Nudge
from xlab.workshop.suggest import RulesError, read_rules, suggest

TEXT = (Path(xlab.workshop.__file__).parent / "rules.toml").read_text("utf-8")
RULES = read_rules(TEXT, "rules.toml")

STORIES: list[tuple[StakeholderClass, Worth, SupplyStage, str]] = [
    ("supplier", "money", "make", "shared value"),  # both hold their cards close while a rival ships first
    ("customer", "learning", "use", "open interface"),  # an appliance maker that opened its electronics
    ("customer", "belonging", "design", "participatory budget"),  # a shoe designed by those who train in it
    ("supplier", "recognition", "sourcing", "open challenge"),  # a board that says what it needs and how it judges
    ("ngo", "safety", "sourcing", "traceable material"),  # for those who care about materials
    ("customer", "money", "sell", "virtual store"),  # for those who care about what buying costs
]


def one(group: StakeholderClass, *values: Worth, **more: object) -> Board:
    return Board().with_item(Stakeholder(id="s", group=group, name="Them", values=values, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(("group", "value", "stage", "pattern"), STORIES)
def test_each_story_is_suggested_first(group: StakeholderClass, value: Worth, stage: SupplyStage, pattern: str) -> None:
    first = suggest(one(group, value), RULES)[0]
    assert (first.rule.stage, first.rule.pattern, first.value) == (stage, pattern, value)


@pytest.mark.parametrize(("group", "value"), list(product(GROUPS, WORTHS)))
def test_every_class_gets_a_suggestion_for_whatever_it_values(group: StakeholderClass, value: Worth) -> None:
    for suggestion in suggest(one(group, value), RULES):
        for language in ("en", "fr", "de"):
            said = suggestion.because(language, "appreciation")
            assert "Them" in said
            assert "{" not in said
    assert suggest(one(group, value), RULES)


def test_a_suggestion_names_its_rule_and_is_made_once() -> None:
    board = one("supplier", "recognition", "money")
    found = suggest(board, RULES)
    assert [(s.value, s.rule.id) for s in found] == [
        ("recognition", "open-challenge-recognition"),
        ("money", "shared-pot-supplier"),
    ]
    chosen = found[0].platform("p1")
    assert chosen.rule == "open-challenge-recognition"
    assert [s.rule.id for s in suggest(board.with_item(chosen), RULES)] == ["shared-pot-supplier"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rule = [", "cannot be read"),
        ("rule = " + "1" * 5000, "cannot be read"),
        ('[[rule]]\nid = "a"', "missing required field"),
        (TEXT.replace('groups = ["ngo"]', 'groups = ["bank"]', 1), "bank"),
        (TEXT + TEXT[TEXT.index("[[rule]]") :], "two rules have the id"),
        (TEXT.replace("because.en", "# because.en", 1), "no English words"),
    ],
)
def test_a_wrong_file_of_rules_is_said(text: str, said: str) -> None:
    with pytest.raises(RulesError, match=said):
        read_rules(text, "rules.toml")


def test_an_empty_board_asks_for_every_class() -> None:
    assert Board().nudges() == tuple(Nudge("group", group) for group in GROUPS)


def gaps(board: Board) -> set[str]:
    return {nudge.gap for nudge in board.nudges()} - {"group"}


def test_the_four_steps_ask_for_what_they_lack() -> None:
    assert gaps(one("customer")) == {"values", "brings", "platform"}
    assert gaps(one("ngo", "safety", brings=(Resource(kind="money"),))) == {"only_money", "platform"}
    assert gaps(one("gatekeeper", "safety", brings=(Resource(kind="time"),))) == {"protects", "promotes", "platform"}
    board = one("customer", "money", brings=(Resource(kind="skills", text="they paint"),))
    board = board.with_item(Platform(id="p", pattern="virtual store", stage="sell", stakeholder="s", value="money"))
    assert gaps(board) == {"pilot"}
    board = board.with_item(Pilot(platform="p", test="One shop", owner="Sales", measure="Visits", acceptance="20"))
    assert gaps(board) == {"stop"}
    assert Nudge("stop", "pilot:p") in board.nudges()
