"""What the log itself says of a visit, read anew for whoever wants to look behind a figure."""

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct

from xlab.events import Source
from xlab.events.rounds import Verdict
from xlab.link.rounds import RoundNow
from xlab.report import Report


class Recount(Struct, frozen=True, kw_only=True):
    """A round counted from the log: at ``at`` (seconds since 1970), from ``events`` entries about it.

    ``erased``: its visit was signed off, so what single people said is gone from the log. ``ideas`` counts what became
    of the room's own words; those that wait are under None.
    """

    at: float
    events: int
    now: RoundNow
    visit: str
    erased: bool = False
    ideas: Mapping[Verdict | None, int] = {}


class Runs(Struct, frozen=True, kw_only=True):
    """Runs of one source: a row for each demo, a column for each station, then totals; None where too few to tell."""

    source: Source
    demos: tuple[str, ...]
    stations: tuple[str, ...]
    counts: tuple[tuple[int | None, ...], ...]


class Found(Struct, frozen=True, kw_only=True):
    """The evidence of one visit: rounds and demos as its report tells them, and runs by station.

    ``asked`` is the station at which each round was asked, empty where the facilitator asked the room.
    """

    report: Report
    runs: tuple[Runs, ...] = ()
    asked: Mapping[str, str] = {}


class Findings(Protocol):
    """``kit.findings``. From any thread, never on the loop; both read the log, and take up to some seconds."""

    def recount(self, round_id: str) -> Recount | None:
        """Count a round anew, from the log alone; None if the log knows no such round."""
        ...

    def evidence(self, visit: str) -> Found | None:
        """What the log holds of a visit; None if it knows no such visit."""
        ...
