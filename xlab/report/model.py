"""What a report says, as plain data in the visit's language: pages, print and data files are all made from it. Pure.

Whatever stands here may be read by anybody: there is no voter, no badge and no raw answer in it, and no number of
people that :mod:`xlab.workshop.privacy` hides.
"""

from collections.abc import Mapping
from typing import Literal

import msgspec

from xlab.events import Source
from xlab.events.rounds import Kind, Language
from xlab.events.visits import Charter, Decided, Noted, Pilot, Stakeholder, StakeholderClass, SupplyStage, Worth
from xlab.report.intervals import Estimate
from xlab.workshop.board import Nudge

Leaning = Literal["agree", "mixed", "disagree"]
"""Which way a group leans: a band, since a count would tell of a few people in it."""


class Amendment(msgspec.Struct, frozen=True, kw_only=True):
    """A version of the charter; ``changed`` names the fields that differ from the one before. ``day`` as 2026-11-30."""

    number: int
    sha256: str
    day: str
    reason: str = ""
    changed: tuple[str, ...] = ()


class GroupCount(msgspec.Struct, frozen=True, kw_only=True):
    """A group of the day: how many phones and badges, None where it would be too few to tell."""

    number: int
    phones: int | None = None
    badges: int | None = None


class People(msgspec.Struct, frozen=True, kw_only=True):
    """Who came: devices, not people. None: fewer than are told."""

    phones: int | None = None
    badges: int | None = None
    groups: tuple[GroupCount, ...] = ()


class Connection(msgspec.Struct, frozen=True, kw_only=True):
    """A platform on the board with whom it connects, and its pilot where there is one."""

    id: str
    pattern: str
    stage: SupplyStage
    who: str
    value: Worth
    rule: str = ""
    note: str = ""
    pilot: Pilot | None = None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a result, out of ``n`` people; without ``figure`` they are too few.

    ``against`` is the share that disagrees. ``seeded`` is False where a visitor brought it up.
    """

    label: str
    n: int
    figure: Estimate | None = None
    against: Estimate | None = None
    seeded: bool = True


class Camp(msgspec.Struct, frozen=True, kw_only=True):
    """An opinion group: how many people, where its middle is on the map, and how far they are from it on average."""

    size: int
    x: float
    y: float
    spread: float


class Divide(msgspec.Struct, frozen=True, kw_only=True):
    """A statement and which way each group leans, in the order of the groups."""

    label: str
    leanings: tuple[Leaning, ...]


class Opinions(msgspec.Struct, frozen=True, kw_only=True):
    """Opinion groups of ``n`` people; ``chance`` is the share of rooms drawn by lot that look as grouped, 0 to 1.

    ``camps`` is empty where one of them is too small to be shown.
    """

    n: int
    chance: float
    camps: tuple[Camp, ...] = ()
    divides: tuple[Divide, ...] = ()
    common: tuple[str, ...] = ()


class SideRow(msgspec.Struct, frozen=True, kw_only=True):
    """The ``n`` people of one side, by column; None where the number is not shown."""

    label: str
    n: int
    counts: tuple[int | None, ...]


class SideTable(msgspec.Struct, frozen=True, kw_only=True):
    """What each side answered; ``label`` is the statement it is about, or empty."""

    label: str
    columns: tuple[str, ...]
    rows: tuple[SideRow, ...]


class RoundResult(msgspec.Struct, frozen=True, kw_only=True):
    """One round. ``n`` people answered, None where they are too few. ``ideas`` are what the facilitator let through.

    ``figure`` is by kind: choice, scale and statements a share 0 to 1; pair the chance to win 0 to 1; rank the mean
    place from 1; budget mean points. ``mean`` is that of a scale.
    """

    id: str
    kind: Kind
    question: str
    source: Source
    n: int | None = None
    rows: tuple[Row, ...] = ()
    mean: Estimate | None = None
    ends: tuple[str, str] = ("", "")
    steps: int = 0
    budget: int = 0
    ideas: tuple[str, ...] = ()
    parked: int = 0
    hidden: int = 0
    waiting: int = 0
    opinions: Opinions | None = None
    sides: tuple[SideTable, ...] = ()


class Bin(msgspec.Struct, frozen=True, kw_only=True):
    """One bar of a chart of what a demo recorded."""

    label: str
    count: int


class FieldResult(msgspec.Struct, frozen=True, kw_only=True):
    """What one field of a demo adds up to, out of ``n`` values; ``chart`` is what its manifest names.

    ``share`` is there for share, ``bins`` for count, histogram, map and rank, ``mean`` for numbers.
    """

    field: str
    label: str
    chart: Literal["share", "count", "histogram", "map", "rank"]
    n: int
    share: Estimate | None = None
    bins: tuple[Bin, ...] = ()
    mean: Estimate | None = None


class DemoResult(msgspec.Struct, frozen=True, kw_only=True):
    """A demo's evidence from one source; ``stations`` is the runs by number of station, None where too few to tell."""

    demo: str
    title: str
    question: str
    stage: SupplyStage | None
    source: Source
    runs: int | None
    minutes: float | None
    stations: Mapping[int, int | None] = {}
    fields: tuple[FieldResult, ...] = ()


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """Something measured: possible or not, the figure, what it rests on, and where it stands."""

    possible: bool
    figure: str
    says: str
    basis: str
    source: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A report, whole. Days are as 2026-11-30, ``made`` is seconds since 1970.

    ``reviews`` are the days on which something is looked at again, the next one first. ``elsewhere`` and ``others``
    hold what is not live evidence (in a practice visit: what is not simulated).
    """

    visit: str
    language: Language
    practice: bool
    made: float
    day: str
    charter: Charter
    versions: tuple[Amendment, ...] = ()
    people: People = People()
    here: Mapping[StakeholderClass, tuple[str, ...]] = {}
    missing: tuple[StakeholderClass, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    connections: tuple[Connection, ...] = ()
    nudges: tuple[Nudge, ...] = ()
    names: Mapping[str, str] = {}
    decisions: tuple[Decided, ...] = ()
    replaced: tuple[Decided, ...] = ()
    learned: tuple[Noted, ...] = ()
    upcoming: tuple[Noted, ...] = ()
    open_ends: tuple[Noted, ...] = ()
    reviews: tuple[str, ...] = ()
    rounds: tuple[RoundResult, ...] = ()
    elsewhere: tuple[RoundResult, ...] = ()
    runs: int | None = None
    demos: tuple[DemoResult, ...] = ()
    others: tuple[DemoResult, ...] = ()
    limits: tuple[Limit, ...] = ()
    purged: Mapping[str, int] | None = None
