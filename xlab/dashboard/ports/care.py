"""What looks after the box: is it well, is everything in it, what to send to those who help, and switching it off."""

from collections.abc import Iterable
from typing import Protocol

from xlab.dashboard.ports.packing import Packing
from xlab.dashboard.ports.power import Power
from xlab.dashboard.ports.preflight import Preflight


class Care(Protocol):
    """``kit.care``."""

    @property
    def preflight(self) -> Preflight:
        """What a look at each part found."""
        ...

    @property
    def packing(self) -> Packing:
        """What belongs in the box."""
        ...

    @property
    def power(self) -> Power:
        """Switching it off."""
        ...

    def bundle(self) -> Iterable[bytes]:
        """The diagnostic bundle, a zip file in pieces as it is made: nothing of it touches the card.

        From any thread but the loop's; it never fails, whatever is broken: the bundle says so instead.
        """
        ...
