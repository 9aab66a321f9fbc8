"""What the IT page shows of the demos, put together from what the parts of the hub know. Used on the loop."""

from collections.abc import Sequence, Set
from typing import Final

from msgspec import structs

from xlab.catalogue.doors import Entry
from xlab.dashboard.ports.demos import AtStation, Choice, DemoNow, DemosNow, Offer, RunLine
from xlab.dashboard.ports.pairing import StationNow
from xlab.hub.billing import Billing
from xlab.hub.checking import Checking
from xlab.hub.reports import Reports
from xlab.hub.stock import Found
from xlab.link import DemoHere, Programme

MOST_ELSEWHERE: Final = 200
"""Demos listed that are at a station only: one that invents some must not make the page endless."""


class _There:
    """One station: what it shows, and what it says it has, by demo."""

    def __init__(self, station: StationNow, programme: Programme, here: Sequence[DemoHere]) -> None:
        self.station = station
        self._digests = {slot.demo: slot.digest for slot in programme.slots}
        self._here: dict[str, list[DemoHere]] = {}
        for one in here:
            self._here.setdefault(one.demo, []).append(one)

    def demos(self) -> Sequence[DemoHere]:
        """Each demo it says it has, once."""
        return [named[0] for named in self._here.values()]

    def at(self, demo: str) -> AtStation:
        """What there is to say of a demo there."""
        named, digest = self._here.get(demo, []), self._digests.get(demo)
        fitting = [one for one in named if digest is not None and one.status != "bad" and _fits(one, digest)]
        here = next(iter(fitting or named), None)
        shown = bool(fitting) and not fitting[0].held
        return AtStation(station=self.station.id, name=self.station.name, shown=shown, here=here)


class Survey:
    """Puts the page together."""

    def __init__(self, billing: Billing, checking: Checking, reports: Reports) -> None:
        self._billing = billing
        self._checking = checking
        self._reports = reports

    def now(self, stations: Sequence[StationNow], offers: Sequence[Offer]) -> DemosNow:
        """All demos, what waits for IT, and the stations."""
        found = self._billing.found or Found()
        policy = self._billing.policy
        there = [_There(one, self._billing.programme(one.id), self._billing.here(one.id).demos) for one in stations]
        demos = [self._demo(entry, found, there) for entry in found.entries]
        known = {entry.name for entry in found.entries}
        only = {one.demo: one for place in there for one in place.demos() if not self._is_known(one, place, known)}
        demos += [self._elsewhere(demo, there) for demo in list(only.values())[:MOST_ELSEWHERE]]
        place = {demo: place for place, demo in enumerate(policy.ordered({one.demo for one in demos}))}
        return DemosNow(
            demos=tuple(sorted(demos, key=lambda one: (place[one.demo], one.standing == "bad"))),
            offers=tuple(self.named(offer, found) for offer in offers),
            stations=tuple(
                Choice(
                    station=one.id,
                    name=one.name,
                    here=one.screen not in (None, "away"),
                    demos=policy.chosen(one.id),
                    sandbox=self._billing.here(one.id).sandbox,
                )
                for one in stations
            ),
        )

    def named(self, offer: Offer, found: Found) -> Offer:
        """An offer with its signer's name, and the version it replaces."""
        demo = offer.manifest.id if offer.manifest is not None else ""
        # Also a package that came with the kit: from the shelf, a bundle is shown in its place.
        here = next((one for one in found.entries if one.name == demo and one.status == "ready"), None)
        replaces = here.manifest.version if here is not None and here.manifest is not None else ""
        return structs.replace(offer, signer=found.signer(offer.signer), replaces=replaces)

    def _is_known(self, one: DemoHere, place: _There, known: Set[str]) -> bool:
        """The kit's own station shares its folders: what it still names of what the hub had was removed just now."""
        return one.demo in known or (place.station.own and one.demo in self._billing.had)

    def _demo(self, entry: Entry, found: Found, there: Sequence[_There]) -> DemoNow:
        standing, reason = self._billing.policy.standing(entry)
        shelved = found.shelved.get(entry.name) if entry.door == "shelf" else None
        lost = standing == "bad" and any(other.name == entry.name and other.status != "bad" for other in found.entries)
        book = self._billing.runs
        return DemoNow(
            demo=entry.name,
            standing=standing,
            door=entry.door,
            reason=reason,
            manifest=entry.manifest,
            digest=entry.digest,
            before=shelved.before.version if shelved is not None and shelved.before is not None else "",
            signer=found.signer(shelved.current.signer) if shelved is not None else "",
            rating=found.ratings.get(entry.folder) if entry.folder is not None else None,
            checking=entry.folder is not None and entry.folder == self._checking.now,
            # What another of the same id did is not told of the one that lost to it.
            runs=0 if lost else book.runs(entry.name),
            failures=0 if lost else book.failures(entry.name),
            last=() if lost else self._last(entry.name),
            stations=() if lost else tuple(place.at(entry.name) for place in there),
        )

    def _elsewhere(self, here: DemoHere, there: Sequence[_There]) -> DemoNow:
        """A demo that is at a station only: the kit can switch it off, but knows of it what the station says."""
        at = tuple(place.at(here.demo) for place in there)
        where = ", ".join(one.name for one in at if one.here is not None)
        shown = any(one.shown for one in at)
        reason = f"It is only at {where}. To show it everywhere, install its bundle here."
        if here.status != "ready":
            reason = f"It is only at {where}, and cannot be used there. {here.reason}"
        return DemoNow(
            demo=here.demo,
            standing="bad"
            if here.status == "bad"
            else "waiting"
            if here.status == "unapproved"
            else "on"
            if shown
            else "off",
            door=here.door,
            reason=reason,
            runs=self._billing.runs.runs(here.demo),
            failures=self._billing.runs.failures(here.demo),
            last=self._last(here.demo),
            stations=at,
        )

    def _last(self, demo: str) -> tuple[RunLine, ...]:
        return tuple(
            structs.replace(line, report=self._reports.has(line.run)) for line in self._billing.runs.last(demo)
        )


def _fits(here: DemoHere, digest: str) -> bool:
    return here.door == "installed" or (bool(digest) and here.digest == digest)
