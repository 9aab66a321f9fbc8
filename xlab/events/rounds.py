"""Facts about rounds: a question put to the room, what was answered, and what people added themselves.

A ``voter`` is a phone (or a station's screen) in one visit: a random word that says nothing of a person and dies with
the visit. What one answers about one ``item`` counts once, and the last time counts: an answer can be changed.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from xlab.events.base import BaseFact

Language = Literal["en", "fr", "de"]
Words = dict[Language, Annotated[str, Meta(min_length=1, max_length=300)]]
"""The same words in one or more languages."""

Id = Annotated[str, Meta(min_length=1, max_length=60)]

Kind = Literal["choice", "pair", "scale", "rank", "budget", "text", "statements"]
"""``pair``: which of two, again and again; ``statements``: agree, pass or disagree with each."""

Shows = Literal["live", "on_close"]
"""When results are shown: as they come, or to nobody until the round is closed. Fixed before the first answer."""

Verdict = Literal["shown", "parked", "hidden"]
"""What the facilitator said of an idea: everybody sees it; it was parked, with a reason; it was abuse."""

AnswerValue = (
    Annotated[str, Meta(max_length=300)]
    | Annotated[int, Meta(ge=-1000, le=1000)]
    | Annotated[tuple[Id, ...], Meta(max_length=60)]
    | Annotated[dict[Id, Annotated[int, Meta(ge=0, le=1_000_000)]], Meta(max_length=60)]
)
"""What was answered, by kind of question.

choice: the ids picked; pair: the id of the better one, the item being ``a|b`` in the order of ids; scale: 1 to steps;
rank: ids, the best first; budget: points by id; statements: 1 agree, 0 pass, -1 disagree, the item being its id.
"""


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One of the things a question is about; ``cost`` is what it takes of a budget where all or nothing is bought."""

    id: Id
    text: Words
    cost: Annotated[int, Meta(ge=0, le=1_000_000)] = 0


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question to the room.

    ``most``: how many options may be chosen. ``low``, ``high``, ``steps``: the ends of a scale and its length.
    ``budget``: points to spend. ``ideas``: people may add options of their own (``pair``, ``statements``); a ``text``
    is answered by an idea.
    """

    kind: Kind
    text: Words
    options: Annotated[tuple[Option, ...], Meta(max_length=60)] = ()
    most: Annotated[int, Meta(ge=1, le=60)] = 1
    low: Words = {}
    high: Words = {}
    steps: Annotated[int, Meta(ge=2, le=10)] = 5
    budget: Annotated[int, Meta(ge=1, le=1_000_000)] = 100
    ideas: bool = False


class RoundOpened(BaseFact, frozen=True):
    """A question was put to the room; ``demo`` and ``run`` are set where a demo asked it, at the event's station.

    ``lasts``: it goes on after that run, for the runs of the demo that ask the same there, until the group goes.
    """

    round: Id
    question: Question
    shows: Shows
    demo: str = ""
    run: str = ""
    lasts: bool = False


class Answered(BaseFact, frozen=True):
    """A voter answered, or changed an answer; ``item`` is empty where the question has one answer."""

    round: Id
    voter: str
    value: AnswerValue
    item: Annotated[str, Meta(max_length=130)] = ""


class IdeaAdded(BaseFact, frozen=True):
    """A voter wrote something; it waits for the facilitator. Written again, it waits again."""

    round: Id
    idea: Id
    voter: str
    text: Annotated[str, Meta(min_length=1, max_length=300)]


class IdeaJudged(BaseFact, frozen=True):
    """The facilitator let an idea be seen, parked it with a reason, or hid it as abuse. It is never deleted."""

    round: Id
    idea: Id
    verdict: Verdict
    reason: Annotated[str, Meta(max_length=300)] = ""


class RoundClosed(BaseFact, frozen=True):
    """No answer is taken any more."""

    round: Id


class ForgetVoter(BaseFact, frozen=True):
    """A visitor's wish: erase what this phone answered. The hub obeys it and never stores it."""

    voter: str
