"""What IT and the kit have decided of the demos: a fold of facts, and what each station shows by it. Pure."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final, Literal

from xlab.catalogue.entry import Entry
from xlab.events import (
    DemoApproved,
    DemoQuarantined,
    DemoRefused,
    DemoReleased,
    DemosChosen,
    DemoShelved,
    DemosOrdered,
    DemoSwitched,
    Fact,
)
from xlab.link import DemoHere, Programme, Slot

Standing = Literal["on", "off", "waiting", "bad", "quarantined"]
"""``waiting``: IT has not approved its files yet. Only what is ``on`` is shown by stations."""

KINDS: Final[tuple[type[Fact], ...]] = (
    DemoApproved,
    DemoRefused,
    DemoSwitched,
    DemosOrdered,
    DemosChosen,
    DemoShelved,
    DemoQuarantined,
    DemoReleased,
)
"""The facts that decide something."""

MOST: Final = 200
"""Demos that one programme holds."""


class Policy:
    """A fold of facts, oldest first. An approval is of files: it says nothing of others by the same name."""

    def __init__(self) -> None:
        self._approved: set[tuple[str, str]] = set()
        self._refused: set[tuple[str, str]] = set()
        self._off: set[str] = set()
        self._order: dict[str, int] = {}
        self._chosen: dict[str, tuple[str, ...]] = {}
        self._quarantined: dict[tuple[str, str], DemoQuarantined] = {}
        self._digests: dict[tuple[str, str], str] = {}
        self._lifted: Counter[str] = Counter()

    def take(self, fact: Fact, station: str | None) -> None:
        """Take in what was decided next; ``station`` is the event's. Other facts are passed over."""
        match fact:
            case DemoApproved():
                self._allow(fact.demo, fact.version, fact.digest)
            case DemoShelved(how="installed" | "rolled_back"):
                self._allow(fact.demo, fact.version, fact.digest)
            case DemoRefused():
                self._approved.discard((fact.demo, fact.digest))
                self._refused.add((fact.demo, fact.digest))
            case DemoSwitched():
                (self._off.discard if fact.on else self._off.add)(fact.demo)
            case DemosOrdered():
                self._order = {demo: place for place, demo in enumerate(fact.demos)}
            case DemosChosen() if station is not None:
                self._chosen.pop(station, None)
                if fact.demos is not None:
                    self._chosen[station] = fact.demos
            case DemoQuarantined():
                self._quarantined[fact.demo, fact.version] = fact
            case DemoReleased():
                self._lifted[fact.demo] += 1
                self._quarantined = {who: why for who, why in self._quarantined.items() if who[0] != fact.demo}

    def standing(self, entry: Entry) -> tuple[Standing, str]:
        """What is made of a demo that is on the hub's machine, and why it is not on, in a plain sentence."""
        who = (entry.name, entry.digest)
        if entry.status == "bad" or (entry.door != "installed" and not entry.digest):
            return "bad", entry.reason or "Its files cannot be read."
        if entry.door == "dropped" and who not in self._approved:
            return "waiting", entry.reason
        if who in self._refused and entry.door == "shelf":
            return "waiting", "IT took its approval back."
        if (quarantine := self.quarantine(entry.name, entry.manifest.version if entry.manifest else "")) is not None:
            return "quarantined", quarantine.reason
        if entry.name in self._off:
            return "off", "IT switched it off."
        return "on", ""

    def quarantine(self, demo: str, version: str) -> DemoQuarantined | None:
        """Why this version is out of use, if it is."""
        return self._quarantined.get((demo, version))

    def chosen(self, station: str) -> tuple[str, ...] | None:
        """Which demos a station shows; None: all that are on."""
        return self._chosen.get(station)

    def ordered(self, demos: Collection[str]) -> list[str]:
        """These demos in the order in which stations show them: those that IT put in order, then the others by id."""
        return sorted(demos, key=lambda demo: (self._order.get(demo, len(self._order)), demo))

    def programme(
        self, station: str, entries: Sequence[Entry], here: Sequence[DemoHere], seals: Mapping[str, str]
    ) -> Programme:
        """What a station shows, of what is on the hub's machine and of what the station says it has ``here``.

        ``seals`` names, by the digest of a demo, the bundle that the hub hands on.
        """
        known = {entry.name for entry in entries if entry.status != "bad"}
        slots = {entry.name: self._slot(entry, seals) for entry in entries if self.standing(entry)[0] == "on"}
        # What a station alone has: there a package, or a bundle that its own people let in.
        for one in here:
            if one.demo not in known and one.status == "ready" and one.door != "dropped" and self._may(one):
                slots[one.demo] = Slot(demo=one.demo, digest=one.digest, lifted=self._lifted[one.demo])
        chosen = self._chosen.get(station)
        shown = [demo for demo in self.ordered(slots) if chosen is None or demo in chosen]
        return Programme(slots=tuple(slots[demo] for demo in shown[:MOST]))

    def _slot(self, entry: Entry, seals: Mapping[str, str]) -> Slot:
        seal = seals.get(entry.digest, "") if entry.digest else ""
        return Slot(demo=entry.name, digest=entry.digest, seal=seal, lifted=self._lifted[entry.name])

    def _may(self, here: DemoHere) -> bool:
        refused = (here.demo, here.digest) in self._refused
        return not refused and here.demo not in self._off and self.quarantine(here.demo, here.version) is None

    def _allow(self, demo: str, version: str, digest: str) -> None:
        self._approved.add((demo, digest))
        self._refused.discard((demo, digest))
        # Other files under the same number: what the last ones did is not held against them.
        if self._digests.get((demo, version), digest) != digest:
            self._quarantined.pop((demo, version), None)
        self._digests[demo, version] = digest
