"""The lines of a demo that the facilitator may edit: which there are now, and what they say. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from xlab.events.rounds import Words
from xlab.events.visits import EditedLine

Flaw = Literal["", "wrong", "few", "many", "long"]

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


def flaw(own: Mapping[str, Words], table: str, edited: Sequence[EditedLine]) -> Flaw:
    """Why a table cannot be edited so: ``wrong`` keys or texts, too ``few`` or ``many`` lines, too ``long`` in all.

    ``own`` are the demo's own words. Empty if nothing is wrong.
    """
    keys = [line.key for line in edited]
    # A newer version of the demo may have taken away what was edited: that is left as it is, and shown to nobody.
    added = [line for line in edited if line.key not in own and line.text]
    shown = keys_now(tuple(own), edited)
    if len(set(keys)) != len(keys) or any(not key.startswith(f"{table}.") for key in keys):
        return "wrong"
    if any(line.text != line.text.strip() for line in edited) or any(not is_added(line.key, table) for line in added):
        return "wrong"
    texts = {line.key: line.text for line in edited if line.text}
    size = sum(_size(texts.get(key, ""), own.get(key, {})) for key in shown)
    if not FEWEST <= len(shown) <= MOST:
        return "few" if len(shown) < FEWEST else "many"
    return "long" if size > MOST_BYTES else ""


def _size(text: str, own: Words) -> int:
    """Bytes of a line in all languages."""
    return 3 * len(text.encode()) if text else sum(len(said.encode()) for said in own.values())
