"""What people wrote during visits, so that a log which quotes it by accident does not carry it out of the kit.

Neither hub nor kiosk logs what people write. But a demo that breaks over an answer has that answer in its last words.
"""

from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import Final

import msgspec

from xlab.events import (
    Answered,
    BoardOffered,
    BoardSet,
    CharterAmended,
    CharterWritten,
    Decided,
    Fact,
    IdeaAdded,
    IdeaJudged,
    LinesEdited,
    Noted,
    OfferJudged,
    Recorded,
)
from xlab.hub.cleansing import every
from xlab.store import EventLog, StoreError

WRITTEN: Final[tuple[type[Fact], ...]] = (
    *(Answered, BoardOffered, BoardSet, CharterAmended, CharterWritten, Decided, IdeaAdded, IdeaJudged, LinesEdited),
    *(Noted, OfferJudged, Recorded),
)
"""The facts that hold what people wrote."""

SHORTEST: Final = 5
"""Letters: shorter answers are words that every log has."""

MOST: Final = 20_000
"""Texts that are looked for; a kit's month has fewer."""

_CHOSEN: Final = frozenset(
    {
        *("type", "kind", "group", "values", "language", "stage", "pattern", "rule", "verdict", "round", "voter"),
        *("idea", "offer", "decision", "note", "stakeholder", "platform", "visit", "id", "demo", "run", "review"),
    }
)
"""Fields that are chosen from a list or made by the kit, never written."""


def written(log: EventLog) -> Iterator[str]:
    """Every text that somebody wrote, of this kit and those merged into it. Raises StoreError, after all it could read.

    Of very many the newest, and this kit's before others: what a log quotes was written lately, and here.
    """
    own: deque[str] = deque(maxlen=MOST)
    others: deque[str] = deque(maxlen=MOST)
    trouble: StoreError | None = None
    try:
        for event in every(log, WRITTEN):
            (own if event.kit == log.kit else others).extend(_texts(msgspec.to_builtins(event.fact)))
    except StoreError as error:
        trouble = error
    yield from own
    yield from islice(reversed(others), MOST - len(own))
    if trouble is not None:
        raise trouble


def _texts(value: object, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _texts(one, str(key))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one, name)
    elif isinstance(value, str) and len(value) >= SHORTEST and name not in _CHOSEN:
        yield value
