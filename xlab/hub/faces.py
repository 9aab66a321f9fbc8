"""The faces of beacons, and what may be written of them: who was forgotten stays unwritten until the stay is over."""

from collections.abc import Iterable, Sequence

from xlab.events import BadgeGiven, Draft, Fact, PresenceChanged, Source, beacon_of
from xlab.hub.room import RoomState
from xlab.link import Face
from xlab.look.badges import FACES, give_face
from xlab.store import stamp


class Faces:
    """Gives every beacon in the room a face, keeps those not on the card yet, and knows who was forgotten."""

    def __init__(self, room: RoomState) -> None:
        self._room = room
        self._forgotten: set[str] = set()
        self._unwritten: dict[str, Draft] = {}

    def remember(self, given: Iterable[BadgeGiven]) -> None:
        """The faces of before, oldest first."""
        for fact in given:
            self._room.face(fact.beacon, Face(fact.animal, fact.accent))

    def unwritten(self) -> Sequence[tuple[str, Draft]]:
        """Faces that are not on the card: because they are new, or it was full."""
        return list(self._unwritten.items())

    def written(self, faces: Iterable[tuple[str, Draft]]) -> None:
        """These are on the card now."""
        for beacon, draft in faces:
            if self._unwritten.get(beacon) is draft:
                del self._unwritten[beacon]

    def counts(self, fact: Fact, source: Source) -> bool:
        """Whether a fact goes into the log: none about a forgotten badge until its stay is over, and none of its end.

        Asked once for each fact, in their order. A badge whose stay begins has a face from here on.
        """
        beacon = beacon_of(fact)
        if beacon is None:
            return True
        if isinstance(fact, BadgeGiven):
            return self._adopts(fact)
        if isinstance(fact, PresenceChanged) and fact.kind == "entered":
            self._forgotten.discard(beacon)
        if beacon in self._forgotten:
            if isinstance(fact, PresenceChanged) and fact.kind == "left":
                self._forgotten.discard(beacon)
                self._unface(beacon)
            return False
        if isinstance(fact, PresenceChanged):
            self.give(beacon, source)
        return True

    def give(self, beacon: str, source: Source) -> None:
        """Give a face to a badge that has none; it is written down with whatever is stored next."""
        if beacon not in self._room.faces():
            taken = [(face.animal, face.accent) for face in self._room.faces().values()]
            animal, accent = give_face(beacon, taken)
            self._room.face(beacon, Face(animal, accent))
            self._unwritten[beacon] = stamp(BadgeGiven(beacon=beacon, animal=animal, accent=accent), source=source)

    def forget(self, beacon: str) -> None:
        """From now on nothing is written of this badge until its stay is over."""
        self._forgotten.add(beacon)
        self._unwritten.pop(beacon, None)

    def forgot(self, beacon: str) -> None:
        """All about the badge is erased. While it stays in the room it keeps its face."""
        if not self._room.present(beacon):
            self._room.unface(beacon)

    def _adopts(self, given: BadgeGiven) -> bool:
        """Take over the face that a station gave its simulated badge, unless there is one already or it is none."""
        face = (given.animal, given.accent)
        if face not in FACES or given.beacon in self._room.faces() or given.beacon in self._forgotten:
            return False
        self._room.face(given.beacon, Face(*face))
        return True

    def _unface(self, beacon: str) -> None:
        self._room.unface(beacon)
        self._unwritten.pop(beacon, None)
