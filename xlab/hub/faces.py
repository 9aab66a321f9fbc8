"""The faces of beacons, and what may be written of them: who was forgotten stays unwritten until the stay is over.

A registered badge has its face for good: it is the badge's, as the sticker on it, and says nothing of who carries it.
Being forgotten therefore takes nothing from the face of a registered badge, and everything that was written of it.
Every other beacon wears a face that no registered badge has and nobody else in the room wears.
"""

from collections.abc import Iterable, Sequence

from xlab.beacons.registry import Registry
from xlab.events import BadgeGiven, Draft, Fact, PresenceChanged, Source, beacon_of
from xlab.hub.room import RoomState
from xlab.link import Face
from xlab.look.badges import FACES, give_face
from xlab.store import stamp


class Faces:
    """Gives every beacon in the room a face, keeps those not on the card yet, and knows who was forgotten."""

    def __init__(self, room: RoomState, registry: Registry) -> None:
        self._room = room
        self._registry = registry
        self._forgotten: set[str] = set()
        self._unwritten: dict[str, Draft] = {}
        self._last_worn: dict[str, Face] = {}
        """The faces that belonged to visitors of the group before."""

    def remember(self, given: Iterable[BadgeGiven]) -> None:
        """The faces of before, oldest first; those of registered badges are in the registry."""
        for fact in given:
            self._room.face(fact.beacon, Face(fact.animal, fact.accent))
        for beacon, face in self._registry.faces().items():
            self._room.face(beacon, face)

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
            self.give(beacon, source, fact.kind == "entered")
        return True

    def give(self, beacon: str, source: Source, arrives: bool = True) -> None:
        """Give a face to a beacon that has none; it is written down with whatever is stored next.

        Whoever ``arrives`` with a face that is another's by now gets a fresh one.
        """
        worn = self._room.faces().get(beacon)
        if worn is None or (arrives and beacon not in self._registry.faces() and worn in self._worn_near(beacon)):
            face = self.choose(beacon, [self._last_worn[beacon]] if beacon in self._last_worn else [])
            self._room.face(beacon, face)
            self._write(beacon, face, source)

    def choose(self, beacon: str, also: Iterable[Face] = (), wish: Face | None = None) -> Face:
        """A face unlike ``also`` and those of all registered badges and of everyone here.

        The one it has, or had as a ``wish`` before it was removed, if that will do.
        """
        near = [*self._worn_near(beacon), *also]
        for worn in (wish, self._room.faces().get(beacon)):
            if worn is not None and worn not in near:
                return worn
        away = [face for other, face in self._room.faces().items() if other != beacon]
        owned = self._registry.faces().values()
        return Face(*give_face(beacon, *([_pair(face) for face in faces] for faces in (near, away, owned))))

    def own(self, beacon: str) -> None:
        """The registry has changed: take over what it says of this beacon's face."""
        face = self._registry.faces().get(beacon)
        if face is not None:
            self._unwritten.pop(beacon, None)
            self._room.face(beacon, face)
            self._give_way(beacon, face)
        elif not self._room.present(beacon):
            self._unface(beacon)
        elif (worn := self._room.faces().get(beacon)) is not None and beacon not in self._forgotten:
            # It keeps its face while it is here, and that is kept with what else is known of it.
            self._write(beacon, worn, "live")

    def forget(self, beacon: str) -> None:
        """From now on nothing is written of this badge until its stay is over."""
        self._forgotten.add(beacon)
        self._unwritten.pop(beacon, None)

    def forgot(self, beacon: str) -> None:
        """All about the badge is erased. While it stays in the room it keeps its face."""
        if not self._room.present(beacon):
            self._unface(beacon)

    def returned(self, beacon: str) -> None:
        """The badge came back between two groups. If it is not the kit's own, whoever takes it next wears another face.

        The room is told by whoever calls this.
        """
        if beacon in self._registry.faces():
            return
        if (worn := self._room.faces().get(beacon)) is not None:
            self._last_worn[beacon] = worn
        self._unface(beacon)
        here = next((one for one in self._room.here() if one.beacon == beacon), None)
        if here is not None:
            self.give(beacon, here.source)

    def _worn_near(self, beacon: str) -> list[Face]:
        """The faces of registered badges, wherever they are, and of all others in the room; not this beacon's."""
        near = {**self._room.worn(), **self._registry.faces()}
        return [face for other, face in near.items() if other != beacon]

    def _give_way(self, badge: str, face: Face) -> None:
        """Whoever came in with this face while it was being written down for a registered badge gets another."""
        for here in self._room.here():
            if here.beacon not in (badge, *self._registry.faces()) and self._room.faces().get(here.beacon) == face:
                self._room.unface(here.beacon)
                self.give(here.beacon, here.source)

    def _adopts(self, given: BadgeGiven) -> bool:
        """Take over the face a station gave its simulated badge, unless it has one, or that is none or another's."""
        face = Face(given.animal, given.accent)
        if _pair(face) not in FACES or given.beacon in self._room.faces() or given.beacon in self._forgotten:
            return False
        if face in self._registry.faces().values():
            return False
        self._room.face(given.beacon, face)
        return True

    def _write(self, beacon: str, face: Face, source: Source) -> None:
        given = BadgeGiven(beacon=beacon, animal=face.animal, accent=face.accent)
        self._unwritten[beacon] = stamp(given, source=source)

    def _unface(self, beacon: str) -> None:
        self._unwritten.pop(beacon, None)
        if beacon not in self._registry.faces():
            self._room.unface(beacon)


def _pair(face: Face) -> tuple[str, str]:
    return face.animal, face.accent
