"""Where a station goes next: its states as a table. Pure.

The theory
----------

A station is always at exactly one *place*::

                     Begin               Choose              Settled
          attract ----------> menu ----------------> opening --------> playing
             ^                 ^ ^                      |                 |
             |   Home, idle    | +------ Settled ---- closing <-----------+  Home, finished
             +-----------------+ ^                                        |
             ^                   +------ Dismiss, 8 s --- trouble <-------+  crashed, hung, exited
             |                                                            |
             +------------------------------ idle ------------------------+
             +------- Unlock ------- locked <------ Lock ------ (any place of these)
             +------- Lighten ------ dark <-------- Darken ---- (any place of these)

``checking`` is the facilitator's walk through the station: CheckUp leads there from ``attract`` and ``locked``, where
nobody plays, and Home or idleness from there to ``attract``, or to ``locked`` where that was ordered from afar.

``shut`` is a station that is both locked and dark: ``locked`` by Lighten, ``dark`` by Unlock. Open and GoHome come from
afar and lead from every place of visitors to ``opening`` and to ``attract``; to a locked or dark station they mean
nothing.

Over a place lies at most one *sheet*: the languages, what the kit knows of visitors, a picture to take home, or the
countdown that asks "Still there?".

Three rules make dead ends impossible, and a test checks them on random events:

1. An event without a row for the place changes nothing. Nothing a crowd does to a screen can be an error.
2. Every place but ``attract`` and those of ``QUIET`` leaves by time alone: a place with a row in ``TIMES`` after that
   time, the places of ``IDLE`` when nobody has touched for long enough. The quiet ones wait for their key, which always
   works.
3. A run starts only by entering ``opening`` or by a change of language, and each such row ends the run before it, so
   that there is never more than one demo and none is forgotten.

A station that is pinned to one demo has no use for the menu: the rows of ``PINNED`` go before those of ``TABLE`` there.
"""

from typing import Final, Literal

import msgspec

from xlab.events import Outcome
from xlab_kiosk.shell.flow.events import (
    AnyEvent,
    Begin,
    CheckUp,
    Choose,
    Darken,
    Dismiss,
    GoHome,
    Home,
    Idle,
    Lighten,
    Lock,
    Open,
    Settled,
    Unlock,
)

Place = Literal["attract", "menu", "opening", "playing", "closing", "trouble", "checking", "locked", "dark", "shut"]

COUNTDOWN: Final = 10.0
"""Seconds a visitor has to say "I am still here"; long enough to look up from a talk."""

PLACE_CHANGE: Final = 0.4
"""Seconds an object takes to become the screen, or to go back (the ``place`` duration of the look)."""

TROUBLE_SHOWN: Final = 8.0
"""Seconds the trouble card stays: time to read two sentences twice."""

Verb = Literal["start", "home", "idle", "stopped", "as told", "rest"]
"""``start`` a run; end it with an outcome (``as told``: the one the demo's end came with); ``rest``: a new visitor."""


class Edge(msgspec.Struct, frozen=True):
    """Where an event leads, and what is done on the way, in order."""

    to: Place
    verbs: tuple[Verb, ...] = ()


Row = tuple[Place, type[AnyEvent]]

_LOCKED: Final = Edge("locked", ("rest",))
_DARK: Final = Edge("dark", ("rest",))
_START: Final = Edge("opening", ("start",))
_REST: Final = Edge("attract", ("rest",))
_CHECK: Final = Edge("checking", ("rest",))

