"""Teaching: holding a badge on a pad, walking the room once, and the way back."""

from typing import Literal, Protocol

import msgspec

from xlab.beacons.teach import Offsets, Touch
from xlab.link import Face

LessonKind = Literal["pad", "walk"]

LessonState = Literal["idle", "waiting", "holding", "walking", "standing", "learned", "failed"]
"""``waiting`` for a badge on the pad; ``holding`` it there; ``walking`` to the next station; ``standing`` at one;
``learned``, and not kept yet; ``failed`` for a reason."""


class Problem(msgspec.Struct, frozen=True):
    """Why nothing was learned, or something was not done: a word, the values of its sentence, and the sentence.

    ``values`` name stations by what they are called. The sentence is in English, for programs and the command line;
    pages say it in their reader's language by ``teach.problem_<code>``.
    """

    code: str
    values: dict[str, str | int]
    message: str


class TaughtStation(msgspec.Struct, frozen=True):
    """A station and what it has learned. ``there``: a walk goes past it, for its screen is on or it hears badges."""

    id: str
    name: str
    there: bool
    visited: bool
    offset: float | None
    touch: float | None


class Undo(msgspec.Struct, frozen=True):
    """What undoing takes back (``how`` it came about) and the levels in dB it goes back to, by station id."""

    how: Literal["pad", "walk", "undo", "reset"]
    offsets: dict[str, float]
    touches: dict[str, float]


class Teach(msgspec.Struct, frozen=True):
    """All there is to see of teaching.

    ``station`` is where the lesson is now; ``progress`` of it in 0..1; ``level`` in dB (RSSI minus TX power) of the
    badge it hears best there, whose face is ``face``. ``note`` is what went wrong without ending the lesson,
    ``blocked`` why no lesson can begin now.
    """

    state: LessonState
    kind: LessonKind | None
    station: str | None
    progress: float
    level: float | None
    face: Face | None
    stations: tuple[TaughtStation, ...]
    pad: Touch | None
    walk: Offsets | None
    problem: Problem | None
    note: Problem | None
    blocked: Problem | None
    undo: Undo | None


class TeachRefused(Exception):
    """What was asked cannot be done now."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Teaching(Protocol):
    """One lesson at a time. All may be called from any thread; all but :meth:`now` raise :class:`TeachRefused`."""

    def now(self) -> Teach:
        """The lesson as it stands."""
        ...

    def start_pad(self, station: str, beacon: str | None) -> Teach:
        """Learn the pad of a station, from this badge or from the one that is heard best there."""
        ...

    def start_walk(self) -> Teach:
        """Learn what stations hear above each other."""
        ...

    def here(self, station: str) -> Teach:
        """Somebody who walks stands at this station now."""
        ...

    def finish(self) -> Teach:
        """The walk is over, though not every station was visited."""
        ...

    def keep(self) -> Teach:
        """Keep what was learned."""
        ...

    def cancel(self) -> Teach:
        """End the lesson; nothing of it remains."""
        ...

    def undo(self) -> Teach:
        """Go back to what was known before the last lesson that was kept."""
        ...

    def reset(self) -> Teach:
        """Forget every lesson; this can be undone, too."""
        ...
