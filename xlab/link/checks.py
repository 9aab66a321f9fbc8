"""What a station found out about itself when the facilitator walked through its own preflight. Pure."""

from typing import Annotated

import msgspec
from msgspec import Meta

from xlab.link.base import Message, Name

MOST_CHECKS = 100
"""Findings of one walk: some for each step, and one for each demo that did not open."""

Value = str | int | float


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One finding. ``ok`` is None where the facilitator passed it by, or nothing can be said.

    ``key`` names the words in ``xlab.look.words``, which also say the next step under ``<key>_step`` where ``ok`` is
    False; ``values`` are put into both.
    """

    area: Name
    ok: bool | None
    key: Annotated[str, Meta(pattern=r"^[a-z_]+\.[a-z0-9_]+\Z", max_length=80)]
    values: Annotated[dict[str, Value], Meta(max_length=10)] = {}


class StationChecked(Message, frozen=True):
    """What the last walk found, whole: said when it ended and at each connection, so that none is missed.

    ``walk`` is of the station's making and tells one walk from the next; empty, with no checks, where there was none:
    the hub knows by it that this station can be asked. ``age`` is how many seconds ago it ended, so no two clocks need
    agree. Said only to a hub whose :class:`xlab.link.room.KitInfo` has ``checks``: an older one does not know the word.
    """

    checks: Annotated[tuple[Check, ...], Meta(max_length=MOST_CHECKS)] = ()
    walk: Annotated[str, Meta(max_length=40)] = ""
    age: Annotated[float, Meta(ge=0)] = 0.0


class CheckStation(Message, frozen=True):
    """Show the preflight now; where somebody plays, as soon as they have gone. Said only to stations that know it."""