TABLE: Final[dict[Row, Edge]] = {
    ("attract", Begin): Edge("menu"),
    ("attract", CheckUp): _CHECK,
    ("attract", Lock): _LOCKED,
    ("attract", Darken): _DARK,
    ("attract", Open): _START,
    ("attract", GoHome): _REST,
    ("menu", Choose): _START,
    ("menu", Home): _REST,
    ("menu", Idle): _REST,
    ("menu", Lock): _LOCKED,
    ("menu", Darken): _DARK,
    ("menu", Open): _START,
    ("menu", GoHome): _REST,
    ("opening", Settled): Edge("playing"),
    ("opening", Home): Edge("closing", ("home",)),
    ("opening", Lock): Edge("locked", ("stopped", "rest")),
    ("opening", Darken): Edge("dark", ("stopped", "rest")),
    ("opening", Open): Edge("opening", ("stopped", "start")),
    ("opening", GoHome): Edge("attract", ("stopped", "rest")),
    ("playing", Home): Edge("closing", ("home",)),
    ("playing", Idle): Edge("attract", ("idle", "rest")),
    ("playing", Lock): Edge("locked", ("stopped", "rest")),
    ("playing", Darken): Edge("dark", ("stopped", "rest")),
    ("playing", Open): Edge("opening", ("stopped", "start")),
    ("playing", GoHome): Edge("attract", ("stopped", "rest")),
    ("closing", Settled): Edge("menu"),
    # An object on its way back can be passed by: a quick visitor is never made to wait for it. A second press of
    # the home button is not a wish to go further, so it has no row.
    ("closing", Choose): _START,
    ("closing", Lock): _LOCKED,
    ("closing", Darken): _DARK,
    ("closing", Open): _START,
    ("closing", GoHome): _REST,
    ("trouble", Dismiss): Edge("menu"),
    ("trouble", Home): Edge("menu"),
    ("trouble", Lock): _LOCKED,
    ("trouble", Darken): _DARK,
    ("trouble", Open): _START,
    ("trouble", GoHome): _REST,
    ("checking", Home): _REST,
    ("checking", Idle): _REST,
    ("checking", Unlock): _REST,
    ("checking", Lock): _LOCKED,
    ("checking", Darken): _DARK,
    ("checking", Open): _START,
    ("checking", GoHome): _REST,
    ("locked", CheckUp): _CHECK,
    ("locked", Unlock): Edge("attract"),
    ("locked", Darken): Edge("shut"),
    ("dark", Lighten): Edge("attract"),
    ("dark", Lock): Edge("shut"),
    ("shut", Lighten): Edge("locked"),
    ("shut", Unlock): Edge("dark"),
}

PINNED: Final[dict[Row, Edge]] = {
    ("attract", Choose): _START,
    ("closing", Settled): _REST,
    ("trouble", Dismiss): _REST,
    ("trouble", Home): _REST,
}
"""The rows that are other ones where the station stays with one demo."""

LOCKED: Final[dict[Row, Edge]] = {
    ("checking", Home): _LOCKED,
    ("checking", Idle): _LOCKED,
    ("checking", GoHome): _LOCKED,
}
"""The rows that are other ones where the facilitator has locked the station from afar."""

ENDS: Final[dict[Outcome, Edge]] = {
    "finished": Edge("closing", ("as told",)),
    "idle": Edge("closing", ("as told",)),
    "home": Edge("closing", ("as told",)),
    "stopped": Edge("closing", ("as told",)),
    "crashed": Edge("trouble", ("as told",)),
    "hung": Edge("trouble", ("as told",)),
    "exited": Edge("trouble", ("as told",)),
}
"""Where the end of a demo leads, from the two places where one runs."""

TIMES: Final[dict[Place, tuple[float, AnyEvent]]] = {
    "opening": (PLACE_CHANGE, Settled()),
    "closing": (PLACE_CHANGE, Settled()),
    "trouble": (TROUBLE_SHOWN, Dismiss()),
}
"""Places that leave by themselves after some seconds."""

IDLE: Final[frozenset[Place]] = frozenset({"menu", "playing", "checking"})
"""Places where a station asks whether anybody is there."""

RUNNING: Final[frozenset[Place]] = frozenset({"opening", "playing"})
"""Places where a demo runs."""

QUIET: Final[frozenset[Place]] = frozenset({"locked", "dark", "shut"})
"""Places where visitors have nothing to do: the facilitator has the key."""
