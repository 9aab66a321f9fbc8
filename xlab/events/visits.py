"""Facts about visits: from an agreed purpose to what people will try. Owners are roles, never names of people.

All carry the visit in the event's ``visit``. What people fill in is told whole, item by item: the last one counts, and
what was before it stays in the log.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from xlab.events.base import BaseFact
from xlab.events.rounds import Id, Language

Line = Annotated[str, Meta(max_length=200)]
Paragraph = Annotated[str, Meta(max_length=2000)]
Day = Annotated[str, Meta(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?\Z")]
"""A day as 2026-11-30, or empty."""

StakeholderClass = Literal["customer", "supplier", "regulator", "gatekeeper", "ngo", "competitor", "team"]
SupplyStage = Literal["sourcing", "design", "make", "sell", "use", "govern"]
Worth = Literal["money", "recognition", "publicity", "approval", "learning", "safety", "time", "belonging", "influence"]
"""What a stakeholder may value, or bring."""


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A measure of success: what is counted, how much is enough, whose it is (a role), and when it is looked at."""

    what: Line
    target: Line = ""
    owner: Line = ""
    review: Day = ""


class Charter(msgspec.Struct, frozen=True, kw_only=True):
    """What is agreed before a visit opens."""

    unit: Line = ""
    purpose: Paragraph = ""
    vision: Paragraph = ""
    objective: Paragraph = ""
    key_result: Paragraph = ""
    promise: Paragraph = ""
    """What is promised to the room."""
    measures: Annotated[tuple[Measure, ...], Meta(max_length=12)] = ()
    patience: Line = ""
    """How long partners will wait for results."""
    rewards: Paragraph = ""


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """Something a stakeholder could bring."""

    kind: Worth | Literal["data", "skills", "access", "materials", "other"]
    text: Line = ""


class Stakeholder(msgspec.Struct, frozen=True, kw_only=True, tag="stakeholder"):
    """One of those the business unit depends on; ``name`` is a role or a group, as "Fire brigade, region north".

    ``protects`` and ``promotes`` are asked of gatekeepers: what they keep from happening, and what they help along.
    """

    id: Id
    group: StakeholderClass
    name: Line
    values: Annotated[tuple[Worth, ...], Meta(max_length=9)] = ()
    brings: Annotated[tuple[Resource, ...], Meta(max_length=12)] = ()
    protects: Line = ""
    promotes: Line = ""


class Platform(msgspec.Struct, frozen=True, kw_only=True, tag="platform"):
    """A platform that could connect a stakeholder, at a stage of the supply chain, through something it values.

    ``rule`` is the rule that suggested it, or empty where people thought of it themselves.
    """

    id: Id
    pattern: Line
    stage: SupplyStage
    stakeholder: Id
    value: Worth
    rule: Annotated[str, Meta(max_length=60)] = ""
    note: Line = ""


class Pilot(msgspec.Struct, frozen=True, kw_only=True, tag="pilot"):
    """The smallest test of a chosen platform, named by the platform's id."""

    platform: Id
    test: Paragraph = ""
    owner: Line = ""
    measure: Line = ""
    acceptance: Line = ""
    stop: Line = ""
    """What would stop it."""
    review: Day = ""

    @property
    def id(self) -> str:
        """A platform has one pilot."""
        return f"pilot:{self.platform}"


BoardItem = Stakeholder | Platform | Pilot


class VisitPlanned(BaseFact, frozen=True):
    """A visit was planned; a practice is simulated as a whole and gone at its end."""

    visit: Id
    language: Language = "en"
    practice: bool = False


class CharterWritten(BaseFact, frozen=True):
    """The charter as it is now, while the visit is planned."""

    charter: Charter


class CharterAmended(BaseFact, frozen=True):
    """A new version of the frozen charter, with its reason: nothing is edited in place."""

    charter: Charter
    reason: Paragraph


class VisitOpened(BaseFact, frozen=True):
    """The visit opened, and its charter froze: ``sha256`` is that of :func:`xlab.workshop.charter.digest`."""

    sha256: str


class VisitClosed(BaseFact, frozen=True):
    """The visit closed: no round is open any more, and the report is made."""


class VisitReopened(BaseFact, frozen=True):
    """The visit was closed too early."""


class VisitSignedOff(BaseFact, frozen=True):
    """The report stands; raw data is deleted. ``purged`` counts what that was, by the name of the fact.

    ``recordings`` of the radio went with it, and ``backups`` of the kit were written anew without it.
    """

    purged: dict[str, int]
    why: Literal["signed_off", "too_old"] = "signed_off"
    recordings: int = 0
    backups: int = 0


class GroupBegan(BaseFact, frozen=True):
    """The next group of the day came in; they count from 1."""

    number: int


class BoardSet(BaseFact, frozen=True):
    """Something on the board, whole; ``by`` says who wrote it."""

    item: BoardItem
    by: Literal["facilitator", "visitor"] = "facilitator"


class BoardDropped(BaseFact, frozen=True):
    """Something was taken off the board, and why."""

    item: str
    reason: Line = ""


class Decided(BaseFact, frozen=True):
    """A decision: what, why, by which rule, whose it is (a role), until when. ``round`` is the round it rests on."""

    decision: Id
    what: Paragraph
    why: Paragraph = ""
    rule: Line = ""
    owner: Line = ""
    until: Day = ""
    round: Annotated[str, Meta(max_length=60)] = ""
    instead_of: Annotated[str, Meta(max_length=60)] = ""
    """The decision that this one replaces; it stays in the log."""


class EditedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a demo's words, by its ``key``: as the demo says it where ``text`` is empty, or left ``out``."""

    key: Id
    text: Annotated[str, Meta(max_length=300)] = ""
    out: bool = False


class LinesEdited(BaseFact, frozen=True):
    """The words of a demo as the facilitator wants them in this visit, whole and in order; none: as the demo has them.

    They are written in one language and hold in all.
    """

    demo: Id
    lines: Annotated[tuple[EditedLine, ...], Meta(max_length=120)] = ()


class Noted(BaseFact, frozen=True):
    """Something for the report: what was learned, what happens next, what stays open."""

    note: Id
    kind: Literal["learned", "next", "open"]
    text: Paragraph
    owner: Line = ""
    until: Day = ""
    done: bool = False
