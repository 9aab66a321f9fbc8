"""The kit's own badges, props and pads, as the page of that name needs them."""

from typing import Literal, Protocol

from msgspec import Struct, structs

from xlab.beacons.holding import Phase
from xlab.beacons.muster import Muster
from xlab.beacons.registry_csv import Preview
from xlab.events import Role

Reason = Literal["many", "not_stored"]


class Refused(Exception):
    """The registry was not changed; ``reason`` is the key of a sentence, ``badges.refused_<reason>``."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class HoldingNow(Struct, frozen=True, kw_only=True):
    """Registering by holding, as far as it is.

    ``beacon`` is what is held now, for ``share`` (0..1) of its time, at ``station``; ``last`` was registered last, or
    was known already (``last_is_new`` False); ``count`` were registered since it began. ``role`` and ``label`` are what
    the next one becomes.
    """

    on: bool = False
    role: Role = "badge"
    label: str = ""
    phase: Phase = "waiting"
    beacon: str | None = None
    station: str | None = None
    share: float = 0.0
    last: str | None = None
    last_is_new: bool = False
    count: int = 0
    refused: Reason | Literal[""] = ""

    def but(self, **changes: object) -> "HoldingNow":
        """The same with some values changed."""
        return structs.replace(self, **changes)


class BadgesNow(Struct, frozen=True, kw_only=True):
    """Everything the page shows. ``undoable`` counts changes that can be taken back."""

    everyone: Muster = Muster()
    holding: HoldingNow = HoldingNow()
    undoable: int = 0


class Badges(Protocol):
    """May be called from any thread. What changes the registry raises :class:`Refused`; unknown beacons are ignored."""

    def now(self) -> BadgesNow:
        """The registry, who is heard, and how far holding is. Asking keeps a session of holding alive."""
        ...

    def register(self, identity: str, role: Role, label: str) -> None:
        """Register a beacon, or change what it is registered as. A badge gets its face and no label."""
        ...

    def unregister(self, identity: str) -> None:
        """Remove a beacon from the kit."""
        ...

    def undo(self) -> bool:
        """Take back the last change, a whole list at once; False if there is none."""
        ...

    def hold(self, role: Role | None, label: str) -> None:
        """From now on register what is held on a pad, as this; None ends it."""
        ...

    def preview(self, data: bytes) -> Preview:
        """What importing this list would do. Raises :class:`xlab.beacons.registry_csv.Unusable`."""
        ...

    def import_list(self, data: bytes) -> Preview:
        """Register what is right in this list, and say what that was. Raises as :meth:`preview` and as others."""
        ...
