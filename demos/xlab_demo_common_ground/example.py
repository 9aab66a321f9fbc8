"""A room that was made up for show: three camps of eight, who never mix with anybody's real votes. Pure."""

from collections.abc import Mapping, Sequence
from random import Random

from xlab.methods.opinion_groups import Statement, Voter, Votes

CAMPS = ("+-+-+-++--", "-++--++-+-", "-++++--+++")
"""By camp, how it leans on the statements in their order; what follows the tenth begins anew."""

PEOPLE = 8
"""In each camp."""

FIRM = 0.86
"""How often one of them says what the camp says: real rooms are no firmer."""


def example_room(items: Sequence[str], mine: Mapping[str, int]) -> Votes:
    """Votes of the made-up people on ``items``, with the visitor's own among them as voter 0."""
    chance = Random(9)  # noqa: S311 - always the same room
    votes: dict[tuple[Voter, Statement], int] = {
        (f"{camp}-{person}", item): _says(lean[number % len(lean)], chance)
        for camp, lean in enumerate(CAMPS)
        for person in range(PEOPLE)
        for number, item in enumerate(items)
    }
    return votes | {(0, item): vote for item, vote in mine.items() if item in items}


def _says(lean: str, chance: Random) -> int:
    vote = 1 if lean == "+" else -1
    drawn = chance.random()
    if drawn < FIRM:
        return vote
    return 0 if drawn < (1 + FIRM) / 2 else -vote
