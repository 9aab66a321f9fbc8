"""The badges of a kit without a hub: a real registry, and whatever else the page shows as a test wants it."""

import threading

from msgspec import structs

from xlab.beacons import registry_csv
from xlab.beacons.muster import Muster, Mustered
from xlab.beacons.registry import Registry
from xlab.beacons.registry_csv import Preview
from xlab.dashboard.ports import BadgesNow, HoldingNow, Refused
from xlab.events import BeaconRegistered, BeaconUnregistered, Role
from xlab.link import Face
from xlab.look.badges import give_face

UUID = "e2c56db5-dffb-48d2-b060-d0f5a71096e0"


class FakeBadges:
    """Implements :class:`xlab.dashboard.ports.Badges`. ``states`` and ``strangers`` say who is heard."""

    def __init__(self) -> None:
        self.registry = Registry()
        self.states: dict[str, dict[str, object]] = {}
        self.strangers: tuple[Mustered, ...] = ()
        self.holding = HoldingNow()
        self.listening = True
        self.full = False
        self._before: list[list[tuple[str, BeaconRegistered | None]]] = []
        self._lock = threading.RLock()

    def now(self) -> BadgesNow:
        with self._lock:
            beacons = tuple(
                structs.replace(
                    Mustered(identity=one.identity, role=one.role, label=one.label, state="never", ago=None),
                    face=self.registry.faces().get(one.identity),
                    **self.states.get(one.identity, {}),
                )
                for one in self.registry
            )
        strangers = tuple(one for one in self.strangers if one.identity not in self.registry)
        everyone = Muster(beacons=beacons, strangers=strangers, listening=self.listening)
        return BadgesNow(everyone=everyone, holding=self.holding, undoable=len(self._before))

    def register(self, identity: str, role: Role, label: str) -> None:
        self._change([BeaconRegistered(identity=identity, role=role, label="" if role == "badge" else label)])

    def unregister(self, identity: str) -> None:
        self._change([BeaconUnregistered(identity=identity)])

    def undo(self) -> bool:
        if not self._before:
            return False
        changes = self._before.pop()
        self._change([before or BeaconUnregistered(identity=beacon) for beacon, before in changes])
        self._before.pop()
        return True

    def hold(self, role: Role | None, label: str) -> None:
        self.holding = HoldingNow() if role is None else HoldingNow(on=True, role=role, label=label)

    def preview(self, data: bytes) -> Preview:
        return registry_csv.preview(data, self.registry, (UUID,))

    def import_list(self, data: bytes) -> Preview:
        found = self.preview(data)
        rows = (*found.new, *found.changed)
        self._change([BeaconRegistered(identity=row.identity, role=row.role, label=row.label) for row in rows])
        return found

    def _change(self, facts: list[BeaconRegistered | BeaconUnregistered]) -> None:
        if self.full:
            raise Refused("not_stored")
        with self._lock:
            self._before.append([(fact.identity, self.registry.get(fact.identity)) for fact in facts])
            for fact in facts:
                if isinstance(fact, BeaconRegistered) and fact.role == "badge":
                    taken = [(face.animal, face.accent) for face in self.registry.faces().values()]
                    worn = self.registry.faces().get(fact.identity) or Face(*give_face(fact.identity, taken))
                    fact = structs.replace(fact, animal=worn.animal, accent=worn.accent)  # noqa: PLW2901
                self.registry.apply(fact)
