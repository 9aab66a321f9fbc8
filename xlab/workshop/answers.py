"""What is a question that can be put, and what is an answer to it. Pure."""

from collections.abc import Collection, Mapping
from typing import Final

from xlab.events.rounds import AnswerValue, Kind, Question

WITH_IDEAS: Final[frozenset[Kind]] = frozenset({"pair", "statements"})
"""Kinds to which people may add something of their own that others then answer."""

_FEWEST_OPTIONS: Final[Mapping[Kind, int]] = {"choice": 2, "pair": 2, "rank": 2, "budget": 1, "statements": 1}
"""Kinds that are about options, and how many there must be where people may not add any."""

BETWEEN: Final = "|"
"""Stands between the two ids of a pair."""


def flaw(question: Question) -> str:
    """Why nobody could answer this question, as a sentence in English; empty if it can be put to a room."""
    kind, ids = question.kind, [option.id for option in question.options]
    fewest = _FEWEST_OPTIONS.get(kind, 0)
    flaws = (
        (not question.text, "The question has no words."),
        (any(not option.text for option in question.options), "An option has no words."),
        (len(set(ids)) != len(ids), "Each option needs an id of its own."),
        (any(BETWEEN in one for one in ids), f"The id of an option has no {BETWEEN} in it."),
        (question.ideas and kind not in WITH_IDEAS, f"People cannot add ideas to a question of the kind {kind}."),
        (bool(ids) and not fewest, f"A question of the kind {kind} has no options."),
        (len(ids) < fewest and not question.ideas, f"A question of the kind {kind} needs at least {fewest} options."),
        (kind == "choice" and question.most > len(ids), f"Nobody can choose {question.most} of {len(ids)} options."),
    )
    return next((sentence for wrong, sentence in flaws if wrong), "")


def fits(question: Question, item: str, value: AnswerValue, ideas: Collection[str] = ()) -> bool:
    """Whether this answers the question; ``ideas`` are the ids of what people added and may be answered."""
    options = [option.id for option in question.options]
    known = [*options, *ideas]
    match question.kind:
        case "pair":
            return _fits_pair(item, value, known)
        case "statements":
            return item in known and _whole(value, -1, 1)
    return not item and _fits_whole(question, value, options)


def items(item: str) -> tuple[str, ...]:
    """The ids that an answer's ``item`` is about: none, one, or the two of a pair."""
    return tuple(item.split(BETWEEN)) if item else ()


def _fits_whole(question: Question, value: AnswerValue, options: Collection[str]) -> bool:
    """Whether it answers a question that has one answer. What people write is an idea, so it answers none."""
    match question.kind:
        case "choice":
            return 1 <= _how_many_of(value, options) <= question.most
        case "scale":
            return _whole(value, 1, question.steps)
        case "rank":
            return _how_many_of(value, options) > 0
        case "budget":
            return _fits_budget(question, value)
    return False


def _fits_pair(item: str, value: AnswerValue, known: Collection[str]) -> bool:
    sides = items(item)
    return len(sides) == 2 and sides[0] < sides[1] and all(one in known for one in sides) and value in sides


def _fits_budget(question: Question, value: AnswerValue) -> bool:
    costs = {option.id: option.cost for option in question.options}
    if not isinstance(value, dict) or any(one not in costs or spent < 0 for one, spent in value.items()):
        return False
    whole = all(not costs[one] or spent in (0, costs[one]) for one, spent in value.items())
    return whole and sum(value.values()) <= question.budget


def _how_many_of(value: AnswerValue, known: Collection[str]) -> int:
    """How many different ones of these the value names; 0 if it is no such thing."""
    if not isinstance(value, tuple) or len(set(value)) != len(value) or any(one not in known for one in value):
        return 0
    return len(value)


def _whole(value: AnswerValue, low: int, high: int) -> bool:
    # In Python True is a number too; here it is none.
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
