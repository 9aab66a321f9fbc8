"""From one state to the next: the table, and the time that passes around it. Pure: time enters as an argument."""

from typing import Final, Literal

import msgspec

from xlab_kiosk.shell.flow.events import (
    Action,
    AnyEvent,
    Arrived,
    Begin,
    Choose,
    Ended,
    EndRun,
    Event,
    HideLanguages,
    HideNotice,
    HideReach,
    HideTake,
    Idle,
    NewVisitor,
    Open,
    ShowLanguages,
    ShowNotice,
    ShowReach,
    ShowTake,
    Speak,
    StartRun,
    Tick,
    Touched,
)
from xlab_kiosk.shell.flow.table import (
    COUNTDOWN,
    ENDS,
    IDLE,
    LOCKED,
    PINNED,
    PLACE_CHANGE,
    QUIET,
    RUNNING,
    TABLE,
    TIMES,
    Edge,
    Place,
    Verb,
)

Sheet = Literal["countdown", "languages", "notice", "reach", "takeaway"]


SHEETS: Final[dict[type[Event], tuple[Place, Sheet | None]]] = {
    # Whoever plays is told by the demo; the notice is for those who have not begun.
    ShowNotice: ("attract", "notice"),
    HideNotice: ("attract", None),
    # So is what leads to the kit: phones are joined before anybody plays.
    ShowReach: ("attract", "reach"),
    HideReach: ("attract", None),
    ShowTake: ("playing", "takeaway"),
    HideTake: ("playing", None),
}
"""Sheets that belong to one place, and what opens and closes them there."""


class Rules(msgspec.Struct, frozen=True):
    """What holds at the station: seconds without a touch until it asks, and the language of a fresh start.

    ``idle_seconds`` is infinite where nobody is to be asked. ``pinned``: the station stays with one demo.
    ``locked``: it is locked from afar, whatever is on its screen now.
    """

    idle_seconds: float = 45.0
    language: str = "en"
    pinned: bool = False
    locked: bool = False


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


def _timed(state: State, now: float, rules: Rules) -> tuple[State, AnyEvent, float] | None:
    at = due(state, rules)
    if at is None or now < at:
        return None
    if state.place in TIMES:
        return state, TIMES[state.place][1], at
    if state.sheet == "countdown":
        return msgspec.structs.replace(state, sheet=None), Idle(), at
    if state.place == "attract":
        return msgspec.structs.replace(state, sheet=None, language=rules.language), Tick(), at
    return msgspec.structs.replace(state, sheet="countdown", asked=at), Tick(), at


def _apply(state: State, event: AnyEvent, now: float, rules: Rules, actions: list[Action]) -> State:
    if isinstance(event, Tick):
        return state
    if isinstance(event, Touched | Arrived):
        sheet = None if state.sheet == "countdown" else state.sheet
        return msgspec.structs.replace(state, active=now, sheet=sheet)
    if isinstance(event, ShowLanguages | HideLanguages | Speak):
        return _language(state, event, now, actions)
    if isinstance(event, ShowNotice | HideNotice | ShowReach | HideReach | ShowTake | HideTake):
        where, laid = SHEETS[type(event)]
        return msgspec.structs.replace(state, active=now, sheet=laid) if state.place == where else state
    edge = _edge(state.place, event, rules)
    if edge is None or (isinstance(event, Choose) and now - state.begun < PLACE_CHANGE):
        # Many open the box with a double tap. The second one met objects on their way, so it can have meant none.
        return state
    demo = event.demo if isinstance(event, Choose | Open) else state.demo
    state = msgspec.structs.replace(
        state,
        place=edge.to,
        sheet=None,
        demo=None if edge.to in ("attract", "menu", "checking") or edge.to in QUIET else demo,
        since=now,
        active=now,
        begun=now if isinstance(event, Begin) else state.begun,
        language=rules.language if "rest" in edge.verbs else state.language,
    )
    actions += [_action(verb, state, event) for verb in edge.verbs]
    return state


def _edge(place: Place, event: AnyEvent, rules: Rules) -> Edge | None:
    if isinstance(event, Ended):
        return ENDS[event.outcome] if place in RUNNING else None
    row = (place, type(event))
    if rules.locked and row in LOCKED:
        return LOCKED[row]
    return PINNED[row] if rules.pinned and row in PINNED else TABLE.get(row)


def _action(verb: Verb, state: State, event: AnyEvent) -> Action:
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
    if state.place in QUIET or state.place == "trouble":
        return state
    state = msgspec.structs.replace(state, active=now, sheet="languages" if isinstance(event, ShowLanguages) else None)
    if not isinstance(event, Speak) or event.language == state.language:
        return state
    state = msgspec.structs.replace(state, language=event.language)
    if state.place in RUNNING and state.demo is not None:
        actions += [EndRun("home"), StartRun(state.demo, state.language)]
    return state
