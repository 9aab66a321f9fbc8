"""When a station shows a code to be paired by. Pure: time is an argument."""

from collections.abc import Sequence
from typing import Final

from xlab.station.credentials import Key

FIRST: Final = 1.0
"""Seconds without a key until a code is shown: a hub that starts here for the first time has made one by then."""

STRANGE: Final = 10.0
"""Seconds without its hub after which a station that was told it is unknown shows a code: one forged answer while the
hub restarts changes no screen."""

LOST: Final = 300.0
"""Seconds without its hub after which a paired station shows a code to other kits, too: the kit's card may have been
made anew, and nobody should have to find a keyboard for this screen."""


class Need:
    """Follows how the search for the hub goes."""

    def __init__(self, now: float) -> None:
        self._since = now
        self._unknown = False

    def proven(self, now: float) -> None:
        """The hub is here, or was until now."""
        self._since, self._unknown = now, False

    def unknown(self) -> None:
        """Whoever answers where the hub should be does not know this station's key."""
        self._unknown = True

    def pairing(self, keys: Sequence[Key], now: float) -> bool:
        """Whether to show a code. Beside its own hub a station waits for that one, however long."""
        away = now - self._since
        if not keys:
            return away >= FIRST
        return (self._unknown and away >= STRANGE) or (any(key.paired for key in keys) and away >= LOST)
