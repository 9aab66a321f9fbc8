"""What reaches a demo: touches, taps, badges, and what the kit knows of them."""

from typing import Literal

import msgspec

from xlab.events import Role
from xlab.events.rounds import AnswerValue

Phase = Literal["down", "move", "up", "cancel"]


class Touch(msgspec.Struct, frozen=True):
    """A finger or the mouse, in pixels of the demo's surface. ``pointer`` tells fingers apart while they are down.

    ``phase`` is ``down``, ``move``, ``up`` or ``cancel``; what a cancelled touch began is to be taken back.

    >>> Touch(1, "down", 320.0, 200.0).phase
    'down'
    """

    pointer: int
    phase: Phase
    x: float
    y: float


class Tap(msgspec.Struct, frozen=True):
    """A touch that went down and up in about one place, in pixels of the demo's surface.

    >>> class Marks(Demo):
    ...     def tap(self, tap: Tap) -> None:
    ...         self.mark = (tap.x, tap.y)
    """

    pointer: int
    x: float
    y: float


class Badge(msgspec.Struct, frozen=True):
    """A badge as visitors see it: its animal and accent. ``beacon`` is its identity and never shown.

    A thing that carries a beacon, a sample to be put on the pad for one, has the ``role`` ``"prop"``; its ``label`` is
    what the facilitator called it, and empty for the badge of a visitor.

    >>> [(badge.animal, badge.accent, badge.role) for badge in stage.badges]
    [('fox', 'amber', 'badge')]
    >>> Badge("beacon", "owl", "sky", role="prop", label="Cotton").label
    'Cotton'
    """

    beacon: str
    animal: str
    accent: str
    role: Role = "badge"
    label: str = ""


class Presence(msgspec.Struct, frozen=True, kw_only=True):
    """A badge came to this station, changed how close it is, or went.

    >>> class Greets(Demo):
    ...     def presence(self, change: Presence) -> None:
    ...         if change.kind == "entered" and change.proximity == "touch":
    ...             self.guest = change.badge
    """

    kind: Literal["entered", "moved", "left"]
    badge: Badge
    proximity: Literal["touch", "near", "far"]
    source: Literal["live", "recorded", "simulated"] = "live"


class Answer(msgspec.Struct, frozen=True):
    """What somebody answered when the demo asked the room, or changed an answer to.

    ``voter`` tells people apart within one question: those on phones count from 1, those at this screen are 0, -1, and
    so on. What ``item`` and ``value`` are depends on the kind of the question; see :meth:`Stage.ask`.

    >>> class Votes(Demo):
    ...     def start(self, stage: Stage) -> None:
    ...         self.votes: dict[int, AnswerValue] = {}
    ...     def answer(self, answer: Answer) -> None:
    ...         self.votes[answer.voter] = answer.value  # the last one counts
    """

    voter: int
    item: str
    value: AnswerValue


class Idea(msgspec.Struct, frozen=True, kw_only=True):
    """Something a visitor wrote and the facilitator let through; its ``id`` is the item that others answer.

    >>> Idea(id="4f1c", text="Longer opening hours").text
    'Longer opening hours'
    """

    id: str
    text: str


class KnownFact(msgspec.Struct, frozen=True, kw_only=True):
    """One thing the kit knows about a badge: ``what`` is a word such as ``entered`` or the name of a recorded value.

    ``wall`` is the time in seconds since 1970, ``station`` the name of the place.

    >>> [fact.what for fact in stage.known(badge)]
    ['entered', 'entered']
    """

    wall: float
    what: str
    station: str
    detail: str = ""
