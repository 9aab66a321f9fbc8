"""The kit's own beacons: were all of them heard?"""

from collections.abc import Sequence
from typing import Final

from xlab.beacons.muster import Muster, Mustered
from xlab.box.finding import Finding
from xlab.look.words import Words

AREA = "badges"

WITH_THE_OTHERS: Final = 3600.0
"""Seconds between the last words of two beacons of one session: one that fell silent earlier is missing."""

_NAMED: Final = 5
"""Beacons that are named; of more it is the box that lies in another room."""


def check_badges(everyone: Muster) -> Finding:
    """Whether all registered beacons are heard; while the kit does not listen, whether all were when it last did."""
    count = len(everyone.beacons)
    if count == 0:
        step = "Hold them to a pad on the dashboard's page Badges, or use xlab beacons import."
        return Finding(AREA, None, "No badge is registered: every badge is a stranger to the kit.", step)
    missing = _silent(everyone.beacons) if everyone.listening else _not_with_the_others(everyone.beacons)
    when = "are silent" if everyone.listening else "were not heard when the kit last listened"
    if not missing:
        heard = "heard" if everyone.listening else "heard when the kit last listened"
        return Finding(AREA, True, f"{count} registered, and none is missing: all were {heard}.")
    names = "; ".join(name_of(one) for one in missing[:_NAMED])
    rest = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
    step = "Look for them in the box, and change the batteries of those that stay silent."
    return Finding(AREA, None, f"{len(missing)} of {count} {when}: {names}{rest}.", step)


def name_of(one: Mustered) -> str:
    """What people call it: animal and accent, or its label."""
    if one.face is None:
        return one.label or f"a {one.role} without a label"
    words = Words("en")
    return f"{words(f'dashboard.animal_{one.face.animal}')}, {words(f'dashboard.accent_{one.face.accent}')}"


def _silent(beacons: Sequence[Mustered]) -> list[Mustered]:
    return [one for one in beacons if one.state in ("silent", "never")]


def _not_with_the_others(beacons: Sequence[Mustered]) -> list[Mustered]:
    latest = min((one.ago for one in beacons if one.ago is not None), default=0.0)
    return [one for one in beacons if one.ago is None or one.ago - latest > WITH_THE_OTHERS]
