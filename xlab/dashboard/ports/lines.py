"""The words of demos that the facilitator edits for a visit."""

from typing import Protocol

import msgspec

from xlab.events.rounds import Words
from xlab.events.visits import EditedLine


class DemoLines(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of one demo: its ``own`` by dotted key, all of one ``table``, and what was ``edited`` for the visit."""

    demo: str
    title: Words
    table: str
    own: dict[str, Words]
    edited: tuple[EditedLine, ...] = ()


class Lines(Protocol):
    """``kit.lines``. From any thread, never on the loop."""

    def all(self) -> tuple[DemoLines, ...]:
        """The demos on this kit that have such words, by id; without a visit nothing of them is edited."""
        ...

    def edit(self, demo: str, lines: tuple[EditedLine, ...]) -> None:
        """Say all lines of a demo anew, for the visit under way; none: as the demo has them.

        It holds from the next run on. Raises :class:`~xlab.dashboard.ports.visits.VisitRefused`.
        """
        ...
