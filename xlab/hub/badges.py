"""The kit's own beacons while it runs: registering and removing them, by hand, by list or by holding; who is silent."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, Final, TypeVar

from msgspec import structs

from xlab.beacons import registry_csv
from xlab.beacons.muster import Muster, muster
from xlab.beacons.registry import Registry
from xlab.beacons.registry_csv import Preview
from xlab.beacons.sighting import Sighting
from xlab.dashboard.ports import BadgesNow, Refused
from xlab.events import BeaconRegistered, BeaconUnregistered, Role, Source
from xlab.hub.faces import Faces
from xlab.hub.offline import EVERYTHING, last_heard
from xlab.hub.registering import Registering
from xlab.hub.room import RoomState
from xlab.link import Face, Room
from xlab.store import EventLog, StoreError

MOST: Final = 1000
"""Beacons a kit may have: as many as one list holds, twenty times a full box."""

UNDOABLE: Final = 50
"""Changes that can be taken back."""

_ANSWER_SECONDS: Final = 5.0

T = TypeVar("T")
Fact = BeaconRegistered | BeaconUnregistered
Change = tuple[str, BeaconRegistered | None]
"""A beacon, and what it was registered as before."""


class Badges:
    """Implements :class:`xlab.dashboard.ports.Badges`; what is not part of that is used on the loop only."""

    def __init__(
        self,
        registry: Registry,
        room: RoomState,
        faces: Faces,
        uuids: Sequence[str],
        store: Callable[[Sequence[Fact]], Awaitable[None]],
        changed: Callable[[], None],
    ) -> None:
        """``store`` raises :class:`xlab.store.StoreError`; ``changed`` is called after each change of the registry."""
        self._registry = registry
        self._room = room
        self._faces = faces
        self._uuids = tuple(uuids)
        self._store = store
        self._changed = changed
        self._loop = asyncio.get_running_loop()
        self._heard: dict[str, float] = {}
        self._listening_since: float | None = None
        self._undo: deque[tuple[Change, ...]] = deque(maxlen=UNDOABLE)
        self._writing = asyncio.Lock()
        self._holding = Registering(registry, room, self._take)

    # What the dashboard asks, from any thread.

    def now(self) -> BadgesNow:
        """Everything the page shows."""
        return self._on_loop(self._now())

    def muster(self) -> Muster:
        """Who is heard; unlike :meth:`now` this keeps no session of holding alive."""
        return self._on_loop(self._muster())

    def register(self, identity: str, role: Role, label: str) -> None:
        """Register a beacon or change it."""
        self._on_loop(self._change([BeaconRegistered(identity=identity, role=role, label=label)]))

    def unregister(self, identity: str) -> None:
        """Remove a beacon."""
        if identity in self._registry:
            self._on_loop(self._change([BeaconUnregistered(identity=identity)]))

    def undo(self) -> bool:
        """Take back the last change."""
        return self._on_loop(self._take_back())

    def hold(self, role: Role | None, label: str) -> None:
        """Begin to register what is held on a pad, or go on with another role or label; None ends it."""
        self._on_loop(self._hold(role, label))

    def preview(self, data: bytes) -> Preview:
        """What importing this file would do."""
        return self._on_loop(self._preview(data))

    def import_list(self, data: bytes) -> Preview:
        """Import what is right in this file; the preview of it."""
        return self._on_loop(self._import(data))

    # What the hub says.

    async def start(self, log: EventLog) -> None:
        """Read from the log what is registered. The faces come after it."""
        for event in await asyncio.to_thread(log.read, 0, EVERYTHING, (BeaconRegistered, BeaconUnregistered)):
            self._registry.apply(event.fact)

    async def recall(self, log: EventLog) -> None:
        """Find out when each beacon was heard last before the hub started: a look through the whole log."""
        for known in list(self._registry):
            ago = await asyncio.to_thread(last_heard, log, known.identity)
            if ago is not None:
                self._heard.setdefault(known.identity, time.monotonic() - ago)

    def is_registered(self, beacon: str) -> bool:
        """Whether this is one of the kit's own."""
        return beacon in self._registry

    def faces(self) -> tuple[Face, ...]:
        """The faces of the kit's own badges."""
        return tuple(self._registry.faces().values())

    def tap(self, sighting: Sighting, source: Source) -> None:
        """A beacon was heard: called with every sighting that counts."""
        if source == "live" and sighting.beacon in self._registry:
            self._heard[sighting.beacon] = sighting.t

    def listens(self, room: Room) -> None:
        """What the kit hears with may have changed: a radio of its own, or one at another station."""
        elsewhere = any(scanner.here and scanner.state == "scanning" for scanner in room.scanners)
        if room.radio.state != "scanning" and not elsewhere:
            self._listening_since = None
        elif self._listening_since is None:
            self._listening_since = time.monotonic()

    def close(self) -> None:
        """End what is under way."""
        self._holding.end()

    async def _now(self) -> BadgesNow:
        return BadgesNow(everyone=await self._muster(), holding=self._holding.now(), undoable=len(self._undo))

    async def _muster(self) -> Muster:
        return muster(
            self._registry,
            self._room.here(),
            self._room.faces(),
            self._heard,
            now=time.monotonic(),
            listening_since=self._listening_since,
        )

    async def _hold(self, role: Role | None, label: str) -> None:
        if role is None:
            self._holding.end()
        else:
            self._holding.begin(role, label)

    async def _preview(self, data: bytes) -> Preview:
        return registry_csv.preview(data, self._registry, self._uuids)

    async def _import(self, data: bytes) -> Preview:
        found = await self._preview(data)
        rows = (*found.new, *found.changed)
        await self._change([BeaconRegistered(identity=row.identity, role=row.role, label=row.label) for row in rows])
        return found

    async def _take(self, identity: str, role: Role, label: str) -> None:
        await self._change([BeaconRegistered(identity=identity, role=role, label=label)])

    async def _take_back(self) -> bool:
        # Two facilitators may press at once: what is taken back must be the last change when its turn comes.
        async with self._writing:
            if not self._undo:
                return False
            await self._apply([before or BeaconUnregistered(identity=beacon) for beacon, before in self._undo[-1]])
            self._undo.pop()  # only now: what cannot be stored can be taken back later
            return True

    async def _change(self, facts: Sequence[Fact]) -> None:
        async with self._writing:
            # Who sends a form twice need not take it back twice.
            if news := [fact for fact in facts if self._is_news(fact)]:
                self._undo.append(await self._apply(news))

    def _is_news(self, fact: Fact) -> bool:
        known = self._registry.get(fact.identity)
        if known is None or isinstance(fact, BeaconUnregistered):
            return isinstance(fact, BeaconRegistered) or known is not None
        return (known.role, known.label) != (fact.role, "" if fact.role == "badge" else fact.label)

    async def _apply(self, facts: Sequence[Fact]) -> tuple[Change, ...]:
        """Store these facts and let them take effect, each with its face; what was before. Raises :class:`Refused`."""
        changes = tuple((fact.identity, self._registry.get(fact.identity)) for fact in facts)
        new = sum(before is None for _, before in changes)
        if new and len(self._registry) + new > MOST:
            raise Refused("many")
        faced = self._with_faces(facts)
        try:
            await self._store(faced)
        except StoreError as error:
            raise Refused("not_stored") from error
        for fact in faced:
            self._registry.apply(fact)
            self._faces.own(fact.identity)
        self._room.registered()
        self._changed()
        return changes

    def _with_faces(self, facts: Sequence[Fact]) -> list[Fact]:
        """Each new badge gets its face here, unlike those of the badges before it in the same list."""
        chosen: list[Face] = []
        faced: list[Fact] = []
        for fact in facts:
            if isinstance(fact, BeaconRegistered) and fact.role == "badge":
                had = Face(fact.animal, fact.accent) if fact.animal else None
                face = self._registry.faces().get(fact.identity) or self._faces.choose(fact.identity, chosen, had)
                chosen.append(face)
                faced.append(structs.replace(fact, label="", animal=face.animal, accent=face.accent))
            else:
                faced.append(fact)
        return faced

    def _on_loop(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=_ANSWER_SECONDS)
