"""What is simulated in a practice visit: its example, what a phone would answer, where a badge would walk. Pure."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import combinations
from random import Random
from typing import Final

import msgspec

from xlab.beacons.presence import PresenceEvent
from xlab.events import Proximity
from xlab.events.rounds import AnswerValue, Language, Question
from xlab.events.visits import Charter
from xlab.link.rounds import RoundNow
from xlab.workshop.answers import BETWEEN, WITH_IDEAS

PHONES: Final = 12
"""Simulated phones: more than the five from which results show, few enough to tell them from a room."""

BADGES: Final = 6

UUID: Final = "00000000-0000-4000-8000-000000000001"
"""Of the simulated badges. No beacon has it, and no screen gives it to the badge that one taps on the glass."""

PAIRS: Final = 8
"""Comparisons after which a person has had enough."""

REVIEWED_AFTER: Final = timedelta(weeks=6)

_WRITES: Final = 0.25
"""Share of the phones that add something of their own where that is asked for beside the answers."""

_WALKS: Final[tuple[Proximity, ...]] = ("near", "far")
"""How close a simulated badge comes. On a pad lies only what somebody put there."""


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The charter of a practice visit, and what its phones write when words are asked for."""

    charter: Charter
    ideas: tuple[str, ...]


class Said(msgspec.Struct, frozen=True):
    """What a phone says next: an answer to ``item``, or, with ``idea``, words of its own."""

    value: AnswerValue
    item: str = ""
    idea: bool = False


@cache
def _examples() -> dict[Language, Example]:
    text = files("xlab.hub").joinpath("practice.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), dict[Language, Example])


def example(language: Language, today: date) -> Example:
    """The example in a language; its measures are looked at some weeks after ``today``."""
    found = _examples()[language]
    review = (today + REVIEWED_AFTER).isoformat()
    measures = tuple(msgspec.structs.replace(one, review=review) for one in found.charter.measures)
    return msgspec.structs.replace(found, charter=msgspec.structs.replace(found.charter, measures=measures))


def says(
    now: RoundNow,
    answers: Mapping[str, AnswerValue],
    written: int,
    phone: int,
    ideas: Sequence[str],
    chance: Random,
) -> Said | None:
    """What this phone says next in a round, after its ``answers`` and ideas ``written``; None if it has nothing to add.

    Phones of even and of odd numbers lean two ways, so that there is something to see in the results.
    """
    question = now.question
    if not now.open:
        return None
    if question.kind == "text":
        return None if written else Said(ideas[phone % len(ideas)], idea=True)
    if question.ideas and not written and phone % 4 == 0 and chance.random() < _WRITES:
        return Said(ideas[phone % len(ideas)], idea=True)
    known = [option.id for option in question.options]
    if question.kind not in WITH_IDEAS:
        return None if answers else _whole(question, known, phone, chance)
    known += [idea.id for idea in now.ideas]
    return (
        _compares(answers, known, phone, chance) if question.kind == "pair" else _judges(answers, known, phone, chance)
    )


def _compares(answers: Mapping[str, AnswerValue], known: Sequence[str], phone: int, chance: Random) -> Said | None:
    """Which of two is better, of those that were not compared yet."""
    left = [(one, two) for one, two in combinations(sorted(known), 2) if f"{one}{BETWEEN}{two}" not in answers]
    if not left or len(answers) >= PAIRS:
        return None
    one, two = chance.choice(left)
    return Said(_leaning([one, two], known, phone, chance)[0], f"{one}{BETWEEN}{two}")


def _judges(answers: Mapping[str, AnswerValue], known: Sequence[str], phone: int, chance: Random) -> Said | None:
    """Agree or disagree with the first statement that was not read yet."""
    statement = next((one for one in known if one not in answers), None)
    if statement is None:
        return None
    leans = 1 if (known.index(statement) + phone) % 2 else -1
    return Said(chance.choice([leans, leans, leans, 0, -leans]), statement)


def _whole(question: Question, known: Sequence[str], phone: int, chance: Random) -> Said:
    """The answer to a question that has one."""
    liked = _leaning(known, known, phone, chance)
    match question.kind:
        case "choice":
            return Said(tuple(liked[: chance.randint(1, question.most)]))
        case "rank":
            return Said(tuple(liked))
        case "budget":
            return Said(_spent(question, liked, chance))
        case _:
            middle = question.steps * (0.75 if phone % 2 else 0.4)
            return Said(min(question.steps, max(1, round(chance.gauss(middle, question.steps / 5)))))


def _leaning(some: Sequence[str], known: Sequence[str], phone: int, chance: Random) -> list[str]:
    """These options, the best liked first: one half of the room likes the first ones, the other half the last."""
    place = {one: number if phone % 2 else -number for number, one in enumerate(known)}
    return sorted(some, key=lambda one: place[one] + chance.gauss(0.0, len(known) / 2))


def _spent(question: Question, liked: Sequence[str], chance: Random) -> dict[str, int]:
    """Points for the options, the best liked first; what has a price is bought whole or not at all."""
    costs = {option.id: option.cost for option in question.options}
    left, spent = question.budget, {}
    for number, one in enumerate(liked):
        wanted = costs[one] or (left if number == len(liked) - 1 else chance.randint(0, left))
        if 0 < wanted <= left:
            spent[one] = wanted
            left -= wanted
    return spent


def steps(beacon: str, stations: Sequence[str], at: str | None, chance: Random) -> PresenceEvent:
    """Where a simulated badge goes next, from the station it is ``at`` (None: nowhere yet)."""
    if at is not None and chance.random() < 0.1:
        return PresenceEvent(0.0, "left", beacon, None, "far")
    station = chance.choice([one for one in stations if one != at] or list(stations))
    return PresenceEvent(0.0, "entered" if at is None else "moved", beacon, station, chance.choice(_WALKS))
