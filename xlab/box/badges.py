"""The kit's own beacons: were all of them heard?"""

from collections.abc import Sequence
from typing import Final

from xlab.beacons.muster import Muster, Mustered
from xlab.box.finding import Finding
from xlab.look.saying import Say, Value

AREA = "badges"

WITH_THE_OTHERS: Final = 3600.0
"""Seconds between the last words of two beacons of one session: one that fell silent earlier is missing."""

_NAMED: Final = 5
"""Beacons that are named; of more it is the box that lies in another room."""


def check_badges(everyone: Muster) -> Finding:
    """Whether all registered beacons are heard; while the kit does not listen, whether all were when it last did."""
    count = len(everyone.beacons)
    if count == 0:
        return Finding(AREA, None, "preflight.badges_none")
    missing = _silent(everyone.beacons) if everyone.listening else _not_with_the_others(everyone.beacons)
    when = "" if everyone.listening else "_then"
    if not missing:
        return Finding(AREA, True, f"preflight.badges_all{when}", {"count": count})
    names = tuple(name_of(one) for one in missing[:_NAMED])
    values: dict[str, Value] = {"missing": len(missing), "count": count, "names": names}
    if len(missing) > _NAMED:
        values["names"] = (*names, Say("preflight.badges_more", {"more": len(missing) - _NAMED}))
    return Finding(AREA, None, f"preflight.badges_silent{when}", values)


def name_of(one: Mustered) -> str | Say:
    """What people call it: animal and accent, or its label."""
    if one.face is not None:
        animal, accent = Say(f"dashboard.animal_{one.face.animal}"), Say(f"dashboard.accent_{one.face.accent}")
        return Say("preflight.badges_face", {"animal": animal, "accent": accent})
    return one.label or Say(f"preflight.badges_nameless_{one.role}")


def _silent(beacons: Sequence[Mustered]) -> list[Mustered]:
    return [one for one in beacons if one.state in ("silent", "never")]


def _not_with_the_others(beacons: Sequence[Mustered]) -> list[Mustered]:
    latest = min((one.ago for one in beacons if one.ago is not None), default=0.0)
    return [one for one in beacons if one.ago is None or one.ago - latest > WITH_THE_OTHERS]
