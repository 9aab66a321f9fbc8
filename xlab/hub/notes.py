"""What the hub writes into the log, together with the faces that are not on the card yet."""

import logging
from collections.abc import Sequence

from xlab.events import Draft, Fact
from xlab.hub.faces import Faces
from xlab.store import StoreError, Writer, stamp

_log = logging.getLogger(__name__)


class Notes:
    """Writes for the kit. Used on the loop only."""

    def __init__(self, writer: Writer, faces: Faces) -> None:
        self._writer = writer
        self._faces = faces
        self._storing = True

    async def store(self, drafts: Sequence[Draft]) -> None:
        """Store these, and before them the faces that are not on the card yet: because they are new, or it was full.

        Returns when all is on the card. Raises :class:`StoreError`.
        """
        faces = self._faces.unwritten()
        together = [*(draft for _, draft in faces), *drafts]
        if together:
            await self._writer.append(together)
        self._faces.written(faces)

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
