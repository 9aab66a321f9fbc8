"""When the kit opens a Wi-Fi of its own, and when it leaves that again: a table. Pure; time is an argument.

The theory
----------

The kit has one radio: it is in a venue's Wi-Fi or makes its own, never both. Joining and opening cost everybody who is
connected their connection, so nothing is done that was not asked for while anybody may be using what there is::

                     addressed                 join asked
        starting ---------------> reached -------------------> joining --- joined ---> reached
           |                       |   ^                        |    |
           | 20 s (45 s while      |   | addressed              |    | not joined: back to what was there
           |  one is on its way)   v   |                        |    |
           |                      lost-+                        |    |
           |                       | 60 s                       |    |
           v                       v                            |    |
        opening <------------------+------- own asked ----------+----+
           |
           +-- own failed --> stuck -- 45 s --> opening
           |
           +-- own up ------> own ---- own down --> lost

1. ``starting`` and ``lost`` have no address that a phone could use. A kit that just came up waits shortly: somebody
   stands before it. One that lost its network waits a minute: an access point that starts anew comes back by then,
   NetworkManager joins it again by itself, and phones that were in the room have not moved.
2. ``own`` is left only when somebody asks, or when it breaks. A venue's Wi-Fi that comes back, or a cable that is
   plugged in, never takes the room's phones away. So nothing flaps: between two openings of the kit's own Wi-Fi lies
   always a wish, or a minute.
3. A wish is obeyed at once, unless another is being obeyed, and what it leads to ends by itself: a Wi-Fi that was not
   joined leads back to the kit's own, at once if that was open before, else if nothing comes within a minute.
4. ``stuck`` cannot open one. It tries again for ever, quietly, and any address ends it.

An event without a row changes nothing.
"""

from typing import Final, Literal

import msgspec

Place = Literal["starting", "reached", "lost", "opening", "own", "stuck", "joining"]
Event = Literal[
    "addressed",
    "unaddressed",
    "own_asked",
    "own_up",
    "own_down",
    "own_failed",
    "join_asked",
    "joined",
    "not_joined",
    "look_asked",
]

START_SECONDS: Final = 20.0
"""Until the kit's own Wi-Fi opens after a start: a known one is joined within ten."""

COMING_SECONDS: Final = 45.0
"""The same while NetworkManager is joining something: a slow venue hands out its addresses within 30."""

LOST_SECONDS: Final = 60.0
"""Until it opens after a network was lost: an access point that starts anew takes 30 to 50."""

AGAIN_SECONDS: Final = 45.0
"""Between tries to open it."""

TABLE: Final[dict[tuple[Place, Event], Place]] = {
    ("starting", "addressed"): "reached",
    ("lost", "addressed"): "reached",
    ("stuck", "addressed"): "reached",
    ("reached", "unaddressed"): "lost",
    ("opening", "own_up"): "own",
    ("opening", "own_failed"): "stuck",
    ("own", "own_down"): "lost",
    # It cannot hear others while it is open: it closes for some seconds, and opens again.
    ("own", "look_asked"): "opening",
    **{(place, "own_asked"): "opening" for place in ("starting", "reached", "lost", "stuck")},
    **{(place, "join_asked"): "joining" for place in ("starting", "reached", "lost", "own", "stuck")},
    ("joining", "joined"): "reached",
    # A Wi-Fi of the kit's own that somebody opened beside us, as with nmcli, is one all the same.
    **{(place, "own_up"): "own" for place in ("starting", "reached", "lost", "stuck")},
}


class State(msgspec.Struct, frozen=True):
    """Where the kit is, and since when; ``own_before`` tells whether its own Wi-Fi was open when it began to join."""

    place: Place = "starting"
    since: float = 0.0
    own_before: bool = False


def step(state: State, event: Event, now: float) -> State:
    """The state after ``event`` at ``now``, in seconds on any steady clock."""
    if (state.place, event) == ("joining", "not_joined"):
        return State("opening" if state.own_before else "lost", now)
    to = TABLE.get((state.place, event))
    if to is None:
        return state
    return State(to, now, own_before=to == "joining" and state.place in ("own", "stuck"))


def passed(state: State, now: float, *, coming: bool) -> State:
    """The state at ``now``, when nothing else happened; ``coming``: NetworkManager is joining something by itself."""
    at = due(state, coming=coming)
    return State("opening", now) if at is not None and now >= at else state


def due(state: State, *, coming: bool) -> float | None:
    """When :func:`passed` will change the state; None if never."""
    match state.place:
        case "starting":
            return state.since + (COMING_SECONDS if coming else START_SECONDS)
        case "lost":
            return state.since + LOST_SECONDS
        case "stuck":
            return state.since + AGAIN_SECONDS
        case _:
            return None
