"""What belongs in the box, what was seen of it and what is missing, for leaving and for arriving."""

from typing import Literal, Protocol

from msgspec import Struct

from xlab.link import Face

When = Literal["leaving", "arriving"]
Kind = Literal["badge", "prop", "pad", "station", "screen", "camera", "thing", "own"]
"""What it is; ``thing`` is one that every kit has and nobody can sense, ``own`` one that the facilitators added."""

MOST_OWN = 60
"""Own things of a kit."""
LONGEST = 60
"""Letters of the name of one."""

PackingReason = Literal["many", "wrong", "unknown", "not_stored"]


class NotPacked(Exception):
    """The list was not changed."""

    def __init__(self, reason: PackingReason) -> None:
        super().__init__(reason)
        self.reason: PackingReason = reason


class Item(Struct, frozen=True, kw_only=True):
    """One thing of the box.

    ``id`` names it and tells nothing; ``label`` is its name, empty where face or kind say it; ``word`` is the key of
    its name for a ``thing``. ``seen`` is how many seconds ago the kit itself saw or heard it, None if not lately;
    ``ticked`` when somebody ticked it, in seconds since 1970; ``left``: it was there when the box was packed.
    """

    id: str
    kind: Kind
    label: str = ""
    word: str = ""
    face: Face | None = None
    seen: float | None = None
    ticked: float | None = None
    left: bool = False

    @property
    def here(self) -> bool:
        """Whether the kit or somebody saw it."""
        return self.seen is not None or self.ticked is not None


class PackingNow(Struct, frozen=True, kw_only=True):
    """The list. ``hears`` is False while the radio cannot hear badges: then they are ticked by hand.

    ``packed`` is when the box was last packed to leave, in seconds since 1970; None if nobody ever began that list.
    """

    when: When
    items: tuple[Item, ...] = ()
    hears: bool = True
    packed: float | None = None

    @property
    def missing(self) -> tuple[Item, ...]:
        """What nobody saw yet: what was there when the box left first, then what the kit could hear, then the rest."""
        order = {"badge": 0, "prop": 0, "pad": 0, "station": 0, "screen": 1, "camera": 1}
        gone = [one for one in self.items if not one.here]
        compares = self.when == "arriving"
        return tuple(sorted(gone, key=lambda one: (not (compares and one.left), order.get(one.kind, 2))))

    @property
    def here(self) -> tuple[Item, ...]:
        """What was seen."""
        return tuple(one for one in self.items if one.here)


class Packing(Protocol):
    """``kit.care.packing``. May be called from any thread but the loop's. What changes it raises :class:`NotPacked`."""

    def now(self, when: When | None = None) -> PackingNow:
        """The list for leaving or for arriving; without ``when`` the one that comes next or is under way."""
        ...

    def tick(self, when: When, item: str, on: bool) -> None:
        """Somebody saw it, or takes that back; on return it is on the card."""
        ...

    def add(self, name: str) -> None:
        """A thing of the facilitators' own belongs in the box from now on."""
        ...

    def remove(self, item: str) -> None:
        """A thing does not belong in this box: an own one is forgotten, one that every kit has is left out."""
        ...

    def restore(self) -> None:
        """Put back what was left out of the things that every kit has."""
        ...

    def anew(self, when: When) -> None:
        """Begin this list anew: nothing is ticked. Packing to leave anew forgets the arrival before as well."""
        ...
