"""What can be asked, and what answers it."""

import msgspec
import pytest

from xlab.events.rounds import Option, Question
from xlab.workshop.answers import fits, flaw


def asked(kind: str, *ids: str, **more: object) -> Question:
    options = tuple(Option(id=one, text={"en": one.upper()}) for one in ids)
    return Question(kind=kind, text={"en": "What?"}, options=options, **more)


CHOICE, TWO = asked("choice", "a", "b", "c"), asked("choice", "a", "b", "c", most=2)
PAIR, SCALE = asked("pair", "a", "b", "c"), asked("scale", steps=4)
RANK, VOTE = asked("rank", "a", "b", "c"), asked("statements", "a", "b")
POINTS = asked("budget", "a", "b", budget=10)
SHOP = msgspec.structs.replace(
    POINTS, options=(Option(id="a", text={"en": "A"}, cost=6), Option(id="b", text={"en": "B"}, cost=5))
)


@pytest.mark.parametrize(
    ("question", "item", "value"),
    [
        (CHOICE, "", ("b",)),
        (TWO, "", ("c", "a")),
        (PAIR, "a|b", "b"),
        (PAIR, "a|new", "new"),
        (SCALE, "", 1),
        (SCALE, "", 4),
        (RANK, "", ("c", "a", "b")),
        (RANK, "", ("c",)),
        (POINTS, "", {"a": 7, "b": 3}),
        (POINTS, "", {}),
        (SHOP, "", {"a": 6, "b": 0}),
        (VOTE, "b", -1),
        (VOTE, "new", 0),
    ],
)
def test_what_answers_a_question(question, item, value):
    assert fits(question, item, value, ideas=["new"])


@pytest.mark.parametrize(
    ("question", "item", "value"),
    [
        (CHOICE, "", ("a", "b")),
        (CHOICE, "", ()),
        (CHOICE, "", ("d",)),
        (CHOICE, "", "a"),
        (CHOICE, "a", ("a",)),
        (TWO, "", ("a", "a")),
        (PAIR, "b|a", "a"),
        (PAIR, "a|a", "a"),
        (PAIR, "a|b", "c"),
        (PAIR, "a|d", "a"),
        (PAIR, "a", "a"),
        (PAIR, "", "a"),
        (SCALE, "", 0),
        (SCALE, "", 5),
        (SCALE, "", True),
        (SCALE, "", ("1",)),
        (RANK, "", ("a", "a", "b")),
        (RANK, "", ("a", "new")),
        (RANK, "", ()),
        (POINTS, "", {"a": 8, "b": 3}),
        (POINTS, "", {"c": 1}),
        (POINTS, "", {"a": -1}),
        (SHOP, "", {"a": 5}),
        (SHOP, "", {"a": 6, "b": 5}),
        (VOTE, "c", 1),
        (VOTE, "", 1),
        (VOTE, "a", 2),
        (VOTE, "a", False),
        (asked("text"), "", "words"),
    ],
)
def test_what_answers_nothing(question, item, value):
    assert not fits(question, item, value, ideas=["new"])


@pytest.mark.parametrize(
    "question",
    [
        *(CHOICE, TWO, PAIR, SCALE, RANK, VOTE, POINTS, SHOP, asked("text")),
        asked("pair", ideas=True),
        asked("statements", ideas=True),
    ],
)
def test_what_can_be_asked(question):
    assert not flaw(question)


@pytest.mark.parametrize(
    ("question", "why"),
    [
        (asked("choice", "a"), "at least 2"),
        (asked("statements"), "at least 1"),
        (asked("choice", "a", "b", most=3), "choose 3 of 2"),
        (asked("rank", "a", "a"), "id of its own"),
        (asked("pair", "a|b", "c"), "has no |"),
        (asked("scale", "a"), "has no options"),
        (asked("text", "a"), "has no options"),
        (asked("choice", "a", "b", ideas=True), "cannot add ideas"),
        (Question(kind="text", text={}), "no words"),
        (Question(kind="statements", text={"en": "?"}, options=(Option(id="a", text={}),)), "option has no words"),
    ],
)
def test_what_cannot_be_asked_is_said_plainly(question, why):
    assert why in flaw(question)
