"""How far the badges of one kit are apart, for every eye: first by animal, then by colour."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.look.colour_science import DEUTERANOPIA, NORMAL, PROTANOPIA, TRITANOPIA, difference
from xlab.look import tokens
from xlab.look.animals import ANIMALS
from xlab.look.badges import give_face

MOST = 40
"""Badges of a full kit."""

APART = 15.0
"""CIE76 units between two badges of one animal, as between any two accents (test_tokens)."""

EYES = {"all cones": NORMAL, "protanopia": PROTANOPIA, "deuteranopia": DEUTERANOPIA, "tritanopia": TRITANOPIA}


def kit(count: int, before=(), first: int = 0) -> list[tuple[str, str]]:
    """The faces of a kit whose badges are registered one after the other."""
    faces: list[tuple[str, str]] = []
    for number in range(count):
        faces.append(give_face(f"e2c56db5-dffb-48d2-b060-d0f5a71096e0/1/{first + number}", faces, before))
    return faces


@settings(max_examples=25)
@given(st.integers(0, 60_000), st.integers(0, MOST))
def test_no_animal_comes_again_before_all_are_there(first, strangers):
    before = kit(strangers, first=1)
    faces = kit(MOST, before, first)
    assert len(set(faces)) == MOST
    for begin in range(0, MOST, len(ANIMALS)):
        animals = [animal for animal, _ in faces[begin : begin + len(ANIMALS)]]
        assert len(set(animals)) == len(animals)


@pytest.mark.parametrize("eye", EYES)
def test_two_badges_of_one_animal_are_apart_for_every_eye(eye):
    closest = min(
        (difference(tokens.ACCENTS[one], tokens.ACCENTS[other], EYES[eye]), animal, one, other)
        for (animal, one), (same, other) in combinations(kit(MOST), 2)
        if animal == same
    )
    assert closest[0] >= APART, closest


def test_a_face_of_somebody_who_is_away_is_left_to_them():
    away = kit(16)
    assert set(kit(16, away)).isdisjoint(away)
