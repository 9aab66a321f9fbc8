"""The counts behind a result are worked out twice: they agree for every kind of question, and a difference is seen."""

import random

import msgspec
import pytest

from tests.workshop.rounds_told import Told
from xlab.events.rounds import Answered, Option, Question, RoundClosed, RoundOpened
from xlab.events.visits import Stakeholder
from xlab.workshop.how import agree, explain, match, recount
from xlab.workshop.suggest import Rule
from xlab.workshop.tally import tally

IDS = ("a", "b", "c")
OPTIONS = tuple(Option(id=one, text={"en": one.upper()}) for one in IDS)


def answers(kind: str, chance: random.Random) -> dict[str, object]:
    """One person's answers by item, some of them left out."""
    some = chance.sample(IDS, chance.randint(1, 3))
    match kind:
        case "choice":
            return {"": tuple(some[:2])}
        case "scale":
            return {"": chance.randint(1, 5)}
        case "rank":
            return {"": tuple(some)}
        case "budget":
            return {"": dict(zip(some, (10, 20, 30), strict=False))}
        case "pair":
            return {item: chance.choice(item.split("|")) for item in chance.sample(("a|b", "a|c", "b|c"), 2)}
    return {item: chance.choice((1, 0, -1)) for item in some}


@pytest.mark.parametrize("kind", ["choice", "scale", "pair", "rank", "budget", "statements"])
def test_counting_by_the_rule_gives_what_is_shown(kind: str) -> None:
    chance = random.Random(kind)
    told = Told()
    question = Question(kind=kind, text={"en": "?"}, options=() if kind == "scale" else OPTIONS, most=2)
    told.tell(RoundOpened(round="r", question=question, shows="on_close"))
    for voter in range(23):
        for item, value in answers(kind, chance).items():
            told.tell(Answered(round="r", voter=f"v{voter % 17}", item=item, value=value))
    open_round = recount(told.events, "r")
    assert open_round is not None and explain(open_round.now()) is None, "nothing is told before it closes"
    told.tell(RoundClosed(round="r"))
    counted = recount(told.events, "r")
    assert counted is not None
    explained, result = explain(counted.now()), tally(told.rounds.get("r").now())
    assert explained is not None and result is not None and explained.n == 17
    assert agree(explained, result)
    told.rounds.forget("v3")
    assert not agree(explained, tally(told.rounds.get("r").now()))
    assert not agree(None, result)


def test_a_line_that_rests_on_few_people_has_no_counts() -> None:
    told = Told()
    told.tell(
        RoundOpened(
            round="r", question=Question(kind="statements", text={"en": "?"}, options=OPTIONS[:2]), shows="live"
        )
    )
    for voter in range(5):
        told.tell(Answered(round="r", voter=f"v{voter}", item="a", value=1))
    for voter in range(4):
        told.tell(Answered(round="r", voter=f"v{voter}", item="b", value=-1))
    explained = explain(told.rounds.get("r").now())
    assert explained is not None
    assert [(one.n, one.counts) for one in explained.lines] == [(5, (5, 0, 0)), (4, None)]
    told.rounds.forget("v0")
    assert explain(told.rounds.get("r").now()) is None


def test_a_rule_is_held_against_the_board_as_it_is() -> None:
    rule = Rule(
        id="r", groups=("supplier",), values=("money", "time"), stage="make", pattern="p", because={"en": "{who}"}
    )
    narrow = msgspec.structs.replace(rule, id="narrow", values=("time",))
    other = msgspec.structs.replace(rule, id="other", pattern="q")
    who = Stakeholder(id="s", group="supplier", name="Mills", values=("learning", "time", "money"))
    found = match(narrow, who, (rule, narrow, other))
    assert (found.holds, found.shared, found.others) == (True, ("time",), ("r",))
    gone = match(narrow, msgspec.structs.replace(who, values=("money",)), (rule, narrow))
    assert (gone.holds, gone.fits, gone.shared, gone.others) == (False, True, (), ("r",))
    assert not match(rule, msgspec.structs.replace(who, group="ngo"), (rule,)).holds
