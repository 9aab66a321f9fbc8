"""What a station does next: the shell's states as a table. Pure: time enters as an argument, actions come out.

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
             +------- Unlock ------- locked <------ Lock ------ (any place)

and over it lies at most one *sheet*: the languages, or the countdown that asks "Still there?".

Three rules make dead ends impossible, and a test checks them on random events:

1. An event without a row for the place changes nothing. Nothing a crowd does to a screen can be an error.
2. Every place but ``attract`` and ``locked`` leaves by time alone: a place with a row in ``TIMES`` after that time, the
   places of ``IDLE`` when nobody has touched for long enough. ``locked`` waits for its key, which always works.
3. A run starts only by entering ``opening`` or by a change of language, and each such row ends the run before it, so
   that there is never more than one demo and none is forgotten.

Only the table says where to go. The code below it keeps time.
"""

from typing import Final, Literal

import msgspec

from xlab.events import Outcome

Place = Literal["attract", "menu", "opening", "playing", "closing", "trouble", "locked"]
Sheet = Literal["countdown", "languages"]

COUNTDOWN: Final = 10.0
"""Seconds a visitor has to say "I am still here"; long enough to look up from a talk."""

PLACE_CHANGE: Final = 0.4
"""Seconds an object takes to become the screen, or to go back (the ``place`` duration of the look)."""

TROUBLE_SHOWN: Final = 8.0
"""Seconds the trouble card stays: time to read two sentences twice."""


class _Event(msgspec.Struct, frozen=True):
    pass


class Touched(_Event, frozen=True):
    """Somebody touched the screen, anywhere."""


class Arrived(_Event, frozen=True):
    """A badge came to this station: as good a sign of life as a touch."""


class Tick(_Event, frozen=True):
    """Time passed."""


class Begin(_Event, frozen=True):
    """A visitor wants to see what is in the box."""


class Choose(_Event, frozen=True):
    """A visitor took a demo out of its cut-out."""

    demo: str


class Home(_Event, frozen=True):
    """The home button: back, one level."""


class Dismiss(_Event, frozen=True):
    """The trouble card was read."""


class Ended(_Event, frozen=True):
    """The demo's process is over; ``detail`` is the last line of a traceback where there was trouble."""

    outcome: Outcome
    detail: str = ""


class ShowLanguages(_Event, frozen=True):
    """The language button."""


class HideLanguages(_Event, frozen=True):
    """The language sheet was closed without a choice."""


class Speak(_Event, frozen=True):
    """A language was chosen."""

    language: str


class Lock(_Event, frozen=True):
    """The facilitator locks the station, at the screen or, later, from the dashboard."""


class Unlock(_Event, frozen=True):
    """The facilitator opens it again."""


class _Settled(_Event, frozen=True):
    """A change of place is complete. Made here, by time."""


class _Idle(_Event, frozen=True):
    """Nobody answered the countdown. Made here, by time."""


Event = (
    Touched
    | Arrived
    | Tick
    | Begin
    | Choose
    | Home
    | Dismiss
    | Ended
    | ShowLanguages
    | HideLanguages
    | Speak
    | Lock
    | Unlock
)
_Any = Event | _Settled | _Idle


class StartRun(msgspec.Struct, frozen=True):
    """Start this demo in this language."""

    demo: str
    language: str


class EndRun(msgspec.Struct, frozen=True):
    """The run is over: stop the demo if it lives and note the outcome."""

    outcome: Outcome
    detail: str = ""


class NewVisitor(msgspec.Struct, frozen=True):
    """Whoever comes next is somebody else: forget what was on the screen for the last one."""


Action = StartRun | EndRun | NewVisitor
Verb = Literal["start", "home", "idle", "stopped", "as told", "rest"]
"""``start`` a run; end it with an outcome (``as told``: the one the demo's end came with); ``rest``: a new visitor."""


class Rules(msgspec.Struct, frozen=True):
    """What the kit's settings say: seconds without a touch, and the language of a fresh start."""

    idle_seconds: float = 45.0
    language: str = "en"


class State(msgspec.Struct, frozen=True, kw_only=True):
    """Where a station is. ``since``, ``active``, ``asked`` are the times of arrival, last touch, and question.

    ``begun`` is when the attract screen was touched.
    """

    place: Place = "attract"
    sheet: Sheet | None = None
    demo: str | None = None
    language: str = "en"
    since: float = 0.0
    active: float = 0.0
    asked: float = 0.0
    begun: float = float("-inf")


class Edge(msgspec.Struct, frozen=True):
    """Where an event leads, and what is done on the way, in order."""

    to: Place
    verbs: tuple[Verb, ...] = ()


_LOCKED: Final = Edge("locked", ("rest",))
_STOPPED: Final = Edge("locked", ("stopped", "rest"))

TABLE: Final[dict[tuple[Place, type[_Any]], Edge]] = {
    ("attract", Begin): Edge("menu"),
    ("attract", Lock): _LOCKED,
    ("menu", Choose): Edge("opening", ("start",)),
    ("menu", Home): Edge("attract", ("rest",)),
    ("menu", _Idle): Edge("attract", ("rest",)),
    ("menu", Lock): _LOCKED,
    ("opening", _Settled): Edge("playing"),
    ("opening", Home): Edge("closing", ("home",)),
    ("opening", Lock): _STOPPED,
    ("playing", Home): Edge("closing", ("home",)),
    ("playing", _Idle): Edge("attract", ("idle", "rest")),
    ("playing", Lock): _STOPPED,
    ("closing", _Settled): Edge("menu"),
    # An object on its way back can be passed by: a quick visitor is never made to wait for it. A second press of
    # the home button is not a wish to go further, so it has no row.
    ("closing", Choose): Edge("opening", ("start",)),
    ("closing", Lock): _LOCKED,
    ("trouble", Dismiss): Edge("menu"),
    ("trouble", Home): Edge("menu"),
    ("trouble", Lock): _LOCKED,
    ("locked", Unlock): Edge("attract"),
}

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

