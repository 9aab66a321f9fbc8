"""From the facts of a visit to its report. Pure: the same events give the same report, whenever and wherever."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Final

import msgspec

from xlab.catalogue.manifest import Manifest
from xlab.events import Event, Source
from xlab.events.visits import Noted, Platform, StakeholderClass
from xlab.report._evidence import demos
from xlab.report._people import people
from xlab.report._rounds import results
from xlab.report.limits import limits
from xlab.report.model import Amendment, Connection, Report
from xlab.workshop import charter as charters
from xlab.workshop.board import GROUPS, Board
from xlab.workshop.visit import VisitNow

_NO_DAY: Final = "9999"
"""Sorts after every day."""


def build(
    events: Iterable[Event], visit: VisitNow, manifests: Mapping[str, Manifest], now: float, zone: tzinfo = UTC
) -> Report:
    """The report of ``visit`` from the kit's events, with the manifests of its demos by id.

    ``now`` is in seconds since 1970; ``zone`` is where the visit took place, for its days. Takes up to some seconds for
    a full room (opinion groups are compared with rooms drawn by lot), so never call it on the loop.
    """
    told = list(events)
    mine = [event for event in told if event.visit == visit.visit]
    # A practice is simulated as a whole: there, that is the evidence the page is about.
    source: Source = "simulated" if visit.practice else "live"
    rounds, elsewhere = results(mine, source, visit.language)
    played, others, runs = demos(mine, visit.visit, source, manifests, visit.language)
    here = _here(visit.board)
    day = _day(visit.opened or visit.planned or now, zone)
    notes = [note for note in visit.notes.values() if not note.done]
    replaced = {one.instead_of for one in visit.decisions.values() if one.instead_of}
    return Report(
        visit=visit.visit,
        language=visit.language,
        practice=visit.practice,
        made=now,
        day=day,
        charter=visit.charter,
        versions=tuple(_versions(visit, zone)),
        people=people(told, visit.visit, source),
        here=here,
        missing=tuple(group for group in GROUPS if group not in here),
        stakeholders=tuple(visit.board.stakeholders.values()),
        connections=_connections(visit.board),
        nudges=visit.board.nudges(),
        names=_names(visit.board),
        decisions=tuple(one for key, one in visit.decisions.items() if key not in replaced),
        replaced=tuple(one for key, one in visit.decisions.items() if key in replaced),
        learned=_of("learned", notes),
        upcoming=tuple(sorted(_of("next", notes), key=lambda note: note.until or _NO_DAY)),
        open_ends=_of("open", notes),
        reviews=_reviews(visit, day),
        rounds=rounds,
        elsewhere=elsewhere,
        runs=runs,
        demos=played,
        others=others,
        limits=limits(visit.language),
        purged=visit.purged if visit.state == "signed_off" else None,
    )


def signed(report: Report, visit: VisitNow) -> Report:
    """The report with the note of what was deleted at sign-off, after which it cannot be built again from the log."""
    return msgspec.structs.replace(report, purged=visit.purged)


def _here(board: Board) -> dict[StakeholderClass, tuple[str, ...]]:
    here: dict[StakeholderClass, tuple[str, ...]] = {}
    for group in GROUPS:
        names = tuple(one.name for one in board.stakeholders.values() if one.group == group)
        if names:
            here[group] = names
    return here


def _versions(visit: VisitNow, zone: tzinfo) -> Iterator[Amendment]:
    before = None
    for number, version in enumerate(visit.versions, 1):
        yield Amendment(
            number=number,
            sha256=version.sha256,
            day=_day(version.wall, zone),
            reason=version.reason,
            changed=charters.changes(before, version.charter) if before is not None else (),
        )
        before = version.charter


def _connections(board: Board) -> tuple[Connection, ...]:
    pilots = {pilot.platform: pilot for pilot in board.pilots.values()}
    return tuple(
        Connection(
            id=one.id,
            pattern=one.pattern,
            stage=one.stage,
            who=_who(board, one),
            value=one.value,
            rule=one.rule,
            note=one.note,
            pilot=pilots.get(one.id),
        )
        for one in board.platforms.values()
    )


def _who(board: Board, platform: Platform) -> str:
    stakeholder = board.stakeholders.get(platform.stakeholder)
    return stakeholder.name if stakeholder is not None else ""


def _names(board: Board) -> dict[str, str]:
    names = {one.id: one.name for one in board.stakeholders.values()}
    names |= {one.id: one.pattern for one in board.platforms.values()}
    return names | {pilot.id: names.get(pilot.platform, "") for pilot in board.pilots.values()}


def _of(kind: str, notes: Iterable[Noted]) -> tuple[Noted, ...]:
    return tuple(note for note in notes if note.kind == kind)


def _reviews(visit: VisitNow, day: str) -> tuple[str, ...]:
    """The days on which measures and pilots are looked at again, from the visit's own day on."""
    dated: Sequence[str] = [
        *(measure.review for measure in visit.charter.measures),
        *(pilot.review for pilot in visit.board.pilots.values()),
    ]
    return tuple(sorted({one for one in dated if one >= day and _is_day(one)}))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:  # a 31st of June has the form of a day
        return False
    return True


def _day(wall: float, zone: tzinfo) -> str:
    return datetime.fromtimestamp(wall, zone).date().isoformat()
