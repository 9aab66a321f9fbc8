"""The packing list: what belongs in the box, what the kit sees of it, and what people ticked, kept beside the log.

It is one small file in the kit's home, written whole and synced, and read again after a restart. What the kit saw while
the list for leaving was open stays on it: that is what the arrival is compared with. A badge is named in it by a hash.
"""

import hashlib
import logging
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from xlab.beacons.muster import SILENT_AFTER, Muster
from xlab.dashboard.ports.packing import LONGEST, MOST_OWN, Item, NotPacked, PackingNow, When
from xlab.dashboard.ports.pairing import StationNow
from xlab.keyfiles import replace_file
from xlab.link import Check
from xlab.nonsense import NONSENSE
from xlab.store.stamping import seconds_since_boot

_log = logging.getLogger(__name__)

THINGS: Final = ("supply", "cables", "sheets", "markers", "cloth")
"""What every kit has and nobody can sense; the words are ``packing.thing_<name>``."""

CHECKED_FOR: Final = 2 * 3600.0
"""Seconds for which a screen or camera that a person saw work at its station counts as seen."""

_A_CAMERA: Final = ("preflight.camera_sees", "preflight.camera_black", "preflight.camera_frozen")
_A_SCREEN: Final = ("preflight.picture_whole", "preflight.picture_cut")
_MOST_BYTES: Final = 256 * 1024

Last = Callable[[str], tuple[float, tuple[Check, ...]] | None]


class _Own(msgspec.Struct, frozen=True):
    id: str
    name: str


class _Kept(msgspec.Struct, frozen=True):
    """``leaving`` and ``arriving`` say when each thing was ticked; ``saw`` what the kit itself saw while packing."""

    when: When = "leaving"
    packed: float | None = None
    leaving: dict[str, float] = {}
    arriving: dict[str, float] = {}
    saw: tuple[str, ...] = ()
    own: tuple[_Own, ...] = ()
    without: tuple[str, ...] = ()


