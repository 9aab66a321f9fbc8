"""What the wall shows beside rounds: how the visit stands, what is missing, the platforms, the stations. Pure.

Only what everybody in the room may see goes into it, for nobody signs in to see the wall.
"""

from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from xlab.dashboard.join import Invitation
from xlab.events import Source
from xlab.events.rounds import Language
from xlab.events.visits import SupplyStage
from xlab.link import Room
from xlab.link.room import Screen
from xlab.workshop.board import Board, Gap
from xlab.workshop.charter import missing
from xlab.workshop.visit import State, VisitNow

MARK: Final = 12
"""Digits of the charter's SHA-256, as on every screen."""

NUDGES: Final = 3
"""What is still missing, as many as a room takes in; the rest are counted."""

DECISIONS: Final = 4
PLATFORMS: Final = 40


class Missing(Struct, frozen=True):
    """One thing that is missing on the board: of whom, or of which class (``group``) or pattern (``pilot``)."""

    gap: Gap
    name: str


class OnRail(Struct, frozen=True):
    """A platform on the supply chain, with whom it connects; ``pilot``: it is tried first."""

    stage: SupplyStage
    pattern: str
    who: str
    pilot: bool


class Settled(Struct, frozen=True):
    """A decision that holds, and whose it is: a role."""

    what: str
    owner: str


class OnScreen(Struct, frozen=True):
    """A station by its name and what is on its screen."""

    name: str
    screen: Screen | Literal["away"]
    demo: str = ""


class Scene(Struct, frozen=True, kw_only=True):
    """All of it. ``visit`` changes with the visit and is shown to nobody; ``more`` counts what ``missing`` leaves out.

    ``lacks`` names parts of the charter, ``badges`` is where the kit's badges come from. ``address`` is where phones
    join, once they are in the kit's own Wi-Fi ``wifi`` with its ``password``, or in the venue's ``network``, if any.
    """

    visit: str = ""
    state: State | Literal["none"] = "none"
    language: Language | None = None
    practice: bool = False
    unit: str = ""
    vision: str = ""
    charter: str = ""
    group: int = 1
    lacks: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    more: int = 0
    rail: tuple[OnRail, ...] = ()
    decisions: tuple[Settled, ...] = ()
    stations: tuple[OnScreen, ...] = ()
    badges: Source = "live"
    address: str = ""
    wifi: str = ""
    password: str = ""
    network: str = ""


def scene(visit: VisitNow | None, room: Room, invited: Invitation) -> Scene:
    """What the wall shows now."""
    own = invited.own
    return replace(
        _scene(visit, room),
        address=invited.address,
        wifi=own.name if own is not None else "",
        password=own.password if own is not None else "",
        network=invited.network,
    )


def _scene(visit: VisitNow | None, room: Room) -> Scene:
    stations = tuple(
        OnScreen(spot.name, spot.screen, spot.demo or "") for spot in room.spots if spot.screen is not None
    )
    if visit is None or visit.state == "signed_off":
        return Scene(stations=stations, badges=room.radio.source)
    planned = visit.state == "planned"
    nudges = () if planned else _missing(visit.board)
    return Scene(
        visit=visit.visit,
        state=visit.state,
        language=visit.language,
        practice=visit.practice,
        unit=visit.charter.unit,
        vision=visit.charter.vision,
        charter="" if planned or not visit.versions else visit.versions[-1].sha256[:MARK],
        group=visit.group,
        lacks=tuple(dict.fromkeys(name.split(".")[0] for name in missing(visit.charter))) if planned else (),
        missing=nudges[:NUDGES],
        more=max(0, len(nudges) - NUDGES),
        rail=_rail(visit.board),
        decisions=_settled(visit),
        stations=stations,
        badges=room.radio.source,
    )


def _missing(board: Board) -> tuple[Missing, ...]:
    """What is missing, by name; whole classes of stakeholders take turns with what was begun."""
    named = {one.id: one.name for one in board.stakeholders.values()}
    named |= {one.id: one.pattern for one in board.platforms.values()}
    found = [Missing(one.gap, named.get(one.about.removeprefix("pilot:"), one.about)) for one in board.nudges()]
    classes = [one for one in found if one.gap == "group"]
    begun = [one for one in found if one.gap != "group"]
    return (*classes[:2], *begun, *classes[2:])


def _rail(board: Board) -> tuple[OnRail, ...]:
    piloted = {pilot.platform for pilot in board.pilots.values()}
    platforms = [
        OnRail(one.stage, one.pattern, who.name if (who := board.stakeholders.get(one.stakeholder)) else "", pilot)
        for one in board.platforms.values()
        for pilot in (one.id in piloted,)
    ]
    return tuple(sorted(platforms, key=lambda one: not one.pilot)[:PLATFORMS])


def _settled(visit: VisitNow) -> tuple[Settled, ...]:
    replaced = {one.instead_of for one in visit.decisions.values()}
    holding = [one for key, one in visit.decisions.items() if key not in replaced]
    return tuple(Settled(one.what, one.owner) for one in holding[-DECISIONS:])
