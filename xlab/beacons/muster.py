"""The muster of a kit: which of its beacons are heard, and which have fallen silent. Pure: time is an argument."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

import msgspec

from xlab.beacons.registry import Registry
from xlab.beacons.room import Here
from xlab.events import Proximity, Role
from xlab.link import Face

SILENT_AFTER: Final = 180.0
"""Seconds without a word after which a beacon is reported: behind a body or in the box one is heard within a minute."""

State = Literal["here", "heard", "silent", "never"]
"""In the room now; heard a while ago, or the kit has not listened for long enough to say more; silent; never heard."""


class Mustered(msgspec.Struct, frozen=True, kw_only=True):
    """One beacon. ``ago``: seconds since it was heard, None if never; props and pads have no ``face`` of their own."""

    identity: str
    role: Role = "badge"
    label: str = ""
    face: Face | None = None
    state: State = "here"
    station: str | None = None
    proximity: Proximity | None = None
    ago: float | None = 0.0


class Muster(msgspec.Struct, frozen=True, kw_only=True):
    """All registered beacons in the order they were registered, and the strangers that are in the room now.

    ``listening`` is False while the radio cannot hear: then nobody can say who is silent, and none is called so anew.
    """

    beacons: tuple[Mustered, ...] = ()
    strangers: tuple[Mustered, ...] = ()
    listening: bool = False


def muster(
    registry: Registry,
    here: Iterable[Here],
    faces: Mapping[str, Face],
    heard: Mapping[str, float],
    *,
    now: float,
    listening_since: float | None,
) -> Muster:
    """Who is here, and who is missing.

    ``heard`` has the time each beacon was last heard, and ``listening_since`` when the radio came up last (None: it is
    down), both in seconds on the clock of ``now``. Only what was heard live counts: a recording says nothing of this
    kit's batteries.
    """
    present = {one.beacon: one for one in here if one.source == "live"}
    patient = listening_since is not None and now - listening_since >= SILENT_AFTER
    beacons = []
    for known in registry:
        at = present.get(known.identity)
        last = heard.get(known.identity)
        ago = None if last is None else max(0.0, now - last)
        late = ago is None or ago >= SILENT_AFTER
        state: State = "here" if at else "silent" if late and patient and ago is not None else "heard"
        if at is None and ago is None:
            state = "never"
        beacons.append(
            Mustered(
                identity=known.identity,
                role=known.role,
                label=known.label,
                face=registry.faces().get(known.identity),
                state=state,
                station=at.station if at else None,
                proximity=at.proximity if at else None,
                ago=0.0 if at else ago,
            )
        )
    strangers = tuple(
        Mustered(identity=one.beacon, face=faces.get(one.beacon), station=one.station, proximity=one.proximity)
        for one in present.values()
        if one.beacon not in registry
    )
    return Muster(beacons=tuple(beacons), strangers=strangers, listening=listening_since is not None)