class Packing:
    """Implements :class:`xlab.dashboard.ports.packing.Packing`.

    ``badges`` says who is heard, ``stations`` who is connected, ``last`` what a person saw there; ``wall`` is the
    kit's clock, ``mono`` counts seconds and never jumps.
    """

    def __init__(
        self,
        home: Path,
        badges: Callable[[], Muster],
        stations: Callable[[], Sequence[StationNow]],
        last: Last,
        wall: Callable[[], float],
        mono: Callable[[], float] = seconds_since_boot,
    ) -> None:
        self._file = home / "packing.json"
        self._badges, self._stations, self._last = badges, stations, last
        self._wall, self._mono = wall, mono
        self._lock = threading.Lock()
        self._met: dict[str, float] = {}
        self._kept = _after_a_start(self._read())

    def now(self, when: When | None = None) -> PackingNow:
        """See :class:`xlab.dashboard.ports.packing.Packing`, here and below."""
        muster, stations = self._badges(), self._stations_now()
        with self._lock:
            kept = self._kept
            when = when or kept.when
            items = tuple(self._items(kept, when, muster, stations))
            if when == "leaving" and (kept.packed is not None or kept.leaving):
                self._remember_seen(items)
            return PackingNow(when=when, items=items, hears=muster.listening, packed=kept.packed)

    def tick(self, when: When, item: str, on: bool) -> None:
        """Somebody saw it, or takes that back."""
        known = {one.id for one in self.now(when).items}
        if item not in known:
            raise NotPacked("unknown")
        with self._lock:
            ticked = {name: at for name, at in getattr(self._kept, when).items() if name != item}
            if on:
                ticked[item] = self._wall()
            changes: dict[str, object] = {when: ticked, "when": when}
            if when == "leaving" and self._kept.packed is None:
                changes["packed"] = self._wall()
            if when == "leaving" and not on:
                changes["saw"] = tuple(name for name in self._kept.saw if name != item)
            self._write(msgspec.structs.replace(self._kept, **changes))

    def add(self, name: str) -> None:
        """A thing of the facilitators' own."""
        if not 1 <= len(name) <= LONGEST:
            raise NotPacked("wrong")
        with self._lock:
            if len(self._kept.own) >= MOST_OWN:
                raise NotPacked("many")
            if any(one.name.casefold() == name.casefold() for one in self._kept.own):
                return
            own = _Own(f"o-{secrets.token_hex(4)}", name)
            self._write(msgspec.structs.replace(self._kept, own=(*self._kept.own, own)))

    def remove(self, item: str) -> None:
        """Not in this box."""
        with self._lock:
            kept = self._kept
            own = tuple(one for one in kept.own if one.id != item)
            name = item.removeprefix("t-")
            if len(own) < len(kept.own):
                self._write(msgspec.structs.replace(kept, own=own))
            elif name in THINGS and name not in kept.without:
                self._write(msgspec.structs.replace(kept, without=(*kept.without, name)))

    def restore(self) -> None:
        """All that every kit has."""
        with self._lock:
            if self._kept.without:
                self._write(msgspec.structs.replace(self._kept, without=()))

    def anew(self, when: When) -> None:
        """Nothing is ticked."""
        with self._lock:
            changes: dict[str, object] = {"when": when, "arriving": {}}
            if when == "leaving":
                changes |= {"leaving": {}, "saw": (), "packed": self._wall()}
            self._write(msgspec.structs.replace(self._kept, **changes))

    def _items(self, kept: _Kept, when: When, muster: Muster, stations: Sequence[StationNow]) -> Iterator[Item]:
        ticked = getattr(kept, when)
        left = {*kept.saw, *kept.leaving}

        def item(id_: str, **more: object) -> Item:
            return msgspec.convert(
                {"id": id_, "ticked": ticked.get(id_), "left": id_ in left, **more}, Item, from_attributes=True
            )

        for one in muster.beacons:
            heard = one.ago if one.ago is not None and one.ago < SILENT_AFTER and muster.listening else None
            name = f"b-{hashlib.sha256(one.identity.encode()).hexdigest()[:12]}"
            yield item(name, kind=one.role, label=one.label, face=one.face, seen=heard)
        for station in stations:
            yield item(f"s-{station.id}", kind="station", label=station.name, seen=self._met_ago(station))
            yield from self._of_a_station(station, item)
        for name in THINGS:
            if name not in kept.without:
                yield item(f"t-{name}", kind="thing", word=f"packing.thing_{name}")
        for own in kept.own:
            yield item(own.id, kind="own", label=own.name)

    def _of_a_station(self, station: StationNow, item: Callable[..., Item]) -> Iterator[Item]:
        """Its screen and its camera, which a person saw work when they last checked it."""
        at, checks = self._last(station.id) or (0.0, ())
        ago = max(0.0, self._wall() - at)
        seen = ago if ago < CHECKED_FOR else None
        keys = {one.key for one in checks}
        if station.screen is not None:
            shown = seen if keys & set(_A_SCREEN) else None
            yield item(f"d-{station.id}", kind="screen", label=station.name, seen=shown)
        if keys & set(_A_CAMERA):
            yield item(f"c-{station.id}", kind="camera", label=station.name, seen=seen)

    def _met_ago(self, station: StationNow) -> float | None:
        """How long ago it was connected, as far as this hub knows, if that was lately."""
        if station.screen not in (None, "away") or station.radio not in (None, "away") or station.own:
            self._met[station.id] = self._mono()
        ago = self._mono() - self._met[station.id] if station.id in self._met else None
        return ago if ago is not None and ago < SILENT_AFTER else None

    def _stations_now(self) -> Sequence[StationNow]:
        try:
            return self._stations()
        except TimeoutError:
            return ()

    def _remember_seen(self, items: Sequence[Item]) -> None:
        """With the lock held: what the kit sees while the box is packed was in it."""
        saw = tuple(sorted({*self._kept.saw, *(one.id for one in items if one.seen is not None)}))
        if saw != self._kept.saw:
            try:
                self._write(msgspec.structs.replace(self._kept, saw=saw))
            except NotPacked:
                _log.debug("What was seen while packing is not remembered: the card takes nothing.")

    def _write(self, kept: _Kept) -> None:
        try:
            replace_file(self._file, msgspec.json.encode(kept))
        except OSError as error:
            _log.warning("The packing list cannot be stored: %s", error)
            raise NotPacked("not_stored") from error
        self._kept = kept

    def _read(self) -> _Kept:
        try:
            with self._file.open("rb") as file:
                return msgspec.json.decode(file.read(_MOST_BYTES), type=_Kept)
        except FileNotFoundError:
            return _Kept()
        except (OSError, *NONSENSE) as error:
            _log.warning("%s cannot be read (%s). The packing list begins anew.", self._file, error)
            return _Kept()


def _after_a_start(kept: _Kept) -> _Kept:
    """A box that was packed and is switched on again has arrived, somewhere or at home."""
    if kept.when == "leaving" and kept.leaving:
        return msgspec.structs.replace(kept, when="arriving", arriving={})
    return kept
