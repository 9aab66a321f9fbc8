"""The kit's own beacons while no hub runs: read from the event log, and registered straight into it."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import structs

from xlab.beacons import registry_csv
from xlab.beacons.muster import Muster, muster
from xlab.beacons.registry import Registry
from xlab.beacons.registry_csv import Preview, Row
from xlab.events import BadgeGiven, BeaconRegistered, BeaconUnregistered, PresenceChanged
from xlab.look.badges import give_face
from xlab.store import EventLog, SqliteLog, stamp
from xlab.store.stamping import boot_id, seconds_since_boot

EVERYTHING = 2**31
_LAST_WORDS = 20
"""Events of a beacon that are looked through for the last time it was heard live."""


class OfflineBadges:
    """The registry in a log that no hub has open."""

    def __init__(self, log: EventLog, uuids: Sequence[str]) -> None:
        self._log = log
        self._uuids = tuple(uuids)
        self.registry = read_registry(log)

    def muster(self) -> Muster:
        """All beacons, and when each was heard last. Nobody listens, so nobody is called silent."""
        now = time.monotonic()
        ago = {known.identity: last_heard(self._log, known.identity) for known in self.registry}
        heard = {beacon: now - seconds for beacon, seconds in ago.items() if seconds is not None}
        return muster(self.registry, (), {}, heard, now=now, listening_since=None)

    def preview(self, data: bytes) -> Preview:
        """What importing this list would do. Raises :class:`xlab.beacons.registry_csv.Unusable`."""
        return registry_csv.preview(data, self.registry, self._uuids)

    def import_list(self, data: bytes) -> Preview:
        """Register what is right in this list. Raises as :meth:`preview`, and :class:`xlab.store.StoreError`."""
        found = self.preview(data)
        facts = self._with_faces((*found.new, *found.changed))
        self._log.append([stamp(fact) for fact in facts])
        for fact in facts:
            self.registry.apply(fact)
        return found

    def _with_faces(self, rows: Sequence[Row]) -> list[BeaconRegistered]:
        """As the hub gives faces, in a room where nobody is."""
        given = [event.fact for event in self._log.read(0, EVERYTHING, (BadgeGiven,))]
        before = [(fact.animal, fact.accent) for fact in given if isinstance(fact, BadgeGiven)]
        owned = {beacon: (face.animal, face.accent) for beacon, face in self.registry.faces().items()}
        facts = []
        for row in rows:
            fact = BeaconRegistered(identity=row.identity, role=row.role, label=row.label)
            if row.role == "badge":
                owned.setdefault(row.identity, give_face(row.identity, list(owned.values()), before))
                animal, accent = owned[row.identity]
                fact = structs.replace(fact, animal=animal, accent=accent)
            facts.append(fact)
        return facts


@contextmanager
def offline_badges(home: Path, uuids: Sequence[str]) -> Iterator[OfflineBadges]:
    """The badges of the kit at ``home``, whose log is made where there is none. Raises StoreError or OSError."""
    home.mkdir(parents=True, exist_ok=True)
    log = SqliteLog.open(home / "events.db")
    try:
        yield OfflineBadges(log, uuids)
    finally:
        log.close()


def read_registry(log: EventLog) -> Registry:
    """What is registered, by the log."""
    registry = Registry()
    for event in log.read(0, EVERYTHING, (BeaconRegistered, BeaconUnregistered)):
        registry.apply(event.fact)
    return registry


def last_heard(log: EventLog, identity: str) -> float | None:
    """Seconds since a beacon was last heard live, by the log; None if it never was."""
    for event in reversed(log.about(identity, _LAST_WORDS)):
        if isinstance(event.fact, PresenceChanged) and event.source == "live":
            # The wall clock of a kit jumps; within one boot there is a better one.
            if event.boot == boot_id():
                return max(0.0, seconds_since_boot() - event.mono)
            return max(0.0, time.time() - event.wall)
    return None
