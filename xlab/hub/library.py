"""The demos of the kit as IT manages them: every change is on the card, and in the log, before it is answered."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from xlab.catalogue.bundle import BundleError
from xlab.catalogue.digest import DigestError, digest_folder
from xlab.catalogue.doors import Entry
from xlab.catalogue.shelf import install, remove, rollback
from xlab.catalogue.shelf_state import ShelfError, Shelved
from xlab.catalogue.trust import TrustError
from xlab.dashboard.ports.demos import DemosNow, DemosRefused, Offer, Report
from xlab.dashboard.ports.pairing import StationNow
from xlab.events import (
    DemoApproved,
    DemoRefused,
    DemoReleased,
    DemosChosen,
    DemoShelved,
    DemosOrdered,
    DemoSwitched,
    Draft,
    Fact,
)
from xlab.hub.billing import Billing
from xlab.hub.checking import Checking
from xlab.hub.inbox import Inbox
from xlab.hub.reports import Reports
from xlab.hub.stock import Found, Stock
from xlab.hub.survey import Survey
from xlab.store import StoreError, stamp

_PATIENCE: Final = 5.0
"""Seconds a thread of the dashboard waits for the loop and the card."""

_NOT_STORED: Final = "The kit's card did not take it in. It may be full or failing: see the page of the kit's state."

T = TypeVar("T")


class Library:
    """Implements :class:`xlab.dashboard.ports.demos.Library`. Made on the loop, used by other threads."""

    def __init__(
        self,
        home: Path,
        store: Callable[[Sequence[Draft]], Awaitable[None]],
        stations: Callable[[], Sequence[StationNow]],
        parts: "tuple[Billing, Stock, Inbox, Checking, Reports]",
    ) -> None:
        """``store`` raises :class:`StoreError`; ``stations`` are all of the kit's, asked on the calling thread."""
        self._home = home
        self._store = store
        self._stations = stations
        self._billing, self._stock, self._inbox, self._checking, self._reports = parts
        self._survey = Survey(self._billing, self._checking, self._reports)
        self._loop = asyncio.get_running_loop()

    def now(self) -> DemosNow:
        """Everything the page shows."""
        stations, offers = self._stations(), self._inbox.offers()

        async def look() -> DemosNow:
            return self._survey.now(stations, offers)

        return self._ask(look())

    def switch(self, demo: str, on: bool) -> None:
        """Switch a demo on or off."""
        self._check_ids([demo])
        self._note(DemoSwitched(demo=demo, on=on))

    def order(self, demos: Sequence[str]) -> None:
        """The order on every station; ids that are not there are passed over."""
        known = self._ids()
        self._note(DemosOrdered(demos=tuple(dict.fromkeys(demo for demo in demos if demo in known))))

    def choose(self, station: str, demos: Sequence[str] | None) -> None:
        """What one station shows."""
        if station not in {one.id for one in self._stations()}:
            raise DemosRefused("The kit has no such station any more.", "no_station")
        self._check_ids(demos or ())
        chosen = None if demos is None else tuple(dict.fromkeys(demos))
        self._note(DemosChosen(demos=chosen), station=station)

    def approve(self, demo: str, digest: str) -> None:
        """Let the files with this digest run."""
        entry = self._entry(demo, digest)
        if entry.status == "bad" or entry.folder is None or entry.manifest is None:
            raise DemosRefused(f"{demo} cannot be approved. {entry.reason}")
        try:
            now = digest_folder(entry.folder)
        except DigestError as error:
            raise DemosRefused(str(error)) from None
        if now != digest:
            self._look()
            raise DemosRefused(
                f"The files of {demo} were changed since this page was opened. Look at it again.", "changed", demo=demo
            )
        self._note(DemoApproved(demo=demo, version=entry.manifest.version, digest=digest))

    def refuse(self, demo: str, digest: str) -> None:
        """Take an approval back."""
        self._entry(demo, digest)
        self._note(DemoRefused(demo=demo, digest=digest))

    def release(self, demo: str) -> None:
        """Lift a quarantine, of the kit or of a station."""
        self._check_ids([demo])
        self._note(DemoReleased(demo=demo))

    def take_in(self, file: Path, name: str) -> Offer:
        """Take an uploaded bundle in; what is trusted is installed at once."""
        offer = self._inbox.upload(file, name)
        if offer.problem:
            self._inbox.drop(offer.id)
        elif offer.verdict == "trusted":
            self.accept(offer.id, offer.seal)
        return self._survey.named(offer, self._found())

    def accept(self, offer: str, seal: str) -> None:
        """Install what was offered, if it is still the bundle with this seal."""
        known, path = self._inbox.claim(offer)
        try:
            if known.problem:
                raise DemosRefused(known.problem)
            if not seal or known.seal != seal:
                raise DemosRefused(
                    f"{known.file} is not what this page showed. Look at it again.", "another", file=known.file
                )
            self._shelve(lambda: install(self._home, path, approved=seal), "installed")
        except DemosRefused as refused:
            self._inbox.give_back(offer)
            text = str(refused).replace(path.name, known.file)
            raise DemosRefused(text, refused.key, **refused.values) from None
        except BaseException:
            self._inbox.give_back(offer)
            raise
        self._inbox.drop(offer)

    def decline(self, offer: str) -> None:
        """Forget an offer."""
        self._inbox.claim(offer)
        self._inbox.drop(offer)

    def rollback(self, demo: str) -> None:
        """Back to the version before."""
        self._shelve(lambda: rollback(self._home, demo), "rolled_back")

    def remove(self, demo: str) -> None:
        """Remove an installed bundle with all its versions and what it kept."""
        entry = self._known(demo)
        # A bundle that is damaged can be removed too, though a package stands in for it.
        if not any(one.name == demo and one.door == "shelf" for one in self._found().entries):
            where = "with the kit's own software" if entry.door == "installed" else "by hand, into the demos folder"
            raise DemosRefused(f"{demo} came {where}, so it cannot be removed here. Switch it off instead.")
        try:
            remove(self._home, demo)
        except (ShelfError, OSError) as error:
            raise DemosRefused(str(error)) from None
        finally:
            self._look()
        self._note(DemoShelved(how="removed", demo=demo))

    def check(self, demo: str) -> None:
        """Check a demo in the background."""
        entry = self._known(demo)
        digest = self._found().digests.get(entry.folder, "") if entry.folder is not None else ""
        if not digest:
            raise DemosRefused(f"{demo} cannot be checked. {entry.reason or 'Its files cannot be read.'}")
        own = next((one.id for one in self._stations() if one.own), "")
        waits = self._billing.policy.standing(entry)[0] == "waiting"
        if waits and (gap := self._billing.here(own).sandbox):
            # To check is to run it, and nothing that IT has not approved runs where it could see all.
            raise DemosRefused(f"{demo} waits for approval, and its code would run unprotected here. {gap}")

        async def start() -> bool:
            return self._checking.start(entry, digest)

        if not self._ask(start()):
            raise DemosRefused("Another demo is being checked. Wait until that has ended.")

    def report(self, run: str) -> Report | None:
        """What went wrong in a run."""
        return self._reports.get(run)

    def _shelve(self, work: Callable[[], Shelved], how: Literal["installed", "rolled_back"]) -> None:
        """Change the shelf, then note it."""
        try:
            demo = work()
        except (ShelfError, BundleError, TrustError, OSError) as error:
            raise DemosRefused(str(error)) from None
        finally:
            self._look()
        now = demo.current
        self._note(DemoShelved(how=how, demo=demo.id, version=now.version, digest=now.digest, signer=now.signer))

    def _found(self) -> Found:
        found = self._billing.found
        if found is None:
            raise DemosRefused("The kit is still looking at its demos. Try again in a moment.")
        return found

    def _ids(self) -> set[str]:
        self._found()

        async def look() -> set[str]:
            return self._billing.ids()

        return self._ask(look())

    def _check_ids(self, demos: Sequence[str]) -> None:
        if set(demos) - self._ids():
            raise DemosRefused("The kit has no such demo any more.")

    def _known(self, demo: str) -> Entry:
        """The demo of this id on the hub's machine; the one that can be used, where several claim it."""
        named = [entry for entry in self._found().entries if entry.name == demo]
        if not named:
            raise DemosRefused("The kit has no such demo any more.")
        return min(named, key=lambda entry: entry.status == "bad")

    def _entry(self, demo: str, digest: str) -> Entry:
        named = [entry for entry in self._found().entries if entry.name == demo and digest and entry.digest == digest]
        if not named:
            raise DemosRefused(f"The files of {demo} are not those that this page showed. Look at it again.")
        return named[0]

    def _look(self) -> None:
        # Where a look does not come to an end, what was done is done all the same; it shows later.
        with suppress(TimeoutError):
            self._stock.look()

    def _note(self, fact: Fact, station: str | None = None) -> None:
        async def store() -> None:
            await self._store([stamp(fact, station=station)])

        try:
            self._ask(store())
        except StoreError:
            raise DemosRefused(_NOT_STORED, "not_stored") from None

    def _ask(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=_PATIENCE)
        except TimeoutError:
            raise DemosRefused(
                "The kit is too busy to answer. Look whether it was changed, and try again.", "slow"
            ) from None
