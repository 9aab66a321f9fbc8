"""The lines of a demo that the facilitator may edit: which there are now, and what they say. Pure."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from xlab.events.visits import EditedLine

FEWEST: Final = 2
MOST: Final = 40
"""Lines that a demo shows: fewer are no choice, and nobody answers more."""

LONGEST: Final = 300
"""Letters of a line, as many as an option of a question may have."""

MOST_BYTES: Final = 40_000
"""Bytes of all lines in three languages: they must fit the question that a demo asks with them."""

ADDED: Final = "added_"
"""How the last part of the key of a line begins that the demo does not know."""


def keys_now(own: Sequence[str], edited: Iterable[EditedLine]) -> tuple[str, ...]:
    """The keys of the lines to show, in order: as they were left, then those that the demo has had since.

    ``own`` are the demo's own, in its order. A line that the demo has no more is left out, unless it says something.
    """
    known = list(edited)
    left = [line.key for line in known if not line.out and (line.key in own or line.text)]
    mentioned = {line.key for line in known}
    return (*left, *(key for key in own if key not in mentioned))


def is_added(key: str, table: str) -> bool:
    """Whether the facilitator added this line to the table."""
    return key.startswith(f"{table}.{ADDED}")


def flaw(own: Collection[str], table: str, edited: Sequence[EditedLine]) -> str:
    """Why this is no edit of a table, as a word: ``key``, ``empty``, ``few``, ``many``; or empty."""
    keys = [line.key for line in edited]
    added = [line for line in edited if line.key not in own]
    shown = keys_now(tuple(own), edited)
    if len(set(keys)) != len(keys) or any(not is_added(line.key, table) for line in added):
        return "key"
    if any(not line.text.strip() for line in added) or any(line.text and not line.text.strip() for line in edited):
        return "empty"
    return "few" if len(shown) < FEWEST else "many" if len(shown) > MOST else ""
