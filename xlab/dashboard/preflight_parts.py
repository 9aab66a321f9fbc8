"""What the preflight says of each part: what the kit found itself, and what a person saw at the stations. Pure."""

from collections.abc import Sequence
from typing import Final, Literal

import msgspec

from xlab.dashboard.ports.machine import Finding
from xlab.link import Check

Area = str

PARTS: Final[tuple[Area, ...]] = (
    *("radio", "badges", "display", "touch", "sound", "camera", "opened"),
    *("power", "warmth", "clock", "card", "disk", "home"),
    *("network", "dashboard", "demos", "sandbox", "update", "assets", "prints", "settings"),
)
"""In the order of the page: what visitors meet, the machine, what the kit is made of. Others come after these."""

BY_HAND: Final = frozenset({"display", "touch", "sound", "camera", "opened"})
"""What a person at the station has to see, hear or touch."""

_OF_A_STATION: Final = {"demos": "opened"}
"""What a station calls otherwise: that its demos open is not that they are on the kit."""

_ALWAYS: Final = frozenset({"radio", "badges", "power", "warmth", "clock", "disk", "network", "demos"}) | BY_HAND

_UNMEASURED: Final = ("preflight.power_unmeasured", "preflight.warmth_unmeasured")

DAY: Final = 86_400.0
OLD: Final = DAY
"""Seconds after which what a person saw at a station counts as from another place."""

State = Literal["no", "so", "unknown", "waits", "well"]
"""Needs somebody; could be better; nothing measures it; not looked at yet; well."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was found, ``station`` the name of where, if a person found it there."""

    finding: Finding
    station: str = ""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One part of the kit."""

    area: Area
    state: State
    said: tuple[Said, ...] = ()


class Station(msgspec.Struct, frozen=True, kw_only=True):
    """A station with a screen. ``walked`` is when a person checked it last (seconds since 1970), and what they saw."""

    id: str
    name: str
    own: bool = False
    here: bool = True
    walked: float | None = None
    checks: tuple[Check, ...] = ()

    @property
    def bad(self) -> tuple[Check, ...]:
        """What needs somebody."""
        return tuple(one for one in self.checks if one.ok is False)


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """The whole page: ``needs`` and ``better`` in the order of the parts, with the part each belongs to."""

    parts: tuple[Part, ...]
    needs: tuple[tuple[Area, Said], ...]
    better: tuple[tuple[Area, Said], ...]


def lay_out(findings: Sequence[Finding], stations: Sequence[Station], wall: float) -> Board:
    """Every part with its state. ``wall`` is what time the kit thinks it is."""
    found: dict[Area, list[Said]] = {}
    walked = [one for one in stations if one.walked is not None]
    own = any(one.own for one in stations)
    for finding in findings:
        # What a person saw at the screens says more than what is plugged in; and a hub in a cupboard needs no hands.
        if finding.area not in BY_HAND or (not walked and own) or (finding.area == "display" and finding.ok is False):
            found.setdefault(finding.area, []).append(Said(finding=finding))
    for station in walked:
        for check in station.checks:
            area = _OF_A_STATION.get(check.area, check.area)
            finding = Finding(area=area, ok=check.ok, key=check.key, values=dict(check.values))
            if area in BY_HAND or check.ok is False:
                found.setdefault(area, []).append(Said(finding=finding, station=station.name))
    order = [*PARTS, *sorted(set(found) - set(PARTS))]
    parts = tuple(_part(area, tuple(found.get(area, ()))) for area in order if area in found or area in _ALWAYS)
    needs = [(part.area, said) for part in parts for said in part.said if said.finding.ok is False]
    if not any(one.here for one in stations):
        nobody = Finding(area="stations", ok=False, key="preflight.walk_nobody")
        needs.insert(0, ("stations", Said(finding=nobody)))
    better = [
        (part.area, said)
        for part in parts
        for said in part.said
        if said.finding.ok is None and part.state not in ("waits", "unknown")
    ]
    return Board(parts=parts, needs=tuple(needs), better=(*_unwalked(stations, wall), *better))


def _part(area: Area, said: tuple[Said, ...]) -> Part:
    answers = {one.finding.ok for one in said}
    by_a_person = any(one.station for one in said)
    if False in answers:
        state: State = "no"
    elif not said or (area in BY_HAND and not by_a_person):
        state = "waits"
    elif None in answers:
        state = "so"
    else:
        state = "unknown" if any(one.finding.key in _UNMEASURED for one in said) else "well"
    return Part(area=area, state=state, said=said)


def _unwalked(stations: Sequence[Station], wall: float) -> list[tuple[Area, Said]]:
    """The stations that nobody checked, here."""
    found = []
    for one in stations:
        values: dict[str, str | int] = {"station": one.name}
        if one.walked is None:
            key = "preflight.walk_never"
        elif wall - one.walked > OLD:
            days = int((wall - one.walked) // DAY)
            key, values["days"] = "preflight.walk_old" if days > 1 else "preflight.walk_old_one", days
        else:
            continue
        finding = Finding(area="stations", ok=None, key=key, values={**values})
        found.append(("stations", Said(finding=finding)))
    return found
