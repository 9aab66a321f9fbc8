"""The registry: a fold of what was registered."""

import pytest

from tests.fakes.badge import UUID
from xlab.beacons.registry import Registry, tidy_label, well_formed
from xlab.events import BeaconRegistered, BeaconUnregistered, KitStarted
from xlab.link import Face

ONE, TWO = f"{UUID}/1/7", f"{UUID}/1/8"


def registry(*facts) -> Registry:
    made = Registry()
    for fact in facts:
        made.apply(fact)
    return made


def test_what_was_registered_last_holds_and_the_order_is_that_of_the_first_time():
    made = registry(
        BeaconRegistered(identity=ONE, role="badge", animal="fox", accent="coral"),
        BeaconRegistered(identity=TWO, role="pad", label="Station 1"),
        KitStarted(version="1"),
        BeaconRegistered(identity=ONE, role="prop", label="Cotton, raw"),
    )
    assert [(one.identity, one.role, one.label) for one in made] == [
        (ONE, "prop", "Cotton, raw"),
        (TWO, "pad", "Station 1"),
    ]


def test_only_badges_own_a_face_and_lose_it_with_their_role():
    badge = BeaconRegistered(identity=ONE, role="badge", animal="fox", accent="coral")
    assert registry(badge).faces() == {ONE: Face("fox", "coral")}
    assert registry(badge, BeaconRegistered(identity=ONE, role="prop", label="Zip")).faces() == {}
    assert registry(badge, BeaconUnregistered(identity=ONE)).faces() == {}


def test_a_beacon_that_was_removed_is_unknown_and_removing_a_stranger_is_harmless():
    made = registry(BeaconRegistered(identity=ONE, role="badge"), BeaconUnregistered(identity=ONE))
    assert ONE not in made and len(made) == 0 and made.get(ONE) is None
    made.apply(BeaconUnregistered(identity=TWO))


@pytest.mark.parametrize(
    ("beacon", "is_one"),
    [
        (f"{UUID}/0/65535", True),
        (f"{UUID}/1/65536", False),
        (f"{UUID}/01/7", False),
        (f"{UUID.upper()}/1/7", False),
        (f"{UUID}/1", False),
        ("1/7", False),
        (f"{UUID}/1/7\n", False),
    ],
)
def test_an_identity_is_spelled_as_sightings_spell_it(beacon, is_one):
    assert well_formed(beacon) is is_one


def test_a_label_is_one_line_of_visible_letters():
    assert tidy_label("  Cotton,\r\n raw\x07\u200b ") == "Cotton, raw"
