"""Who gets which face."""

from hypothesis import given, settings
from hypothesis import strategies as st

from xlab.look.animals import ANIMALS
from xlab.look.badges import FACES, give_face
from xlab.look.tokens import ACCENTS

beacons = st.builds("e2c56db5-dffb-48d2-b060-d0f5a71096e0/{}/{}".format, st.integers(0, 65535), st.integers(0, 65535))


def test_there_are_eighty_faces() -> None:
    assert len(set(FACES)) == len(FACES) == 80


@given(beacons, st.sets(st.sampled_from(FACES)))
def test_a_face_is_free_while_one_is_and_the_same_for_the_same_question(
    beacon: str, taken: set[tuple[str, str]]
) -> None:
    face = give_face(beacon, taken)
    assert face in FACES
    assert face not in taken or len(taken) == len(FACES)
    assert give_face(beacon, sorted(taken, reverse=True)) == face


@settings(max_examples=20)
@given(st.lists(beacons, min_size=80, max_size=80, unique=True))
def test_a_roomful_of_badges_is_told_apart(room: list[str]) -> None:
    given_so_far: list[tuple[str, str]] = []
    for beacon in room:
        given_so_far.append(give_face(beacon, given_so_far))
    assert len(set(given_so_far)) == 80
    assert {animal for animal, _ in given_so_far[:16]} == set(ANIMALS)
    assert {accent for _, accent in given_so_far[:5]} == set(ACCENTS)


def test_when_all_are_taken_the_least_worn_is_worn_again() -> None:
    worn_twice_but_one = [*FACES, *(face for face in FACES if face != ("owl", "leaf"))]
    assert give_face("beacon", worn_twice_but_one) == ("owl", "leaf")


def test_different_badges_like_different_faces() -> None:
    assert len({give_face(f"beacon/{number}", ()) for number in range(400)}) > 60


def test_a_known_badge_keeps_its_face_from_release_to_release() -> None:
    assert give_face("e2c56db5-dffb-48d2-b060-d0f5a71096e0/1/7", ()) == ("snail", "sky")
