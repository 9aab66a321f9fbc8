"""Which beacons are the kit's own, and what each is: a fold of what was registered. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from xlab.beacons.sighting import identity
from xlab.events import BeaconRegistered, BeaconUnregistered, Fact
from xlab.link import Face

LONGEST_LABEL: Final = 40
"""Letters of a label: what fits on a tag, as "Cotton, raw"."""

_IDENTITY: Final = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/([0-9]{1,5})/([0-9]{1,5})")
_HIGHEST: Final = 65535


class Registry:
    """The kit's beacons, in the order in which they were first registered."""

    def __init__(self) -> None:
        self._known: dict[str, BeaconRegistered] = {}
        self._faces: dict[str, Face] = {}

    def apply(self, fact: Fact) -> None:
        """Take in one fact; one that is about something else changes nothing."""
        if isinstance(fact, BeaconRegistered):
            self._known[fact.identity] = fact
            if fact.role == "badge" and fact.animal:
                self._faces[fact.identity] = Face(fact.animal, fact.accent)
            else:
                self._faces.pop(fact.identity, None)
        elif isinstance(fact, BeaconUnregistered):
            self._known.pop(fact.identity, None)
            self._faces.pop(fact.identity, None)

    def __contains__(self, beacon: object) -> bool:
        return beacon in self._known

    def __iter__(self) -> Iterator[BeaconRegistered]:
        return iter(self._known.values())

    def __len__(self) -> int:
        return len(self._known)

    def get(self, beacon: str) -> BeaconRegistered | None:
        """What this beacon is registered as; None if it is not."""
        return self._known.get(beacon)

    def may_be_worn(self, beacon: str) -> bool:
        """Whether a visitor may carry it: props and pads stay where they are."""
        known = self._known.get(beacon)
        return known is None or known.role == "badge"

    def faces(self) -> Mapping[str, Face]:
        """The faces that belong to badges for good. Props and pads have a label instead."""
        return self._faces


def well_formed(beacon: str) -> bool:
    """Whether this is a beacon's identity as sightings spell it: ``<uuid>/<major>/<minor>``."""
    found = _IDENTITY.fullmatch(beacon)
    if found is None:
        return False
    major, minor = int(found[2]), int(found[3])
    return max(major, minor) <= _HIGHEST and identity(found[1], major, minor) == beacon


def tidy_label(text: str) -> str:
    """A label without line breaks, invisible letters and space around it. It may still be too long."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
