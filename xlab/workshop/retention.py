"""When a visit is too old to keep its raw data, on a kit whose clock may be wrong. Pure: time enters as an argument.

A visit is too old 14 days after it was last touched. What is not enough to say so is a clock: a box without a battery
wakes up in 1970, and a phone can set it to 2099. So the kit looks again and again, and counts days on which it ran:

- Only moments count at which somebody confirmed the clock, a phone or the network.
- Where the clock is known to have been right when the visit was last touched, it must have been 14 days old on
  :data:`DAYS` different days. Whoever sets the clock wrong on one day deletes nothing on that day.
- Where that is not known, as of a visit of 1970 or 2099, the kit must have run on :data:`UNKNOWN_DAYS` different days.
- A clock that jumped begins all of it anew: against the kit's own count of seconds, back behind what was seen before,
  or so far ahead that no kit was switched off for so long.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

AGE: Final = 14 * 86_400.0
"""Seconds after which raw data is deleted."""

DAYS: Final = 2
"""Different days on which the kit must have found a visit too old."""

UNKNOWN_DAYS: Final = 14
"""Different days on which the kit must have seen a visit whose age it does not know."""

SLACK: Final = 3600.0
"""Seconds by which a clock may be put right without being called a jump: it drifts, and phones differ."""

LONGEST_OFF: Final = 60 * 86_400.0
"""Seconds between two looks that may have passed while the kit was off; more is taken for a jump of the clock."""

_A_DAY: Final = 86_400.0


class Moment(msgspec.Struct, frozen=True):
    """Now: ``wall`` in seconds since 1970, ``mono`` in seconds since ``boot``; whether the clock was ``confirmed``."""

    wall: float
    mono: float
    boot: str
    confirmed: bool


class Watched(msgspec.Struct, frozen=True):
    """On how many days a visit was ``seen``, on how many too ``old``, and the last day of each, since 1970."""

    seen: int = 0
    old: int = 0
    seen_on: int = -1
    old_on: int = -1


class Ledger(msgspec.Struct, frozen=True):
    """What the kit keeps of its looks: the visits that still have raw data, and the last confirmed moment."""

    visits: Mapping[str, Watched] = {}
    last: Moment | None = None


def look(ledger: Ledger, visits: Mapping[str, float | None], now: Moment) -> tuple[Ledger, tuple[str, ...]]:
    """What to keep after this look, and the visits that are too old.

    ``visits`` that still have raw data, each with when it was last touched in seconds since 1970, or None where the
    clock of that day is not known to have been right.
    """
    if not now.confirmed:
        return ledger, ()
    known = {} if ledger.last is not None and _jumped(ledger.last, now) else ledger.visits
    # What was touched in the future was touched by a clock that somebody set wrong.
    ages = {visit: None if at is None or at > now.wall + SLACK else now.wall - at for visit, at in visits.items()}
    watched = {visit: _seen(known.get(visit, Watched()), age, int(now.wall // _A_DAY)) for visit, age in ages.items()}
    return Ledger(watched, now), tuple(visit for visit, age in ages.items() if _too_old(watched[visit], age))


def _jumped(last: Moment, now: Moment) -> bool:
    if now.boot == last.boot:
        return abs((now.wall - now.mono) - (last.wall - last.mono)) > SLACK
    # How long a kit was off nobody knows; but not for years, and time does not go back.
    return not -SLACK <= now.wall - last.wall <= LONGEST_OFF


def _seen(known: Watched, age: float | None, today: int) -> Watched:
    if today > known.seen_on:
        known = msgspec.structs.replace(known, seen=known.seen + 1, seen_on=today)
    if age is not None and age >= AGE and today > known.old_on:
        known = msgspec.structs.replace(known, old=known.old + 1, old_on=today)
    return known


def _too_old(watched: Watched, age: float | None) -> bool:
    if age is None:
        return watched.seen >= UNKNOWN_DAYS
    return age >= AGE and watched.old >= DAYS
