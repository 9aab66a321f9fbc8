"""What the kit's facts about a badge add up to: a few pictures, oldest first. Pure."""

from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from xlab_kiosk.stage import KnownFact

Kind = Literal["face", "stay", "answer", "earlier"]

MOST_MOMENTS: Final = 5
"""Facts shown as pictures; earlier ones become one picture that counts them."""


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """Facts that belong together, as one picture.

    A ``face`` was given; a ``stay`` at ``place`` lasted from ``since`` to ``until`` (None: it lasts); an ``answer`` was
    kept, ``said`` is its value; ``earlier`` stands for ``count`` older moments. Times are wall times in seconds.
    """

    kind: Kind
    since: float
    until: float | None = None
    place: str = ""
    count: int = 1
    said: str = ""


def moments(facts: Iterable[KnownFact], most: int = MOST_MOMENTS) -> tuple[Moment, ...]:
    """What the kit knows, oldest first, as at most ``most`` pictures."""
    found: list[Moment] = []
    for fact in sorted(facts, key=lambda fact: fact.wall):
        if fact.what == "given":
            found.append(Moment(kind="face", since=fact.wall))
        elif fact.what in ("entered", "moved", "left"):
            _stay(found, fact)
        else:
            found.append(Moment(kind="answer", since=fact.wall, place=fact.station, said=fact.detail))
    if len(found) > most:
        cut = len(found) - most + 1
        found = [Moment(kind="earlier", since=found[0].since, count=cut), *found[cut:]]
    return tuple(found)


def _stay(found: list[Moment], fact: KnownFact) -> None:
    """Lengthen, end or begin a stay. A badge is at one place at a time, so coming to one ends the stay at another."""
    lasting = next((i for i, moment in enumerate(found) if moment.kind == "stay" and moment.until is None), None)
    if lasting is not None and (fact.what == "left" or found[lasting].place != fact.station):
        found[lasting] = msgspec.structs.replace(found[lasting], until=fact.wall)
        lasting = None
    if lasting is None and fact.what != "left":
        found.append(Moment(kind="stay", since=fact.wall, place=fact.station))
