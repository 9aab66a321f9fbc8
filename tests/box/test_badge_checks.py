"""What the doctor says of the kit's own beacons."""

import pytest

from xlab.beacons.muster import Muster, Mustered
from xlab.box.badges import check_badges
from xlab.link import Face
from xlab.look.words import Words

EN = Words("en")

DAY = 86_400.0


def one(state: str, ago: float | None, **more: object) -> Mustered:
    return Mustered(identity="u/1/1", state=state, ago=ago, **{"face": Face("fox", "coral"), **more})


def test_a_kit_without_badges_gets_advice():
    found = check_badges(Muster())
    assert found.ok is None and "No badge is registered" in found.text(EN) and "import" in found.next_step(EN)


@pytest.mark.parametrize(
    ("beacons", "listening"),
    [
        ((one("here", 0.0), one("heard", 60.0)), True),
        ((one("heard", 30 * DAY), one("heard", 30 * DAY + 600)), False),  # the box was closed for a month
    ],
)
def test_none_is_missing(beacons, listening):
    found = check_badges(Muster(beacons=beacons, listening=listening))
    assert found.ok is True and found.text(EN).startswith("2 registered, and none is missing")


@pytest.mark.parametrize(
    ("beacons", "listening"),
    [
        ((one("here", 0.0), one("silent", 3600.0), one("never", None, face=None, label="Zip", role="prop")), True),
        ((one("heard", DAY), one("heard", 3 * DAY), one("never", None, face=None, label="Zip", role="prop")), False),
    ],
)
def test_who_is_missing_is_named(beacons, listening):
    found = check_badges(Muster(beacons=beacons, listening=listening))
    assert found.ok is None and found.text(EN).startswith("2 of 3") and found.text(EN).endswith(": Fox, coral; Zip.")
    assert "batteries" in found.next_step(EN)


def test_of_many_only_some_are_named():
    found = check_badges(Muster(beacons=tuple(one("silent", DAY) for _ in range(30)), listening=True))
    assert "30 of 30 silent" in found.text(EN) and found.text(EN).endswith("and 25 more.")
