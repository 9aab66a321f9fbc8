"""Which face a badge gets: an animal in an accent, unlike every other face of the visit."""

from collections import Counter
from collections.abc import Collection
from hashlib import blake2b
from typing import Final

from xlab.look.animals import ANIMALS
from xlab.look.tokens import ACCENTS

FACES: Final[tuple[tuple[str, str], ...]] = tuple((animal, accent) for accent in ACCENTS for animal in ANIMALS)
"""Every face there is, as ``(animal, accent)``."""


def give_face(
    beacon: str,
    taken: Collection[tuple[str, str]],
    before: Collection[tuple[str, str]] = (),
    owned: Collection[tuple[str, str]] = (),
) -> tuple[str, str]:
    """The face for a beacon when ``taken`` are given already (named twice where two badges share one).

    The same beacon and the same taken faces give the same face, on every machine. A free animal comes before a rare
    accent, because people call a badge by its animal: "the fox", and only then "the amber fox". When all faces are
    taken, the one worn least is worn again. ``before`` are faces of badges that are away and may come back: they are
    left to them while that brings nobody here closer together. ``owned``, of those taken, belong to others for good and
    are worn by nobody else while there are any other.
    """
    copies = Counter(taken)
    animals = Counter(animal for animal, _ in taken)
    accents = Counter(accent for _, accent in taken)
    away = Counter(before)

    def confusing(face: tuple[str, str]) -> tuple[bool, int, int, int, int, bytes]:
        animal, accent = face
        return face in owned, copies[face], animals[animal], away[face], accents[accent], _liking(beacon, face)

    return min(FACES, key=confusing)


def _liking(beacon: str, face: tuple[str, str]) -> bytes:
    """How this beacon ranks this face (rendezvous hashing): kits agree, and a change of the set moves few faces."""
    return blake2b("|".join((beacon, *face)).encode(), digest_size=8).digest()
