"""A closed round by the sides that visitors said they stand on: never a small number, and none that follows. Pure.

Sides of too few people are counted with those who did not say. The room's own result is public, so the totals of a
breakdown are: what is hidden is hidden among the others of its row and of its column.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from xlab.events.rounds import AnswerValue
from xlab.events.visitors import Side
from xlab.link.rounds import RoundNow
from xlab.workshop.board import GROUPS
from xlab.workshop.privacy import FEWEST, protect

VOTES: Final = ("1", "0", "-1")
"""Columns of a statement: agree, pass, disagree."""

PICKED: Final = ("1", "0")
"""Columns of an option where several may be chosen: chose it, did not."""


class SideRow(msgspec.Struct, frozen=True, kw_only=True):
    """The people of one side, ``n`` of them, by column; None where the number is hidden."""

    side: Side
    n: int
    counts: tuple[int | None, ...]


class BySide(msgspec.Struct, frozen=True, kw_only=True):
    """What each side answered. ``item`` is a statement or one of several options that may be chosen, or empty.

    ``columns`` are ids of options, steps of a scale, :data:`VOTES` or :data:`PICKED`; the side "" is everybody else.
    """

    item: str
    columns: tuple[str, ...]
    rows: tuple[SideRow, ...]


def by_side(now: RoundNow, sides: Sequence[Side]) -> tuple[BySide, ...]:
    """The answers of a closed round by side; ``sides`` is that of each voter by number. Empty if nothing may be shown.

    Only answers that are counted in people are broken down: choices, scales and statements.
    """
    if now.open or not any(sides):
        return ()
    return tuple(told for item, columns, column in _tables(now) if (told := _told(item, columns, column, sides)))


def _tables(now: RoundNow) -> Iterable[tuple[str, tuple[str, ...], Mapping[int, str]]]:
    """Each item, its columns, and in which of them each voter is."""
    question = now.question
    options = tuple(option.id for option in question.options)
    if question.kind == "scale":
        columns = tuple(str(step) for step in range(1, question.steps + 1))
        yield "", columns, {given.voter: str(given.value) for given in now.given}
    elif question.kind == "choice" and question.most == 1:
        yield "", options, {given.voter: next(iter(_ids(given.value)), "") for given in now.given}
    elif question.kind == "choice":
        for one in options:
            yield one, PICKED, {given.voter: str(int(one in _ids(given.value))) for given in now.given}
    elif question.kind == "statements":
        for one in (*options, *(idea.id for idea in now.ideas)):
            yield one, VOTES, {given.voter: str(given.value) for given in now.given if given.item == one}


def _told(item: str, columns: tuple[str, ...], column: Mapping[int, str], sides: Sequence[Side]) -> BySide | None:
    merged = _merged(Counter(sides[voter - 1] for voter in column))
    order: tuple[Side, ...] = (*GROUPS, "")
    rows = [side for side in order if side in merged.values()]
    if len(rows) < 2 or len(columns) < 2:
        return None
    people = Counter((merged[sides[voter - 1]], where) for voter, where in column.items())
    counts = [[people[side, where] for where in columns] for side in rows]
    shown = protect(counts, totals_known=True)
    if all(cell is None for row in shown[:-1] for cell in row[:-1]):
        return None
    return BySide(
        item=item,
        columns=columns,
        rows=tuple(
            SideRow(side=side, n=sum(counts[index]), counts=tuple(shown[index][:-1])) for index, side in enumerate(rows)
        ),
    )


def _merged(people: Counter[Side]) -> dict[Side, Side]:
    """Under which side each is shown: small ones with everybody else, and another one where that is still too few."""
    merged: dict[Side, Side] = {side: side if n >= FEWEST else "" for side, n in people.items()}
    rest = sum(n for side, n in people.items() if not merged[side])
    while 0 < rest < FEWEST and any(merged.values()):
        smallest = min((side for side in merged if merged[side]), key=lambda side: people[side])
        merged[smallest] = ""
        rest += people[smallest]
    return merged


def _ids(value: AnswerValue) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