TIMES: Final[dict[Place, tuple[float, _Any]]] = {
    "opening": (PLACE_CHANGE, _Settled()),
    "closing": (PLACE_CHANGE, _Settled()),
    "trouble": (TROUBLE_SHOWN, Dismiss()),
}
"""Places that leave by themselves after some seconds."""

IDLE: Final[frozenset[Place]] = frozenset({"menu", "playing"})
"""Places where a station asks whether anybody is there."""

RUNNING: Final[frozenset[Place]] = frozenset({"opening", "playing"})
"""Places where a demo runs."""


def step(state: State, event: Event, now: float, rules: Rules) -> tuple[State, tuple[Action, ...]]:
    """The state after ``event`` at ``now`` (seconds on any steady clock), and what to do about it, in order.

    What time has brought since the last call is caught up with first, so an event never meets a state that is over.
    """
    actions: list[Action] = []
    for _ in range(len(TABLE)):  # each round takes one row of time; a chain of them is short, and this bounds it
        timed = _timed(state, now, rules)
        if timed is None:
            break
        state = _apply(*timed, rules, actions)
    state = _apply(state, event, now, rules, actions)
    return state, tuple(actions)


def due(state: State, rules: Rules) -> float | None:
    """When time alone will change the state next, on the clock of :func:`step`; None if never."""
    if state.place in TIMES:
        return state.since + TIMES[state.place][0]
    if state.sheet == "countdown":
        return state.asked + COUNTDOWN
    if state.place in IDLE or _attract_was_changed(state, rules):
        return state.active + rules.idle_seconds
    return None


def remaining(state: State, now: float) -> float:
    """Seconds left of the countdown."""
    return max(0.0, state.asked + COUNTDOWN - now)


def progress(state: State, now: float) -> float:
    """How far a change of place has come, 0 to 1; 1 where there is none."""
    if state.place not in ("opening", "closing"):
        return 1.0
    return min(1.0, max(0.0, (now - state.since) / PLACE_CHANGE))


def _attract_was_changed(state: State, rules: Rules) -> bool:
    """Attract returns quietly to its own language: there is nobody to ask."""
    return state.place == "attract" and (state.sheet is not None or state.language != rules.language)


def _timed(state: State, now: float, rules: Rules) -> tuple[State, _Any, float] | None:
    at = due(state, rules)
    if at is None or now < at:
        return None
    if state.place in TIMES:
        return state, TIMES[state.place][1], at
    if state.sheet == "countdown":
        return msgspec.structs.replace(state, sheet=None), _Idle(), at
    if state.place == "attract":
        return msgspec.structs.replace(state, sheet=None, language=rules.language), Tick(), at
    return msgspec.structs.replace(state, sheet="countdown", asked=at), Tick(), at


def _apply(state: State, event: _Any, now: float, rules: Rules, actions: list[Action]) -> State:
    if isinstance(event, Tick):
        return state
    if isinstance(event, Touched | Arrived):
        sheet = None if state.sheet == "countdown" else state.sheet
        return msgspec.structs.replace(state, active=now, sheet=sheet)
    if isinstance(event, ShowLanguages | HideLanguages | Speak):
        return _language(state, event, now, actions)
    if isinstance(event, Ended):
        edge = ENDS[event.outcome] if state.place in RUNNING else None
    else:
        edge = TABLE.get((state.place, type(event)))
    if edge is None or (isinstance(event, Choose) and now - state.begun < PLACE_CHANGE):
        # Many open the box with a double tap. The second one met objects on their way, so it can have meant none.
        return state
    demo = event.demo if isinstance(event, Choose) else state.demo
    state = msgspec.structs.replace(
        state,
        place=edge.to,
        sheet=None,
        demo=None if edge.to in ("attract", "menu", "locked") else demo,
        since=now,
        active=now,
        begun=now if isinstance(event, Begin) else state.begun,
        language=rules.language if "rest" in edge.verbs else state.language,
    )
    actions += [_action(verb, state, event) for verb in edge.verbs]
    return state


def _action(verb: Verb, state: State, event: _Any) -> Action:
    match verb:
        case "start":
            return StartRun(state.demo or "", state.language)
        case "rest":
            return NewVisitor()
        case "as told":
            assert isinstance(event, Ended)
            return EndRun(event.outcome, event.detail)
        case "home" | "idle" | "stopped":
            return EndRun(verb)


def _language(state: State, event: ShowLanguages | HideLanguages | Speak, now: float, actions: list[Action]) -> State:
    """The sheet opens wherever its button is; a demo that runs begins again in the language that was chosen."""
    if state.place in ("locked", "trouble"):
        return state
    state = msgspec.structs.replace(state, active=now, sheet="languages" if isinstance(event, ShowLanguages) else None)
    if not isinstance(event, Speak) or event.language == state.language:
        return state
    state = msgspec.structs.replace(state, language=event.language)
    if state.place in RUNNING and state.demo is not None:
        actions += [EndRun("home"), StartRun(state.demo, state.language)]
    return state
