"""What stations found out about themselves, and asking one to look."""

from typing import Literal, Protocol

from xlab.link import Check

Asked = Literal["opens", "waits", "away", "older"]
"""What becomes of the wish: the station shows its preflight now, or once its visitor has gone; nobody is there; or its
kiosk is too old to know how."""


class Checks(Protocol):
    """``kit.checks``. For any thread."""

    def last(self, station: str) -> tuple[float, tuple[Check, ...]] | None:
        """When the station was last walked through (seconds since 1970, as the kit knows it) and what was found."""
        ...

    def ask(self, station: str) -> Asked:
        """Have the station show its preflight."""
        ...
