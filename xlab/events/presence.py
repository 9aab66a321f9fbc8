"""Facts about beacons: whose they are, where they are, and that one be forgotten."""

from xlab.events.base import BaseFact, PresenceKind, Proximity, Role


class BadgeGiven(BaseFact, frozen=True):
    """A beacon got its face: an animal in an accent colour, unlike every other face of the visit."""

    beacon: str
    animal: str
    accent: str


class BeaconRegistered(BaseFact, frozen=True):
    """The facilitator made a beacon one of the kit's own; again with other values: changed.

    ``label`` says what a prop or pad is, as "Cotton, raw"; badges have none, but a face, ``animal`` and ``accent``,
    which is theirs for good. The field is ``identity``, not ``beacon``: it is about the kit's hardware, and a visitor
    who is forgotten does not take it along.
    """

    identity: str
    role: Role
    label: str = ""
    animal: str = ""
    accent: str = ""


class BeaconUnregistered(BaseFact, frozen=True):
    """A beacon is no longer one of the kit's own."""

    identity: str


class BadgeReturned(BaseFact, frozen=True):
    """A badge came back between two groups: whatever is known of it from before belongs to somebody who left."""

    beacon: str


class PresenceChanged(BaseFact, frozen=True):
    """A beacon entered, moved, or left. The station is the event's; none after leaving."""

    kind: PresenceKind
    beacon: str
    proximity: Proximity


class ForgetBadge(BaseFact, frozen=True):
    """A visitor's wish: erase what is known of this badge. The hub obeys it and never stores it."""

    beacon: str
