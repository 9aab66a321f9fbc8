"""The demos of the kit, as the IT page needs them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

from msgspec import Struct

from xlab.catalogue.manifest import Manifest, Use
from xlab.catalogue.policy import Standing
from xlab.catalogue.rating import Rating
from xlab.catalogue.trust import Verdict
from xlab.events import Outcome
from xlab.link import DemoHere, Door

RefusedKey = Literal[
    "", "gone", "busy", "many", "large", "full", "no_station", "changed", "another", "not_stored", "slow"
]
"""What is refused often enough to have words of its own; empty: only the English sentence tells."""


class DemosRefused(Exception):
    """Nothing was changed; the text is a plain sentence in English saying why and what to do.

    What people meet most has its own words in every language: ``demos.why_<key>``, with ``values`` put in.
    """

    def __init__(self, text: str, key: RefusedKey = "", **values: str | int) -> None:
        super().__init__(text)
        self.key: RefusedKey = key
        self.values = values


class AtStation(Struct, frozen=True, kw_only=True):
    """A demo at one station; ``here`` is None where that station has not said that it has it."""

    station: str
    name: str
    shown: bool
    here: DemoHere | None = None


class RunLine(Struct, frozen=True, kw_only=True):
    """One of the last runs; ``wall`` in seconds since 1970, by the clock of then; ``report``: there is more to read."""

    run: str
    station: str
    outcome: Outcome
    wall: float
    seconds: float
    detail: str = ""
    report: bool = False


class DemoNow(Struct, frozen=True, kw_only=True):
    """A demo on this kit, as the hub's machine has it, and at its stations.

    ``before`` is the version :meth:`Library.rollback` goes back to, or empty; ``signer`` the name of who signed it, a
    short form of the key where nobody knows it, or empty. ``manifest`` is None where it could not be read.
    """

    demo: str
    standing: Standing
    door: Door
    reason: str = ""
    manifest: Manifest | None = None
    digest: str = ""
    before: str = ""
    signer: str = ""
    rating: Rating | None = None
    checking: bool = False
    runs: int = 0
    failures: int = 0
    last: tuple[RunLine, ...] = ()
    stations: tuple[AtStation, ...] = ()


class Offer(Struct, frozen=True, kw_only=True):
    """A bundle that was uploaded or found on a stick and waits for IT.

    ``id`` names it in this hub's life; ``seal`` is what is approved. ``problem`` is why it cannot be installed at all,
    or empty. ``replaces`` is the version that is installed now, or empty.
    """

    id: str
    file: str
    source: Literal["upload", "stick"]
    seal: str = ""
    manifest: Manifest | None = None
    uses: tuple[Use, ...] = ()
    requires: tuple[str, ...] = ()
    verdict: Verdict | None = None
    signer: str = ""
    replaces: str = ""
    problem: str = ""


class Choice(Struct, frozen=True, kw_only=True):
    """Which demos a station shows; None: all that are on. ``sandbox`` is what is not protected there, or empty."""

    station: str
    name: str
    here: bool
    demos: tuple[str, ...] | None = None
    sandbox: str = ""


class DemosNow(Struct, frozen=True, kw_only=True):
    """Everything the page shows; demos in the order in which stations show them."""

    demos: tuple[DemoNow, ...] = ()
    offers: tuple[Offer, ...] = ()
    stations: tuple[Choice, ...] = ()


class Report(Struct, frozen=True, kw_only=True):
    """What is known of one run that went wrong; ``picture`` is a JPEG or empty."""

    run: str
    station: str
    version: str
    outcome: Outcome
    wall: float
    detail: str = ""
    text: str = ""
    picture: bytes = b""


class Library(Protocol):
    """``kit.demos``. From any thread, never on the loop. What changes something raises :class:`DemosRefused`."""

    def now(self) -> DemosNow:
        """All demos, what waits for IT, and the stations."""
        ...

    def switch(self, demo: str, on: bool) -> None:
        """Switch a demo on or off."""
        ...

    def order(self, demos: Sequence[str]) -> None:
        """The order on every station."""
        ...

    def choose(self, station: str, demos: Sequence[str] | None) -> None:
        """What one station shows; None: all that are on."""
        ...

    def approve(self, demo: str, digest: str) -> None:
        """Let the files with this digest run, which is what the page showed: others are not approved by it."""
        ...

    def refuse(self, demo: str, digest: str) -> None:
        """Take an approval back."""
        ...

    def release(self, demo: str) -> None:
        """Lift a quarantine."""
        ...

    def take_in(self, file: Path, name: str) -> Offer:
        """Take an uploaded bundle (the file is moved) and look into it; what is trusted is installed at once.

        Returned with a ``problem`` where it is refused; an installed one is no longer among the offers.
        """
        ...

    def accept(self, offer: str, seal: str) -> None:
        """Install what was offered, if it is still the bundle with this seal."""
        ...

    def decline(self, offer: str) -> None:
        """Forget an offer."""
        ...

    def rollback(self, demo: str) -> None:
        """Back to the version before."""
        ...

    def remove(self, demo: str) -> None:
        """Remove an installed bundle with all its versions and what it kept."""
        ...

    def check(self, demo: str) -> None:
        """Check a demo in the background; its rating is kept with its digest."""
        ...

    def report(self, run: str) -> Report | None:
        """What went wrong in a run, if that was kept."""
        ...
