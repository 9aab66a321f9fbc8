"""What the hub writes into the log, together with the faces that are not on the card yet."""

import logging
from collections.abc import Sequence
from typing import Final

import msgspec

from xlab.events import (
    BeaconRegistered,
    BeaconUnregistered,
    Calibrated,
    ClockAgreed,
    DemoApproved,
    DemoQuarantined,
    DemoRefused,
    DemoReleased,
    DemosChosen,
    DemoShelved,
    DemosOrdered,
    DemoSwitched,
    Draft,
    Fact,
    KitStarted,
    RadioChanged,
    Source,
    StationPlaced,
)
from xlab.hub.faces import Faces
from xlab.store import StoreError, Writer, stamp

_log = logging.getLogger(__name__)

OF_THE_KIT: Final[tuple[type[Fact], ...]] = (
    *(KitStarted, RadioChanged, StationPlaced, Calibrated, ClockAgreed, BeaconRegistered, BeaconUnregistered),
    *(DemoApproved, DemoQuarantined, DemoRefused, DemoReleased, DemosChosen, DemoShelved, DemosOrdered, DemoSwitched),
)
"""What holds whatever visit goes on: a badge that is registered during a practice is the kit's also after it."""


class Notes:
    """Writes for the kit. Used on the loop only."""

    def __init__(self, writer: Writer, faces: Faces) -> None:
        self._writer = writer
        self._faces = faces
        self._storing = True
        self._visit: str | None = None
        self._practice = False

    def belongs_to(self, visit: str | None, *, practice: bool = False) -> None:
        """What is stored from now on belongs to this visit; all of a practice visit is simulated."""
        self._visit, self._practice = visit, practice

    async def store(self, drafts: Sequence[Draft]) -> None:
        """Store these, and before them the faces that are not on the card yet: because they are new, or it was full.

        Returns when all is on the card. Raises :class:`StoreError`.
        """
        faces = self._faces.unwritten()
        together = [self._visited(draft) for draft in (*(draft for _, draft in faces), *drafts)]
        if together:
            await self._writer.append(together)
        self._faces.written(faces)

    def _visited(self, draft: Draft) -> Draft:
        """A draft as part of the visit under way; what a station kept from an earlier visit says so itself."""
        if draft.visit is not None or self._visit is None or isinstance(draft.fact, OF_THE_KIT):
            return draft
        source: Source = "simulated" if self._practice else draft.source
        return msgspec.structs.replace(draft, visit=self._visit, source=source)

    async def store_facts(self, facts: Sequence[Fact]) -> None:
        """Store what the facilitator did. Raises :class:`StoreError`."""
        await self.store([stamp(fact) for fact in facts])

    async def note(self, drafts: Sequence[Draft]) -> None:
        """Store what the kit itself noticed. On a broken card the room lives on unrecorded, and the log says so."""
        try:
            await self.store(drafts)
        except StoreError as error:
            if self._storing:
                _log.error("What happens is shown but not stored: %s", error)
            self._storing = False
        else:
            if not self._storing and drafts:
                _log.info("What happens is stored again.")
                self._storing = True
