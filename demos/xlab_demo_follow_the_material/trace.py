"""The real way of the samples: where they lay, in which order and how long. Pure.

It is the same kind of reading that a supply chain makes at its docks, made here by the pad that the visitor uses.
"""

from collections.abc import Iterable

import msgspec

from xlab_kiosk.stage import KnownFact


class Stay(msgspec.Struct):
    """A sample lay on this pad from ``begin`` to ``end``, in seconds of play; ``tagged``: a tag was read, not a tap."""

    sample: int
    tagged: bool
    begin: float
    end: float

    @property
    def seconds(self) -> float:
        """How long it lay."""
        return self.end - self.begin


class Trace:
    """All stays of one play, in their order."""

    def __init__(self) -> None:
        self.stays: list[Stay] = []
        self.clock = 0.0

    def lie(self, dt: float, sample: int | None, tagged: bool) -> None:
        """For ``dt`` seconds this sample lay on the pad, or none did. The clock starts with the first one."""
        if sample is None and not self.stays:
            return
        begin, self.clock = self.clock, self.clock + dt
        if sample is None:
            return
        last = self.stays[-1] if self.stays else None
        if last is not None and (last.sample, last.tagged, last.end) == (sample, tagged, begin):
            last.end = self.clock
        else:
            self.stays.append(Stay(sample, tagged, begin, self.clock))

    @property
    def tagged(self) -> bool:
        """Whether any of it was read from a tag."""
        return any(stay.tagged for stay in self.stays)

    @property
    def seconds(self) -> float:
        """How long samples lay on the pad, together."""
        return sum(stay.seconds for stay in self.stays)


class Pad(msgspec.Struct, frozen=True):
    """A tag was at another pad of the room, for so many seconds."""

    name: str
    seconds: float


def other_pads(facts: Iterable[KnownFact], most: int = 2) -> tuple[Pad, ...]:
    """The last pads a tag passed before this one, oldest first, by what the kit knows of it.

    The stay that lasts is at this pad, so stays at the same place are left out: the play shows those by itself.
    """
    done: list[Pad] = []
    place, since = "", 0.0
    for fact in sorted(facts, key=lambda fact: fact.wall):
        if fact.what not in ("entered", "moved", "left"):
            continue
        if place and (fact.what == "left" or fact.station != place):
            done.append(Pad(place, fact.wall - since))
            place = ""
        if fact.what != "left" and not place:
            place, since = fact.station, fact.wall
    return tuple(pad for pad in done if pad.name and pad.name != place)[-most:]
