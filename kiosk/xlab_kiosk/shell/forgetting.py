"""What a visitor wishes of the badge on the pad: one badge, asked once more, erased at once. Pure."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from xlab.link import BadgeHere, Face

Step = Literal["hold", "several", "offer", "ask", "done"]
"""No badge lies on the pad; more than one does; one that may be forgotten; it was asked for; it is forgotten."""


class Wish(msgspec.Struct, frozen=True):
    """How far it is, and the face of the one badge it is about."""

    step: Step = "hold"
    face: Face | None = None


class Forgetting:
    """Follows the pad while the notice is open. A badge that is taken away takes its wish along."""

    def __init__(self) -> None:
        self._badge: str | None = None
        self._step: Step = "hold"

    def begin(self) -> None:
        """The notice opens or closes: nothing was wished yet."""
        self._badge, self._step = None, "hold"

    def look(self, here: Iterable[BadgeHere]) -> Wish:
        """What there is to see, with these badges at the station."""
        on_pad = {badge.beacon: badge.face for badge in here if badge.proximity == "touch" and badge.role == "badge"}
        if len(on_pad) != 1:
            self._badge, self._step = None, "several" if on_pad else "hold"
            return Wish(self._step)
        ((beacon, face),) = on_pad.items()
        if beacon != self._badge:
            self._badge, self._step = beacon, "offer"
        return Wish(self._step, face)

    def ask(self) -> None:
        """Somebody wants this badge forgotten: are they sure?"""
        if self._step == "offer":
            self._step = "ask"

    def keep(self) -> None:
        """They are not."""
        if self._step == "ask":
            self._step = "offer"

    def sure(self) -> str | None:
        """They are: the badge to forget, once."""
        if self._step != "ask":
            return None
        self._step = "done"
        return self._badge
