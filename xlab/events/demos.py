"""Facts about the demos of a kit: what IT decided of them, and what the kit decided to protect visitors.

The demo's files are named by their digest (:mod:`xlab.catalogue.digest`): approving one says nothing of another.
"""

from typing import Literal

from xlab.events.base import BaseFact


class DemoApproved(BaseFact, frozen=True):
    """IT agreed that the files with this digest may run as the demo, with what its manifest says it uses."""

    demo: str
    version: str
    digest: str


class DemoRefused(BaseFact, frozen=True):
    """IT took back its approval of the files with this digest."""

    demo: str
    digest: str


class DemoSwitched(BaseFact, frozen=True):
    """IT switched a demo on or off, for the whole kit."""

    demo: str
    on: bool


class DemosOrdered(BaseFact, frozen=True):
    """The order in which stations show the kit's demos, by their ids; those that are not named come last, by id."""

    demos: tuple[str, ...]


class DemosChosen(BaseFact, frozen=True):
    """The event's station shows these demos only; None: all that are switched on."""

    demos: tuple[str, ...] | None


class DemoShelved(BaseFact, frozen=True):
    """A bundle was installed, rolled back to, or removed; ``signer`` is a public key, or empty."""

    how: Literal["installed", "rolled_back", "removed"]
    demo: str
    version: str = ""
    digest: str = ""
    signer: str = ""


class DemoQuarantined(BaseFact, frozen=True):
    """The kit took a demo's version out of use, because it failed ``failures`` times in a row or kept a kit from
    starting; ``reason`` is a plain sentence in English."""

    demo: str
    version: str
    reason: str
    failures: int = 0


class DemoReleased(BaseFact, frozen=True):
    """IT lifted the quarantine of a demo."""

    demo: str
