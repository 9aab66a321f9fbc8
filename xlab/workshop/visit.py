"""A visit as a fold of its events, and its course as a table of states."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

import msgspec

from xlab.events import Event
from xlab.events.rounds import Language
from xlab.events.visits import (
    BoardDropped,
    BoardSet,
    Charter,
    CharterAmended,
    CharterWritten,
    Decided,
    EditedLine,
    GroupBegan,
    LinesEdited,
    Noted,
    VisitClosed,
    VisitOpened,
    VisitPlanned,
    VisitReopened,
    VisitSignedOff,
)
from xlab.workshop.board import Board
from xlab.workshop.charter import digest

State = Literal["planned", "open", "closed", "signed_off"]
Step = Literal["open", "close", "reopen", "sign_off"]

TABLE: Final[dict[tuple[State, Step], State]] = {
    ("planned", "open"): "open",
    ("open", "close"): "closed",
    # Somebody closed too early, and the room is still full of people.
    ("closed", "reopen"): "open",
    ("closed", "sign_off"): "signed_off",
}
"""The course of a visit; what is not here cannot be done."""

STEPS: Final[dict[type, Step]] = {
    VisitOpened: "open",
    VisitClosed: "close",
    VisitReopened: "reopen",
    VisitSignedOff: "sign_off",
}

WRITABLE: Final[frozenset[State]] = frozenset({"planned", "open", "closed"})
"""States in which board, decisions and notes may still be written: the report is put right until it is signed off."""


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """A version of the charter, from 1; ``wall`` in seconds since 1970 is when it was written."""

    charter: Charter
    sha256: str
    wall: float
    reason: str = ""


class VisitNow(msgspec.Struct, frozen=True, kw_only=True):
    """A visit as it is. ``versions`` of the charter: one draft while planned, frozen ones from opening on.

    ``about``: its times are known roughly, for nobody ever said what time it was while the kit ran.
    """

    visit: str
    state: State = "planned"
    language: Language = "en"
    practice: bool = False
    versions: tuple[Version, ...] = ()
    board: Board = Board()
    decisions: Mapping[str, Decided] = {}
    notes: Mapping[str, Noted] = {}
    lines: Mapping[str, tuple[EditedLine, ...]] = {}
    """What the facilitator made of the words of demos, by demo."""
    group: int = 1
    planned: float = 0.0
    opened: float | None = None
    closed: float | None = None
    signed_off: float | None = None
    about: bool = False
    purged: Mapping[str, int] = {}

    @property
    def charter(self) -> Charter:
        """The charter that holds now."""
        return self.versions[-1].charter if self.versions else Charter()

    def may(self, step: Step) -> bool:
        """Whether the visit can take this step now."""
        return (self.state, step) in TABLE


def fold(events: Iterable[Event]) -> dict[str, VisitNow]:
    """All visits by id, from events in the order of each kit's log; the kits may come in any order."""
    visits: dict[str, VisitNow] = {}
    for event in events:
        take(visits, event)
    return visits


def open_ends(visits: Iterable[VisitNow]) -> tuple[Noted, ...]:
    """What the last real visit that was signed off left to do, in the order it was written: the next begins with it.

    Each keeps its id, by which pages know that it comes from there.
    """
    done = [one for one in visits if one.signed_off is not None and not one.practice]
    last = max(done, key=lambda one: one.signed_off or 0.0, default=None)
    return tuple(note for note in last.notes.values() if note.kind != "learned" and not note.done) if last else ()


def take(visits: dict[str, VisitNow], event: Event) -> None:
    """Bring ``visits`` up to date with one more event. What does not fit a visit's state changes nothing."""
    fact = event.fact
    if isinstance(fact, VisitPlanned):
        visits.setdefault(
            fact.visit,
            VisitNow(visit=fact.visit, language=fact.language, practice=fact.practice, planned=event.wall),
        )
        return
    now = visits.get(event.visit or "")
    if now is not None:
        visits[now.visit] = _after(now, event)


def _after(now: VisitNow, event: Event) -> VisitNow:
    step = STEPS.get(type(event.fact))
    if step is not None:
        return _stepped(now, event, step)
    changes = _written(now, event) if now.state in WRITABLE else {}
    return msgspec.structs.replace(now, **changes) if changes else now


def _written(now: VisitNow, event: Event) -> dict[str, object]:
    """What a fact that takes no step changes."""
    fact = event.fact
    changes: dict[str, object] = {}
    match fact:
        case CharterWritten(charter=charter) if now.state == "planned":
            changes["versions"] = (_version(charter, event),)
        case CharterAmended(charter=charter, reason=reason) if now.state != "planned":
            changes["versions"] = (*now.versions, _version(charter, event, reason))
        case BoardSet(item=item, by=by):
            changes["board"] = now.board.with_item(item, by)
        case BoardDropped(item=dropped):
            changes["board"] = now.board.without(dropped)
        case Decided():
            changes["decisions"] = {**now.decisions, fact.decision: fact}
        case Noted():
            changes["notes"] = {**now.notes, fact.note: fact}
        case LinesEdited(demo=demo, lines=lines):
            changes["lines"] = {**now.lines, demo: lines}
        case GroupBegan(number=number) if now.state == "open":
            changes["group"] = max(now.group, number)
    return changes


def _stepped(now: VisitNow, event: Event, step: Step) -> VisitNow:
    if not now.may(step):
        return now
    changes: dict[str, object] = {"state": TABLE[now.state, step]}
    match event.fact:
        case VisitOpened():
            changes["opened"] = event.wall
        case VisitClosed():
            changes["closed"] = event.wall
        case VisitReopened():
            changes["closed"] = None
        case VisitSignedOff(purged=purged):
            changes |= {"signed_off": event.wall, "purged": purged}
    return msgspec.structs.replace(now, **changes)


def _version(charter: Charter, event: Event, reason: str = "") -> Version:
    return Version(charter=charter, sha256=digest(charter), wall=event.wall, reason=reason)
